/* api_families.c - families: reading, mending, and class lists. */
#include "store/db/audit.h"
#include "store/people/import.h"
#include "web/api/api.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FAMILIES_MAX = 500, MEMBERS_MAX = 32, EXPORT_PAGE = 500 };

static void
add_family(void *user, const struct family *f)
{
    json_array_append_new(user, json_pack("{s:I, s:o, s:o}", "id",
        (json_int_t)f->id, "family", json_text(f->label), "name",
        json_text_or_null(f->name)));
}

void
api_families(struct web *w, const struct request *q, struct response *r)
{
    const char *words = params_get(&q->query, "q");
    int limit = (int)params_int(&q->query, "limit", FAMILIES_MAX, 100);
    json_t *list = json_array(), *f;
    enum err e = family_list(w->db, words ? words : "", limit < 1 ? 1 : limit,
        add_family, list);
    size_t i;

    json_array_foreach(list, i, f)
        if (!e)
            e = json_add_people(w->db,
                json_integer_value(json_object_get(f, "id")), f);
    if (!e)
        reply_json(r, 200, list);
    else {
        json_decref(list);
        reply_failure(r, e, NULL);
    }
}

static enum err
fill_family(struct web *w, int64_t id, json_t *j)
{
    struct family f;
    enum err e = family_get(w->db, id, &f);

    if (e)
        return e;
    json_object_set_new(j, "id", json_integer(f.id));
    json_object_set_new(j, "family", json_text(f.label));
    json_object_set_new(j, "name", json_text_or_null(f.name));
    return json_add_people(w->db, f.id, j);
}

static void
answer(struct response *r, enum err e, json_t *j)
{
    if (!e)
        reply_json(r, 200, j);
    else {
        json_decref(j);
        reply_failure(r, e, e == ERR_NOT_FOUND ? "There is no such family."
                                               : NULL);
    }
}

void
api_family(struct web *w, const struct request *q, struct response *r)
{
    json_t *j = json_object();

    answer(r, fill_family(w, q->id, j), j);
}

static void
add_message(void *user, const struct message *m)
{
    json_array_append_new(user, json_message(m));
}

/* All messages of the family's thread, oldest first. */
static enum err
fill_messages(struct web *w, int64_t family, json_t *all)
{
    int64_t thread = 0, before = 0;
    enum err e = db_begin(w->db);

    if (e)
        return e;
    if ((e = db_end(w->db, thread_of_family(w->db, family, &thread))))
        return e;
    for (;;) {
        json_t *page = json_array();

        e = thread_messages(w->db, thread, before, EXPORT_PAGE, add_message,
            page);
        if (!e)
            e = json_add_all_parts(w->db, page);
        if (e || !json_array_size(page)) {
            json_decref(page);
            return e;
        }
        before = json_integer_value(
            json_object_get(json_array_get(page, 0), "id"));
        for (size_t i = json_array_size(page); i-- > 0;)
            json_array_insert(all, 0, json_array_get(page, i));
        json_decref(page);
    }
}

void
api_family_export(struct web *w, const struct request *q, struct response *r)
{
    json_t *j = json_object(), *messages = json_array();
    enum err e = fill_family(w, q->id, j);

    char object[40];

    json_object_set_new(j, "messages", messages);
    snprintf(object, sizeof(object), "family %lld", (long long)q->id);
    if (!e && !(e = fill_messages(w, q->id, messages)))
        e = audit_add(w->db, q->caller.who, "family.export", object, "");
    answer(r, e, j);
}

void
api_family_rename(struct web *w, const struct request *q, struct response *r)
{
    json_t *j = json_body(q, r), *now;
    bool bad = false;
    const char *name;
    enum err e;

    if (!j)
        return;
    name = json_string_of(j, "name", &bad);
    if (bad || strlen(name) >= sizeof(((struct family *)0)->name))
        reply_error(r, 400, "A name is a text of at most 159 bytes.");
    else {
        now = json_object();
        e = family_rename(w->db, q->id, name, q->caller.who);
        answer(r, e ? e : fill_family(w, q->id, now), now);
    }
    json_decref(j);
}

void
api_family_merge(struct web *w, const struct request *q, struct response *r)
{
    json_t *j = json_body(q, r), *now;
    bool bad = false;
    int64_t into;
    enum err e;

    if (!j)
        return;
    into = json_int_of(j, "into", &bad);
    json_decref(j);
    if (bad || into < 1 || into == q->id) {
        reply_error(r, 400, "Say into which other family: {\"into\": 12}.");
        return;
    }
    now = json_object();
    e = family_merge(w->db, q->id, into, q->caller.who);
    answer(r, e ? e : fill_family(w, into, now), now);
}

/* An array of ids; their count, or -1 when it is none or too long. */
static int
read_ids(const json_t *j, const char *name, int64_t out[MEMBERS_MAX])
{
    const json_t *list = json_object_get(j, name), *item;
    size_t i;

    if (!list)
        return 0;
    if (!json_is_array(list) || json_array_size(list) > MEMBERS_MAX)
        return -1;
    json_array_foreach(list, i, item) {
        if (!json_is_integer(item))
            return -1;
        out[i] = json_integer_value(item);
    }
    return (int)json_array_size(list);
}

void
api_family_split(struct web *w, const struct request *q, struct response *r)
{
    int64_t children[MEMBERS_MAX], guardians[MEMBERS_MAX], id = 0;
    json_t *j = json_body(q, r), *now;
    bool bad = false, share;
    int n, m;
    enum err e;

    if (!j)
        return;
    n = read_ids(j, "children", children);
    m = read_ids(j, "guardians", guardians);
    share = json_flag_of(j, "share", &bad);
    json_decref(j);
    if (n < 0 || m < 0 || bad || n + m == 0) {
        reply_error(r, 400, "Say who goes: {\"children\": [1], \"guardians\":"
            " [2], \"share\": false}.");
        return;
    }
    now = json_object();
    e = family_split(w->db, q->id, children, n, guardians, m, share,
        q->caller.who, &id);
    answer(r, e ? e : fill_family(w, id, now), now);
}

void
api_import(struct web *w, const struct request *q, struct response *r)
{
    bool dry = params_flag(&q->query, "dry_run");
    struct import_result result = { 0 };
    struct config config;
    char why[300] = "";
    enum err e;

    web_config(w, &config);
    e = import_csv(w->db, q->body ? q->body : "", q->bytes,
        config.school.country, dry, q->caller.who, &result, why, sizeof(why));
    if (!e)
        reply_json(r, 200, json_pack(
            "{s:b, s:i, s:i, s:i, s:i, s:i, s:i, s:i, s:i, s:o, s:o}",
            "dry_run", dry, "rows", result.rows, "added", result.added,
            "unchanged", result.unchanged, "rejected", result.rejected,
            "families", result.families, "children", result.children,
            "guardians", result.guardians, "phones", result.phones,
            "ignored_columns", json_text(result.ignored), "rejects",
            json_text(result.rejects ? result.rejects : "")));
    else
        reply_failure(r, e, why);
    import_clear(&result);
}
