/* timer.c - the tick, and the sleep between ticks. Timer 2 counts 4 ms: fine
 * enough for all we time, and a quarter of the wake-ups of 1 ms. */
#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/sleep.h>
#include <util/atomic.h>

#include "hal.h"
#include "avr.h"

static volatile uint32_t millis;
static uint32_t seen;           /* by the loop */

ISR(TIMER2_COMPA_vect)
{
    millis += HAL_TICK_MS;
    reset_tick();
}

void
timer_start(void)
{
    OCR2A = F_CPU / 256 / 1000 * HAL_TICK_MS + F_CPU / 256 % 1000 * HAL_TICK_MS
            / 1000 - 1;
    TCCR2A = 1 << WGM21;        /* clear on compare */
    TIMSK2 = 1 << OCIE2A;
    TCCR2B = 1 << CS22 | 1 << CS21;     /* F_CPU / 256 */
    set_sleep_mode(SLEEP_MODE_IDLE);
}

uint32_t
hal_millis(void)
{
    uint32_t now;

    ATOMIC_BLOCK(ATOMIC_RESTORESTATE)
        seen = now = millis;
    return now;
}

void
hal_sleep(void)
{
    cli();
    if (millis == seen) {       /* else a tick has come meanwhile */
        sleep_enable();
        sei();                  /* lets one more instruction through first */
        sleep_cpu();
        sleep_disable();
    }
    sei();
}
