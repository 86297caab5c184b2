#include "kept.h"

#include <string.h>

#include "board_frame.h"
#include "hal.h"

struct kept kept HAL_KEPT;
static uint16_t kept_crc HAL_KEPT;
static uint32_t latest HAL_KEPT, latest_inverse HAL_KEPT;
static uint32_t before;         /* of the clock, at this reset */
static bool changed;

bool
kept_open(bool power_was_away)
{
    bool whole = !power_was_away
                 && kept_crc == board_crc(&kept, sizeof kept)
                 && latest == ~latest_inverse;

    if (!whole) {
        memset(&kept, 0, sizeof kept);
        latest = 0;
    }
    before = latest;
    changed = true;
    kept_tick();
    return whole;
}

void
kept_changed(void)
{
    changed = true;
}

void
kept_tick(void)
{
    if (changed)
        kept_crc = board_crc(&kept, sizeof kept);
    changed = false;
}

void
kept_clock_tick(uint32_t millis)
{
    latest = before + millis;
    latest_inverse = ~latest;
}

uint32_t
kept_clock(void)
{
    return latest;
}
