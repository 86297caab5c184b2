/* api_week.c - the week's round. */
#include "base/clock.h"
#include "web/api/api.h"
#include "web/view/talk.h"
#include "web/view/week_view.h"

#include <stdlib.h>
#include <string.h>

static json_t *
row_json(const struct week_row *row)
{
    const struct praise_child *c = &row->child;

    return json_pack("{s:I, s:I, s:o, s:o, s:o, s:o, s:i, s:i, s:i, s:o, s:o,"
        " s:o}", "id", (json_int_t)c->child, "family", (json_int_t)c->family,
        "child", json_text(c->name), "last", json_text_or_null(c->last),
        "last_at", json_time(c->last_at), "last_tone",
        json_text_or_null(tone_name(c->last_tone)), "praise", c->praise,
        "concern", c->concern, "this_week", c->week, "line",
        json_text_or_null(row->mine), "tone",
        *row->mine ? json_text(tone_name(row->tone)) : json_null(), "others",
        json_text_or_null(row->others));
}

static json_t *
class_json(const struct praise_class *c)
{
    return json_pack("{s:o, s:i, s:i, s:i}", "class", json_text(c->name),
        "children", c->children, "without", c->without, "unpraised",
        c->unpraised);
}

static json_t *
text_json(const struct week_text *t)
{
    char waits[REASON_SAID] = "";

    if (reason_given(&t->waits))
        reason_english(&t->waits, waits);
    return json_pack("{s:o, s:o, s:i, s:b, s:o}", "guardian",
        json_text(t->guardian), "text", json_text(t->text), "parts", t->parts,
        "monday", t->monday, "waits", json_text_or_null(waits));
}

static json_t *
week_json(const struct week_view *v)
{
    json_t *rows = json_array(), *classes = json_array(),
        *texts = json_array();

    for (int i = 0; i < v->n; i++)
        json_array_append_new(rows, row_json(&v->rows[i]));
    for (int i = 0; i < v->n_classes; i++)
        json_array_append_new(classes, class_json(&v->classes[i]));
    for (int i = 0; i < v->n_texts; i++)
        json_array_append_new(texts, text_json(&v->texts[i]));
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:i, s:i, s:o, s:o}",
        "class", json_text_or_null(v->class_name), "classes", classes,
        "term_from", json_text_or_null(v->term.from), "term_to",
        json_text_or_null(v->term.to), "counts_from",
        json_time(v->term.began), "goes", json_time(v->term.next), "praise",
        v->praise, "concern", v->concern, "children", rows, "texts", texts);
}

void
api_week(struct web *w, const struct request *q, struct response *r)
{
    const char *class_name = params_get(&q->query, "class");
    struct week_view *v = calloc(1, sizeof(*v));
    struct send with = { 0 };
    enum err e = ERR_MEMORY;

    talk_settings(q, &with);
    if (v)
        e = week_view_read(w->db, class_name ? class_name : "", q->caller.who,
            &with, v);
    if (e)
        reply_failure(r, e, e == ERR_NOT_FOUND ? "There is no such class."
                                               : NULL);
    else
        reply_json(r, 200, week_json(v));
    if (v)
        week_view_clear(v);
    free(v);
}

void
api_week_keep(struct web *w, const struct request *q, struct response *r)
{
    json_t *j = json_body(q, r, "child class text tone");
    bool bad = false;
    int64_t child = 0;
    const char *text, *kind;
    enum tone tone;
    enum err e;

    if (!j)
        return;
    text = json_string_of(j, "text", &bad);
    kind = json_string_of(j, "tone", &bad);
    tone = *kind ? tone_of(kind) : TONE_PRAISE;
    if (bad || !tone || tone == TONE_URGENT)
        reply_error(r, 400, "Say {\"child\": 12, \"text\": \"read aloud\","
            " \"tone\": \"praise\"}; kinds are praise, information, question"
            " and concern.");
    else if (api_child(w, json_object_get(j, "child"), r, 0,
            json_string_of(j, "class", &bad), &child)) {
        e = sentence_keep(w->db, child, q->caller.who, tone, text, 0);
        if (e)
            reply_failure(r, e, e == ERR_INPUT ? "That sentence is too long."
                : e == ERR_NOT_FOUND ? "There is no such child." : NULL);
        else
            reply_json(r, 200, json_pack("{s:I}", "child",
                (json_int_t)child));
    }
    json_decref(j);
}

void
api_week_send(struct web *w, const struct request *q, struct response *r)
{
    json_t *j = json_body(q, r, "class");
    struct week_sent sent = { 0 };
    struct send with = { 0 };
    bool bad = false;
    const char *class_name;
    enum err e;

    if (!j)
        return;
    class_name = json_string_of(j, "class", &bad);
    talk_settings(q, &with);
    e = bad ? ERR_INPUT
            : week_send_now(w->db, class_name, &with, &sent);
    json_decref(j);
    if (e == ERR_REFUSED)
        reply_error(r, 409, "Another teacher typed a line just now, so nothing"
            " was sent: try again in three minutes.");
    else if (e)
        reply_failure(r, e, bad ? "class is a text." : NULL);
    else
        reply_json(r, 200, json_pack("{s:i, s:i, s:i, s:o}", "texts",
            sent.texts, "children", sent.children, "left", sent.left, "batch",
            sent.batch ? json_integer(sent.batch) : json_null()));
}

/* A member that is given, or NULL. */
static const char *
given(const json_t *j, const char *name, bool *bad)
{
    return json_object_get(j, name) ? json_string_of(j, name, bad) : NULL;
}

void
api_week_term(struct web *w, const struct request *q, struct response *r)
{
    json_t *j = json_body(q, r, "term_from term_to at");
    bool bad = false;
    struct term t;
    enum err e;

    if (!j)
        return;
    e = term_set(w->db, given(j, "term_from", &bad), given(j, "term_to", &bad),
        given(j, "at", &bad), q->caller.who);
    json_decref(j);
    if (bad || e || (e = term_read(w->db, &t)))
        reply_failure(r, bad ? ERR_INPUT : e, bad || e == ERR_INPUT
            ? "Say term_from and term_to as 2026-09-01, at as \"5 15:00\":"
              " Friday." : NULL);
    else
        reply_json(r, 200, json_pack("{s:o, s:o, s:o}", "term_from",
            json_text_or_null(t.from), "term_to", json_text_or_null(t.to),
            "goes", json_time(t.next)));
}
