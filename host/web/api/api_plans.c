/* api_plans.c - the plan of a child, and what of all plans is due. */
#include "web/api/api.h"
#include "web/view/plan_view.h"

#include <stdlib.h>
#include <string.h>

static const char no_child[] = "There is no such child.";
enum { DUE_MAX = 500 };

static json_t *
day_json(int day)
{
    char text[12];

    return day ? json_string(calendar_text(day, text)) : json_null();
}

static json_t *
id_json(int64_t id)
{
    return id ? json_integer((json_int_t)id) : json_null();
}

static json_t *
step_json(const struct plan_step *s, int64_t now)
{
    return json_pack("{s:I, s:o, s:s, s:o, s:b, s:o, s:s, s:o, s:o, s:o, s:o,"
        " s:o, s:o}", "id", (json_int_t)s->id, "words", json_text(s->words),
        "how", plan_way_name(s->way), "who", json_text(s->staff_name), "gone",
        s->gone, "by", day_json(s->due), "state",
        plan_stand_name(plan_stand(s, now)), "tried", json_time(s->tried),
        "tried_by", json_text_or_null(s->tried_by), "message",
        id_json(s->message), "went", json_time(s->went), "answer",
        id_json(s->answer), "answered", json_time(s->answered));
}

static json_t *
talk_json(const struct plan_talk *t)
{
    json_t *j = json_pack("{s:o, s:o}", "day", day_json(t->day), "who",
        json_text(t->who));

    for (int i = 0; i < PLAN_FIELDS; i++)
        json_object_set_new(j, plan_fields[i], json_text(t->field[i]));
    return j;
}

static json_t *
plan_json(const struct plan_one *o, int64_t now)
{
    const struct plan *p = &o->plan;
    json_t *steps = json_array(), *talks = json_array();

    for (int i = 0; i < o->n_steps; i++)
        json_array_append_new(steps, step_json(&o->steps[i], now));
    for (int i = 0; i < o->n_talks; i++)
        json_array_append_new(talks, talk_json(&o->talks[i]));
    return json_pack("{s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}",
        "id", (json_int_t)p->id, "aim", json_text(p->aim), "review",
        day_json(p->review), "lead", json_text_or_null(p->lead_name), "at",
        json_time(p->at), "who", json_text(p->who), "closed",
        json_time(p->closed), "closed_by", json_text_or_null(p->closed_by),
        "outcome", json_text_or_null(p->outcome), "steps", steps,
        "conversations", talks);
}

/* Whether the caller sees the child's plans. False after answering. */
static bool
may(struct web *w, const struct request *q, struct response *r)
{
    bool sees = false;
    enum err e = plan_view_may(w, q, q->id, &sees);

    if (e)
        reply_failure(r, e, e == ERR_NOT_FOUND ? no_child : NULL);
    else if (!sees)
        reply_error(r, 403, "%s", plan_view_closed);
    return !e && sees;
}

static void
show(struct web *w, const struct request *q, struct response *r)
{
    struct plan_view *v = calloc(1, sizeof(*v));
    json_t *earlier = json_array(), *open = json_null();
    enum err e = v ? plan_view_read(w, q->id, v) : ERR_MEMORY;

    if (e) {
        json_decref(earlier);
        reply_failure(r, e, e == ERR_NOT_FOUND ? no_child : NULL);
    } else {
        for (int i = 0; i < v->n; i++) {
            json_t *one = plan_json(&v->plans[i], v->now);

            if (!i && v->open)
                open = one;
            else
                json_array_append_new(earlier, one);
        }
        reply_json(r, 200, json_pack("{s:I, s:o, s:o, s:o, s:o}", "child_id",
            (json_int_t)v->child.id, "child", json_text(v->child.name),
            "class", json_text(v->child.class_name), "plan", open, "earlier",
            earlier));
    }
    if (v)
        plan_view_clear(v);
    free(v);
}

void
api_plan(struct web *w, const struct request *q, struct response *r)
{
    if (may(w, q, r))
        show(w, q, r);
}

/* --- changing ------------------------------------------------------------- */

static void
change(struct web *w, const struct request *q, struct response *r,
    const char *what, const json_t *j)
{
    bool bad = false;
    struct reason why = { 0 };
    struct plan_wish wish = { .aim = json_string_of(j, "aim", &bad),
        .review = json_string_of(j, "review", &bad),
        .lead = json_string_of(j, "lead", &bad),
        .words = json_string_of(j, "words", &bad),
        .how = json_string_of(j, "how", &bad),
        .by = json_string_of(j, "by", &bad),
        .who = json_string_of(j, "who", &bad),
        .result = json_string_of(j, "result", &bad),
        .day = json_string_of(j, "day", &bad),
        .outcome = json_string_of(j, "outcome", &bad),
        .sets_lead = json_object_get(j, "lead") != NULL,
        .step = json_int_of(j, "step", &bad),
        .message = json_int_of(j, "message", &bad) };
    enum err e;

    for (int i = 0; i < PLAN_FIELDS; i++)
        wish.field[i] = json_string_of(j, plan_fields[i], &bad);
    e = bad ? ERR_INPUT : plan_wish_do(w, q, q->id, what, &wish, &why);
    if (!e)
        show(w, q, r);
    else if (reason_given(&why))
        reply_refused(r, e, &why);
    else
        reply_failure(r, e, e == ERR_NOT_FOUND
            ? "This child has no open plan, or no such step in it."
            : e == ERR_INPUT ? "Say it as the manual of the API does." : NULL);
}

/* Every change by its last word, with what its body may hold. */
static const struct {
    const char *what, *members;
} changes[] = {
    { "start", "aim review lead" }, { "change", "aim review lead" },
    { "step", "words how by who" }, { "move", "step by who" },
    { "remove", "step" }, { "tried", "step result message" },
    { "talk", "day listen agree do review" }, { "close", "outcome" },
};

static void
change_by(struct web *w, const struct request *q, struct response *r,
    const char *what)
{
    for (size_t i = 0; i < sizeof(changes) / sizeof(*changes); i++)
        if (!strcmp(changes[i].what, what)) {
            json_t *j = may(w, q, r) ? json_body(q, r, changes[i].members)
                                     : NULL;

            if (j)
                change(w, q, r, what, j);
            json_decref(j);
            return;
        }
    reply_error(r, 404, "There is no such address.");
}

void
api_plan_start(struct web *w, const struct request *q, struct response *r)
{
    change_by(w, q, r, "start");
}

void
api_plan_do(struct web *w, const struct request *q, struct response *r)
{
    change_by(w, q, r, q->segment);
}

/* --- all plans ------------------------------------------------------------ */

static void
add_due(void *user, const struct plan_due *d)
{
    bool failed = d->why == PLAN_NEXT || d->why == PLAN_NO_STEP;

    json_array_append_new(user, json_pack("{s:I, s:o, s:o, s:s, s:o, s:o, s:o,"
        " s:o, s:o, s:o}", "child_id", (json_int_t)d->child, "child",
        json_text(d->child_name), "class", json_text(d->class_name), "why",
        plan_why_name(d->why), "before", failed
            ? json_string(plan_stand_name(d->before)) : json_null(), "step",
        id_json(d->step), "words", json_text(d->words), "how",
        json_text_or_null(plan_way_name(d->way)), "who",
        json_text_or_null(d->who), "by", day_json(d->day)));
}

static void
add_row(void *user, const struct plan_row *p)
{
    json_array_append_new(user, json_pack("{s:I, s:o, s:o, s:o, s:o, s:o}",
        "child_id", (json_int_t)p->child, "child", json_text(p->child_name),
        "class", json_text(p->class_name), "aim", json_text(p->aim), "review",
        day_json(p->review), "lead", json_text_or_null(p->lead_name)));
}

void
api_plans(struct web *w, const struct request *q, struct response *r)
{
    const struct plan_reader by = plan_reader_of(&q->caller);
    json_t *due = json_array(), *open = json_array();
    enum err e = plan_due(w->db, by.staff, q->caller.role == ROLE_ADMIN,
        clock_now(), DUE_MAX, add_due, due);

    if (!e && !(e = plan_open_list(w->db, &by, add_row, open)))
        reply_json(r, 200, json_pack("{s:o, s:o}", "due", due, "open", open));
    else {
        json_decref(due);
        json_decref(open);
        reply_failure(r, e, NULL);
    }
}
