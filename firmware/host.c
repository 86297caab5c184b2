#include "host.h"

#include "event.h"
#include "hal.h"
#include "journal.h"
#include "kept.h"
#include "power.h"
#include "setting.h"

enum { BY_PULSE = 1, BY_FEED = 2, GRACE_LEAST_S = 30, GRACE_MOST_S = 900 };

static const uint16_t pauses_s[] = BOARD_PAUSES_S;
enum { PAUSES = sizeof pauses_s / sizeof *pauses_s };

/* What is being done to the host at this moment. */
static uint8_t doing;
static uint32_t doing_since, doing_ms;

static void
do_by(uint32_t now, uint8_t way)
{
    doing = way;
    doing_since = now;
    if (way == BY_FEED) {
        doing_ms = setting(BOARD_SETTING_FEED_CUT) * (uint32_t)1000;
        hal_set(HAL_HOST_CUT, true);
    } else {
        doing_ms = setting(BOARD_SETTING_RESET_PULSE);
        hal_set(HAL_HOST_RESET, true);
    }
    journal.host_resets++;
    journal_changed();
    event_add(BOARD_EVENT_HOST_RESET, 2, kept.row, way, 0);
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

void
host_start(void)
{
    hal_set(HAL_HOST_RESET, false);
    hal_set(HAL_HOST_CUT, false);
    doing = 0;
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
    if (kept.row && now - kept.steady_since >= BOARD_ROW_ENDS_MS)
        kept.row = 0;
    kept.armed = true;
    kept.going_down = false;
    kept.deadline = now + grace * 1000 + KEPT_BEHIND_MS;
    kept_changed();
    return BOARD_NO_ERROR;
}

void
host_disarm(void)
{
    kept.armed = false;
    kept.steady = false;
    kept_changed();
}

enum board_error
host_going_down(uint32_t now, uint32_t seconds, uint32_t why)
{
    if (seconds > BOARD_HALT_MAX_S || why >= BOARD_WHY_COUNT)
        return BOARD_ERROR_RANGE;
    host_disarm();
    kept.going_down = true;
    kept.why = (uint8_t)why;
    kept.deadline = now + seconds * 1000 + KEPT_BEHIND_MS;
    kept_changed();
    return BOARD_NO_ERROR;
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
        do_by(now, way);
}

/* A computer that halted on an empty battery stays off for ever, unless its
 * feed goes away once more. */
static void
wake_halted_host(uint32_t now)
{
    if (kept.why != BOARD_WHY_BATTERY || !power_mains()
        || !kept_due(now, kept.deadline))
        return;
    kept.why = BOARD_WHY_RESTART;       /* once */
    kept_changed();
    if (setting(BOARD_SETTING_RESET_BY))
        do_by(now, setting(BOARD_SETTING_RESET_BY) & BY_FEED ? BY_FEED
                                                             : BY_PULSE);
}

void
host_tick(uint32_t now)
{
    if (doing && now - doing_since > doing_ms)
        host_start();           /* it is over */
    if (doing)
        return;
    if (kept.armed)
        reset_silent_host(now);
    else if (kept.going_down)
        wake_halted_host(now);
}
