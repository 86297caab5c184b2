#include "store/thread/promise.h"

#include "base/clock.h"
#include "mapping/mapping.h"
#include "store/thread/calendar.h"
#include "store/thread/thread.h"

#include <stdlib.h>

/* 2020-01-01: a date before it is a clock that was never set. */
#define DATE_IS_KNOWN ((int64_t)1577836800000)

const char *
promise_name(enum promise_state s)
{
    switch (s) {
    case PROMISE_CALM:
        return "calm";
    case PROMISE_SOON:
        return "soon";
    case PROMISE_LATE:
        return "late";
    case PROMISE_NONE:
        break;
    }
    return "";
}

struct promise
promise_of(const struct calendar *c, int came, int held, int today)
{
    struct promise p = { .day = held ? held : calendar_due(c, came) };

    if (!p.day)
        return p;
    p.today = p.day == today;
    p.left = p.day > today ? calendar_count(c, today, p.day) : 0;
    p.state = p.day < today ? PROMISE_LATE
        : p.left > 1 ? PROMISE_CALM : PROMISE_SOON;
    return p;
}

/* When what waits in t since `at` came, by a date that can be: that of what came
 * next. */
static enum err
believe(struct db *db, const struct thread *t, int64_t now, int64_t *at)
{
    struct query q;

    if (*at >= DATE_IS_KNOWN && *at <= now)
        return OK;
    q = query_start(db,
        "SELECT at FROM message WHERE at BETWEEN :known AND :now AND id >"
        " (SELECT min(id) FROM message WHERE thread = :thread AND at = :at"
        "  AND " MESSAGE_IS_IN ") AND " MESSAGE_IS_IN " ORDER BY id LIMIT 1");
    query_int(&q, ":known", DATE_IS_KNOWN);
    query_int(&q, ":now", now);
    query_int(&q, ":thread", t->id);
    query_int(&q, ":at", *at);
    *at = query_row(&q) ? query_get_int(&q, 0) : now;
    return query_end(&q);
}

enum err
promise_read(struct db *db, const struct calendar *c, struct thread *t)
{
    int64_t now = clock_now(), since = t->waiting;
    enum err e;

    t->promise = (struct promise){ 0 };
    if (!t->waiting || now < DATE_IS_KNOWN
        || (t->tray != MAPPING_NO_TRAY && t->tray != MAPPING_UNKNOWN
            && t->tray != MAPPING_SHARED))
        return OK;
    if ((e = believe(db, t, now, &since)))
        return e;
    t->promise = promise_of(c, calendar_day(since), 0, calendar_day(now));
    if (t->urgent && t->promise.state != PROMISE_LATE)
        t->promise = (struct promise){ 0 };
    return OK;
}
