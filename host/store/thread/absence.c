#include "store/thread/absence.h"

#include "base/clock.h"
#include "store/db/audit.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

const char *
absence_day(int64_t at, char out[ABSENCE_DAY])
{
    time_t s = (time_t)(at / SECOND);
    struct tm t;

    localtime_r(&s, &t);
    strftime(out, ABSENCE_DAY, "%Y-%m-%d", &t);
    return out;
}

/* --- reading -------------------------------------------------------------- */

/* What a parent of the child answered to the question of the row a; the newest
 * counts. */
#define ANSWER_OF                                                              \
    "coalesce((SELECT m.answer FROM message m JOIN thread t"                   \
    " ON t.id = m.thread JOIN family_child af ON af.family = t.family"         \
    " WHERE m.question = a.question AND af.child = a.child"                    \
    " AND m." MESSAGE_IS_IN " AND m.answer <> '' ORDER BY m.id DESC"           \
    " LIMIT 1), '')"

static int
by_size(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

/* The median of their days; 0 of nobody. */
static int
median(int *days, int n)
{
    if (!n)
        return 0;
    qsort(days, (size_t)n, sizeof(*days), by_size);
    return days[n / 2];
}

enum err
absence_class(struct db *db, const char *class_name, const char *from,
    const char *day, void (*fn)(void *user, const struct absent *a),
    void *user, int *usual)
{
    enum { COUNTED = 400 };
    int days[COUNTED], n = 0;
    struct absent a;
    struct query q = query_start(db,
        "SELECT c.id, c.name, a.id IS NOT NULL, a.question IS NOT NULL, "
        ANSWER_OF ", (SELECT count(*) FROM absence o WHERE o.child = c.id"
        "  AND o.day >= :from AND o.day <= :day)"
        " FROM child c LEFT JOIN absence a ON a.child = c.id AND a.day = :day"
        " WHERE c.left_at = 0 AND c.class = :class ORDER BY c.folded, c.id");

    query_text(&q, ":class", class_name);
    query_text(&q, ":from", from);
    query_text(&q, ":day", day);
    while (query_row(&q)) {
        a = (struct absent){ .child = query_get_int(&q, 0),
            .absent = query_get_int(&q, 2), .asked = query_get_int(&q, 3),
            .days = (int)query_get_int(&q, 5) };
        query_copy_text(&q, 1, a.name, sizeof(a.name));
        query_copy_text(&q, 4, a.answer, sizeof(a.answer));
        if (n < COUNTED)
            days[n++] = a.days;
        fn(user, &a);
    }
    *usual = median(days, n);
    return query_end(&q);
}

enum err
absence_of_child(struct db *db, int64_t child, int limit,
    void (*fn)(void *user, const struct absence *a), void *user)
{
    struct absence one;
    struct query q = query_start(db,
        "SELECT a.day, a.who, a.question IS NOT NULL, " ANSWER_OF
        " FROM absence a WHERE a.child = :child ORDER BY a.day DESC"
        " LIMIT :limit");

    query_int(&q, ":child", child);
    query_int(&q, ":limit", limit);
    while (query_row(&q)) {
        query_copy_text(&q, 0, one.day, sizeof(one.day));
        query_copy_text(&q, 1, one.who, sizeof(one.who));
        one.asked = query_get_int(&q, 2);
        query_copy_text(&q, 3, one.answer, sizeof(one.answer));
        fn(user, &one);
    }
    return query_end(&q);
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

/* The question of that day which went home about the child; 0: none did. */
static enum err
find_told(struct db *db, int64_t child, const char *day, int64_t *question)
{
    struct query q = query_start(db,
        "SELECT m.question FROM message_child mc JOIN message m"
        " ON m.id = mc.message AND m." MESSAGE_IS_OUT
        " AND NOT m." MESSAGE_IS_LOST " JOIN question q ON q.id = m.question"
        " WHERE mc.child = :child AND q.text = '" ABSENCE_TITLE "' || :day"
        " ORDER BY m.id LIMIT 1");

    *question = 0;
    query_int(&q, ":child", child);
    query_text(&q, ":day", day);
    if (query_row(&q))
        *question = query_get_int(&q, 0);
    return query_end(&q);
}

enum err
absence_text(struct db *db, int64_t child, const char *day, int64_t *message)
{
    struct query q = query_start(db,
        "SELECT m.id FROM absence a JOIN message m ON m.question = a.question"
        " AND m." MESSAGE_IS_OUT " AND m." MESSAGE_IS_QUEUED
        " JOIN message_child mc ON mc.message = m.id AND mc.child = a.child"
        " WHERE a.child = :child AND a.day = :day AND NOT EXISTS"
        "  (SELECT 1 FROM message_child mo JOIN absence o"
        "   ON o.child = mo.child AND o.day = a.day"
        "   WHERE mo.message = m.id AND o.child <> a.child)"
        " ORDER BY m.id DESC LIMIT 1");

    *message = 0;
    query_int(&q, ":child", child);
    query_text(&q, ":day", day);
    if (query_row(&q))
        *message = query_get_int(&q, 0);
    return query_end(&q);
}

enum err
absence_add(struct db *db, int64_t child, const char *day, const char *who)
{
    assert(db_inside(db));
    struct query q = query_start(db,
        "SELECT EXISTS (SELECT 1 FROM absence WHERE child = :child"
        " AND day = :day) FROM child WHERE id = :child AND left_at = 0");
    int64_t told = 0;
    bool there = false;
    enum err e;

    query_int(&q, ":child", child);
    query_text(&q, ":day", day);
    if (query_row(&q))
        there = query_get_int(&q, 0);
    if ((e = query_end_one(&q)) || there)
        return e == ERR_EMPTY ? ERR_NOT_FOUND : e ? e : ERR_EXISTS;
    if ((e = find_told(db, child, day, &told)))
        return e;
    q = query_start(db, "INSERT INTO absence (child, day, at, who, question)"
        " VALUES (:child, :day, :now, :who, nullif(:told, 0))");
    query_int(&q, ":told", told);
    query_int(&q, ":child", child);
    query_text(&q, ":day", day);
    query_int(&q, ":now", clock_now());
    query_text(&q, ":who", who);
    if ((e = query_end(&q)) || (e = note(db, who, "child.absent", child)))
        return e;
    return told ? ERR_EXISTS : OK;
}

enum err
absence_asked(struct db *db, int64_t child, const char *day, int64_t question)
{
    assert(db_inside(db));
    struct query q = query_start(db, "UPDATE absence SET question = :question"
        " WHERE child = :child AND day = :day");

    query_int(&q, ":question", question);
    query_int(&q, ":child", child);
    query_text(&q, ":day", day);
    return query_end_changed(&q);
}

enum err
absence_remove(struct db *db, int64_t child, const char *day, const char *who)
{
    struct query q;
    enum err e = db_begin(db);

    if (e)
        return e;
    q = query_start(db,
        "DELETE FROM absence WHERE child = :child AND day = :day");
    query_int(&q, ":child", child);
    query_text(&q, ":day", day);
    if (!(e = query_end_changed(&q)))
        e = note(db, who, "child.came", child);
    return db_end(db, e == ERR_NOT_FOUND ? OK : e);
}

enum err
absence_heard(struct db *db, const struct message *m)
{
    assert(db_inside(db));
    struct query q;
    enum err e;

    if (!m->question || strcmp(m->answer, ABSENCE_ALARM) != 0)
        return OK;
    q = query_start(db, "UPDATE message SET urgent = :missing WHERE id = :id"
        " AND EXISTS (SELECT 1 FROM absence WHERE question = :question)");
    query_int(&q, ":missing", URGENT_MISSING);
    query_int(&q, ":id", m->id);
    query_int(&q, ":question", m->question);
    if ((e = query_end_changed(&q)))
        return e == ERR_NOT_FOUND ? OK : e;
    q = query_start(db, "UPDATE thread SET waiting = :at WHERE id = :thread"
        " AND waiting = 0");
    query_int(&q, ":at", m->at);
    query_int(&q, ":thread", m->thread);
    return query_end(&q);
}
