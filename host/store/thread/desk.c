#include "store/thread/desk.h"

#include "base/clock.h"
#include "store/db/audit.h"
#include "store/thread/thread.h"

#include <stdio.h>

enum err
desk_assign(struct db *db, int64_t thread, int64_t staff, const char *who)
{
    char object[40], detail[40];
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
    snprintf(detail, sizeof(detail), "to account %lld", (long long)staff);
    if (!(e = query_end_changed(&q)))
        e = audit_add(db, who, "thread.assign", object, detail);
    db_touch(db, DB_THREADS);
    return db_end(db, e);
}

enum err
desk_close(struct db *db, int64_t thread, const char *who)
{
    char object[40];
    struct query q;
    enum err e = db_begin(db);

    if (e)
        return e;
    q = query_start(db,
        "UPDATE thread SET waiting = 0, assigned = NULL WHERE id = :id");
    query_int(&q, ":id", thread);
    snprintf(object, sizeof(object), "thread %lld", (long long)thread);
    if (!(e = query_end_changed(&q)) && !(e = thread_seen(db, thread, INT64_MAX, who)))
        e = audit_add(db, who, "thread.close", object, "");
    db_touch(db, DB_THREADS);
    return db_end(db, e);
}

enum err
desk_failing(struct db *db, int limit,
    void (*fn)(void *user, const struct desk_phone *p), void *user)
{
    struct query q = query_start(db,
        "SELECT p.number, g.name, f.label, f.id, coalesce(t.id, 0), p.since"
        " FROM phone p JOIN guardian_phone gp ON gp.phone = p.id"
        " JOIN guardian g ON g.id = gp.guardian"
        " JOIN family_guardian fg ON fg.guardian = g.id"
        " JOIN family f ON f.id = fg.family"
        " LEFT JOIN thread t ON t.family = f.id"
        " WHERE p.state = 2 GROUP BY p.id ORDER BY p.since, p.id"
        " LIMIT :limit");
    struct desk_phone p;

    query_int(&q, ":limit", limit);
    while (query_row(&q)) {
        query_copy_text(&q, 0, p.number, sizeof(p.number));
        query_copy_text(&q, 1, p.guardian, sizeof(p.guardian));
        query_copy_text(&q, 2, p.label, sizeof(p.label));
        p.family = query_get_int(&q, 3);
        p.thread = query_get_int(&q, 4);
        p.since = query_get_int(&q, 5);
        fn(user, &p);
    }
    return query_end(&q);
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
        "   AND ((r.direction = 2 AND r.state = 4)"
        "    OR (r.direction = 1 AND r.kind < 3))"
        "   ORDER BY r.id DESC LIMIT 1), 0), coalesce("
        "  (SELECT r.at FROM message_also a JOIN message r"
        "   ON r.id = a.message AND r.state = 4 WHERE a.family = f.id"
        "   ORDER BY a.message DESC LIMIT 1), 0)) AS last"
        "  FROM family f JOIN thread t ON t.family = f.id"
        "  WHERE f.merged_into IS NULL AND t.last_id > 0),"
        " missed AS MATERIALIZED (SELECT * FROM seen WHERE last < :since"
        "  AND EXISTS (SELECT 1 FROM family_child WHERE family = seen.id)"
        "  AND EXISTS (SELECT 1 FROM message m WHERE m.thread = seen.thread"
        "   AND m.direction = 2 AND m.state IN (3, 5, 6, 7)"
        "   AND m.at < :tried))"
        " SELECT id, thread, last, label, (SELECT count(*) FROM missed)"
        " FROM missed ORDER BY last, id LIMIT :limit");
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
        "SELECT class, count(*) FROM child WHERE class <> ''"
        " GROUP BY class ORDER BY class");

    while (query_row(&q))
        fn(user, query_get_text(&q, 0), (int)query_get_int(&q, 1));
    return query_end(&q);
}
