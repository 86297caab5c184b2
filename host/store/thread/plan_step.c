/* plan_step.c - the steps of a plan. Declared in plan.h. */
#include "store/thread/plan_own.h"

static enum err
add_step(struct db *db, int64_t child, int64_t plan, const char *words,
    const struct plan_step_typed *typed, int due, const char *who,
    struct reason *why)
{
    struct query q = query_start(db, "SELECT 1 FROM plan_step"
        " WHERE plan = :plan AND words = :words AND way = :way"
        " AND staff = :staff AND due = :due AND " PLAN_IS_OPEN);
    bool same;
    enum err e;

    query_int(&q, ":plan", plan);
    query_text(&q, ":words", words);
    query_int(&q, ":way", typed->way);
    query_int(&q, ":staff", typed->staff);
    query_int(&q, ":due", due);
    same = query_row(&q);
    if ((e = query_end(&q)) || same
        || (e = plan_check_room(db, "SELECT count(*) FROM plan_step"
            " WHERE plan = :plan", plan, PLAN_STEPS, why)))
        return e;
    q = query_start(db,
        "INSERT INTO plan_step (plan, words, way, staff, due, at, who)"
        " VALUES (:plan, :words, :way, :staff, :due, :now, :who)");
    query_int(&q, ":plan", plan);
    query_text(&q, ":words", words);
    query_int(&q, ":way", typed->way);
    query_int(&q, ":staff", typed->staff);
    query_int(&q, ":due", due);
    query_int(&q, ":now", clock_now());
    query_text(&q, ":who", who);
    return (e = query_end(&q)) ? e : plan_note(db, who, "plan.step", child);
}

enum err
plan_step_add(struct db *db, int64_t child,
    const struct plan_step_typed *typed, const char *who, struct reason *why)
{
    char words[PLAN_WORDS];
    int64_t plan = 0;
    int due = 0;
    enum err e;

    if (typed->way <= PLAN_NO_WAY || typed->way >= PLAN_WAYS)
        return ERR_INPUT;
    if ((e = plan_line(typed->words, words, sizeof(words), true, why))
        || (e = plan_day_ahead(db, typed->by, &due, why))
        || (e = plan_check_staff(db, typed->staff, why))
        || (e = plan_begin(db, child, &plan)))
        return e;
    return db_end(db, add_step(db, child, plan, words, typed, due, who, why));
}

/* ERR_NOT_FOUND, or ERR_REFUSED where it is not open any more. */
static enum err
why_not(struct db *db, int64_t plan, int64_t step, struct reason *why)
{
    struct query q = query_start(db,
        "SELECT 1 FROM plan_step WHERE id = :step AND plan = :plan");
    enum err e;

    query_int(&q, ":step", step);
    query_int(&q, ":plan", plan);
    query_row(&q);
    e = query_end_one(&q);
    return e == ERR_EMPTY ? ERR_NOT_FOUND : e ? e
        : reason_refuse(why, ERR_REFUSED, reason_of(REASON_PLAN_TRIED));
}

/* Ends a change of one step: it was made, or says why not. */
static enum err
end_step(struct db *db, enum err e, int64_t child, int64_t plan, int64_t step,
    const char *action, const char *who, struct reason *why)
{
    if (e == ERR_NOT_FOUND)
        e = why_not(db, plan, step, why);
    else if (!e)
        e = plan_note(db, who, action, child);
    return db_end(db, e);
}

enum err
plan_step_move(struct db *db, int64_t child, int64_t step, const char *by,
    int64_t staff, const char *who, struct reason *why)
{
    int64_t plan = 0;
    int due = 0;
    struct query q;
    enum err e;

    if ((by && *by && (e = plan_day_ahead(db, by, &due, why)))
        || (staff && (e = plan_check_staff(db, staff, why)))
        || (e = plan_begin(db, child, &plan)))
        return e;
    /* another person reads from now on what the account of before had */
    q = query_start(db, "UPDATE plan_step SET due = iif(:due, :due, due),"
        " at = iif(:staff AND :staff <> staff, :now, at),"
        " staff = iif(:staff, :staff, staff)"
        " WHERE id = :step AND plan = :plan AND " PLAN_IS_OPEN);
    query_int(&q, ":due", due);
    query_int(&q, ":staff", staff);
    query_int(&q, ":now", clock_now());
    query_int(&q, ":step", step);
    query_int(&q, ":plan", plan);
    return end_step(db, query_end_changed(&q), child, plan, step,
        "plan.step_move", who, why);
}

enum err
plan_step_remove(struct db *db, int64_t child, int64_t step, const char *who,
    struct reason *why)
{
    int64_t plan = 0;
    struct query q;
    enum err e = plan_begin(db, child, &plan);

    if (e)
        return e;
    q = query_start(db, "DELETE FROM plan_step"
        " WHERE id = :step AND plan = :plan AND " PLAN_IS_OPEN);
    query_int(&q, ":step", step);
    query_int(&q, ":plan", plan);
    return end_step(db, query_end_changed(&q), child, plan, step,
        "plan.step_remove", who, why);
}

/* The first of the texts that say the same as this one, about the child; of 0
 * the newest since the step was given. */
static enum err
find_text(struct db *db, int64_t child, int64_t step, int64_t *message,
    struct reason *why)
{
    struct query q = query_start(db,
        "SELECT mc.first FROM message_child mc JOIN message m"
        " ON m.id = mc.message WHERE mc.child = :child AND m." MESSAGE_IS_OUT
        " AND m." MESSAGE_IS_TEXT " AND iif(:message, m.id = :message,"
        "  m.at >= (SELECT at FROM plan_step WHERE id = :step)"
        "  AND NOT m." MESSAGE_IS_LOST ") ORDER BY m.id DESC LIMIT 1");
    enum err e;

    query_int(&q, ":child", child);
    query_int(&q, ":message", *message);
    query_int(&q, ":step", step);
    if (query_row(&q))
        *message = query_get_int(&q, 0);
    e = query_end_one(&q);
    return e == ERR_EMPTY
        ? reason_refuse(why, ERR_REFUSED, reason_of(REASON_PLAN_NO_TEXT)) : e;
}

static enum err
tried(struct db *db, int64_t plan, int64_t step, enum plan_result result,
    int64_t message, const char *who)
{
    bool undo = result == PLAN_OPEN;
    struct query q = query_start(db,
        "UPDATE plan_step SET result = :result, tried = :now, tried_by = :who,"
        " message = nullif(:message, 0) WHERE id = :step AND plan = :plan"
        " AND (" PLAN_IS_OPEN ") <> :undo");

    query_int(&q, ":result", result);
    query_int(&q, ":now", undo ? 0 : clock_now());
    query_text(&q, ":who", undo ? "" : who);
    query_int(&q, ":message", message);
    query_int(&q, ":step", step);
    query_int(&q, ":plan", plan);
    query_int(&q, ":undo", undo);
    return query_end_changed(&q);
}

/* PLAN_SENT is of a text alone. */
static enum err
check_way(struct db *db, int64_t plan, int64_t step)
{
    struct query q = query_start(db,
        "SELECT way FROM plan_step WHERE id = :step AND plan = :plan");
    int64_t way = PLAN_NO_WAY;
    enum err e;

    query_int(&q, ":step", step);
    query_int(&q, ":plan", plan);
    if (query_row(&q))
        way = query_get_int(&q, 0);
    e = query_end_one(&q);
    return e == ERR_EMPTY ? ERR_NOT_FOUND : e ? e
        : way == PLAN_TEXT ? OK : ERR_INPUT;
}

enum err
plan_tried(struct db *db, int64_t child, int64_t step,
    enum plan_result result, int64_t message, const char *who,
    struct reason *why)
{
    bool sent = result == PLAN_SENT;
    int64_t plan = 0;
    enum err e;

    if (result >= PLAN_RESULTS || (message && !sent))
        return ERR_INPUT;
    if ((e = plan_begin(db, child, &plan)))
        return e;
    if (sent && ((e = check_way(db, plan, step))
        || (e = find_text(db, child, step, &message, why))))
        return db_end(db, e);
    return end_step(db, tried(db, plan, step, result, message, who), child,
        plan, step, result == PLAN_OPEN ? "plan.untried" : "plan.tried", who,
        why);
}
