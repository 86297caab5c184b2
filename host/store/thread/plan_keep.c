/* plan_keep.c - plans when children come and go. Declared in plan.h. */
#include "store/thread/plan.h"

#include "store/thread/calendar.h"

#include <assert.h>

enum err
plan_join(struct db *db, int64_t gone, int64_t stays)
{
    assert(db_inside(db));
    struct query q = query_start(db, "UPDATE plan SET closed = :now,"
        " closed_by = 'notehome' WHERE child = :gone AND closed = 0"
        " AND EXISTS (SELECT 1 FROM plan p WHERE p.child = :stays"
        "  AND p.closed = 0)");
    enum err e;

    query_int(&q, ":now", clock_now());
    query_int(&q, ":gone", gone);
    query_int(&q, ":stays", stays);
    if ((e = query_end(&q)))
        return e;
    q = query_start(db, "UPDATE plan SET child = :stays WHERE child = :gone");
    query_int(&q, ":gone", gone);
    query_int(&q, ":stays", stays);
    return query_end(&q);
}

static enum err
forget(struct query q, int64_t before)
{
    query_int(&q, ":before", before);
    return query_end(&q);
}

enum err
plan_forget(struct db *db, int64_t before)
{
    assert(db_inside(db));
    struct query q;
    enum err e;

    if ((e = forget(query_start(db, "DELETE FROM plan_talk"
             " WHERE at < :before"), before))
        || (e = forget(query_start(db, "DELETE FROM plan_step"
                " WHERE tried BETWEEN 1 AND :before - 1"), before)))
        return e;
    q = query_start(db, "DELETE FROM plan"
        " WHERE closed BETWEEN 1 AND :before - 1 OR (closed = 0 AND at < :before"
        "  AND review < :day AND NOT EXISTS (SELECT 1 FROM plan_step s"
        "   WHERE s.plan = plan.id AND (s.at >= :before OR s.tried > 0))"
        "  AND NOT EXISTS (SELECT 1 FROM plan_talk t"
        "   WHERE t.plan = plan.id))");
    query_int(&q, ":day", calendar_day(before));
    return forget(q, before);
}
