#include "board/empty.h"

#include "base/clock.h"

static const int64_t again = BOARD_HEARTBEAT_MS / 2;    /* between the two */
static const int64_t patience = MINUTE;

static bool
says_empty(const struct said_status *s)
{
    return (s->flags & BOARD_FLAG_BATTERY_CRITICAL)
        && !(s->flags & BOARD_FLAG_MAINS) && said_measures(s);
}

enum empty_step
empty_look(struct empty *e, const struct said_status *s, bool text_waits,
    int64_t now)
{
    if (!says_empty(s)) {
        e->seen = false;
        return EMPTY_NOT;
    }
    if (!e->seen) {
        e->seen = true;
        e->since = now;
        return EMPTY_TELL;
    }
    return now - e->since < again                       ? EMPTY_WAIT
        : text_waits && now - e->since < patience       ? EMPTY_WAIT
                                                        : EMPTY_HALT;
}
