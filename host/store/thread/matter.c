#include "store/thread/matter.h"

#include "base/clock.h"
#include "mapping/mapping.h"
#include "store/db/audit.h"
#include "store/thread/desk.h"
#include "store/thread/message.h"
#include "text/unicode.h"

#include <stdio.h>
#include <string.h>

#define MATTERS                                                                \
    "SELECT t.id, t.number, coalesce(m.taken_by, ''),"                         \
    "  coalesce(m.taken_at, 0), coalesce(m.outcome, ''),"                      \
    "  coalesce(m.closed_by, ''), coalesce(m.closed_at, 0),"                   \
    "  coalesce((SELECT max(i.at) FROM message i WHERE i.thread = t.id"        \
    "   AND i." MESSAGE_IS_IN "), 0) AS last_in,"                              \
    "  coalesce((SELECT max(i.id) FROM message i WHERE i.thread = t.id"        \
    "   AND i." MESSAGE_IS_IN "), 0)"                                          \
    " FROM thread t LEFT JOIN matter m ON m.thread = t.id"                     \
    " WHERE t.tray = :tray"

static void
read_matter(struct query *q, struct matter *out)
{
    out->thread = query_get_int(q, 0);
    query_copy_text(q, 1, out->number, sizeof(out->number));
    query_copy_text(q, 2, out->taken_by, sizeof(out->taken_by));
    out->taken_at = query_get_int(q, 3);
    query_copy_text(q, 4, out->outcome, sizeof(out->outcome));
    query_copy_text(q, 5, out->closed_by, sizeof(out->closed_by));
    out->closed_at = query_get_int(q, 6);
    out->last_in = query_get_int(q, 7);
    out->last = query_get_int(q, 8);
    out->open = !*out->outcome || out->last_in > out->closed_at;
}

enum err
matter_get(struct db *db, int64_t thread, struct matter *out)
{
    struct query q = query_start(db, MATTERS " AND t.id = :thread");
    enum err e;

    query_int(&q, ":tray", MAPPING_SAFEGUARDING);
    query_int(&q, ":thread", thread);
    if (query_row(&q))
        read_matter(&q, out);
    e = query_end_one(&q);
    return e == ERR_EMPTY ? ERR_NOT_FOUND : e;
}

enum err
matter_list(struct db *db, int limit,
    void (*fn)(void *user, const struct matter *m), void *user)
{
    struct matter m = { .thread = 0 };
    struct query q = query_start(db, MATTERS " AND last_in > 0"
        " ORDER BY coalesce(m.outcome, '') <> '' AND last_in <= m.closed_at,"
        "  last_in DESC LIMIT :limit");

    query_int(&q, ":tray", MAPPING_SAFEGUARDING);
    query_int(&q, ":limit", limit);
    while (query_row(&q)) {
        read_matter(&q, &m);
        fn(user, &m);
    }
    return query_end(&q);
}

static enum err
note(struct db *db, int64_t thread, const char *who, const char *action)
{
    char object[40];

    snprintf(object, sizeof(object), "thread %lld", (long long)thread);
    db_touch(db, DB_THREADS);
    return audit_add(db, who, action, object, "");
}

enum err
matter_take(struct db *db, int64_t thread, const char *who)
{
    struct matter m;
    struct query q;
    enum err e = matter_get(db, thread, &m);

    if (e || (e = db_begin(db)))
        return e;
    q = query_start(db,
        "INSERT INTO matter (thread, taken_by, taken_at)"
        " VALUES (:thread, :who, :now) ON CONFLICT (thread) DO UPDATE"
        " SET taken_by = :who, taken_at = :now");
    query_int(&q, ":thread", thread);
    query_text(&q, ":who", who);
    query_int(&q, ":now", clock_now());
    if (!(e = query_end(&q)))
        e = note(db, thread, who, "matter.take");
    return db_end(db, e);
}

enum err
matter_close(struct db *db, int64_t thread, const char *outcome,
    int64_t last, const char *who)
{
    struct matter m;
    struct query q;
    enum err e = matter_get(db, thread, &m);

    if (e)
        return e;
    if (!outcome[strspn(outcome, " \r\n\t")]
        || strlen(outcome) >= MATTER_OUTCOME || !unicode_valid(outcome))
        return ERR_INPUT;
    if ((e = db_begin(db)))
        return e;
    q = query_start(db,
        "INSERT INTO matter (thread, outcome, closed_by, closed_at)"
        " VALUES (:thread, :outcome, :who, min(:now, coalesce("
        "  (SELECT min(i.at) - 1 FROM message i WHERE i.thread = :thread"
        "   AND i.id > :last AND i." MESSAGE_IS_IN "), :now)))"
        " ON CONFLICT (thread) DO UPDATE SET outcome = excluded.outcome,"
        "  closed_by = excluded.closed_by, closed_at = excluded.closed_at");
    query_int(&q, ":thread", thread);
    query_text(&q, ":outcome", outcome);
    query_text(&q, ":who", who);
    query_int(&q, ":last", last);
    query_int(&q, ":now", clock_now());
    if (!(e = query_end(&q)) && !(e = note(db, thread, who, "matter.close")))
        e = desk_close(db, thread, last, who);
    return db_end(db, e);
}
