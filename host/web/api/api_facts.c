/* api_facts.c - facts of children from a sheet: told home, or noted in the
 * register. The sheet is the body, what is said of it stands in the query. */
#include "web/api/api.h"
#include "web/view/facts_view.h"
#include "web/view/talk.h"

#include <stdlib.h>

enum { LISTS_SHOWN = 50 };

static json_t *
columns_json(const struct facts_view *v)
{
    json_t *all = json_array();
    char title[64];

    for (int i = 0; i < v->f.who.n; i++) {
        columns_title(&v->sheet, &v->f.who, i, title, sizeof(title));
        json_array_append_new(all, json_pack("{s:i, s:o, s:s}", "number",
            i + 1, "title", json_text(title), "is",
            fact_sheet_name(&v->f, i)));
    }
    return all;
}

static json_t *
choices_json(const struct pupil_match *m)
{
    json_t *all = json_array();

    for (int i = 0; !m->sure && i < m->n; i++)
        json_array_append_new(all, json_pack("{s:I, s:o, s:o, s:o}", "id",
            (json_int_t)m->found[i].id, "child",
            json_text(m->found[i].name), "class",
            json_text(m->found[i].class_name), "guardians",
            json_text(m->found[i].guardians)));
    return all;
}

static json_t *
row_json(const struct facts_view *v, const struct facts_row *r)
{
    json_t *values = json_object(), *days = json_array();

    for (int i = 0; i < v->f.n_fields; i++)
        if (*r->said.value[i])
            json_object_set_new(values, v->f.field[i],
                json_text(r->said.value[i]));
    for (int i = 0; i < r->said.n_days; i++)
        json_array_append_new(days, json_string(r->said.day[i]));
    return json_pack("{s:I, s:o, s:o, s:o, s:b, s:o, s:o, s:o, s:o}", "row",
        (json_int_t)r->line, "child", json_text(r->said.child), "class",
        json_text(r->said.class_name), "child_id",
        r->match.sure && !r->left_out
            ? json_integer(r->match.found[0].id) : json_null(), "told",
        r->told, "why", reason_given(&r->why) ? json_reason(&r->why)
                                              : json_null(),
        "values", values, "days", days, "choices", choices_json(&r->match));
}

static json_t *
marks_json(const struct facts_view *v)
{
    json_t *all = json_array();

    for (int i = 0; i < v->f.n_marks; i++)
        json_array_append_new(all, json_pack("{s:o, s:i, s:b}", "mark",
            json_text(v->f.marks[i].mark), "cells", v->f.marks[i].cells,
            "away", v->f.marks[i].away));
    return all;
}

/* What both answers say of the sheet. */
static json_t *
sheet_json(const struct facts_view *v)
{
    json_t *rows = json_array();

    for (int i = 0; i < v->n; i++)
        json_array_append_new(rows, row_json(v, &v->rows[i]));
    return json_pack("{s:o, s:o, s:o, s:i}", "columns", columns_json(v),
        "marks", marks_json(v), "rows", rows, "to_choose", v->open);
}

static json_t *
texts_json(const struct facts_view *v)
{
    json_t *all = json_array();

    for (int i = 0; i < v->n_copies; i++)
        json_array_append_new(all, json_pack("{s:o, s:o, s:i, s:b}", "to",
            json_text(v->copies[i].who), "text",
            json_text(v->copies[i].text), "parts", v->copies[i].parts,
            "monday", v->copies[i].monday));
    return all;
}

/* Reads the sheet; NULL after answering. facts_view_clear() and free() it. dry:
 * nothing is to be done. */
static struct facts_view *
read_sheet(struct web *w, const struct request *q, struct response *r,
    bool *dry)
{
    struct list_sent in;
    struct facts_view *v;
    struct send with = { 0 };
    struct reason why = { 0 };
    enum err e;

    if (!list_sent(q, r, &in))
        return NULL;
    *dry = params_flag(in.said, "dry_run");
    e = (v = calloc(1, sizeof(*v))) ? OK : ERR_MEMORY;
    talk_settings(q, &with);
    if (v && !(e = facts_wish_read(in.said, &v->wish, &why)))
        e = facts_view_read(w->db, in.bytes, in.n, &with, v, &why);
    if (!e)
        return v;
    if (e == ERR_INPUT || e == ERR_REFUSED)
        reply_refused(r, e, &why);
    else
        reply_failure(r, e, NULL);
    if (v)
        facts_view_clear(v);
    free(v);
    return NULL;
}

void
api_facts(struct web *w, const struct request *q, struct response *r)
{
    bool dry = true;
    struct facts_view *v = read_sheet(w, q, r, &dry);
    struct sent sent = { 0 };
    struct reason why = { 0 };
    enum err e = OK;

    if (!v)
        return;
    compose_price(w->db, v->parts, v->price, sizeof(v->price));
    v->approval = q->caller.staff && send_needs_approval(&v->send,
        q->rules->config.alone, v->phones, q->caller.role == ROLE_ADMIN);
    if (!dry)
        e = facts_view_send(w->db, v, NULL, &sent, &why);
    if (e)
        reply_refused(r, e, &why);
    else {
        json_t *j = sheet_json(v);

        json_object_update_new(j, json_pack("{s:o, s:i, s:i, s:i, s:o, s:i,"
            " s:o, s:o, s:b}", "texts", texts_json(v), "phones", v->phones,
            "parts", v->parts, "monday", v->monday, "price",
            json_text_or_null(v->price), "unreached", v->nobody, "why",
            reason_given(&v->no_text) ? json_reason(&v->no_text)
                                      : json_null(), "batch", sent.batch
                ? json_integer(sent.batch) : json_null(), "approval",
            v->approval));
        reply_json(r, 200, j);
    }
    free(sent.ids);
    facts_view_clear(v);
    free(v);
}

void
api_absences_note(struct web *w, const struct request *q, struct response *r)
{
    bool dry = true;
    struct facts_view *v = read_sheet(w, q, r, &dry);
    struct absent_listed done = { 0 };
    enum err e = OK;

    if (!v)
        return;
    if (!dry)
        e = facts_view_note(w->db, v, &done);
    if (e == ERR_INPUT || e == ERR_REFUSED)
        reply_refused(r, e, &done.told.why);
    else if (e)
        reply_failure(r, e, NULL);
    else {
        json_t *j = sheet_json(v);

        json_object_update_new(j, json_pack("{s:i, s:i, s:i, s:o, s:i, s:i}",
            "days", v->n_days, "known", v->days_known, "today",
            v->days_today, "list", done.list ? json_integer(done.list)
                                             : json_null(), "texts",
            done.told.texts, "left", done.told.left));
        reply_json(r, 200, j);
    }
    facts_view_clear(v);
    free(v);
}

static void
add_list(void *user, const struct absence_list *l)
{
    json_array_append_new(user, json_pack("{s:I, s:o, s:o, s:i, s:o}", "id",
        (json_int_t)l->id, "at", json_time(l->at), "by", json_text(l->who),
        "days", l->days, "undone", l->undone ? json_time(l->undone)
                                             : json_null()));
}

void
api_absences(struct web *w, const struct request *q, struct response *r)
{
    json_t *all = json_array();
    enum err e = absence_lists(w->db, LISTS_SHOWN, add_list, all);

    (void)q;
    reply_list(r, e, all);
}

void
api_absences_undo(struct web *w, const struct request *q, struct response *r)
{
    enum err e = absent_list_undo(w->db, q->id, q->caller.who);

    if (e)
        reply_failure(r, e, e == ERR_NOT_FOUND
                ? "There is no such list, or it was taken back." : NULL);
    else
        reply_json(r, 200, json_pack("{s:b}", "undone", true));
}
