/* plan_due.c - what of the plans waits for a person. Declared in plan.h. */
#include "store/thread/calendar.h"
#include "store/thread/plan_own.h"

#include <stdlib.h>
#include <string.h>

const char *
plan_why_name(enum plan_why w)
{
    static const char *const names[] = { "next", "due", "overdue", "review",
        "no step" };

    return w >= PLAN_NEXT && w <= PLAN_NO_STEP ? names[w] : "";
}

/* An open plan that may have something for who asks. */
struct one {
    int64_t plan, child, lead;
    char child_name[120], class_name[40], aim[PLAN_WORDS], lead_name[64];
    int review;
    bool lead_gone;
};

struct looking {
    int64_t staff, now;
    bool head;
    int today, left;            /* left: rows until limit */
    void (*fn)(void *user, const struct plan_due *d);
    void *user;
    struct one *plans;
    int n_plans;
    struct plan_step steps[PLAN_STEPS];
    int n_steps;
};

static enum err
find_plans(struct db *db, struct looking *l)
{
    struct query q = query_start(db,
        "SELECT p.id, p.child, coalesce(p.lead, 0), c.name, c.class, p.aim,"
        " coalesce(a.name, ''), p.review, a.id IS NULL OR NOT ("
        PLAN_IS_THEIRS("a", "p.at") ") FROM plan p"
        " JOIN child c ON c.id = p.child AND c.left_at = 0"
        " LEFT JOIN staff a ON a.id = p.lead"
        " WHERE p.closed = 0 AND (:head OR p.lead = :staff OR EXISTS (SELECT 1"
        "  FROM plan_step s WHERE s.plan = p.id AND s." PLAN_IS_OPEN
        "  AND s.staff = :staff)) ORDER BY p.id LIMIT :limit");

    query_int(&q, ":head", l->head);
    query_int(&q, ":staff", l->staff);
    query_int(&q, ":limit", PLAN_OPEN_MAX);
    while (query_row(&q)) {
        struct one *o = &l->plans[l->n_plans++];

        o->plan = query_get_int(&q, 0);
        o->child = query_get_int(&q, 1);
        o->lead = query_get_int(&q, 2);
        query_copy_text(&q, 3, o->child_name, sizeof(o->child_name));
        query_copy_text(&q, 4, o->class_name, sizeof(o->class_name));
        query_copy_text(&q, 5, o->aim, sizeof(o->aim));
        query_copy_text(&q, 6, o->lead_name, sizeof(o->lead_name));
        o->review = (int)query_get_int(&q, 7);
        o->lead_gone = query_get_int(&q, 8);
    }
    return query_end(&q);
}

static void
keep_step(void *user, const struct plan_step *s)
{
    struct looking *l = user;

    if (l->n_steps < PLAN_STEPS)
        l->steps[l->n_steps++] = *s;
}

/* Whether what is for that account is for who asks. */
static bool
is_for_me(const struct looking *l, int64_t staff, bool gone)
{
    return gone ? l->head : staff && staff == l->staff;
}

/* How the last try ended where it did not reach the family, else
 * PLAN_TO_DO. */
static enum plan_stand
last_failed(const struct looking *l)
{
    const struct plan_step *last = NULL;
    enum plan_stand s;

    for (int i = 0; i < l->n_steps; i++)
        if (l->steps[i].tried && (!last || l->steps[i].tried >= last->tried))
            last = &l->steps[i];
    s = last ? plan_stand(last, l->now) : PLAN_TO_DO;
    return s == PLAN_SILENT || s == PLAN_LOST || s == PLAN_WAS_NOT_REACHED
        || s == PLAN_HAD_NO_ANSWER ? s : PLAN_TO_DO;
}

static void
tell(struct looking *l, const struct one *o, const struct plan_step *s,
    enum plan_why why, enum plan_stand before)
{
    struct plan_due d = { .child = o->child, .why = why, .before = before,
        .day = s ? s->due : o->review, .step = s ? s->id : 0,
        .way = s ? s->way : PLAN_NO_WAY };

    if (l->left-- <= 0)
        return;
    memcpy(d.child_name, o->child_name, sizeof(d.child_name));
    memcpy(d.class_name, o->class_name, sizeof(d.class_name));
    memcpy(d.words, s ? s->words : o->aim, sizeof(d.words));
    memcpy(d.who, s ? s->staff_name : o->lead_name, sizeof(d.who));
    l->fn(l->user, &d);
}

static void
tell_plan(struct looking *l, const struct one *o)
{
    enum plan_stand failed = last_failed(l);
    bool first = true;

    for (int i = 0; i < l->n_steps; i++) {
        const struct plan_step *s = &l->steps[i];
        bool next = first && failed != PLAN_TO_DO;

        if (s->result != PLAN_OPEN)
            continue;
        first = false;
        if (!is_for_me(l, s->staff, s->gone))
            continue;
        if (next)
            tell(l, o, s, PLAN_NEXT, failed);
        else if (s->due <= l->today)
            tell(l, o, s, s->due < l->today ? PLAN_OVERDUE : PLAN_DUE,
                PLAN_TO_DO);
    }
    if (!is_for_me(l, o->lead, o->lead_gone))
        return;
    if (first && failed != PLAN_TO_DO)
        tell(l, o, NULL, PLAN_NO_STEP, failed);
    else if (o->review <= l->today)
        tell(l, o, NULL, PLAN_REVIEW, PLAN_TO_DO);
}

enum err
plan_due(struct db *db, int64_t staff, bool head, int64_t now, int limit,
    void (*fn)(void *user, const struct plan_due *d), void *user)
{
    struct looking *l;
    enum err e;

    if (!staff && !head)
        return OK;
    if (!(l = calloc(1, sizeof(*l)))
        || !(l->plans = calloc(PLAN_OPEN_MAX, sizeof(*l->plans)))) {
        free(l);
        return ERR_MEMORY;
    }
    l->staff = staff;
    l->head = head;
    l->now = now;
    l->today = calendar_day(now);
    l->left = limit;
    l->fn = fn;
    l->user = user;
    e = find_plans(db, l);
    for (int i = 0; !e && i < l->n_plans; i++) {
        l->n_steps = 0;
        if (!(e = plan_steps(db, l->plans[i].plan, keep_step, l)))
            tell_plan(l, &l->plans[i]);
    }
    free(l->plans);
    free(l);
    return e;
}

enum err
plan_open_list(struct db *db, const struct plan_reader *r,
    void (*fn)(void *user, const struct plan_row *p), void *user)
{
    struct query q = query_start(db,
        "SELECT o.child, c.name, c.class, o.aim, coalesce(l.name, ''), o.review"
        " FROM plan o JOIN child c ON c.id = o.child AND c.left_at = 0"
        " LEFT JOIN staff l ON l.id = o.lead"
        " WHERE o.closed = 0 AND (:all OR " PLAN_READS ")"
        " ORDER BY o.review, o.id LIMIT :limit");
    struct plan_row p;

    query_int(&q, ":all", r->all);
    query_int(&q, ":staff", r->staff);
    query_int(&q, ":limit", PLAN_OPEN_MAX);
    while (query_row(&q)) {
        p.child = query_get_int(&q, 0);
        query_copy_text(&q, 1, p.child_name, sizeof(p.child_name));
        query_copy_text(&q, 2, p.class_name, sizeof(p.class_name));
        query_copy_text(&q, 3, p.aim, sizeof(p.aim));
        query_copy_text(&q, 4, p.lead_name, sizeof(p.lead_name));
        p.review = (int)query_get_int(&q, 5);
        fn(user, &p);
    }
    return query_end(&q);
}
