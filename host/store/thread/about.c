#include "store/thread/about.h"

#include <assert.h>

enum err
about_add(struct db *db, int64_t message, int64_t first, int64_t child,
    enum tone tone)
{
    assert(db_inside(db));
    struct query q = query_start(db,
        "INSERT INTO message_child (child, message, first, tone)"
        " VALUES (:child, :message, :first, :tone)"
        " ON CONFLICT (child, message) DO UPDATE SET tone = excluded.tone");

    query_int(&q, ":child", child);
    query_int(&q, ":message", message);
    query_int(&q, ":first", first);
    query_int(&q, ":tone", tone);
    db_touch(db, DB_THREADS);
    return query_end(&q);
}

enum err
about_copy(struct db *db, int64_t message, int64_t copy)
{
    assert(db_inside(db));
    struct query q = query_start(db,
        "INSERT OR IGNORE INTO message_child (child, message, first, tone)"
        " SELECT child, :copy, first, tone FROM message_child"
        " WHERE message = :message");
    enum err e;

    query_int(&q, ":copy", copy);
    query_int(&q, ":message", message);
    if ((e = query_end(&q)))
        return e;
    q = query_start(db, "UPDATE message SET tone = (SELECT tone FROM message"
        " WHERE id = :message) WHERE id = :copy");
    query_int(&q, ":copy", copy);
    query_int(&q, ":message", message);
    return query_end(&q);
}

enum err
about_join(struct db *db, int64_t gone, int64_t stays)
{
    assert(db_inside(db));
    struct query q = query_start(db,
        "INSERT OR IGNORE INTO message_child (child, message, first, tone)"
        " SELECT :stays, message, first, tone FROM message_child"
        " WHERE child = :gone");

    enum err e;

    query_int(&q, ":stays", stays);
    query_int(&q, ":gone", gone);
    if ((e = query_end(&q)))
        return e;
    q = query_start(db, "UPDATE OR IGNORE sentence SET child = :stays"
        " WHERE child = :gone");
    query_int(&q, ":stays", stays);
    query_int(&q, ":gone", gone);
    return query_end(&q);
}
