/* power.h - voltages, and what they mean once they have lasted. */
#ifndef NOTEHOME_POWER_H
#define NOTEHOME_POWER_H

#include <stdbool.h>
#include <stdint.h>

/* In struct kept. */
enum power_battery { POWER_GOOD, POWER_LOW, POWER_CRITICAL };

/* After setting_start(): reads each channel once. */
void power_start(uint32_t now);
/* Reads one channel, in turn, and decides by it. Every 20 ms. */
void power_tick(uint32_t now);

/* mV, calibrated; battery and adaptor smoothed over a second. */
uint16_t power_battery_mv(void);
uint16_t power_adaptor_mv(void);
uint16_t power_rail_mv(void);
uint16_t power_vbus_mv(void);
/* The board's revision by its divider: a step is 128 of the ADC's 1024. */
uint8_t power_revision(void);

/* For 2 s without a break. */
bool power_mains(void);
/* For 30 s without a break. */
enum power_battery power_battery(void);
/* For so many ms mains has been there, or the battery fitted and good, without
 * a dip. A reset of the board counts as one. */
uint32_t power_mains_ms(uint32_t now);
uint32_t power_battery_good_ms(uint32_t now);
/* The 5 V rail has read as it cannot be for a second. Then nothing above
 * changes, the voltages are told as they read, and both times stay 0. */
bool power_reference_lost(void);
/* The same at this moment: false from the first such reading on, and until the
 * rail has read well for a second. */
bool power_measures(void);
/* Measured at this moment: may the EEPROM be written? */
bool power_rail_good(void);

#endif
