#include "store/thread/about.h"

#include "store/db/audit.h"
#include "store/thread/behaviour.h"
#include "store/thread/plan.h"
#include "store/thread/sentence.h"
#include "store/thread/thread.h"

#include <assert.h>
#include <stdio.h>

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
    if ((e = query_end(&q)) || (e = sentence_join(db, gone, stays))
        || (e = behaviour_join(db, gone, stays))
        || (e = plan_join(db, gone, stays)))
        return e;
    q = query_start(db, "UPDATE OR IGNORE absence SET child = :stays"
        " WHERE child = :gone");
    query_int(&q, ":stays", stays);
    query_int(&q, ":gone", gone);
    if ((e = query_end(&q)))
        return e;
    q = query_start(db, "UPDATE card SET child = :stays WHERE child = :gone");
    query_int(&q, ":stays", stays);
    query_int(&q, ":gone", gone);
    return query_end(&q);
}

enum err
about_clear(struct db *db, int64_t message)
{
    assert(db_inside(db));
    return query_on(db, "DELETE FROM message_child WHERE message = :id",
        message);
}

/* Whether the child is of the family. */
static enum err
check_child(struct db *db, int64_t family, int64_t child)
{
    struct query q = query_start(db, "SELECT 1 FROM family_child"
        " WHERE family = :family AND child = :child");
    enum err e;

    query_int(&q, ":family", family);
    query_int(&q, ":child", child);
    query_row(&q);
    e = query_end_one(&q);
    return e == ERR_EMPTY ? ERR_NOT_FOUND : e;
}

static enum err
set_good(struct db *db, int64_t message, int64_t child, const char *who)
{
    char object[40];
    enum err e = child ? about_add(db, message, message, child, TONE_PRAISE)
                       : about_clear(db, message);

    snprintf(object, sizeof(object), "message %lld", (long long)message);
    db_touch(db, DB_THREADS);
    return e ? e : audit_add(db, who, child ? "message.good"
        : "message.not_good", object, "");
}

enum err
about_good(struct db *db, int64_t message, int64_t child, const char *who)
{
    struct message m = { 0 };
    enum err e = message_get(db, message, &m);

    if (!e && (m.direction != MESSAGE_IN || m.kind != MESSAGE_TEXT || m.tray))
        e = ERR_INPUT;
    if (!e && child)
        e = check_child(db, m.family, child);
    message_clear(&m);
    if (e || (e = db_begin(db)))
        return e;
    return db_end(db, set_good(db, message, child, who));
}

enum err
about_messages(struct db *db, int64_t child, int limit,
    void (*fn)(void *user, const struct message *m), void *user)
{
    struct query q = query_start(db,
        "SELECT " MESSAGE_COLUMNS " FROM message m"
        " JOIN thread t ON t.id = m.thread WHERE m.id IN (SELECT min(message)"
        "  FROM message_child WHERE child = :child GROUP BY first)"
        " AND t.tray = 0 AND EXISTS (SELECT 1 FROM family_child"
        "  WHERE child = :child AND family = t.family)"
        " ORDER BY m.id DESC LIMIT :limit");

    query_int(&q, ":child", child);
    query_int(&q, ":limit", limit);
    return message_each(&q, fn, user);
}

enum err
about_answer(struct db *db, int64_t question, int64_t child, char *out,
    size_t room)
{
    struct query q = query_start(db,
        "SELECT m.answer FROM message m JOIN thread t ON t.id = m.thread"
        " JOIN family_child fc ON fc.family = t.family"
        " WHERE m.question = :question AND fc.child = :child"
        " AND m." MESSAGE_IS_IN " AND m.answer <> '' ORDER BY m.id DESC"
        " LIMIT 1");

    *out = '\0';
    query_int(&q, ":question", question);
    query_int(&q, ":child", child);
    if (query_row(&q))
        query_copy_text(&q, 0, out, room);
    return query_end(&q);
}
