#include "fake_hal.h"

#include <stdio.h>
#include <string.h>

#include "app.h"
#include "board_frame.h"

struct fake_hal fake;

void
fake_start(void)
{
    static const uint8_t noon[7] = { 0, 0, 0x12, 1, 0x01, 0x09, 0x26 };

    memset(&fake, 0, sizeof fake);
    memset(fake.eeprom, 0xFF, sizeof fake.eeprom);
    fake.adc[HAL_ADC_BATTERY] = 678;    /* 12.7 V */
    fake.adc[HAL_ADC_ADAPTOR] = 737;    /* 13.8 V */
    fake.adc[HAL_ADC_RAIL] = fake.adc[HAL_ADC_VBUS] = 819;      /* 5 V */
    fake.in[HAL_HOST_VBUS] = true;
    fake.out[HAL_MODEM] = true;
    fake.cause = BOARD_CAUSE_POWER_ON;
    memcpy(fake.chip, noon, sizeof noon);
}

void
fake_run(uint32_t ms)
{
    for (uint32_t until = fake.millis + ms; fake.millis != until; ) {
        fake.millis += HAL_TICK_MS;
        app_tick(fake.millis);
    }
}

void
fake_run_long(uint32_t ms)
{
    for (uint32_t until = fake.millis + ms; fake.millis != until; ) {
        fake.millis += 100;
        app_tick(fake.millis);
    }
}

void
fake_say(const char *body)
{
    char text[128];

    snprintf(text, sizeof text, "$%s*%04X\r\n", body,
             board_crc(body, (uint16_t)strlen(body)));
    for (const char *c = text; *c; c++)
        app_byte((uint8_t)*c);
}

const char *
fake_heard(void)
{
    static char heard[sizeof fake.sent];

    memcpy(heard, fake.sent, fake.length);
    heard[fake.length] = '\0';
    fake.length = 0;
    return heard;
}

uint32_t
hal_millis(void)
{
    return fake.millis;
}

bool
hal_uart_write(const char *text, uint8_t length)
{
    if (fake.length + length >= sizeof fake.sent)
        fake.length = 0;
    memcpy(fake.sent + fake.length, text, length);
    fake.length += length;
    return true;
}

void
hal_set(enum hal_out out, bool on)
{
    fake.out[out] = on;
}

bool
hal_get(enum hal_in in)
{
    return fake.in[in];
}

uint16_t
hal_adc(enum hal_adc channel)
{
    if (channel == HAL_ADC_VBUS && !fake.out[HAL_MODEM])
        return 10;
    return fake.adc[channel];
}

uint8_t
hal_eeprom_read(uint16_t at)
{
    return fake.eeprom[at];
}

bool
hal_eeprom_ready(void)
{
    return true;
}

void
hal_eeprom_write(uint16_t at, uint8_t byte)
{
    if (fake.dead)
        return;
    if (++fake.writes == fake.cut) {
        fake.eeprom[at] = fake.torn;
        fake.dead = true;
        return;
    }
    fake.eeprom[at] = byte;
}

bool
hal_i2c_read(uint8_t chip, uint8_t reg, uint8_t *bytes, uint8_t n)
{
    if (fake.no_chip || chip != 0x68 || reg + n > 16)
        return false;
    memcpy(bytes, fake.chip + reg, n);
    return true;
}

bool
hal_i2c_write(uint8_t chip, uint8_t reg, const uint8_t *bytes, uint8_t n)
{
    if (fake.no_chip || chip != 0x68 || reg + n > 16)
        return false;
    memcpy(fake.chip + reg, bytes, n);
    return true;
}

uint8_t
hal_reset_cause(void)
{
    return fake.cause;
}

uint32_t
hal_fuses(void)
{
    return fake.fuses;
}

enum board_bootloader
hal_bootloader(uint32_t fuses)
{
    (void)fuses;
    return BOARD_BOOTLOADER_OPTIBOOT;
}
