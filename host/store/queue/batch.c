#include "store/queue/batch.h"

#include "base/clock.h"
#include "store/db/audit.h"
#include "store/db/reason_row.h"
#include "store/queue/queue_own.h"
#include "store/thread/thread.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/* When held messages are looked at: 9999-12-31, that is never. */
#define NEVER 253402214400000

/* --- reading -------------------------------------------------------------- */

#define BATCH_COLUMNS                                                          \
    "b.id, b.at, b.due, b.state, coalesce(b.question, 0), b.skipped,"          \
    " b.author, b.approved_by, b.target, b.target_code, b.body"

static void
batch_read(struct query *q, struct batch *b)
{
    *b = (struct batch){ .id = query_get_int(q, 0),
        .at = query_get_int(q, 1), .due = query_get_int(q, 2),
        .state = (enum batch_state)query_get_int(q, 3),
        .question = query_get_int(q, 4),
        .skipped = (int)query_get_int(q, 5) };
    query_copy_text(q, 6, b->author, sizeof(b->author));
    query_copy_text(q, 7, b->approved_by, sizeof(b->approved_by));
    reason_read(q, 8, &b->target);
    query_copy_text(q, 10, b->body, sizeof(b->body));
}

/* Whether the phone of m wrote since; alone for the last column of a query. */
#define ANSWERED                                                               \
    "EXISTS (SELECT 1 FROM message i WHERE i.number = m.number"                \
    " AND i.id > m.id AND i." MESSAGE_IS_IN " AND i." MESSAGE_IS_TEXT          \
    " AND (m.question IS NULL"                                                \
    "  OR (i.question = m.question AND i.answer <> '')))"

static enum err
count_states(struct db *db, struct batch *b)
{
    struct query q = query_start(db,
        "SELECT m.state, " ANSWERED ", count(*) FROM message m"
        " WHERE m.batch = :id AND m." MESSAGE_IS_OUT " GROUP BY 1, 2");
    int state, n;

    /* NOLINTNEXTLINE(clang-analyzer-core.*): a batch was read into b */
    query_int(&q, ":id", b->id);
    while (query_row(&q)) {
        state = (int)query_get_int(&q, 0);
        n = (int)query_get_int(&q, 2);
        if (state > 0 && state < MESSAGE_STATES)
            b->of[state] += n;
        b->total += n;
        if (query_get_int(&q, 1))
            b->answered += n;
        if (query_get_int(&q, 1) || state == MESSAGE_DELIVERED)
            b->reached += n;
    }
    return query_end(&q);
}

enum err
batch_get(struct db *db, int64_t id, struct batch *out)
{
    struct query q = query_start(db,
        "SELECT " BATCH_COLUMNS " FROM batch b WHERE b.id = :id");
    enum err e;

    query_int(&q, ":id", id);
    if (query_row(&q))
        batch_read(&q, out);
    if ((e = query_end_one(&q)))
        return e == ERR_EMPTY ? ERR_NOT_FOUND : e;
    return count_states(db, out);
}

enum err
batch_list(struct db *db, int limit,
    void (*fn)(void *user, const struct batch *b), void *user)
{
    struct query q = query_start(db,
        "SELECT " BATCH_COLUMNS " FROM batch b ORDER BY b.id DESC"
        " LIMIT :limit");
    struct batch b;

    query_int(&q, ":limit", limit);
    while (query_row(&q)) {
        batch_read(&q, &b);
        fn(user, &b);
    }
    return query_end(&q);
}

enum err
batch_phones(struct db *db, int64_t id,
    void (*fn)(void *user, const struct batch_phone *p), void *user)
{
    struct query q = query_start(db,
        "SELECT m.id, m.thread, m.number, coalesce(f.label, m.number),"
        " " FAMILY_CHILDREN("t.family") " AS children,"
        " coalesce((SELECT i.answer FROM message i WHERE i.number = m.number"
        "  AND i.question = m.question AND i." MESSAGE_IS_IN
        "  ORDER BY i.id DESC LIMIT 1), ''),"
        " m.reason, m.reason_code, m.state, m.wait, " ANSWERED " AS answered"
        " FROM message m JOIN thread t ON t.id = m.thread"
        " LEFT JOIN family f ON f.id = t.family"
        " WHERE m.batch = :id AND m." MESSAGE_IS_OUT
        " ORDER BY (m." MESSAGE_IS_DELIVERED " OR answered),"
        "  children = '', children, f.label, m.id");
    struct batch_phone p;

    query_int(&q, ":id", id);
    while (query_row(&q)) {
        p.message = query_get_int(&q, 0);
        p.thread = query_get_int(&q, 1);
        query_copy_text(&q, 2, p.number, sizeof(p.number));
        query_copy_text(&q, 3, p.label, sizeof(p.label));
        query_copy_text(&q, 4, p.children, sizeof(p.children));
        query_copy_text(&q, 5, p.answer, sizeof(p.answer));
        reason_read(&q, 6, &p.reason);
        p.state = (enum message_state)query_get_int(&q, 8);
        p.wait = p.state == MESSAGE_QUEUED
            ? (enum message_wait)query_get_int(&q, 9) : WAIT_NONE;
        p.answered = query_get_int(&q, 10) != 0;
        p.reached = p.answered || p.state == MESSAGE_DELIVERED;
        fn(user, &p);
    }
    return query_end(&q);
}

enum err
batch_questions(struct db *db, int limit,
    void (*fn)(void *user, int64_t question, const char *text), void *user)
{
    struct query q = query_start(db,
        "SELECT q.id, q.text FROM question q WHERE q.closes > :now"
        " AND EXISTS (SELECT 1 FROM message m WHERE m.question = q.id"
        "  AND m.batch IS NOT NULL) ORDER BY q.id DESC LIMIT :limit");

    query_int(&q, ":now", clock_now());
    query_int(&q, ":limit", limit);
    while (query_row(&q))
        fn(user, query_get_int(&q, 0), query_get_text(&q, 1));
    return query_end(&q);
}

enum err
batch_silent(struct db *db, int64_t question,
    void (*fn)(void *user, const char *number, int64_t family), void *user)
{
    struct query q = query_start(db,
        "SELECT m.number, coalesce(min(t.family), 0) FROM message m"
        " JOIN thread t ON t.id = m.thread"
        " WHERE m.question = :id AND m." MESSAGE_IS_OUT " AND NOT EXISTS"
        "  (SELECT 1 FROM message i WHERE i.question = :id"
        "   AND i." MESSAGE_IS_IN " AND (i.number = m.number"
        "    OR (t.family > 0 AND i.thread = m.thread)))"
        " GROUP BY m.number ORDER BY min(m.id)");

    query_int(&q, ":id", question);
    while (query_row(&q))
        fn(user, query_get_text(&q, 0), query_get_int(&q, 1));
    return query_end(&q);
}

/* --- holding -------------------------------------------------------------- */

/* What has not begun to go waits for staff. */
static enum err
hold(struct db *db, int64_t id, enum message_wait wait)
{
    struct query q = query_start(db,
        "UPDATE message SET wait = :wait, next = :never"
        " WHERE batch = :id AND " MESSAGE_IS_OUT " AND " MESSAGE_IS_QUEUED
        " AND started = 0");

    query_int(&q, ":wait", wait);
    query_int(&q, ":never", NEVER);
    query_int(&q, ":id", id);
    return query_end(&q);
}

/* What was held may go from `due` on. */
static enum err
release(struct db *db, int64_t id, int64_t due)
{
    struct query q = query_start(db,
        "UPDATE message SET wait = iif(max(due, :due) > :now, :later, 0),"
        " due = max(due, :due), next = max(due, :due)"
        " WHERE batch = :id AND " MESSAGE_IS_OUT " AND " MESSAGE_IS_QUEUED
        " AND wait IN (:approval, :paused)");

    query_int(&q, ":due", due);
    query_int(&q, ":now", clock_now());
    query_int(&q, ":later", WAIT_LATER);
    query_int(&q, ":id", id);
    query_int(&q, ":approval", WAIT_APPROVAL);
    query_int(&q, ":paused", WAIT_PAUSED);
    return query_end(&q);
}

enum err
batch_add(struct db *db, const char *author, const struct reason *target,
    const char *text, int64_t *id)
{
    assert(db_inside(db));
    struct query q = query_start(db,
        "INSERT INTO batch (at, author, target, target_code, body)"
        " VALUES (:now, :author, :target, :code, :body)");

    query_int(&q, ":now", clock_now());
    query_text(&q, ":author", author);
    reason_bind(&q, ":target", ":code", target);
    query_text(&q, ":body", text);
    return query_end_id(&q, id);
}

enum err
batch_plan(struct db *db, int64_t id, bool waits, int64_t due,
    int64_t question, int skipped)
{
    assert(db_inside(db));
    struct query q = query_start(db,
        "UPDATE batch SET state = :state, due = :due,"
        " question = nullif(:question, 0), skipped = :skipped"
        " WHERE id = :id");
    enum err e;

    query_int(&q, ":state", waits ? BATCH_WAITS : BATCH_GOING);
    query_int(&q, ":due", due);
    query_int(&q, ":question", question);
    query_int(&q, ":skipped", skipped);
    query_int(&q, ":id", id);
    if ((e = query_end_changed(&q)) || !waits)
        return e;
    return hold(db, id, WAIT_APPROVAL);
}

enum err
batch_also(struct db *db, int64_t message, int64_t family)
{
    assert(db_inside(db));
    int64_t thread;
    struct query q = query_start(db,
        "INSERT OR IGNORE INTO message_also (family, message)"
        " VALUES (:family, :message)");
    enum err e;

    query_int(&q, ":family", family);
    query_int(&q, ":message", message);
    if ((e = query_end(&q)))
        return e;
    return thread_of_family(db, family, &thread); /* for its figures */
}

/* --- the moves ------------------------------------------------------------ */

static enum err
set_state(struct db *db, const struct batch *b, enum batch_state to,
    int64_t due, const char *approved_by)
{
    struct query q = query_start(db,
        "UPDATE batch SET state = :to, due = :due, approved_by = :by"
        " WHERE id = :id AND state = :from");

    query_int(&q, ":to", to);
    query_int(&q, ":due", due);
    query_text(&q, ":by", approved_by);
    query_int(&q, ":id", b->id);
    query_int(&q, ":from", b->state);
    return query_end_changed(&q);
}

static enum err
note(struct db *db, int64_t id, const char *action, const char *who)
{
    char object[40];

    snprintf(object, sizeof(object), "batch %lld", (long long)id);
    db_touch(db, DB_QUEUE | DB_THREADS);
    return audit_add(db, who, action, object, "");
}

enum err
batch_approve(struct db *db, int64_t id, const char *who)
{
    struct batch b;
    enum err e = db_begin(db);
    int64_t due = clock_now() + MINUTE;

    if (e)
        return e;
    if (!(e = batch_get(db, id, &b))
        && (b.state != BATCH_WAITS || !strcmp(b.author, who)))
        e = ERR_REFUSED;
    if (!e && !(e = set_state(db, &b, BATCH_GOING, due, who))
        && !(e = release(db, id, due)))
        e = note(db, id, "batch.approve", who);
    return db_end(db, e);
}

enum err
batch_pause(struct db *db, int64_t id, const char *who)
{
    struct batch b;
    enum err e = db_begin(db);

    if (e)
        return e;
    if (!(e = batch_get(db, id, &b)) && b.state != BATCH_GOING)
        e = ERR_REFUSED;
    if (!e && !(e = set_state(db, &b, BATCH_PAUSED, 0, b.approved_by))
        && !(e = hold(db, id, WAIT_PAUSED)))
        e = note(db, id, "batch.pause", who);
    return db_end(db, e);
}

enum err
batch_resume(struct db *db, int64_t id, const char *who)
{
    struct batch b;
    enum err e = db_begin(db);

    if (e)
        return e;
    if (!(e = batch_get(db, id, &b)) && b.state != BATCH_PAUSED)
        e = ERR_REFUSED;
    if (!e && !(e = set_state(db, &b, BATCH_GOING, 0, b.approved_by))
        && !(e = release(db, id, clock_now())))
        e = note(db, id, "batch.resume", who);
    return db_end(db, e);
}

/* The messages that have not begun to go. */
static enum err
close_rest(struct db *db, int64_t id, const struct reason *why)
{
    enum { AT_ONCE = 200 };
    int64_t ids[AT_ONCE];
    int n;
    enum err e = OK;

    do {
        struct query q = query_start(db,
            "SELECT id FROM message WHERE batch = :id AND " MESSAGE_IS_OUT
            " AND " MESSAGE_IS_QUEUED " AND started = 0 LIMIT 200");

        query_int(&q, ":id", id);
        for (n = 0; n < AT_ONCE && query_row(&q); n++)
            ids[n] = query_get_int(&q, 0);
        e = query_end(&q);
        for (int i = 0; !e && i < n; i++)
            e = queue_close(db, ids[i], MESSAGE_CANCELLED, why);
    } while (!e && n == AT_ONCE);
    return e;
}

enum err
batch_cancel(struct db *db, int64_t id, const char *who)
{
    struct reason why = reason_of(REASON_CANCELLED);
    struct batch b;
    enum err e = db_begin(db);

    if (e)
        return e;
    reason_add_text(&why, who);
    if (!(e = batch_get(db, id, &b)) && b.state == BATCH_CANCELLED)
        e = ERR_REFUSED;
    if (!e && !(e = set_state(db, &b, BATCH_CANCELLED, 0, b.approved_by))
        && !(e = close_rest(db, id, &why)))
        e = note(db, id, "batch.cancel", who);
    return db_end(db, e);
}
