/* hal.h - what the board's hardware offers, in our words.
 * avr/ gives it on the chip, tests/unit/fake_hal.c under the unit tests.
 * Nothing here waits longer than is said, and nothing fails but as is said. */
#ifndef NOTEHOME_HAL_H
#define NOTEHOME_HAL_H

#include <stdbool.h>
#include <stdint.h>

#include "board_proto.h"

#define HAL_TICK_MS 4u          /* the step of hal_millis() */

/* Memory that a reset leaves alone and power loss does not. */
#ifdef __AVR__
#define HAL_KEPT __attribute__((section(".noinit")))
#else
#define HAL_KEPT
#endif

/* A table that stays in the flash: else a copy of it fills RAM. */
#ifdef __AVR__
#define HAL_FLASH __flash
#else
#define HAL_FLASH
#endif

/* true: the dongle has power, reset is pressed, the host's feed is cut, the
 * LED shines, the buzzer sounds. At reset all are off but the dongle. */
enum hal_out {
    HAL_MODEM, HAL_HOST_RESET, HAL_HOST_CUT, HAL_LED_POWER, HAL_LED_NETWORK,
    HAL_LED_UNREAD, HAL_LED_BOARD, HAL_BUZZER
};

/* true: pressed, current limited, host's USB has power. Not debounced. */
enum hal_in { HAL_BUTTON, HAL_MODEM_FAULT, HAL_HOST_VBUS };

/* The ADC's channels; full scale is 1023 at 2.5 V. */
enum hal_adc {
    HAL_ADC_BATTERY = 0, HAL_ADC_ADAPTOR = 1, HAL_ADC_RAIL = 2,
    HAL_ADC_VBUS = 6, HAL_ADC_REVISION = 7
};

#define HAL_EEPROM_SIZE 1024u

/* Starts everything, outputs in their safe state first. */
void hal_start(void);

/* Since reset; wraps after 49 days. */
uint32_t hal_millis(void);

/* False: there is no byte. */
bool hal_uart_read(uint8_t *byte);
/* All of it or, when the buffer has no room for all, nothing and false. */
bool hal_uart_write(const char *text, uint8_t length);

void hal_set(enum hal_out out, bool on);
bool hal_get(enum hal_in in);
/* One conversion; sleeps 0.1 ms for it. */
uint16_t hal_adc(enum hal_adc channel);

uint8_t hal_eeprom_read(uint16_t at);
/* False while a byte is being written (3.4 ms). */
bool hal_eeprom_ready(void);
/* Begins to write a byte; only when ready. */
void hal_eeprom_write(uint16_t at, uint8_t byte);

/* Registers of a chip on the I2C bus, from reg on. False: it does not answer
 * or the bus is stuck, also after nine clocks. 2 ms at most. */
bool hal_i2c_read(uint8_t chip, uint8_t reg, uint8_t *bytes, uint8_t n);
bool hal_i2c_write(uint8_t chip, uint8_t reg, const uint8_t *bytes, uint8_t n);

/* Bits of enum board_cause; 0 when the bootloader did not tell. */
uint8_t hal_reset_cause(void);
/* The flash holds what its identity says (board_image.h): 0.12 s. */
bool hal_image_is_whole(void);
/* No firmware runs: all pins stay as their resistors have them, and the
 * bootloader is the only way on. Never returns. */
void hal_park(void);
/* As in HI: the fuses, and what they and the bootloader's bytes say it is. */
uint32_t hal_fuses(void);
enum board_bootloader hal_bootloader(uint32_t fuses);
/* Must come at least once a second, or the chip resets. */
void hal_watchdog_kick(void);
/* Sleeps until the next tick or byte. */
void hal_sleep(void);

#endif
