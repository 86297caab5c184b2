/* reset.c - the chip's own watchdog, and why it was reset. */
#include <avr/io.h>
#include <avr/wdt.h>

#include "hal.h"
#include "avr.h"
#include "board_proto.h"

/* The watchdog bites after about 250 ticks without a kick, its oscillator
 * being 10 % off; a loop in order kicks every fifth. */
enum { HUNG_TICKS = 200 };

/* Ticks since the last kick, and their inverse to know noise from a count. */
static volatile uint8_t stuck HAL_KEPT, stuck_inverse HAL_KEPT;
static uint8_t flags HAL_KEPT;

/* Before main() and all else: after its own reset the watchdog runs on, with
 * its shortest time. */
void reset_first(void) __attribute__((naked, used, section(".init3")));
void
reset_first(void)
{
    flags = MCUSR;
    MCUSR = 0;
    wdt_disable();
}

void
reset_tick(void)
{
    if (stuck < 255)
        stuck++;
    stuck_inverse = (uint8_t)~stuck;
}

void
hal_watchdog_kick(void)
{
    wdt_reset();
    stuck = 0;
    stuck_inverse = 255;
}

/* The bootloader empties MCUSR (optiboot 4.4, which Nanos carry) and leaves
 * by a watchdog reset of its own; then RAM has to tell. It cannot tell a dip of
 * the supply from a port that was opened: both leave it as it was. */
uint8_t
hal_reset_cause(void)
{
    uint8_t cause = flags & (BOARD_CAUSE_POWER_ON | BOARD_CAUSE_EXTERNAL
                             | BOARD_CAUSE_BROWN_OUT | BOARD_CAUSE_WATCHDOG);

    if (cause == 0) {
        if ((stuck ^ stuck_inverse) != 0xFF)
            cause = BOARD_CAUSE_POWER_ON;
        else if (stuck >= HUNG_TICKS)
            cause = BOARD_CAUSE_WATCHDOG;
    }
    if (cause & BOARD_CAUSE_EXTERNAL)
        cause &= (uint8_t)~BOARD_CAUSE_WATCHDOG;
    stuck = 0;
    stuck_inverse = 255;
    return cause;
}
