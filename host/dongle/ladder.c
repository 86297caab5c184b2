#include "dongle/ladder.h"

#include "base/clock.h"

/* Troubles in a row after which each rung comes. */
enum { WORKERS = 3, LAST_WORKER = 8 };

bool
ladder_climbs(enum link_trouble t)
{
    return t == LINK_TROUBLE_NO_ANSWER || t == LINK_TROUBLE_SILENT
        || t == LINK_TROUBLE_OTHER;
}

/* Notes a cut when one is allowed now. */
static bool
may_cut(struct ladder *l, int64_t now)
{
    int oldest = 0;

    for (int i = 0; i < LADDER_CUTS; i++) {
        if (l->cuts[i] && now - l->cuts[i] < LADDER_APART)
            return false;
        if (l->cuts[i] < l->cuts[oldest])
            oldest = i;
    }
    if (l->cuts[oldest] && now - l->cuts[oldest] < HOUR)
        return false;
    l->cuts[oldest] = now;
    return true;
}

static int64_t
pick(const int64_t *steps, int n, int i)
{
    return steps[i < n ? i : n - 1] * SECOND;
}

struct ladder_step
ladder_next(struct ladder *l, enum link_trouble t, struct ladder_means means,
    int64_t now)
{
    static const int64_t workers[] = { 0, 1, 2, 5, 10, 30, 60 };
    static const int64_t parks[] = { 60, 60, 120, 300, 900 };
    int row = l->row++;

    if (row < WORKERS)
        return (struct ladder_step){ RECOVERY_WORKER, pick(workers, 7, row) };
    /* A dongle that answers nothing cannot be told to restart. */
    if (row == WORKERS && t != LINK_TROUBLE_NO_ANSWER)
        return (struct ladder_step){ RECOVERY_RESET, 0 };
    if (means.usb && !l->usb_tried) {
        l->usb_tried = true;
        return (struct ladder_step){ RECOVERY_USB, 0 };
    }
    if (means.power && may_cut(l, now))
        return (struct ladder_step){ RECOVERY_POWER, 0 };
    if (!means.power && row < LAST_WORKER)
        return (struct ladder_step){ RECOVERY_WORKER, pick(workers, 7, row) };
    return (struct ladder_step){ RECOVERY_PARKED,
        pick(parks, 5, l->parked++) };
}

void
ladder_well(struct ladder *l)
{
    l->row = l->parked = 0;
    l->usb_tried = false;
}
