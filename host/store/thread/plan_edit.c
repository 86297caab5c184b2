/* plan_edit.c - changes of plans. Declared in plan.h. */
#include "store/thread/plan_own.h"

#include "store/db/audit.h"
#include "store/thread/calendar.h"
#include "text/clean.h"
#include "text/reason.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- what was typed ------------------------------------------------------- */

enum err
plan_line(const char *from, char *out, size_t room, bool needed,
    struct reason *why)
{
    enum reason_code fault = REASON_IS_EMPTY;
    enum err e = clean_line(from, out, room, &fault);
    struct reason r = reason_of(REASON_PLAN_LINE), what;

    if (!e && (*out || !needed))
        return OK;
    if (e == ERR_MEMORY)
        return e;
    what = reason_of(e ? fault : REASON_IS_EMPTY);
    reason_add_reason(&r, &what);
    return reason_refuse(why, ERR_INPUT, r);
}

enum err
plan_day_ahead(struct db *db, const char *typed, int *day, struct reason *why)
{
    struct calendar *c = calloc(1, sizeof(*c));
    int today = calendar_day(clock_now());
    enum err e = c ? calendar_read(db, c) : ERR_MEMORY;

    *day = typed ? calendar_day_of(typed, NULL) : 0;
    if (!e && (*day < today || *day > today + PLAN_AHEAD
            || !calendar_is_school(c, *day)))
        e = reason_refuse(why, ERR_INPUT, reason_of(REASON_PLAN_DAY));
    free(c);
    return e;
}

enum err
plan_check_staff(struct db *db, int64_t staff, struct reason *why)
{
    struct query q = query_start(db, "SELECT 1 FROM staff a WHERE a.id ="
        " :staff AND " PLAN_IS_THEIRS("a", ":now"));
    enum err e;

    query_int(&q, ":staff", staff);
    query_int(&q, ":now", INT64_MAX);
    query_row(&q);
    e = query_end_one(&q);
    return e == ERR_EMPTY
        ? reason_refuse(why, ERR_INPUT, reason_of(REASON_PLAN_WHO)) : e;
}

/* --- one change ----------------------------------------------------------- */

static enum err
find_open(struct db *db, int64_t child, int64_t *plan)
{
    struct query q = query_start(db,
        "SELECT id FROM plan WHERE child = :child AND closed = 0");
    enum err e;

    query_int(&q, ":child", child);
    if (query_row(&q))
        *plan = query_get_int(&q, 0);
    e = query_end_one(&q);
    return e == ERR_EMPTY ? ERR_NOT_FOUND : e;
}

enum err
plan_note(struct db *db, const char *who, const char *action, int64_t child)
{
    char object[40];

    snprintf(object, sizeof(object), "child %lld", (long long)child);
    db_touch(db, DB_PEOPLE);
    return audit_add(db, who, action, object, "");
}

enum err
plan_begin(struct db *db, int64_t child, int64_t *plan)
{
    enum err e = db_begin(db);

    return e ? e : (e = find_open(db, child, plan)) ? db_end(db, e) : OK;
}

enum err
plan_check_room(struct db *db, const char *sql, int64_t plan, int most,
    struct reason *why)
{
    struct query q = query_start(db, sql);
    struct reason full = reason_number(REASON_PLAN_FULL, PLAN_STEPS);
    int64_t n;
    enum err e;

    query_int(&q, ":plan", plan);
    n = query_row(&q) ? query_get_int(&q, 0) : 0;
    reason_add_number(&full, PLAN_TALKS);
    if ((e = query_end(&q)) || n < most)
        return e;
    return reason_refuse(why, ERR_REFUSED, full);
}

/* --- the plan ------------------------------------------------------------- */

static enum err
start(struct db *db, int64_t child, const char *aim, int review, int64_t lead,
    const char *who, struct reason *why)
{
    struct query q = query_start(db,
        "SELECT aim = :aim FROM plan WHERE child = :child AND closed = 0");
    bool open, same = false;
    enum err e;

    query_text(&q, ":aim", aim);
    query_int(&q, ":child", child);
    if ((open = query_row(&q)))
        same = query_get_int(&q, 0) != 0;
    if ((e = query_end(&q)) || same)
        return e;
    if (open)
        return reason_refuse(why, ERR_EXISTS,
            reason_of(REASON_PLAN_IS_OPEN));
    q = query_start(db, "INSERT INTO plan (child, aim, review, lead, at, who)"
        " SELECT id, :aim, :review, nullif(:lead, 0), :now, :who FROM child"
        " WHERE id = :child AND left_at = 0");
    query_text(&q, ":aim", aim);
    query_int(&q, ":review", review);
    query_int(&q, ":lead", lead);
    query_int(&q, ":now", clock_now());
    query_text(&q, ":who", who);
    query_int(&q, ":child", child);
    return (e = query_end_changed(&q)) ? e : plan_note(db, who, "plan.start",
        child);
}

enum err
plan_start(struct db *db, int64_t child, const struct plan_typed *typed,
    const char *who, struct reason *why)
{
    char aim[PLAN_AIM];
    int review = 0;
    enum err e;

    if ((e = plan_line(typed->aim, aim, sizeof(aim), true, why))
        || (e = plan_day_ahead(db, typed->review, &review, why))
        || (typed->lead && (e = plan_check_staff(db, typed->lead, why)))
        || (e = db_begin(db)))
        return e;
    return db_end(db, start(db, child, aim, review, typed->lead, who, why));
}

enum err
plan_change(struct db *db, int64_t child, const struct plan_typed *typed,
    const char *who, struct reason *why)
{
    char aim[PLAN_AIM];
    int review = 0;
    int64_t plan = 0;
    struct query q;
    enum err e;

    if ((e = plan_line(typed->aim, aim, sizeof(aim), false, why))
        || (typed->review && *typed->review
            && (e = plan_day_ahead(db, typed->review, &review, why)))
        || (typed->lead > 0 && (e = plan_check_staff(db, typed->lead, why)))
        || (e = plan_begin(db, child, &plan)))
        return e;
    q = query_start(db, "UPDATE plan SET aim = iif(:aim = '', aim, :aim),"
        " review = iif(:review, :review, review),"
        " lead = iif(:lead < 0, lead, nullif(:lead, 0)) WHERE id = :id");
    query_text(&q, ":aim", aim);
    query_int(&q, ":review", review);
    query_int(&q, ":lead", typed->lead);
    query_int(&q, ":id", plan);
    if (!(e = query_end_changed(&q)))
        e = plan_note(db, who, "plan.change", child);
    return db_end(db, e);
}

enum err
plan_close(struct db *db, int64_t child, const char *outcome, const char *who,
    struct reason *why)
{
    char clean[PLAN_AIM];
    int64_t plan = 0;
    struct query q;
    enum err e;

    if ((e = plan_line(outcome, clean, sizeof(clean), true, why))
        || (e = plan_begin(db, child, &plan)))
        return e;
    q = query_start(db, "UPDATE plan SET closed = :now, closed_by = :who,"
        " outcome = :outcome WHERE id = :id AND closed = 0");
    query_int(&q, ":now", clock_now());
    query_text(&q, ":who", who);
    query_text(&q, ":outcome", clean);
    query_int(&q, ":id", plan);
    if (!(e = query_end_changed(&q)))
        e = plan_note(db, who, "plan.close", child);
    return db_end(db, e);
}

/* --- conversations -------------------------------------------------------- */

struct talk_clean {
    int day;
    char field[PLAN_FIELDS][PLAN_FIELD];
};

static enum err
clean_talk(const struct plan_talk_typed *typed, struct talk_clean *t,
    struct reason *why)
{
    int today = calendar_day(clock_now());
    bool any = false;
    enum err e = OK;

    for (int i = 0; !e && i < PLAN_FIELDS; i++) {
        e = plan_line(typed->field[i], t->field[i], sizeof(t->field[i]), false,
            why);
        any |= !e && *t->field[i];
    }
    if (!e && !any)                     /* says that a line is empty */
        e = plan_line("", t->field[0], sizeof(t->field[0]), true, why);
    if (e)
        return e;
    t->day = typed->day && *typed->day ? calendar_day_of(typed->day, NULL)
                                       : today;
    if (!t->day)
        return reason_refuse(why, ERR_INPUT,
            reason_text(REASON_FACT_ODD_DAY, typed->day));
    if (t->day > today)
        return reason_refuse(why, ERR_INPUT,
            reason_text(REASON_FACT_AHEAD, typed->day));
    return OK;
}

static void
bind_talk(struct query *q, int64_t plan, const struct talk_clean *t)
{
    query_int(q, ":plan", plan);
    query_int(q, ":day", t->day);
    query_text(q, ":listen", t->field[0]);
    query_text(q, ":agree", t->field[1]);
    query_text(q, ":act", t->field[2]);
    query_text(q, ":review", t->field[3]);
}

static enum err
add_talk(struct db *db, int64_t child, int64_t plan,
    const struct talk_clean *t, const char *who, struct reason *why)
{
    struct query q = query_start(db, "SELECT 1 FROM plan_talk"
        " WHERE plan = :plan AND day = :day AND listen = :listen"
        " AND agree = :agree AND act = :act AND review = :review");
    bool same;
    enum err e;

    bind_talk(&q, plan, t);
    same = query_row(&q);
    if ((e = query_end(&q)) || same
        || (e = plan_check_room(db, "SELECT count(*) FROM plan_talk"
            " WHERE plan = :plan", plan, PLAN_TALKS, why)))
        return e;
    q = query_start(db, "INSERT INTO plan_talk (plan, day, at, who, listen,"
        " agree, act, review) VALUES (:plan, :day, :now, :who, :listen,"
        " :agree, :act, :review)");
    bind_talk(&q, plan, t);
    query_int(&q, ":now", clock_now());
    query_text(&q, ":who", who);
    return (e = query_end(&q)) ? e : plan_note(db, who, "plan.talk", child);
}

enum err
plan_talk_add(struct db *db, int64_t child,
    const struct plan_talk_typed *typed, const char *who, struct reason *why)
{
    struct talk_clean *t = calloc(1, sizeof(*t));
    int64_t plan = 0;
    enum err e = t ? clean_talk(typed, t, why) : ERR_MEMORY;

    if (!e && !(e = plan_begin(db, child, &plan)))
        e = db_end(db, add_talk(db, child, plan, t, who, why));
    free(t);
    return e;
}
