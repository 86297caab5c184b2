/* api_tree.c - who calls whom in an emergency. */
#include "web/api/api.h"
#include "web/view/tree_view.h"

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
    enum err e = tree_view_read(w->db, params_get(&q->query, "class"),
        &v);

    for (int i = 0; i < v.n_rows; i++)
        json_array_append_new(all, json_pack("{s:o, s:o, s:o}", "class",
            json_text(v.rows[i].called.class_name), "caller",
            v.rows[i].called_by ? family_json(&v.rows[i].caller)
                                : json_null(),
            "calls", family_json(&v.rows[i].called)));
    tree_view_clear(&v);
    reply_list(r, e, all);
}

void
api_tree_set(struct web *w, const struct request *q, struct response *r)
{
    bool bad = false;
    json_t *j = json_body(q, r, "class family remove");
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
