/* api_import.c - class lists: brought, listed, and taken back. */
#include "lists/blank.h"
#include "store/people/import.h"
#include "store/people/list_undo.h"
#include "web/api/api.h"

#include <string.h>

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
            r->doubts[i].words ? "there is no number in it"
            : "its country gives such a number to nobody: check its digits"));
    return all;
}

static json_t *
names_json(const struct import_result *r)
{
    json_t *all = json_array();

    for (int i = 0; i < r->n_names; i++) {
        const struct import_name *n = &r->names[i];
        const char *changes[IMPORT_CHANGES];
        int count = import_change_names(n->changes, changes);
        json_t *what = json_array();

        for (int k = 0; k < count; k++)
            json_array_append_new(what, json_string(changes[k]));
        json_array_append_new(all, json_pack("{s:I, s:s, s:b, s:o, s:o, s:o,"
            " s:o, s:o, s:o}", "row", (json_int_t)n->row, "what",
            import_fate_name(n->fate), "phone", n->phone, "child",
            json_text(n->child), "class",
            json_text(n->class_name), "was", json_text_or_null(n->was_class),
            "guardian", json_text_or_null(n->guardian), "changes", what, "why",
            n->why ? json_reason(n->why) : json_null()));
    }
    return all;
}

/* Children of the school who are not in the list. */
static json_t *
left_json(const struct import_result *r)
{
    json_t *all = json_array();

    for (int i = 0; i < r->n_left; i++)
        json_array_append_new(all, json_pack("{s:I, s:o, s:o, s:b}", "id",
            (json_int_t)r->left[i].id, "child", json_text(r->left[i].child),
            "class", json_text(r->left[i].class_name), "comes",
            r->left[i].comes));
    return all;
}

static json_t *
twins_json(const struct import_result *r)
{
    json_t *all = json_array();

    for (int i = 0; i < r->n_twins; i++)
        json_array_append_new(all, json_pack("{s:I, s:o, s:o, s:o, s:o}",
            "row", (json_int_t)r->twins[i].row, "child",
            json_text(r->twins[i].child), "class",
            json_text(r->twins[i].class_name), "guardian",
            json_text(r->twins[i].guardian), "other",
            json_text(r->twins[i].other)));
    return all;
}

static json_t *
classes_json(const struct import_result *r)
{
    json_t *all = json_array();

    for (int i = 0; i < r->n_classes; i++)
        json_array_append_new(all, json_pack("{s:o, s:i, s:i, s:i}", "name",
            json_text(r->classes[i].name), "rows", r->classes[i].rows,
            "before", r->classes[i].before, "after", r->classes[i].after));
    return all;
}

static json_t *
alike_json(const struct import_result *r)
{
    json_t *all = json_array();

    for (int i = 0; i < r->n_alike; i++)
        json_array_append_new(all, json_pack("{s:o, s:i, s:o, s:i}", "name",
            json_text(r->alike[i].name), "children", r->alike[i].n, "other",
            json_text(r->alike[i].other), "others", r->alike[i].n_other));
    return all;
}

static json_t *
shared_json(const struct import_result *r)
{
    json_t *all = json_array();

    for (int i = 0; i < r->n_shared; i++)
        json_array_append_new(all, json_pack("{s:I, s:o, s:o, s:o}", "row",
            (json_int_t)r->shared[i].row, "phone",
            json_text(r->shared[i].phone), "guardian",
            json_text(r->shared[i].guardian), "with",
            json_text(r->shared[i].with)));
    return all;
}

static json_t *
twice_json(const struct import_result *r)
{
    json_t *all = json_array();

    for (int i = 0; i < r->n_twice; i++)
        json_array_append_new(all, json_pack("{s:I, s:I, s:o, s:o, s:o}",
            "row", (json_int_t)r->twice[i].row, "before",
            (json_int_t)r->twice[i].before, "child",
            json_text(r->twice[i].child), "class",
            json_text(r->twice[i].class_name), "guardian",
            json_text(r->twice[i].guardian)));
    return all;
}

/* What is told by name, and asked. */
static void
add_names(json_t *to, const struct import_result *r)
{
    json_object_set_new(to, "names", names_json(r));
    json_object_set_new(to, "without_phone", json_integer(r->without));
    json_object_set_new(to, "missing", left_json(r));
    json_object_set_new(to, "twins", twins_json(r));
    json_object_set_new(to, "classes", classes_json(r));
    json_object_set_new(to, "alike", alike_json(r));
    json_object_set_new(to, "shared", shared_json(r));
    json_object_set_new(to, "twice", twice_json(r));
}

static json_t *
result_json(const struct import_result *r, const struct import_wish *wish)
{
    return json_pack(
        "{s:b, s:b, s:i, s:i, s:i, s:i, s:i, s:i, s:i, s:i, s:o, s:o, s:o,"
        " s:i, s:o, s:i, s:o, s:o}", "dry_run", wish->dry_run, "new_year",
        wish->turn, "rows", r->rows, "added", r->added, "unchanged",
        r->unchanged, "rejected", r->rejected, "families", r->families,
        "children", r->children, "guardians", r->guardians, "phones",
        r->phones, "ignored_columns", json_text(r->ignored), "rejects",
        json_text(r->rejects ? r->rejects : ""), "columns", columns_json(r),
        "skipped_rows", r->skipped, "sheet", json_text(r->sheet),
        "other_sheets", r->other_sheets, "doubtful", doubts_json(r),
        "class", json_text(r->class_name));
}

/* What is said under that name; NULL: nothing, or more than is taken, which is
 * answered. */
static const char *
said(const struct list_sent *in, const char *name, struct response *r)
{
    const char *text = params_get(in->said, name);

    if (!text || strlen(text) < IMPORT_MAP_MAX)
        return text;
    reply_error(r, 400, "%s: more than %d bytes.", name, IMPORT_MAP_MAX - 1);
    return NULL;
}

void
api_import(struct web *w, const struct request *q, struct response *r)
{
    struct list_sent in;
    struct import_wish wish;
    struct import_result result = { 0 };
    const struct config *c = &q->rules->config;
    struct import_list list;
    struct reason why = { 0 };
    enum err e;

    if (!list_sent(q, r, &in))
        return;
    wish = (struct import_wish){ .dry_run = params_flag(in.said, "dry_run"),
        .turn = params_flag(in.said, "new_year"),
        .sure = params_flag(in.said, "sure"), .same = said(&in, "same", r),
        .one = said(&in, "one", r) };
    list = (struct import_list){ .bytes = in.bytes, .n = in.n,
        .map = said(&in, "map", r) };
    if (r->status)
        return;
    list.country = c->school.country;
    list.language = c->school.language;
    e = import_run(w->db, &list, &wish, q->caller.who, &result, &why);
    if (e)
        reply_refused(r, e, &why);
    else {
        json_t *j = result_json(&result, &wish);

        add_names(j, &result);
        reply_json(r, 200, j);
    }
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
    reply_list(r, e, all);
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

void
api_import_template(struct web *w, const struct request *q,
    struct response *r)
{
    const char *language = params_get(&q->query, "language");

    (void)w;
    reply_json(r, 200, json_pack("{s:s}", "csv", blank_csv(language
        ? language : q->rules->config.school.language)));
}
