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

/* When what waits in t since `at` came, by a date that can be: that of what
 * came next. */
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

/* What the newest holding answer of the wait said, and since when there waits
 * something that it does not answer for; 0: neither. */
static enum err
read_held(struct db *db, const struct thread *t, int *held, int64_t *newer)
{
    struct query q = query_start(db,
        "SELECT h.holds, (SELECT min(i.at) FROM message i"
        "  WHERE i.thread = :thread AND i.id > h.id AND i." MESSAGE_IS_IN
        "  AND i." MESSAGE_IS_SAID " AND " MESSAGE_WAITS_FOR_US ")"
        " FROM message h WHERE h.thread = :thread AND h.holds > 0"
        " AND NOT h." MESSAGE_IS_LOST " AND h.id > coalesce((SELECT min(id)"
        "  FROM message WHERE thread = :thread AND at = :waiting"
        "  AND " MESSAGE_IS_IN "), 0) ORDER BY h.id DESC LIMIT 1");

    *held = 0;
    *newer = 0;
    query_int(&q, ":thread", t->id);
    query_int(&q, ":waiting", t->waiting);
    if (query_row(&q)) {
        *held = (int)query_get_int(&q, 0);
        *newer = query_get_int(&q, 1);
    }
    return query_end(&q);
}

/* The day by which all that waits in t is answered first. */
static enum err
find(struct db *db, const struct calendar *c, struct thread *t, int64_t now)
{
    int64_t since = t->waiting, newer;
    struct promise p;
    int held;
    enum err e = read_held(db, t, &held, &newer);

    if (e || (e = believe(db, t, now, &since))
        || (newer && (e = believe(db, t, now, &newer))))
        return e;
    t->promise = promise_of(c, calendar_day(since), held, calendar_day(now));
    if (!newer)
        return OK;
    p = promise_of(c, calendar_day(newer), 0, calendar_day(now));
    if (p.day && p.day < t->promise.day)
        t->promise = p;
    return OK;
}

enum err
promise_read(struct db *db, const struct calendar *c, struct thread *t)
{
    int64_t now = clock_now();
    enum err e;

    t->promise = (struct promise){ 0 };
    if (!t->waiting || now < DATE_IS_KNOWN
        || (t->tray != MAPPING_NO_TRAY && t->tray != MAPPING_UNKNOWN
            && t->tray != MAPPING_SHARED))
        return OK;
    if ((e = find(db, c, t, now)))
        return e;
    if (t->urgent && t->promise.state != PROMISE_LATE)
        t->promise = (struct promise){ 0 };
    return OK;
}
