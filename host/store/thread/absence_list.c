#include "store/thread/absence_list.h"

#include "base/clock.h"
#include "store/db/audit.h"

#include <assert.h>
#include <stdio.h>

enum err
absence_list_add(struct db *db, const char *who, int64_t *id)
{
    assert(db_inside(db));
    struct query q = query_start(db, "INSERT INTO absence_list (at, who)"
        " VALUES (:now, :who) RETURNING id");

    query_int(&q, ":now", clock_now());
    query_text(&q, ":who", who);
    if (query_row(&q))
        *id = query_get_int(&q, 0);
    return query_end_one(&q);
}

enum err
absence_list_take(struct db *db, int64_t list, int64_t child, const char *day)
{
    assert(db_inside(db));
    struct query q = query_start(db, "UPDATE absence SET list = :list"
        " WHERE child = :child AND day = :day AND list IS NULL");
    enum err e;

    query_int(&q, ":list", list);
    query_int(&q, ":child", child);
    query_text(&q, ":day", day);
    if ((e = query_end_changed(&q)))
        return e == ERR_NOT_FOUND ? OK : e;
    q = query_start(db,
        "UPDATE absence_list SET days = days + 1 WHERE id = :list");
    query_int(&q, ":list", list);
    return query_end(&q);
}

enum err
absence_is_noted(struct db *db, int64_t child, const char *day, bool *noted)
{
    struct query q = query_start(db,
        "SELECT 1 FROM absence WHERE child = :child AND day = :day");

    query_int(&q, ":child", child);
    query_text(&q, ":day", day);
    *noted = query_row(&q);
    return query_end(&q);
}

enum err
absence_lists(struct db *db, int limit,
    void (*fn)(void *user, const struct absence_list *l), void *user)
{
    struct absence_list l;
    struct query q = query_start(db, "SELECT id, at, undone, who, days"
        " FROM absence_list ORDER BY id DESC LIMIT :limit");

    query_int(&q, ":limit", limit);
    while (query_row(&q)) {
        l = (struct absence_list){ .id = query_get_int(&q, 0),
            .at = query_get_int(&q, 1), .undone = query_get_int(&q, 2),
            .days = (int)query_get_int(&q, 4) };
        query_copy_text(&q, 3, l.who, sizeof(l.who));
        fn(user, &l);
    }
    return query_end(&q);
}

enum err
absence_list_next(struct db *db, int64_t list, int64_t *child,
    char day[ABSENCE_DAY])
{
    struct query q = query_start(db,
        "SELECT child, day FROM absence WHERE list = :list LIMIT 1");

    *child = 0;
    query_int(&q, ":list", list);
    if (query_row(&q)) {
        *child = query_get_int(&q, 0);
        query_copy_text(&q, 1, day, ABSENCE_DAY);
    }
    return query_end(&q);
}

enum err
absence_list_undone(struct db *db, int64_t list, const char *who)
{
    assert(db_inside(db));
    struct query q = query_start(db, "UPDATE absence_list SET undone = :now"
        " WHERE id = :list AND undone = 0");
    char object[40];
    enum err e;

    query_int(&q, ":now", clock_now());
    query_int(&q, ":list", list);
    if ((e = query_end_changed(&q)))
        return e;
    snprintf(object, sizeof(object), "absences %lld", (long long)list);
    return audit_add(db, who, "child.came", object, "");
}
