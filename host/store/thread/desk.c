#include "store/thread/desk.h"

#include "base/clock.h"
#include "store/db/audit.h"
#include "store/thread/message.h"
#include "store/thread/thread.h"

#include <stdio.h>

enum err
desk_assign(struct db *db, int64_t thread, int64_t staff, const char *who)
{
    struct reason detail = reason_number(REASON_TO_ACCOUNT, staff);
    char object[40];
    struct query q;
    enum err e = db_begin(db);

    if (e)
        return e;
    q = query_start(db,
        "UPDATE thread SET assigned = nullif(:staff, 0) WHERE id = :id"
        " AND (:staff = 0 OR EXISTS"
        "  (SELECT 1 FROM staff WHERE id = :staff AND closed = 0))");
    query_int(&q, ":staff", staff);
    query_int(&q, ":id", thread);
    snprintf(object, sizeof(object), "thread %lld", (long long)thread);
    if (!(e = query_end_changed(&q)))
        e = audit_add_reason(db, who, "thread.assign", object, &detail);
    db_touch(db, DB_THREADS);
    return db_end(db, e);
}

enum err
desk_close(struct db *db, int64_t thread, int64_t upto, const char *who)
{
    char object[40];
    struct query q;
    enum err e = db_begin(db);

    if (e)
        return e;
    q = query_start(db,
        "UPDATE thread SET assigned = NULL, waiting = coalesce("
        "(SELECT min(i.at) FROM message i WHERE i.thread = :id AND i.id > :upto"
        "  AND i." MESSAGE_IS_IN " AND i." MESSAGE_IS_SAID
        "  AND " MESSAGE_WAITS_FOR_US " AND thread.waiting > 0), 0)"
        " WHERE id = :id");
    query_int(&q, ":id", thread);
    query_int(&q, ":upto", upto);
    snprintf(object, sizeof(object), "thread %lld", (long long)thread);
    if (!(e = query_end_changed(&q))
        && !(e = thread_seen(db, thread, upto, who)))
        e = audit_add(db, who, "thread.close", object, "");
    db_touch(db, DB_THREADS);
    return db_end(db, e);
}

/* What was eased at once goes back at once: its moment tells. */
static enum err
mark_eased(struct db *db, const struct message *m, bool ease)
{
    struct query q = query_start(db,
        "UPDATE message SET eased = :to WHERE thread = :thread"
        " AND urgent > 0 AND eased = :from AND (:from > 0 OR id <= :id)");

    query_int(&q, ":to", ease ? clock_now() : 0);
    query_int(&q, ":from", m->eased);
    query_int(&q, ":thread", m->thread);
    query_int(&q, ":id", m->id);
    return query_end_changed(&q);
}

enum err
desk_ease(struct db *db, int64_t message, bool ease, const char *who)
{
    struct message m = { 0 };
    struct reason kind;
    char object[40];
    enum err e = db_begin(db);

    if (e)
        return e;
    snprintf(object, sizeof(object), "message %lld", (long long)message);
    if (!(e = message_get(db, message, &m))
        && (m.urgent == URGENT_NONE || ease == (m.eased != 0)))
        e = ERR_REFUSED;
    kind = reason_words(urgent_name(m.urgent));
    if (!e && !(e = mark_eased(db, &m, ease)))
        e = audit_add_reason(db, who,
            ease ? "message.ease" : "message.unease", object, &kind);
    message_clear(&m);
    db_touch(db, DB_THREADS);
    return db_end(db, e);
}

enum err
desk_unreached(struct db *db, int64_t since, int limit,
    void (*fn)(void *user, const struct desk_family *f), void *user,
    int *count)
{
    struct query q = query_start(db,
        /* backwards along message_thread: the newest rows decide, however
         * many there are; only then those who are late are looked at whole */
        "WITH seen AS MATERIALIZED (SELECT f.id, t.id AS thread, f.label,"
        "  max(coalesce("
        "  (SELECT r.at FROM message r WHERE r.thread = t.id"
        "   AND ((r." MESSAGE_IS_OUT " AND r." MESSAGE_IS_DELIVERED ")"
        "    OR (r." MESSAGE_IS_IN " AND r." MESSAGE_IS_SAID "))"
        "   ORDER BY r.id DESC LIMIT 1), 0), coalesce("
        "  (SELECT r.at FROM message_also a JOIN message r"
        "   ON r.id = a.message AND r." MESSAGE_IS_DELIVERED
        "  WHERE a.family = f.id"
        "   ORDER BY a.message DESC LIMIT 1), 0)) AS last"
        "  FROM family f JOIN thread t ON t.family = f.id"
        "  WHERE f.merged_into IS NULL AND t.last_id > 0),"
        " missed AS MATERIALIZED (SELECT * FROM seen WHERE last < :since"
        "  AND EXISTS (SELECT 1 FROM family_child fc JOIN child c"
        "   ON c.id = fc.child AND c.left_at = 0 WHERE fc.family = seen.id)"
        "  AND EXISTS (SELECT 1 FROM message m WHERE m.thread = seen.thread"
        "   AND m." MESSAGE_IS_OUT " AND m." MESSAGE_IS_UNPROVED
        "   AND m.at < :tried))"
        " SELECT id, thread, last, label, (SELECT count(*) FROM missed), "
        FAMILY_CHILDREN("m.id")
        " FROM missed m ORDER BY last, id LIMIT :limit");
    struct desk_family f;
    int all = 0;

    query_int(&q, ":since", since);
    query_int(&q, ":tried", clock_now() - DAY);
    query_int(&q, ":limit", limit);
    while (query_row(&q)) {
        f.family = query_get_int(&q, 0);
        f.thread = query_get_int(&q, 1);
        f.last = query_get_int(&q, 2);
        query_copy_text(&q, 3, f.label, sizeof(f.label));
        all = (int)query_get_int(&q, 4);
        query_copy_text(&q, 5, f.children, sizeof(f.children));
        fn(user, &f);
    }
    *count = all;
    return query_end(&q);
}

enum err
desk_classes(struct db *db,
    void (*fn)(void *user, const char *name, int children), void *user)
{
    struct query q = query_start(db,
        "SELECT class, count(*) FROM child WHERE class <> '' AND left_at = 0"
        " GROUP BY class ORDER BY class COLLATE classes");

    while (query_row(&q))
        fn(user, query_get_text(&q, 0), (int)query_get_int(&q, 1));
    return query_end(&q);
}
