#include "store/thread/behaviour.h"

#include "store/db/audit.h"

#include <assert.h>
#include <stdio.h>

const char *
behaviour_state_name(enum behaviour_state s)
{
    static const char *const names[BEHAVIOUR_STATES] = { "noted", "asked",
        "told", "dropped" };

    return s >= 0 && s < BEHAVIOUR_STATES ? names[s] : "";
}

/* --- reading -------------------------------------------------------------- */

/* Of the texts that told home of the row b, one that got there, or may. */
#define TEXT_OF                                                                \
    "coalesce((SELECT m.id FROM message_child mc JOIN message m"               \
    " ON m.id = mc.message WHERE mc.child = b.child AND mc.first = b.message"  \
    " ORDER BY m." MESSAGE_IS_LOST ", m.id LIMIT 1), 0)"
#define ROWS                                                                   \
    "SELECT b.id, b.child, coalesce(b.kind, 0), c.name, c.class, b.name,"      \
    " b.good, c.left_at > 0, b.at, b.who, b.spoke, b.state, b.decided,"        \
    " b.decided_by, coalesce(t.id, 0), coalesce(t.thread, 0),"                 \
    " coalesce(t.state, 0) FROM behaviour b JOIN child c ON c.id = b.child"    \
    " LEFT JOIN message t ON t.id = " TEXT_OF

static void
read_row(struct query *q, struct behaviour *b)
{
    *b = (struct behaviour){ .id = query_get_int(q, 0),
        .child = query_get_int(q, 1), .kind = query_get_int(q, 2),
        .good = query_get_int(q, 6), .left = query_get_int(q, 7),
        .at = query_get_int(q, 8), .spoke = query_get_int(q, 10),
        .state = (enum behaviour_state)query_get_int(q, 11),
        .decided = query_get_int(q, 12), .message = query_get_int(q, 14),
        .thread = query_get_int(q, 15),
        .sent = (enum message_state)query_get_int(q, 16) };
    query_copy_text(q, 3, b->child_name, sizeof(b->child_name));
    query_copy_text(q, 4, b->class_name, sizeof(b->class_name));
    query_copy_text(q, 5, b->name, sizeof(b->name));
    query_copy_text(q, 9, b->who, sizeof(b->who));
    query_copy_text(q, 13, b->decided_by, sizeof(b->decided_by));
}

static enum err
tell_rows(struct query *q, void (*fn)(void *user, const struct behaviour *b),
    void *user)
{
    struct behaviour b;

    while (query_row(q)) {
        read_row(q, &b);
        fn(user, &b);
    }
    return query_end(q);
}

enum err
behaviour_get(struct db *db, int64_t id, struct behaviour *out)
{
    struct query q = query_start(db, ROWS " WHERE b.id = :id");
    enum err e;

    query_int(&q, ":id", id);
    if (query_row(&q))
        read_row(&q, out);
    e = query_end_one(&q);
    return e == ERR_EMPTY ? ERR_NOT_FOUND : e;
}

enum err
behaviour_of_child(struct db *db, int64_t child, int64_t since, int limit,
    void (*fn)(void *user, const struct behaviour *b), void *user)
{
    struct query q = query_start(db, ROWS " WHERE b.child = :child"
        " AND b.at >= :since ORDER BY b.id DESC LIMIT :limit");

    query_int(&q, ":child", child);
    query_int(&q, ":since", since);
    query_int(&q, ":limit", limit);
    return tell_rows(&q, fn, user);
}

enum err
behaviour_waiting(struct db *db, int limit,
    void (*fn)(void *user, const struct behaviour *b), void *user)
{
    struct query q = query_start(db, ROWS " WHERE b." BEHAVIOUR_IS_ASKED
        " AND c.left_at = 0 ORDER BY b.id LIMIT :limit");

    query_int(&q, ":limit", limit);
    return tell_rows(&q, fn, user);
}

enum err
behaviour_count_waiting(struct db *db, int *n)
{
    struct query q = query_start(db, "SELECT count(*) FROM behaviour b"
        " JOIN child c ON c.id = b.child AND c.left_at = 0"
        " WHERE b." BEHAVIOUR_IS_ASKED);

    *n = 0;
    if (query_row(&q))
        *n = (int)query_get_int(&q, 0);
    return query_end_one(&q);
}

/* --- noting --------------------------------------------------------------- */

static enum err
note(struct db *db, const char *who, const char *action, int64_t child)
{
    char object[40];

    snprintf(object, sizeof(object), "child %lld", (long long)child);
    db_touch(db, DB_PEOPLE);
    return audit_add(db, who, action, object, "");
}

/* The same tap a moment ago; 0: none. */
static enum err
find_twice(struct db *db, int64_t child, int64_t kind, const char *who,
    int64_t *id)
{
    struct query q = query_start(db, "SELECT id FROM behaviour"
        " WHERE child = :child AND kind = :kind AND who = :who"
        " AND at BETWEEN :since AND :now ORDER BY id DESC LIMIT 1");

    *id = 0;
    query_int(&q, ":child", child);
    query_int(&q, ":kind", kind);
    query_text(&q, ":who", who);
    query_int(&q, ":since", clock_now() - BEHAVIOUR_TWICE);
    query_int(&q, ":now", clock_now());
    if (query_row(&q))
        *id = query_get_int(&q, 0);
    return query_end(&q);
}

static enum err
add(struct db *db, int64_t child, int64_t kind, const char *who, int64_t *id)
{
    struct query q;
    enum err e = find_twice(db, child, kind, who, id);

    if (e || *id)
        return e;
    q = query_start(db,
        "INSERT INTO behaviour (child, kind, name, good, at, who)"
        " SELECT c.id, k.id, k.name, k.good, :now, :who"
        " FROM child c JOIN behaviour_kind k ON k.id = :kind"
        " WHERE c.id = :child AND c.left_at = 0 RETURNING id");
    query_int(&q, ":child", child);
    query_int(&q, ":kind", kind);
    query_int(&q, ":now", clock_now());
    query_text(&q, ":who", who);
    if (query_row(&q))
        *id = query_get_int(&q, 0);
    if ((e = query_end_one(&q)))
        return e == ERR_EMPTY ? ERR_NOT_FOUND : e;
    return note(db, who, "child.event", child);
}

enum err
behaviour_add(struct db *db, int64_t child, int64_t kind, const char *who,
    int64_t *id)
{
    enum err e = db_begin(db);

    return e ? e : db_end(db, add(db, child, kind, who, id));
}

enum err
behaviour_remove(struct db *db, int64_t id, const char *who)
{
    assert(db_inside(db));
    struct query q = query_start(db,
        "DELETE FROM behaviour WHERE id = :id RETURNING child");
    int64_t child = 0;
    enum err e;

    query_int(&q, ":id", id);
    if (query_row(&q))
        child = query_get_int(&q, 0);
    if ((e = query_end_one(&q)))
        return e == ERR_EMPTY ? ERR_NOT_FOUND : e;
    return note(db, who, "child.event_undo", child);
}

/* --- home hears of it ----------------------------------------------------- */

static enum err
spoke(struct db *db, int64_t id, const char *who)
{
    struct query q = query_start(db, "UPDATE behaviour SET spoke = :now"
        " WHERE id = :id AND spoke = 0 RETURNING child");
    struct behaviour b;
    int64_t child = 0;
    enum err e;

    query_int(&q, ":id", id);
    query_int(&q, ":now", clock_now());
    if (query_row(&q))
        child = query_get_int(&q, 0);
    if ((e = query_end_one(&q)) == ERR_EMPTY)
        return behaviour_get(db, id, &b);
    return e ? e : note(db, who, "child.event_spoke", child);
}

enum err
behaviour_spoke(struct db *db, int64_t id, const char *who)
{
    enum err e = db_begin(db);

    return e ? e : db_end(db, spoke(db, id, who));
}

/* Which state follows from which: praise is told at once, a concern is asked
 * for first. */
#define MAY_GO                                                                 \
    "CASE WHEN :to = :asked THEN NOT good AND " BEHAVIOUR_IS_NOTED             \
    " WHEN :to = :dropped THEN " BEHAVIOUR_IS_ASKED                            \
    " WHEN good THEN " BEHAVIOUR_IS_NOTED " ELSE " BEHAVIOUR_IS_ASKED " END"

enum err
behaviour_went(struct db *db, int64_t id, bool *went)
{
    struct query q = query_start(db, "SELECT 1 FROM behaviour b"
        " JOIN message_child mc ON mc.child = b.child"
        "  AND mc.first = b.message"
        " JOIN message m ON m.id = mc.message AND m." MESSAGE_IS_OUT
        " WHERE b.id = :id AND (NOT (m." MESSAGE_IS_QUEUED
        "   OR m." MESSAGE_IS_LOST ")"
        "  OR EXISTS (SELECT 1 FROM part_out p WHERE p.message = m.id"
        "   AND p.handed > 0)) LIMIT 1");

    query_int(&q, ":id", id);
    *went = query_row(&q);
    return query_end(&q);
}

enum err
behaviour_move(struct db *db, int64_t id, enum behaviour_state to,
    int64_t message, const char *who)
{
    assert(db_inside(db));
    static const char *const actions[BEHAVIOUR_STATES] = { "",
        "child.event_ask", "child.event_tell", "child.event_drop" };
    struct query q = query_start(db, "UPDATE behaviour SET state = :to,"
        " decided = :now, decided_by = :who, message = nullif(:message, 0)"
        " WHERE id = :id AND " MAY_GO " RETURNING child");
    int64_t child = 0;
    enum err e;

    query_int(&q, ":id", id);
    query_int(&q, ":to", to);
    query_int(&q, ":asked", BEHAVIOUR_ASKED);
    query_int(&q, ":dropped", BEHAVIOUR_DROPPED);
    query_int(&q, ":message", message);
    query_int(&q, ":now", clock_now());
    query_text(&q, ":who", who);
    if (query_row(&q))
        child = query_get_int(&q, 0);
    if ((e = query_end_one(&q)))
        return e == ERR_EMPTY ? ERR_REFUSED : e;
    return note(db, who, actions[to], child);
}

enum err
behaviour_text(struct db *db, int64_t id, int64_t *message)
{
    struct query q = query_start(db, "SELECT m.id FROM behaviour b"
        " JOIN message_child mc ON mc.child = b.child"
        "  AND mc.first = b.message"
        " JOIN message m ON m.id = mc.message AND m." MESSAGE_IS_OUT
        "  AND m." MESSAGE_IS_QUEUED
        " WHERE b.id = :id ORDER BY m.id DESC LIMIT 1");

    *message = 0;
    query_int(&q, ":id", id);
    if (query_row(&q))
        *message = query_get_int(&q, 0);
    return query_end(&q);
}

/* --- when children come and go -------------------------------------------- */

enum err
behaviour_drop(struct db *db, int64_t child)
{
    struct query q = query_start(db, "UPDATE behaviour SET state = :dropped,"
        " decided = :now WHERE child = :child AND " BEHAVIOUR_IS_ASKED);

    query_int(&q, ":dropped", BEHAVIOUR_DROPPED);
    query_int(&q, ":now", clock_now());
    query_int(&q, ":child", child);
    return query_end(&q);
}

enum err
behaviour_join(struct db *db, int64_t gone, int64_t stays)
{
    assert(db_inside(db));
    struct query q = query_start(db,
        "UPDATE behaviour SET child = :stays WHERE child = :gone");

    query_int(&q, ":stays", stays);
    query_int(&q, ":gone", gone);
    return query_end(&q);
}

enum err
behaviour_forget(struct db *db, int64_t before)
{
    assert(db_inside(db));
    struct query q = query_start(db,
        "DELETE FROM behaviour WHERE at < :before");

    query_int(&q, ":before", before);
    return query_end(&q);
}
