/* gpio.c - hal_set and hal_get on the pins, and the start of them all. */
#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/wdt.h>

#include "hal.h"
#include "avr.h"
#include "pins.h"

#define PIN_OUT(name, port, bit)                                              \
    static inline void set_##name(bool on)                                    \
    {                                                                         \
        if (on)                                                               \
            PORT##port |= 1 << bit;                                           \
        else                                                                  \
            PORT##port &= (uint8_t)~(1 << bit);                               \
    }
PINS_OUT(PIN_OUT)

#define PIN_IN(name, port, bit)                                               \
    static inline bool get_##name(void)                                       \
    {                                                                         \
        return PIN##port & (1 << bit);                                        \
    }
PINS_IN(PIN_IN)

/* HOST_RST and HOST_CUT stay inputs until somebody knows which of their levels
 * acts. Levels before directions: no output shows a wrong one, not for a cycle.
 * Each has an external resistor that says the same while the chip is in
 * reset: dongle on, host left alone, buzzer silent. */
void
gpio_start(void)
{
    set_MODEM_EN(true);
#define PIN_IS_OUT(name, port, bit)                                           \
    if (#port[0] != 'D' || (bit != 4 && bit != 5))                            \
        DDR##port |= 1 << bit;
    PINS_OUT(PIN_IS_OUT)
    PORTD |= 1 << 2 | 1 << 7;   /* pull-ups: MODEM_FLT_N, BUTTON_N */
    PORTB |= 1 << 3;            /* and the spare pin, which floats */
}

void
hal_start(void)
{
    gpio_start();
    timer_start();
    uart_start();
    adc_start();
    wdt_enable(WDTO_1S);
    sei();
}

void
hal_set(enum hal_out out, bool on)
{
    switch (out) {
    case HAL_MODEM:
        set_MODEM_EN(on);
        break;
    case HAL_HOST_RESET:
        set_HOST_RST(on);
        DDRD |= 1 << 4;
        break;
    case HAL_HOST_CUT:
        set_HOST_CUT(on);
        DDRD |= 1 << 5;
        break;
    case HAL_LED_POWER:
        set_LED_POWER(on);
        break;
    case HAL_LED_NETWORK:
        set_LED_NETWORK(on);
        break;
    case HAL_LED_UNREAD:
        set_LED_UNREAD(on);
        break;
    case HAL_LED_BOARD:
        set_LED_BEAT(on);
        break;
    case HAL_BUZZER:
        set_BUZZER(on);
        break;
    }
}

bool
hal_get(enum hal_in in)
{
    switch (in) {
    case HAL_BUTTON:
        return !get_BUTTON_N();
    case HAL_MODEM_FAULT:
        return !get_MODEM_FLT_N();
    case HAL_HOST_VBUS:
        return get_HOST_VBUS();
    }
    return false;
}
