#include "host.h"

#include "event.h"
#include "hal.h"
#include "journal.h"
#include "kept.h"
#include "power.h"
#include "setting.h"

enum { BY_PULSE = 1, BY_FEED = 2, GRACE_LEAST_S = 30, GRACE_MOST_S = 900,
       STARTS_MOST = 3 };

#define MINUTE_MS ((uint32_t)60000)
/* For a battery that nobody saw empty. */
#define UNSEEN_MS (60 * MINUTE_MS)

static const uint16_t pauses_s[] = BOARD_PAUSES_S;
static const uint32_t rescues_s[] = BOARD_RESCUES_S;
enum { PAUSES = sizeof pauses_s / sizeof *pauses_s,
       RESCUES = sizeof rescues_s / sizeof *rescues_s };

/* What is being done to the host at this moment. */
static uint8_t doing;
static uint32_t doing_since, doing_ms;

/* A relay module is switched by a low pin; such a pin is high while idle. */
static void
press(bool on)
{
    hal_set(HAL_HOST_RESET,
            on != !!(setting(BOARD_SETTING_LOW_ACTS) & BY_PULSE));
}

static void
cut(bool on)
{
    hal_set(HAL_HOST_CUT, on != !!(setting(BOARD_SETTING_LOW_ACTS) & BY_FEED));
}

static void
do_by(uint32_t now, uint8_t way, enum board_hit why)
{
    doing = way;
    doing_since = now;
    if (way == BY_FEED) {
        doing_ms = setting(BOARD_SETTING_FEED_CUT) * (uint32_t)1000;
        cut(true);
    } else {
        doing_ms = setting(BOARD_SETTING_RESET_PULSE);
        press(true);
    }
    journal.host_resets++;
    journal_changed();
    event_add(BOARD_EVENT_HOST_RESET, why == BOARD_HIT_SILENT ? 2 : 3,
              why == BOARD_HIT_NOT_UP ? kept.rescues : kept.row, way, why);
}

/* Its feed away and back, where there is a switch for it; or its reset; or
 * nothing, as "resetby" says. */
static void
feed_anew(uint32_t now, enum board_hit why)
{
    uint8_t by = (uint8_t)setting(BOARD_SETTING_RESET_BY);

    if (by)
        do_by(now, by & BY_FEED ? BY_FEED : BY_PULSE, why);
}

/* The reset key first; from the third time on the feed, where there is one. */
static uint8_t
way_for(uint8_t row)
{
    uint8_t by = (uint8_t)setting(BOARD_SETTING_RESET_BY);

    if (by == (BY_PULSE | BY_FEED))
        return row < BOARD_RESETS_IN_ROW ? BY_PULSE : BY_FEED;
    return by;
}

/* From a reset to the next one, in ms, when the host does not come back. */
static uint32_t
wait_after(uint8_t row)
{
    uint32_t wait = setting(BOARD_SETTING_GRACE_AFTER);
    uint8_t i = (uint8_t)(row - BOARD_RESETS_IN_ROW);

    if (row >= BOARD_RESETS_IN_ROW) {
        if (i >= PAUSES)
            i = PAUSES - 1;
        if (pauses_s[i] > wait)
            wait = pauses_s[i];
    }
    return wait * 1000;
}

static void
let_go(void)
{
    press(false);
    cut(false);
    doing = 0;
}

/* From now on it has time to come up. */
static void
watch(uint32_t now)
{
    kept.watching = journal.host == JOURNAL_BEATS;
    kept.since = now;
}

void
host_start(uint32_t now, bool cold, bool dipped)
{
    let_go();
    if (cold) {
        watch(now);
    } else if (dipped && kept.starts < STARTS_MOST) {
        kept.starts++;
        kept.starting = true;
        kept.start_ends = now
                          + setting(BOARD_SETTING_GRACE_AFTER) * (uint32_t)1000;
    }
    kept_changed();
}

enum board_error
host_heartbeat(uint32_t now, uint32_t grace)
{
    if (grace < GRACE_LEAST_S || grace > GRACE_MOST_S)
        return BOARD_ERROR_RANGE;
    if (!kept.steady || kept_due(now, kept.deadline)) {
        kept.steady = true;
        kept.steady_since = now;
    }
    if (now - kept.steady_since >= BOARD_ROW_ENDS_MS)
        kept.row = kept.rescues = 0;
    kept.armed = true;
    kept.going_down = kept.watching = kept.starting = false;
    kept.service = kept.service && kept.asked;
    kept.starts = 0;
    kept.deadline = now + grace * 1000 + KEPT_BEHIND_MS;
    kept_changed();
    journal_host(JOURNAL_BEATS);
    return BOARD_NO_ERROR;
}

static void
disarm(void)
{
    kept.armed = false;
    kept.steady = false;
}

/* The daemon says so whenever it ends: also after SD, which then holds. */
void
host_disarm(uint32_t now)
{
    disarm();
    if (!kept.going_down || kept.why == BOARD_WHY_RESTART)
        watch(now);
    kept_changed();
}

enum board_error
host_going_down(uint32_t now, uint32_t seconds, uint32_t why)
{
    if (seconds > BOARD_HALT_MAX_S || why >= BOARD_WHY_COUNT)
        return BOARD_ERROR_RANGE;
    disarm();
    if (why == BOARD_WHY_PERSON)
        journal_host(JOURNAL_TURNED_OFF);
    kept.going_down = true;
    kept.why = (uint8_t)why;
    kept.emptied = false;
    kept.deadline = now + seconds * 1000 + KEPT_BEHIND_MS;
    watch(now);
    if (why == BOARD_WHY_BATTERY)
        kept.watching = false;  /* until it is fed */
    kept_changed();
    return BOARD_NO_ERROR;
}

void
host_service(uint32_t now, bool asked)
{
    kept.service = true;
    kept.asked = asked;
    kept.service_ends = now + BOARD_SERVICE_MS;
    kept_changed();
}

void
host_end_service(void)
{
    kept.service = false;
    kept_changed();
}

bool
host_in_service(void)
{
    return kept.service;
}

bool
host_is_armed(void)
{
    return kept.armed;
}

bool
host_feed_is_cut(void)
{
    return doing == BY_FEED;
}

bool
host_is_going_down(void)
{
    return kept.going_down;
}

static void
reset_silent_host(uint32_t now)
{
    uint8_t way;

    if (kept.waiting && kept_due(now, kept.not_before))
        kept.waiting = false;
    if (kept.waiting || !kept_due(now, kept.deadline))
        return;
    if (kept.row < 255)
        kept.row++;
    kept.steady = false;
    kept.waiting = true;
    kept.not_before = now + wait_after(kept.row) + KEPT_BEHIND_MS;
    kept.deadline = kept.not_before;
    kept_changed();
    way = way_for(kept.row);
    if (way)
        do_by(now, way, BOARD_HIT_SILENT);
}

/* Mains on which a host may start. It may flicker as it comes back, and an
 * empty battery seems good while it is charged. */
static bool
mains_carries(uint32_t now, bool emptied)
{
    return power_mains()
           && (!emptied || power_mains_ms(now) >= BOARD_MAINS_STEADY_MS);
}

/* The sun may come between the decision to halt and SD; then nobody saw the
 * battery empty, and it has to be good for longer. */
static bool
battery_is_back(uint32_t now)
{
    uint32_t wait = setting(BOARD_SETTING_BATTERY_WAIT) * MINUTE_MS;

    if (wait == 0)
        return false;
    if (!kept.emptied && wait < UNSEEN_MS)
        wait = UNSEEN_MS;
    return power_battery_good_ms(now) >= wait;
}

/* Whether the host has had its time to halt. The clock wraps: what is long over
 * is moved along, or it would be ahead again after 25 days. */
static bool
has_halted(uint32_t now)
{
    if (!kept_due(now, kept.deadline))
        return false;
    if (now - kept.deadline >= 24 * 60 * MINUTE_MS) {
        kept.deadline = now;
        kept_changed();
    }
    return true;
}

/* A computer that halted on an empty battery stays off for ever, unless its
 * feed goes away once more. */
static void
wake_halted_host(uint32_t now)
{
    bool mains;

    if (!kept.emptied && power_battery_good_ms(now) == 0) {
        kept.emptied = true;
        kept_changed();
    }
    mains = mains_carries(now, kept.emptied);
    if (!has_halted(now) || (!mains && !battery_is_back(now)))
        return;
    kept.why = BOARD_WHY_RESTART;       /* once; then it has to come up */
    watch(now);
    kept_changed();
    feed_anew(now, mains ? BOARD_HIT_MAINS : BOARD_HIT_BATTERY);
}

/* From since to the next rescue, in ms; 0: there is none. */
static uint32_t
rescue_after(void)
{
    uint32_t first = setting(BOARD_SETTING_RESCUE) * MINUTE_MS;
    uint8_t i = kept.rescues < RESCUES ? kept.rescues : RESCUES;

    return i == 0 || first == 0 ? first : rescues_s[i - 1] * 1000;
}

/* On a battery that is low a start would only empty it. */
static void
rescue_host(uint32_t now)
{
    uint32_t after = rescue_after();

    if (after == 0 || now - kept.since < after + KEPT_BEHIND_MS
        || (kept.going_down && !has_halted(now))
        || (power_battery() != POWER_GOOD && !mains_carries(now, true)))
        return;
    if (kept.rescues < 255)
        kept.rescues++;
    kept.since = now;
    kept_changed();
    feed_anew(now, BOARD_HIT_NOT_UP);
}

void
host_tick(uint32_t now)
{
    if (!doing || now - doing_since > doing_ms)
        let_go();               /* it is over, or "lowacts" was set */
    if (kept.service && kept_due(now, kept.service_ends)) {
        kept.service = false;
        kept_changed();
    }
    if (kept.starting && kept_due(now, kept.start_ends)) {
        kept.starting = false;
        kept_changed();
    }
    if (doing || kept.service || kept.starting)
        return;
    if (kept.armed)
        reset_silent_host(now);
    else if (kept.going_down && kept.why == BOARD_WHY_BATTERY)
        wake_halted_host(now);
    else if (kept.watching)
        rescue_host(now);
}
