#include "setting.h"

#include <string.h>

#include "hal.h"
#include "kept.h"
#include "power.h"
#include "store.h"

#define NAME_MAX 9
#define MINUTE_MS 60000u

#define SETTING_ROW(n, number, wire, first, least, most, unit)                \
    [number] = { wire, first, least, most },
static const HAL_FLASH struct row {
    char     name[NAME_MAX];
    uint16_t first, least, most;
} rows[BOARD_SETTING_COUNT] = { BOARD_SETTINGS(SETTING_ROW) };

/* In the EEPROM: how many, then two bytes each, the later ones one. */
_Static_assert(1 + BOARD_SETTINGS_WIDE + BOARD_SETTING_COUNT
                   <= STORE_SETTINGS_SIZE,
               "the settings fit their record");
#define SETTING_FITS(n, number, wire, first, least, most, unit)               \
    && (number < BOARD_SETTINGS_WIDE || most <= 255)
_Static_assert(1 BOARD_SETTINGS(SETTING_FITS), "the later ones fit a byte");

static uint16_t values[BOARD_SETTING_COUNT];
static enum board_setting changing = BOARD_SETTING_COUNT;
static uint16_t wanted;
static bool same;               /* as it was: there is nothing to write */

static bool
in_range(enum board_setting which, uint32_t value)
{
    return value >= rows[which].least && value <= rows[which].most;
}

static uint16_t
take(const uint8_t **at, uint8_t which)
{
    uint16_t value = *(*at)++;

    if (which < BOARD_SETTINGS_WIDE)
        value = (uint16_t)(value | *(*at)++ << 8);
    return value;
}

static void
put(uint8_t **at, uint8_t which, uint16_t value)
{
    *(*at)++ = (uint8_t)value;
    if (which < BOARD_SETTINGS_WIDE)
        *(*at)++ = (uint8_t)(value >> 8);
}

void
setting_start(void)
{
    uint8_t bytes[STORE_SETTINGS_SIZE], stored = 0;
    const uint8_t *at = bytes + 1;

    changing = BOARD_SETTING_COUNT;
    if (store_load(STORE_SETTINGS, bytes))
        stored = bytes[0];
    for (uint8_t i = 0; i < BOARD_SETTING_COUNT; i++) {
        uint16_t value = rows[i].first;

        if (i < stored)
            value = take(&at, i);
        values[i] = in_range((enum board_setting)i, value) ? value
                                                           : rows[i].first;
    }
}

uint16_t
setting(enum board_setting which)
{
    return values[which];
}

/* strcmp() reads RAM alone. */
static bool
is_named(uint8_t which, const char *name)
{
    uint8_t i = 0;

    while (name[i] && name[i] == rows[which].name[i])
        i++;
    return name[i] == rows[which].name[i];
}

enum board_setting
setting_find(const char *name)
{
    uint8_t i = 0;

    while (i < BOARD_SETTING_COUNT && !is_named(i, name))
        i++;
    return (enum board_setting)i;
}

/* Counts a write; false: there were too many in this minute. A cell bears
 * 100,000 of them, and a program can ask for ten a second. */
static bool
may_write(uint32_t now)
{
    while (kept.writes && now - kept.wrote[0] >= MINUTE_MS) {
        kept.writes--;
        memmove(kept.wrote, kept.wrote + 1,
                sizeof kept.wrote - sizeof *kept.wrote);
    }
    if (kept.writes == BOARD_SETTINGS_PER_MINUTE)
        return false;
    kept.wrote[kept.writes++] = now;
    kept_changed();
    return true;
}

enum board_error
setting_set(enum board_setting which, uint32_t value, uint32_t now)
{
    uint8_t bytes[STORE_SETTINGS_SIZE] = { BOARD_SETTING_COUNT };
    uint8_t *at = bytes + 1;

    if (!in_range(which, value))
        return BOARD_ERROR_RANGE;
    if (changing != BOARD_SETTING_COUNT)
        return BOARD_ERROR_BUSY;
    same = value == values[which];
    if (!same && !power_rail_good())
        return BOARD_ERROR_EEPROM;
    if (!same && !may_write(now))
        return BOARD_ERROR_BUSY;
    changing = which;
    wanted = (uint16_t)value;
    if (same)
        return BOARD_NO_ERROR;  /* as it is stored, or was at first */
    for (uint8_t i = 0; i < BOARD_SETTING_COUNT; i++)
        put(&at, i, i == (uint8_t)which ? wanted : values[i]);
    store_save(STORE_SETTINGS, bytes);
    return BOARD_NO_ERROR;
}

bool
setting_ended(bool *good)
{
    if (changing == BOARD_SETTING_COUNT)
        return false;
    if (!same && store_busy(STORE_SETTINGS)) {
        if (power_rail_good())
            return false;
        store_abandon(STORE_SETTINGS);
    }
    *good = same || store_succeeded(STORE_SETTINGS);
    if (*good)
        values[changing] = wanted;
    changing = BOARD_SETTING_COUNT;
    return true;
}
