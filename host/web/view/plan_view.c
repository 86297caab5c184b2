#include "web/view/plan_view.h"

#include "base/clock.h"
#include "store/staff/staff.h"
#include "store/thread/thread.h"
#include "text/reason.h"
#include "web/kit/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char plan_view_closed[] = "The plan of this child is for the teacher of"
    " its class, for who does a step of it, and for the head.";

struct plan_reader
plan_reader_of(const struct caller *c)
{
    return (struct plan_reader){ c->role >= ROLE_STAFF ? c->staff : 0,
        caller_sees_all(c) };
}

enum err
plan_view_may(struct web *w, const struct request *q, int64_t child,
    bool *may)
{
    const struct plan_reader r = plan_reader_of(&q->caller);

    return plan_may(w->db, &r, child, may);
}

/* --- reading -------------------------------------------------------------- */

static void
keep_plan(void *user, const struct plan *p)
{
    struct plan_view *v = user;

    if (v->n < PLAN_VIEW_PLANS)
        v->plans[v->n++].plan = *p;
}

static void
keep_step(void *user, const struct plan_step *s)
{
    struct plan_one *o = user;

    if (o->n_steps < PLAN_STEPS)
        o->steps[o->n_steps++] = *s;
}

static void
keep_talk(void *user, const struct plan_talk *t)
{
    struct plan_one *o = user;
    struct plan_talk *more;

    if (o->n_talks >= PLAN_TALKS)
        return;
    more = realloc(o->talks, (size_t)(o->n_talks + 1) * sizeof(*more));
    if (!more)
        return;
    o->talks = more;
    o->talks[o->n_talks++] = *t;
}

static void
keep_staff(void *user, const struct staff *s)
{
    struct plan_view *v = user;

    if (s->role < ROLE_STAFF || v->n_staff >= PLAN_VIEW_STAFF)
        return;
    v->staff[v->n_staff].id = s->id;
    memcpy(v->staff[v->n_staff++].name, s->name, sizeof(s->name));
}

static void
keep_family(void *user, int64_t family)
{
    int64_t *first = user;

    if (!*first)
        *first = family;
}

static enum err
read_family(struct db *db, struct plan_view *v)
{
    struct family f = { 0 };
    int64_t family = 0;
    enum err e = child_families(db, v->child.id, keep_family, &family);
    struct query q;

    if (e || !family || (e = family_get(db, family, &f)))
        return e;
    snprintf(v->family, sizeof(v->family), "%s", f.label);
    q = query_start(db, "SELECT id FROM thread WHERE family = :family");
    query_int(&q, ":family", family);
    if (query_row(&q))
        v->thread = query_get_int(&q, 0);
    return query_end(&q);
}

/* The text that the first open text step may have sent. */
static enum err
read_text(struct db *db, struct plan_view *v)
{
    for (int i = 0; v->open && i < v->plans[0].n_steps; i++) {
        const struct plan_step *s = &v->plans[0].steps[i];

        if (s->result == PLAN_OPEN && s->way == PLAN_TEXT)
            return plan_text(db, v->child.id, s->at, &v->text, v->text_words,
                sizeof(v->text_words));
    }
    return OK;
}

enum err
plan_view_read(struct web *w, int64_t child, struct plan_view *out)
{
    struct db *db = w->db;
    enum err e;

    out->now = clock_now();
    out->today = calendar_day(out->now);
    if (!(out->plans = calloc(PLAN_VIEW_PLANS, sizeof(*out->plans))))
        return ERR_MEMORY;
    if ((e = child_get(db, child, &out->child)) || (e = read_family(db, out))
        || (e = plan_list(db, child, PLAN_VIEW_PLANS, keep_plan, out))
        || (e = staff_list(db, keep_staff, out)))
        return e;
    out->open = out->n && !out->plans[0].plan.closed;
    for (int i = 0; !e && i < out->n; i++) {
        struct plan_one *o = &out->plans[i];

        if (!(e = plan_steps(db, o->plan.id, keep_step, o)))
            e = plan_talks(db, o->plan.id, keep_talk, o);
    }
    return e ? e : read_text(db, out);
}

void
plan_view_clear(struct plan_view *v)
{
    for (int i = 0; i < v->n; i++)
        free(v->plans[i].talks);
    free(v->plans);
}

/* --- words ---------------------------------------------------------------- */

const char *
plan_said(enum plan_stand s)
{
    static const char *const words[PLAN_STANDS] = { "to do",
        "waits for an answer", "the family answered",
        "no answer in 48 hours", "the text reached nobody", "done",
        "not reached", "no answer" };

    return s >= 0 && s < PLAN_STANDS ? words[s] : "";
}

const char *
plan_badge(enum plan_stand s)
{
    return s == PLAN_IS_DONE || s == PLAN_ANSWERED ? "good"
        : s == PLAN_TO_DO || s == PLAN_WAITS ? "" : "warn";
}

const char *
plan_way_said(enum plan_way w)
{
    static const char *const words[PLAN_WAYS] = { "", "a text", "a call", "a visit",
        "a talk at school" };

    return w >= 0 && w < PLAN_WAYS ? words[w] : "";
}

const char *
plan_field_said(int field)
{
    static const char *const words[PLAN_FIELDS] = { "Listen: what we heard",
        "Agree: what we agreed", "Do: who does what",
        "Review: when we look again" };

    return field >= 0 && field < PLAN_FIELDS ? words[field] : "";
}

const char *
plan_due_said(const struct plan_due *d)
{
    switch (d->why) {
    case PLAN_NEXT:
    case PLAN_NO_STEP:
        return plan_said(d->before);
    case PLAN_DUE:
        return "due today";
    case PLAN_OVERDUE:
        return "overdue";
    case PLAN_REVIEW:
        break;
    }
    return "look at the plan again";
}

/* --- changing ------------------------------------------------------------- */

static const char *
text(const char *given)
{
    return given ? given : "";
}

/* An account by its name; "" is nobody. */
static enum err
find_staff(struct db *db, const char *name, int64_t *id, struct reason *why)
{
    enum err e = OK;

    *id = 0;
    if (*text(name) && (e = staff_find(db, name, id)) == ERR_NOT_FOUND)
        e = reason_refuse(why, ERR_INPUT, reason_of(REASON_PLAN_WHO));
    return e;
}

static enum err
do_plan(struct web *w, const struct request *q, int64_t child, bool start,
    const struct plan_wish *wish, struct reason *why)
{
    struct plan_typed t = { wish->aim, wish->review, 0 };
    const struct plan_reader r = plan_reader_of(&q->caller);
    enum err e = find_staff(w->db, wish->lead, &t.lead, why);

    if (e)
        return e;
    if (!*text(wish->lead) && !wish->sets_lead)
        t.lead = start ? r.staff : -1;
    return start ? plan_start(w->db, child, &t, q->caller.who, why)
                 : plan_change(w->db, child, &t, q->caller.who, why);
}

static enum err
do_step(struct web *w, const struct request *q, int64_t child, bool is_new,
    const struct plan_wish *wish, struct reason *why)
{
    struct plan_step_typed t = { wish->words, wish->by,
        plan_way_of(text(wish->how)), 0 };
    enum err e = find_staff(w->db, wish->who, &t.staff, why);

    if (e)
        return e;
    if (is_new)
        return plan_step_add(w->db, child, &t, q->caller.who, why);
    return plan_step_move(w->db, child, wish->step, wish->by, t.staff,
        q->caller.who, why);
}

static enum err
do_talk(struct web *w, const struct request *q, int64_t child,
    const struct plan_wish *wish, struct reason *why)
{
    struct plan_talk_typed t = { .day = wish->day };

    for (int i = 0; i < PLAN_FIELDS; i++)
        t.field[i] = wish->field[i];
    return plan_talk_add(w->db, child, &t, q->caller.who, why);
}

enum err
plan_wish_do(struct web *w, const struct request *q, int64_t child,
    const char *what, const struct plan_wish *wish, struct reason *why)
{
    const char *who = q->caller.who;

    if (!strcmp(what, "start") || !strcmp(what, "change"))
        return do_plan(w, q, child, *what == 's', wish, why);
    if (!strcmp(what, "step") || !strcmp(what, "move"))
        return do_step(w, q, child, *what == 's', wish, why);
    if (!strcmp(what, "remove"))
        return plan_step_remove(w->db, child, wish->step, who, why);
    if (!strcmp(what, "tried"))
        return plan_tried(w->db, child, wish->step,
            plan_result_of(text(wish->result)), wish->message, who, why);
    if (!strcmp(what, "talk"))
        return do_talk(w, q, child, wish, why);
    if (!strcmp(what, "close"))
        return plan_close(w->db, child, wish->outcome, who, why);
    return ERR_INPUT;
}
