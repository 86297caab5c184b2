#include "kept.h"

#include <string.h>

#include "board_frame.h"
#include "hal.h"

enum { APART_MOST_MS = 5000 };
/* What is written before it is in memory before what is written after it. */
#define IN_ORDER() __asm__ volatile("" ::: "memory")

struct kept kept HAL_KEPT;
struct kept_events kept_events HAL_KEPT;
static struct kept sealed HAL_KEPT;     /* as of the latest kept_changed() */
static uint16_t kept_crc HAL_KEPT, sealed_crc HAL_KEPT, events_crc HAL_KEPT;
static volatile uint32_t first HAL_KEPT, second HAL_KEPT, third HAL_KEPT;
static uint32_t before;         /* of the clock, at this reset */

/* The clock is written three times, in this order. When a reset came in
 * between, at most one of them is torn: the first, and the others agree; or
 * a later one, and the first is good. */
static bool
find_clock(uint32_t *out)
{
    *out = second == third ? second : first;
    return second == third || first - third < APART_MOST_MS
           || first - second < APART_MOST_MS;
}

/* The watchdog may bite between a change and its seal: then the state before
 * the change holds, rather than none. */
static bool
take_whole_one(void)
{
    if (kept_crc == board_crc(&kept, sizeof kept))
        return true;
    kept = sealed;
    return sealed_crc == board_crc(&kept, sizeof kept);
}

bool
kept_open(bool power_was_away)
{
    bool whole = !power_was_away && take_whole_one() && find_clock(&before);

    if (!whole) {
        memset(&kept, 0, sizeof kept);
        before = 0;
    }
    if (!whole || events_crc != board_crc(&kept_events, sizeof kept_events))
        memset(&kept_events, 0, sizeof kept_events);
    kept_clock_tick(0);
    kept_changed();
    kept_events_changed();
    return whole;
}

void
kept_changed(void)
{
    IN_ORDER();
    kept_crc = board_crc(&kept, sizeof kept);
    IN_ORDER();
    sealed = kept;
    sealed_crc = kept_crc;
}

void
kept_events_changed(void)
{
    events_crc = board_crc(&kept_events, sizeof kept_events);
}

void
kept_clock_tick(uint32_t millis)
{
    first = before + millis;
    second = before + millis;
    third = before + millis;
}

uint32_t
kept_clock(void)
{
    return first;
}
