/* api_families.c - families: reading and mending. */
#include "store/people/unreached.h"
#include "web/api/api.h"
#include "web/view/family_file.h"
#include "web/view/family_view.h"

#include <string.h>

enum { FAMILIES_MAX = 500, MEMBERS_MAX = 32 };

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
    const char *order = params_get(&q->query, "order");
    int limit = (int)params_int(&q->query, "limit", FAMILIES_MAX, 100);
    json_t *list = json_array(), *f;
    enum err e = family_list(w->db, words ? words : "",
        order ? family_order_read(order) : FAMILIES_BY_LABEL,
        limit < 1 ? 1 : limit, add_family, list);
    size_t i;

    json_array_foreach(list, i, f)
        if (!e)
            e = json_add_people(w->db,
                json_integer_value(json_object_get(f, "id")), f);
    reply_list(r, e, list);
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

    answer(r, family_file_head(w->db, q->id, j), j);
}

void
api_family_export(struct web *w, const struct request *q, struct response *r)
{
    json_t *j = json_object();

    answer(r, family_file_read(w->db, q->id, q->caller.who, j), j);
}

void
api_family_rename(struct web *w, const struct request *q, struct response *r)
{
    json_t *j = json_body(q, r, "name"), *now;
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
        answer(r, e ? e : family_file_head(w->db, q->id, now), now);
    }
    json_decref(j);
}

void
api_family_merge(struct web *w, const struct request *q, struct response *r)
{
    json_t *j = json_body(q, r, "into"), *now;
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
    answer(r, e ? e : family_file_head(w->db, into, now), now);
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
    json_t *j = json_body(q, r, "children guardians share"), *now;
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
    answer(r, e ? e : family_file_head(w->db, id, now), now);
}

static void
add_unreached(void *user, const struct unreached *u)
{
    json_array_append_new(user, json_pack("{s:I, s:I, s:o, s:o, s:o, s:s}",
        "id", (json_int_t)u->child, "family", (json_int_t)u->family, "child",
        json_text(u->name), "class", json_text(u->class_name), "guardians",
        json_text(u->guardians), "why", unreached_name(u->why)));
}

void
api_unreached(struct web *w, const struct request *q, struct response *r)
{
    const char *class_name = params_get(&q->query, "class");
    json_t *all = json_array();
    enum err e = unreached_each(w->db, class_name ? class_name : "",
        add_unreached, all);

    answer(r, e, all);
}
