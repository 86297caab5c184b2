/* page_tree.c - who calls whom in an emergency: for paper, and for programs. */
#include "web/view/tree_view.h"

#include "web/api/api.h"
#include "web/pages.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS_MAX = 5000 };

static void
note_without(struct tree_view *v, const char *class_name)
{
    size_t n = strlen(v->without);

    if (v->n_rows && !strcmp(v->rows[v->n_rows - 1].called.class_name,
            class_name))
        return;
    snprintf(v->without + n, sizeof(v->without) - n, "%s%s", n ? ", " : "",
        class_name);
}

static void
keep(void *user, const struct tree_family *caller,
    const struct tree_family *called)
{
    struct tree_view *v = user;
    struct tree_row *more;

    if (v->n_rows == ROWS_MAX || !(more = realloc(v->rows,
            ((size_t)v->n_rows + 1) * sizeof(*more))))
        return;
    v->rows = more;
    if (!caller)
        note_without(v, called->class_name);
    more = &v->rows[v->n_rows++];
    memset(more, 0, sizeof(*more));
    more->called = *called;
    if ((more->called_by = caller != NULL))
        more->caller = *caller;
}

enum err
tree_view_read(struct db *db, const char *class_name, struct tree_view *out)
{
    memset(out, 0, sizeof(*out));
    snprintf(out->class_name, sizeof(out->class_name), "%s", class_name);
    return tree_list(db, *class_name ? class_name : NULL, keep, out);
}

void
tree_view_clear(struct tree_view *v)
{
    free(v->rows);
    memset(v, 0, sizeof(*v));
}

static const char *
asked_class(const struct request *q)
{
    const char *name = params_get(&q->query, "class");

    return name ? name : "";
}

void
page_tree(struct web *w, const struct request *q, struct response *r)
{
    struct tree_view v;
    struct page p;
    enum err e = tree_view_read(w->db, asked_class(q), &v);

    if (e)
        page_refusal(q, r, reply_status(e), err_text(e));
    else {
        page_start(&p, w, q, "Who calls whom");
        pages_tree(&p, &v);
        page_finish(&p, r, 200);
    }
    tree_view_clear(&v);
}

static json_t *
family_json(const struct tree_family *f)
{
    return json_pack("{s:I, s:o, s:o, s:o}", "family", (json_int_t)f->id,
        "children", json_text(f->children), "guardian",
        json_text(f->guardian), "number", json_text_or_null(f->number));
}

void
api_tree(struct web *w, const struct request *q, struct response *r)
{
    struct tree_view v;
    json_t *all = json_array();
    enum err e = tree_view_read(w->db, asked_class(q), &v);

    for (int i = 0; i < v.n_rows; i++)
        json_array_append_new(all, json_pack("{s:o, s:o, s:o}", "class",
            json_text(v.rows[i].called.class_name), "caller",
            v.rows[i].called_by ? family_json(&v.rows[i].caller)
                                : json_null(),
            "calls", family_json(&v.rows[i].called)));
    tree_view_clear(&v);
    if (!e)
        reply_json(r, 200, all);
    else {
        json_decref(all);
        reply_failure(r, e, NULL);
    }
}

void
api_tree_set(struct web *w, const struct request *q, struct response *r)
{
    bool bad = false;
    json_t *j = json_body(q, r);
    enum err e;

    if (!j)
        return;
    e = tree_set(w->db, json_string_of(j, "class", &bad),
        json_int_of(j, "family", &bad), !json_flag_of(j, "remove", &bad),
        q->caller.who);
    json_decref(j);
    if (!e)
        reply_json(r, 200, json_object());
    else
        reply_failure(r, e, e == ERR_NOT_FOUND
            ? "This family has no child in that class." : NULL);
}
