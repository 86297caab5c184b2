#include "store/figures/promise_kept.h"

#include "base/clock.h"
#include "store/figures/figures.h"
#include "store/figures/term.h"
#include "store/thread/calendar.h"
#include "store/thread/message.h"

#include <stdlib.h>

enum { WEEKS = 4, DAYS = 7 };

/* A holding answer. */
struct held {
    int64_t thread, id;
    int went, until;            /* days */
};

struct counting {
    struct calendar *calendar;  /* owned, like the next */
    struct held *held;
    int n_held, today;
};

static enum err
read_held(struct db *db, int64_t from, struct counting *c)
{
    struct query q = query_start(db, "SELECT count(*) FROM message"
        " WHERE id >= :from AND holds > 0 AND NOT " MESSAGE_IS_LOST);
    int room = 0;
    enum err e;

    query_int(&q, ":from", from);
    if (query_row(&q))
        room = (int)query_get_int(&q, 0);
    if ((e = query_end(&q)) || !room)
        return e;
    if (!(c->held = calloc((size_t)room, sizeof(*c->held))))
        return ERR_MEMORY;
    q = query_start(db, "SELECT thread, id, at, holds FROM message"
        " WHERE id >= :from AND holds > 0 AND NOT " MESSAGE_IS_LOST
        " ORDER BY id LIMIT :room");
    query_int(&q, ":from", from);
    query_int(&q, ":room", room);
    while (query_row(&q))
        c->held[c->n_held++] = (struct held){ query_get_int(&q, 0),
            query_get_int(&q, 1), calendar_day(query_get_int(&q, 2)),
            (int)query_get_int(&q, 3) };
    return query_end(&q);
}

/* The last day for a text, with what was said before its answer. */
static int
due_of(const struct counting *c, int64_t thread, int64_t id, int64_t answer,
    int came)
{
    int due = calendar_due(c->calendar, came);

    for (int i = 0; i < c->n_held && due; i++) {
        const struct held *h = &c->held[i];

        if (h->thread == thread && h->id > id && (!answer || h->id < answer)
            && h->went <= due)
            due = h->until;
    }
    return due;
}

/* Texts that needed an answer, each with the first that came. */
static enum err
count(struct db *db, const char *class_name, int64_t from, int64_t to,
    int64_t first, const struct counting *c, struct promise_kept *out)
{
    struct query q = query_start(db,
        "SELECT i.thread, i.id, i.at, coalesce(a.id, 0), coalesce(a.at, 0)"
        " FROM message i JOIN thread t ON t.id = i.thread"
        "  AND t.family IS NOT NULL"
        " LEFT JOIN message a ON a.id = (SELECT o.id FROM message o"
        "  WHERE o.thread = i.thread AND o.id > i.id AND o." MESSAGE_IS_OUT
        "  AND o.author <> '' AND o.batch IS NULL AND o.holds = 0"
        "  AND NOT o." MESSAGE_IS_LOST " ORDER BY o.id LIMIT 1)"
        " WHERE i.id >= :first AND i.at >= :from AND i.at < :to"
        " AND i." MESSAGE_IS_IN " AND i." MESSAGE_IS_TEXT
        " AND i.settled = 0 AND (i.answer = '' OR (i." URGENT_IS_AT_ONCE
        "  AND i.eased = 0))"
        " AND (:class = '' OR EXISTS (SELECT 1 FROM family_child fc"
        "  JOIN child k ON k.id = fc.child AND k.left_at = 0"
        "  WHERE fc.family = t.family AND k.class = :class))");

    query_int(&q, ":first", first);
    query_int(&q, ":from", from);
    query_int(&q, ":to", to);
    query_text(&q, ":class", class_name);
    while (query_row(&q)) {
        int64_t answer = query_get_int(&q, 3);
        int due = due_of(c, query_get_int(&q, 0), query_get_int(&q, 1), answer,
            calendar_day(query_get_int(&q, 2)));

        if (!due || (!answer && due >= c->today))
            continue;
        out->asked++;
        out->kept += answer && calendar_day(query_get_int(&q, 4)) <= due;
    }
    return query_end(&q);
}

enum err
promise_kept_read(struct db *db, const char *class_name, int64_t from,
    int64_t to, struct promise_kept *out)
{
    struct counting c = { .calendar = malloc(sizeof(*c.calendar)),
        .today = calendar_day(clock_now()) };
    int64_t first = 0;
    enum err e = c.calendar ? calendar_read(db, c.calendar) : ERR_MEMORY;

    *out = (struct promise_kept){ 0 };
    if (!e && !(e = figures_since(db, from, &first))
        && !(e = read_held(db, first, &c)))
        e = count(db, class_name, from, to, first, &c, out);
    free(c.held);
    free(c.calendar);
    return e;
}

int
promise_kept_percent(const struct promise_kept *k)
{
    return k->asked ? k->kept * 100 / k->asked : -1;
}

enum err
promise_kept_both(struct db *db, const char *class_name,
    struct promise_kept_both *out)
{
    int64_t to = clock_now() + 1;
    struct term t;
    enum err e = term_read(db, &t);

    if (e)
        return e;
    out->began = t.began;
    out->from = calendar_starts(calendar_day(clock_now()) - WEEKS * DAYS);
    if ((e = promise_kept_read(db, class_name, t.began, to, &out->term)))
        return e;
    return promise_kept_read(db, class_name, out->from, to, &out->weeks);
}
