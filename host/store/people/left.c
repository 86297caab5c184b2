#include "store/people/left.h"

#include "base/clock.h"
#include "store/db/audit.h"
#include "store/people/people_edit.h"
#include "store/thread/behaviour.h"
#include "store/thread/message.h"
#include "store/thread/retention.h"
#include "store/thread/sentence.h"

#include <stdio.h>

enum { STEP = 50 };
#define WHO "notehome"

enum err
child_leave(struct db *db, int64_t family, int64_t child, bool left,
    const char *who)
{
    char object[40];
    struct query q;
    enum err e = db_begin(db);

    if (e)
        return e;
    q = query_start(db, "UPDATE child SET left_at = :at WHERE id = :child"
        " AND EXISTS (SELECT 1 FROM family_child WHERE child = :child"
        "  AND family = :family)");
    query_int(&q, ":at", left ? clock_now() : 0);
    query_int(&q, ":child", child);
    query_int(&q, ":family", family);
    snprintf(object, sizeof(object), "child %lld", (long long)child);
    if (!(e = query_end_changed(&q)) && !(e = sentence_drop(db, child))
        && !(e = behaviour_drop(db, child)))
        e = audit_add(db, who, left ? "child.leave" : "child.return", object,
            "");
    db_touch(db, DB_PEOPLE);
    return db_end(db, e);
}

enum err
family_left(struct db *db, int64_t family,
    void (*fn)(void *user, const struct child *c), void *user)
{
    struct child c;
    struct query q = query_start(db,
        "SELECT c.id, c.name, c.class, c.left_at FROM family_child fc"
        " JOIN child c ON c.id = fc.child AND c.left_at > 0"
        " WHERE fc.family = :family ORDER BY c.id");

    query_int(&q, ":family", family);
    while (query_row(&q)) {
        c.id = query_get_int(&q, 0);
        query_copy_text(&q, 1, c.name, sizeof(c.name));
        query_copy_text(&q, 2, c.class_name, sizeof(c.class_name));
        c.left_at = query_get_int(&q, 3);
        fn(user, &c);
    }
    return query_end(&q);
}

/* --- forgetting ----------------------------------------------------------- */

/* A family all of whose children left before; 0: there is none. */
static enum err
find_family(struct db *db, int64_t before, int64_t *id)
{
    struct query q = query_start(db,
        "SELECT fc.family FROM child c JOIN family_child fc ON fc.child = c.id"
        " WHERE c.left_at BETWEEN 1 AND :before AND NOT EXISTS (SELECT 1"
        "  FROM family_child o JOIN child k ON k.id = o.child"
        "  WHERE o.family = fc.family AND (k.left_at = 0"
        "   OR k.left_at > :before))"
        " AND NOT EXISTS (SELECT 1 FROM thread t JOIN message m"
        "  ON m.thread = t.id AND m." MESSAGE_IS_SENDING
        "  WHERE t.family = fc.family) LIMIT 1");

    *id = 0;
    query_int(&q, ":before", before);
    if (query_row(&q))
        *id = query_get_int(&q, 0);
    return query_end(&q);
}

/* Children who leave a sister or brother in each of their families: the last
 * child of one goes with it, by find_family(). */
static enum err
forget_children(struct db *db, int64_t before, int *forgotten)
{
    char object[40];
    struct query q;
    enum err e = db_begin(db);

    if (e)
        return e;
    q = query_start(db, "DELETE FROM child WHERE id IN (SELECT c.id"
        " FROM child c WHERE c.left_at BETWEEN 1 AND :before"
        " AND NOT EXISTS (SELECT 1 FROM family_child fc"
        "  WHERE fc.child = c.id AND NOT EXISTS (SELECT 1"
        "   FROM family_child o JOIN child k ON k.id = o.child"
        "   WHERE o.family = fc.family"
        "   AND (k.left_at = 0 OR k.left_at > :before)))"
        " LIMIT :step) RETURNING id");
    query_int(&q, ":before", before);
    query_int(&q, ":step", STEP);
    while (query_row(&q))
        ++*forgotten;
    if (!(e = query_end(&q)) && *forgotten) {
        snprintf(object, sizeof(object), "%d children", *forgotten);
        e = audit_add(db, WHO, "child.forget", object, "");
        db_touch(db, DB_PEOPLE);
    }
    return db_end(db, e);
}

enum err
left_forget(struct db *db, int months, int *forgotten)
{
    int64_t before = 0, family = 0;
    enum err e = retention_before(db, months, &before);

    *forgotten = 0;
    if (e || (e = forget_children(db, before, forgotten)) || *forgotten
        || (e = find_family(db, before, &family)) || !family)
        return e;
    if (!(e = family_erase(db, family, WHO)))
        *forgotten = 1;
    return e;
}
