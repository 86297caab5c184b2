/* api_matters.c - the cards of safeguarding matters. */
#include "store/thread/matter.h"
#include "store/thread/note.h"
#include "web/api/api.h"

enum { MATTERS_MAX = 500 };

static json_t *
matter_json(const struct matter *m)
{
    return json_pack("{s:I, s:o, s:b, s:o, s:o, s:o, s:o, s:o, s:o, s:I}",
        "thread", (json_int_t)m->thread, "number", json_text(m->number),
        "open", m->open, "taken_by", json_text_or_null(m->taken_by),
        "taken_at", json_time(m->taken_at), "outcome",
        json_text_or_null(m->outcome), "closed_by",
        json_text_or_null(m->closed_by), "closed_at", json_time(m->closed_at),
        "last_in", json_time(m->last_in), "last", (json_int_t)m->last);
}

static void
add_matter(void *user, const struct matter *m)
{
    json_array_append_new(user, matter_json(m));
}

void
api_matters(struct web *w, const struct request *q, struct response *r)
{
    json_t *all = json_array();
    enum err e = matter_list(w->db, MATTERS_MAX, add_matter, all);

    (void)q;
    reply_list(r, e, all);
}

static void
add_step(void *user, const struct note *n)
{
    json_array_append_new(user, json_pack("{s:o, s:o, s:o}", "at",
        json_time(n->at), "by", json_text(n->author), "text",
        json_text(n->body)));
}

void
api_matter(struct web *w, const struct request *q, struct response *r)
{
    json_t *steps = json_array(), *j;
    struct note_reader reader = caller_reads(&q->caller);
    struct matter m = { .thread = 0 };
    enum err e = matter_get(w->db, q->id, &m);

    if (!e && !(e = note_list(w->db, q->id, &reader, add_step, steps))) {
        j = matter_json(&m);
        json_object_set(j, "steps", steps);
        reply_json(r, 200, j);
    } else
        reply_failure(r, e, e == ERR_NOT_FOUND
                ? "There is no such safeguarding matter." : NULL);
    json_decref(steps);
}

/* Closes it as far as the text that its caller has seen, or all of it. */
static enum err
close_matter(struct web *w, const struct request *q, const json_t *j,
    const char *outcome)
{
    const json_t *last = json_object_get(j, "last");

    if (last && !json_is_integer(last))
        return ERR_INPUT;
    return matter_close(w->db, q->id, outcome,
        last ? json_integer_value(last) : INT64_MAX, q->caller.who);
}

void
api_matter_set(struct web *w, const struct request *q, struct response *r)
{
    struct matter m = { .thread = 0 };
    enum err e = matter_get(w->db, q->id, &m);
    json_t *j = json_body(q, r, "take step outcome last");
    const char *step, *outcome;

    if (!j)
        return;
    step = json_string_value(json_object_get(j, "step"));
    outcome = json_string_value(json_object_get(j, "outcome"));
    if (!e)
        e = json_is_true(json_object_get(j, "take"))
            ? matter_take(w->db, q->id, q->caller.who)
            : step ? note_add(w->db, q->id, q->caller.who, 0, step)
            : outcome ? close_matter(w, q, j, outcome)
                      : ERR_INPUT;
    json_decref(j);
    if (!e)
        api_matter(w, q, r);
    else
        reply_failure(r, e, e == ERR_NOT_FOUND
                ? "There is no such safeguarding matter."
            : e == ERR_INPUT ? "Take it, add a step, or close it with an"
                " outcome: {\"outcome\": \"The mother was called.\"}." : NULL);
}
