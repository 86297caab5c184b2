/* adc.c - one conversion at a time, slept through. AREF is driven from
 * outside (2.5 V): REFS must stay 00, anything else shorts it. */
#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/sleep.h>

#include "hal.h"
#include "avr.h"
#include "pins.h"

#define ADC_CHANNEL(name, channel) ADC_##name = channel,
enum { PINS_ANALOG(ADC_CHANNEL) };
_Static_assert((int)ADC_VBAT == (int)HAL_ADC_BATTERY
               && (int)ADC_VADAPT == (int)HAL_ADC_ADAPTOR
               && (int)ADC_V5 == (int)HAL_ADC_RAIL
               && (int)ADC_VBUS == (int)HAL_ADC_VBUS
               && (int)ADC_HW_REV == (int)HAL_ADC_REVISION,
               "hal.h knows the channels as they are wired");

EMPTY_INTERRUPT(ADC_vect)       /* wakes, no more */

void
adc_start(void)
{
    /* 125 kHz, for all ten bits */
    ADCSRA = 1 << ADEN | 1 << ADIE | 1 << ADPS2 | 1 << ADPS1 | 1 << ADPS0;
    DIDR0 = 1 << ADC_VBAT | 1 << ADC_VADAPT | 1 << ADC_V5 | 1 << ADC_NTC;
}

uint16_t
hal_adc(enum hal_adc channel)
{
    ADMUX = (uint8_t)channel;
    ADCSRA |= 1 << ADSC;
    sleep_enable();
    for (;;) {
        cli();
        if (!(ADCSRA & 1 << ADSC))
            break;
        sei();
        sleep_cpu();
    }
    sei();
    sleep_disable();
    return ADC;
}
