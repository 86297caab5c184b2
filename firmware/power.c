#include "power.h"

#include "event.h"
#include "hal.h"
#include "kept.h"
#include "setting.h"

/* Full scale in mV: 2.5 V times (100k + 15k) / 15k, or (15k + 10k) / 10k. */
enum { FULL_12V = 19167, FULL_5V = 6250, NO_BATTERY_MV = 3000,
       MAINS_HYSTERESIS_MV = 500, MAINS_MS = 2000, BATTERY_MS = 30000,
       RAIL_MS = 1000, NO_WISH = 3 };

/* Battery and adaptor are kept 8 times as fine as the ADC gives them. */
static uint16_t battery_fine, adaptor_fine;
static uint16_t battery_mv, adaptor_mv, rail_mv, vbus_mv;
static uint8_t revision, turn;

/* A change that has to last before it counts. */
struct wish {
    uint8_t  to;
    uint32_t since;
};
static struct wish mains_wish, battery_wish, rail_wish, reference_wish;
static bool rail_was_low, reference_lost;
/* When they were last not there, or not good. */
static uint32_t mains_from, good_from;

static uint16_t
mv(uint16_t raw, uint8_t fine, uint16_t full, uint16_t calibration)
{
    uint32_t value = ((uint32_t)raw * full) >> (10 + fine);

    /* Most are as they came; a division costs 40 us. */
    return (uint16_t)(calibration == 10000 ? value
                                           : value * calibration / 10000u);
}

static void
read_rail(void)
{
    rail_mv = mv(hal_adc(HAL_ADC_RAIL), 0, FULL_5V,
                 setting(BOARD_SETTING_CAL_RAIL));
}

static void
read_vbus(void)
{
    vbus_mv = mv(hal_adc(HAL_ADC_VBUS), 0, FULL_5V, 10000);
}

static void
smooth(uint16_t *fine, uint16_t raw)
{
    *fine = (uint16_t)(*fine - (*fine >> 3) + raw);
}

static void
read_battery(void)
{
    smooth(&battery_fine, hal_adc(HAL_ADC_BATTERY));
    battery_mv = mv(battery_fine, 3, FULL_12V,
                    setting(BOARD_SETTING_CAL_BATTERY));
}

static void
read_adaptor(void)
{
    smooth(&adaptor_fine, hal_adc(HAL_ADC_ADAPTOR));
    adaptor_mv = mv(adaptor_fine, 3, FULL_12V,
                    setting(BOARD_SETTING_CAL_ADAPTOR));
}

uint16_t
power_battery_mv(void)
{
    return battery_mv;
}

uint16_t
power_adaptor_mv(void)
{
    return adaptor_mv;
}

uint16_t
power_rail_mv(void)
{
    return rail_mv;
}

uint16_t
power_vbus_mv(void)
{
    return vbus_mv;
}

uint8_t
power_revision(void)
{
    return revision;
}

bool
power_rail_good(void)
{
    read_rail();
    return rail_mv >= BOARD_RAIL_MIN_MV;
}

static bool
rail_is_possible(void)
{
    return rail_mv >= BOARD_RAIL_LEAST_MV && rail_mv <= BOARD_RAIL_MOST_MV;
}

bool
power_reference_lost(void)
{
    return reference_lost;
}

bool
power_measures(void)
{
    return rail_is_possible() && !reference_lost;
}

bool
power_mains(void)
{
    return kept.mains;
}

enum power_battery
power_battery(void)
{
    return (enum power_battery)kept.battery;
}

uint32_t
power_mains_ms(uint32_t now)
{
    return now - mains_from;
}

uint32_t
power_battery_good_ms(uint32_t now)
{
    return now - good_from;
}

/* True when value has differed from now_is for ms, without a break. */
static bool
lasted(struct wish *w, uint8_t now_is, uint8_t value, uint32_t now,
       uint32_t ms)
{
    if (value == now_is || w->to != value)
        w->since = now;
    w->to = value;
    return value != now_is && now - w->since >= ms;
}

static void
decide_mains(uint32_t now)
{
    uint16_t on = setting(BOARD_SETTING_MAINS_ON), is = adaptor_mv;
    bool there = is >= (kept.mains ? on - MAINS_HYSTERESIS_MV : on);
    /* Unlike either answer while none has been given. */
    uint8_t known = kept.mains_known ? kept.mains : 2;

    if (!there)
        mains_from = now;
    if (!lasted(&mains_wish, known, there, now, MAINS_MS))
        return;
    if (kept.mains_known)
        event_add(there ? BOARD_EVENT_MAINS_BACK : BOARD_EVENT_MAINS_LOST, 1,
                  battery_mv, 0, 0);
    kept.mains = there;
    kept.mains_known = true;
    kept_changed();
}

/* What the voltage says, with some way back before it says better. */
static enum power_battery
battery_says(uint16_t is)
{
    uint16_t low = setting(BOARD_SETTING_BATTERY_LOW);
    uint16_t critical = setting(BOARD_SETTING_BATTERY_CRITICAL);
    uint16_t back = setting(BOARD_SETTING_BATTERY_BACK);

    if (is < NO_BATTERY_MV)
        return POWER_GOOD;      /* none is fitted */
    if (kept.battery >= POWER_LOW)
        low = (uint16_t)(low + back);
    if (kept.battery == POWER_CRITICAL)
        critical = (uint16_t)(critical + back);
    return is < critical ? POWER_CRITICAL : is < low ? POWER_LOW : POWER_GOOD;
}

static void
decide_battery(uint32_t now)
{
    static const uint16_t types[] = {
        BOARD_EVENT_BATTERY_GOOD, BOARD_EVENT_BATTERY_LOW,
        BOARD_EVENT_BATTERY_CRITICAL
    };
    uint16_t is = battery_mv;
    enum power_battery says = battery_says(is);

    if (says != POWER_GOOD || is < NO_BATTERY_MV)
        good_from = now;
    if (!lasted(&battery_wish, kept.battery, says, now, BATTERY_MS))
        return;
    kept.battery = says;
    kept_changed();
    event_add((enum board_event)types[says], 1, is, 0, 0);
}

/* Nothing that is measured now counts, and what seemed to last begins anew. */
static void
doubt(uint32_t now)
{
    mains_from = good_from = now;
    mains_wish.to = battery_wish.to = NO_WISH;
}

static void
decide_reference(uint32_t now)
{
    bool lost = !rail_is_possible();

    if (!power_measures())
        doubt(now);
    if (!lasted(&reference_wish, reference_lost, lost, now, RAIL_MS))
        return;
    reference_lost = lost;
    if (lost)
        event_add(BOARD_EVENT_REFERENCE, 1, rail_mv, 0, 0);
}

static void
decide_rail(uint32_t now)
{
    bool low = rail_mv < BOARD_RAIL_MIN_MV && rail_is_possible();

    if (!lasted(&rail_wish, rail_was_low, low, now, RAIL_MS))
        return;
    rail_was_low = low;
    if (low)
        event_add(BOARD_EVENT_RAIL_LOW, 1, rail_mv, 0, 0);
}

void
power_start(uint32_t now)
{
    mains_from = good_from = now;
    battery_fine = (uint16_t)(hal_adc(HAL_ADC_BATTERY) * 8u);
    adaptor_fine = (uint16_t)(hal_adc(HAL_ADC_ADAPTOR) * 8u);
    read_battery();
    read_adaptor();
    read_rail();
    read_vbus();
    revision = (uint8_t)((hal_adc(HAL_ADC_REVISION) + 64u) / 128u);
    mains_wish = battery_wish = rail_wish = (struct wish){ NO_WISH, 0 };
    reference_wish = rail_wish;
    rail_was_low = reference_lost = false;
    turn = 0;
}

void
power_tick(uint32_t now)
{
    switch (turn++) {
    case 1:
        read_battery();
        if (power_measures())
            decide_battery(now);
        break;
    case 3:
        read_adaptor();
        if (power_measures())
            decide_mains(now);
        break;
    case 5:
        read_rail();
        decide_reference(now);
        decide_rail(now);
        turn = 0;
        break;
    default:                    /* falls fast, so is read most */
        read_vbus();
    }
}
