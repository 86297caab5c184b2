/* api_import.c - class lists: brought, listed, and taken back. */
#include "store/people/import.h"
#include "store/people/list_undo.h"
#include "web/api/api.h"

enum { LISTS_SHOWN = 50 };

/* What each column was taken for. */
static json_t *
columns_json(const struct import_result *r)
{
    json_t *all = json_array();

    for (int i = 0; i < r->n_columns; i++)
        json_array_append_new(all, json_pack("{s:o, s:s}", "title",
            json_text(r->columns[i].title), "is", r->columns[i].is));
    return all;
}

static json_t *
doubts_json(const struct import_result *r)
{
    json_t *all = json_array();

    for (int i = 0; i < r->n_doubts; i++)
        json_array_append_new(all, json_pack("{s:I, s:o, s:s}", "row",
            (json_int_t)r->doubts[i].row, "phone",
            json_text(r->doubts[i].phone), "why",
            "its country gives such a number to nobody: check its digits"));
    return all;
}

void
api_import(struct web *w, const struct request *q, struct response *r)
{
    bool dry = params_flag(&q->query, "dry_run");
    struct import_result result = { 0 };
    const struct config *c = &q->rules->config;
    struct import_list list = { .bytes = q->body ? q->body : "",
        .n = q->bytes, .map = params_get(&q->query, "map") };
    struct reason why = { 0 };
    enum err e;

    list.country = c->school.country;
    list.language = c->school.language;
    e = import_list(w->db, &list, dry, q->caller.who, &result, &why);
    if (!e)
        reply_json(r, 200, json_pack(
            "{s:b, s:i, s:i, s:i, s:i, s:i, s:i, s:i, s:i, s:o, s:o, s:o,"
            " s:i, s:o, s:i, s:o}", "dry_run", dry, "rows", result.rows, "added", result.added,
            "unchanged", result.unchanged, "rejected", result.rejected,
            "families", result.families, "children", result.children,
            "guardians", result.guardians, "phones", result.phones,
            "ignored_columns", json_text(result.ignored), "rejects",
            json_text(result.rejects ? result.rejects : ""), "columns",
            columns_json(&result), "skipped_rows", result.skipped, "sheet",
            json_text(result.sheet), "other_sheets", result.other_sheets,
            "doubtful", doubts_json(&result)));
    else
        reply_refused(r, e, &why);
    import_clear(&result);
}

static void
add_list(void *user, const struct list_in *l)
{
    json_array_append_new(user, json_pack("{s:I, s:o, s:o, s:i, s:i, s:i, s:b,"
        " s:b, s:o, s:b}", "id", (json_int_t)l->id, "at", json_time(l->at),
        "by", json_text(l->who), "rows", l->rows, "taken", l->taken, "left",
        l->left, "new_year", l->turn, "whole", l->whole, "undone",
        l->undone ? json_time(l->undone) : json_null(), "can_undo",
        l->can_undo));
}

void
api_imports(struct web *w, const struct request *q, struct response *r)
{
    json_t *all = json_array();
    enum err e = list_in_each(w->db, LISTS_SHOWN, add_list, all);

    (void)q;
    if (!e)
        reply_json(r, 200, all);
    else {
        json_decref(all);
        reply_failure(r, e, NULL);
    }
}

void
api_import_undo(struct web *w, const struct request *q, struct response *r)
{
    int kept = 0;
    enum err e = list_undo(w->db, q->id, q->caller.who, &kept);

    if (!e)
        reply_json(r, 200, json_pack("{s:i}", "kept", kept));
    else
        reply_failure(r, e, e == ERR_NOT_FOUND
                ? "There is no such list, or it was taken back."
                : e == ERR_REFUSED ? "A later list changed something: take"
                " that back first. What was changed 90 days ago stays."
                : NULL);
}
