/* Moving a message by hand, and back. Declared in filing.h. */
#include "store/inbox/filing.h"

#include "store/db/audit.h"
#include "store/db/reason_row.h"
#include "store/inbox/watch.h"
#include "store/people/people.h"
#include "store/thread/about.h"
#include "store/thread/thread.h"

#include <stdio.h>

struct filed_place {
    int64_t thread, family, from;
    enum message_direction direction;
};

static enum err
find_place(struct db *db, int64_t message, struct filed_place *out)
{
    struct query q = query_start(db,
        "SELECT m.thread, t.family, m.moved_from, m.direction FROM message m"
        " JOIN thread t ON t.id = m.thread WHERE m.id = :id");
    enum err e;

    query_int(&q, ":id", message);
    if (query_row(&q))
        *out = (struct filed_place){ query_get_int(&q, 0), query_get_int(&q, 1),
            query_get_int(&q, 2),
            (enum message_direction)query_get_int(&q, 3) };
    e = query_end_one(&q);
    return e == ERR_EMPTY ? ERR_NOT_FOUND : e;
}

/* Moves the row, both threads' rows and the audit line together. from: where
 * it was, 0 to forget. */
static enum err
move(struct db *db, int64_t message, const struct filed_place *p, int64_t to,
    int64_t from, const char *who, const char *action)
{
    struct reason match = reason_of(from ? REASON_PUT_HERE : REASON_PUT_BACK);
    struct reason detail = reason_number(REASON_THREAD_TO_THREAD, p->thread);
    char object[40];
    struct query q = query_start(db,
        "UPDATE message SET thread = :to, moved_from = nullif(:from, 0),"
        " match = :match, match_code = :match_code WHERE id = :id");
    enum err e;

    reason_add_text(&match, who);
    snprintf(object, sizeof(object), "message %lld", (long long)message);
    reason_add_number(&detail, to);
    query_int(&q, ":to", to);
    query_int(&q, ":from", from);
    reason_bind(&q, ":match", ":match_code", &match);
    query_int(&q, ":id", message);
    if ((e = query_end_changed(&q)) || (e = about_clear(db, message))
        || (e = thread_refresh(db, p->thread))
        || (e = thread_refresh(db, to)) || (e = watch_came(db, message)))
        return e;
    return audit_add_reason(db, who, action, object, &detail);
}

enum err
filing_move(struct db *db, int64_t message, int64_t family, const char *who)
{
    struct filed_place p = { 0 };
    int64_t to = 0;
    enum err e;

    if ((e = find_place(db, message, &p)) || (e = family_check(db, family)))
        return e;
    if (p.direction != MESSAGE_IN)
        return ERR_INPUT;
    if (p.family == family)
        return ERR_REFUSED;
    if ((e = db_begin(db)))
        return e;
    if (!(e = thread_of_family(db, family, &to)))
        e = move(db, message, &p, to, p.thread, who, "message.file");
    return db_end(db, e);
}

enum err
filing_undo(struct db *db, int64_t message, const char *who)
{
    struct filed_place p = { 0 };
    enum err e = find_place(db, message, &p);

    if (e)
        return e;
    if (!p.from)
        return ERR_REFUSED;
    if ((e = db_begin(db)))
        return e;
    if (!(e = query_on(db, "DELETE FROM message_also WHERE message = :id",
            message)))
        e = move(db, message, &p, p.from, 0, who, "message.unfile");
    return db_end(db, e);
}

static enum err
set_also(struct db *db, int64_t message, int64_t family, bool on)
{
    struct query q = query_start_text(db, on
        ? "INSERT OR IGNORE INTO message_also (family, message)"
          " VALUES (:family, :message)"
        : "DELETE FROM message_also WHERE family = :family"
          " AND message = :message");

    query_int(&q, ":family", family);
    query_int(&q, ":message", message);
    return query_end_changed(&q);
}

enum err
filing_also(struct db *db, int64_t message, int64_t family, bool on,
    const char *who)
{
    struct reason detail = reason_number(REASON_FAMILY, family);
    struct filed_place p = { 0 };
    char object[40];
    enum err e;

    if ((e = find_place(db, message, &p)) || (e = family_check(db, family)))
        return e;
    if (p.direction != MESSAGE_IN)
        return ERR_INPUT;
    if (!p.family || p.family == family)
        return ERR_REFUSED;
    if ((e = db_begin(db)))
        return e;
    snprintf(object, sizeof(object), "message %lld", (long long)message);
    if ((e = set_also(db, message, family, on)) == ERR_NOT_FOUND)
        e = ERR_REFUSED;
    if (!e)
        e = audit_add_reason(db, who, on ? "message.also" : "message.not_also",
            object, &detail);
    db_touch(db, DB_THREADS);
    return db_end(db, e);
}
