/* batch_call.c - whom a text to many does not go to, because they want to be
 * called. Declared in batch.h. */
#include "store/queue/batch.h"

#include "base/clock.h"
#include "store/db/audit.h"
#include "store/people/people.h"
#include "store/thread/thread.h"

#include <assert.h>
#include <stdio.h>

enum err
batch_call(struct db *db, int64_t batch, int64_t guardian, int64_t family)
{
    assert(db_inside(db));
    struct query q = query_start(db,
        "INSERT OR IGNORE INTO batch_call (batch, guardian, family)"
        " VALUES (:batch, :guardian, :family)");

    query_int(&q, ":batch", batch);
    query_int(&q, ":guardian", guardian);
    query_int(&q, ":family", family);
    return query_end(&q);
}

enum err
batch_calls(struct db *db, int64_t batch,
    void (*fn)(void *user, const struct batch_called *c), void *user)
{
    struct batch_called c;
    struct query q = query_start(db,
        "SELECT g.id, f.id, b.done, g.name, f.label, coalesce((SELECT p.number"
        "  FROM guardian_phone gp JOIN phone p ON p.id = gp.phone"
        "  WHERE gp.guardian = g.id ORDER BY gp.rank, p.id LIMIT 1), ''),"
        " " FAMILY_CHILDREN("f.id") " AS children, b.done_by"
        " FROM batch_call b JOIN guardian g ON g.id = b.guardian"
        " JOIN family o ON o.id = b.family"
        " JOIN family f ON f.id = coalesce(o.merged_into, o.id)"
        " WHERE b.batch = :batch ORDER BY b.done > 0, children = '', children,"
        "  f.label, g.id");

    query_int(&q, ":batch", batch);
    while (query_row(&q)) {
        c.guardian = query_get_int(&q, 0);
        c.family = query_get_int(&q, 1);
        c.done = query_get_int(&q, 2);
        query_copy_text(&q, 3, c.name, sizeof(c.name));
        query_copy_text(&q, 4, c.label, sizeof(c.label));
        query_copy_text(&q, 5, c.number, sizeof(c.number));
        query_copy_text(&q, 6, c.children, sizeof(c.children));
        query_copy_text(&q, 7, c.done_by, sizeof(c.done_by));
        fn(user, &c);
    }
    return query_end(&q);
}

static enum err
mark_done(struct db *db, int64_t batch, int64_t guardian, const char *who)
{
    struct query q = query_start(db,
        "UPDATE batch_call SET done = :now, done_by = :who"
        " WHERE batch = :batch AND guardian = :guardian AND done = 0");

    query_int(&q, ":now", clock_now());
    query_text(&q, ":who", who);
    query_int(&q, ":batch", batch);
    query_int(&q, ":guardian", guardian);
    return query_end_changed(&q);
}

enum err
batch_call_done(struct db *db, int64_t batch, int64_t guardian,
    const char *who)
{
    char object[60];
    enum err e = db_begin(db);

    if (e)
        return e;
    snprintf(object, sizeof(object), "guardian %lld", (long long)guardian);
    if (!(e = mark_done(db, batch, guardian, who)))
        e = audit_add(db, who, "batch.called", object, "");
    db_touch(db, DB_QUEUE);
    return db_end(db, e);
}
