/* api_review.c - a term looked back on. */
#include "web/api/api.h"
#include "web/view/review_view.h"

#include <stdlib.h>

static json_t *
row_json(const struct review_row *r)
{
    return json_pack("{s:o, s:i, s:i, s:i}", "name", json_text(r->name), "of",
        r->of, "reached", r->reached, "heard", r->heard);
}

static json_t *
rows_json(const struct review_rows *rows, bool praise)
{
    json_t *list = json_array();

    for (int i = 0; i < rows->n; i++) {
        json_t *row = row_json(&rows->row[i]);

        if (praise) {
            json_object_set_new(row, "praise",
                json_integer(rows->row[i].praise));
            json_object_set_new(row, "concern",
                json_integer(rows->row[i].concern));
        }
        json_array_append_new(list, row);
    }
    return list;
}

static json_t *
names_json(const struct names *l)
{
    json_t *list = json_array();

    for (int i = 0; i < l->count && i < NAMES_SHOWN; i++)
        json_array_append_new(list, json_pack("{s:o, s:o, s:I}", "name",
            json_text(l->name[i].name), "detail", json_text(l->name[i].detail),
            "family", (json_int_t)l->name[i].family));
    return list;
}

static json_t *
review_json(const struct review_view *v)
{
    const struct review *r = &v->r;
    json_t *j = json_pack("{s:o, s:o, s:i, s:i, s:i, s:i, s:i}", "from",
        json_time(r->from), "to", json_time(r->to), "families", r->whole.of,
        "reached", r->whole.reached, "heard", r->whole.heard, "praise",
        r->whole.praise, "concern", r->whole.concern);

    json_object_set_new(j, "kept", json_pack("{s:i, s:i, s:o}", "asked",
        r->kept.asked, "kept", r->kept.kept, "percent", r->kept.asked
            ? json_integer(promise_kept_percent(&r->kept)) : json_null()));
    json_object_set_new(j, "classes", rows_json(&r->classes, true));
    json_object_set_new(j, "languages", rows_json(&r->languages, false));
    json_object_set_new(j, "relations", rows_json(&r->relations, false));
    json_object_set_new(j, "unreached", json_pack("{s:i, s:o}", "count",
        v->unreached.count, "first", names_json(&v->unreached)));
    json_object_set_new(j, "unpraised", json_pack("{s:i, s:o}", "count",
        v->unpraised.count, "first", names_json(&v->unpraised)));
    return j;
}

void
api_review(struct web *w, const struct request *q, struct response *r)
{
    struct review_view *v = calloc(1, sizeof(*v));
    enum err e = v ? review_view_read(w->db, params_get(&q->query, "class"),
                         params_get(&q->query, "term"), v)
                   : ERR_MEMORY;

    if (e)
        reply_failure(r, e, e == ERR_NOT_FOUND
                ? "No term of the calendar began on that day." : NULL);
    else
        reply_json(r, 200, review_json(v));
    if (v)
        review_view_clear(v);
    free(v);
}
