/* api_search.c - messages by their words, and all that one box finds. */
#include "base/clock.h"
#include "web/api/api.h"
#include "web/kit/when.h"
#include "web/view/search_view.h"

#include <stdlib.h>

enum { LIST_MAX = 200 };

static void
add_message(void *user, const struct message *m)
{
    json_array_append_new(user, json_message(m));
}

/* The bounds of ?from= and ?until=, days or times; false: one is neither. */
static bool
read_times(const struct request *q, struct message_search *s)
{
    const char *from = params_get(&q->query, "from");
    const char *until = params_get(&q->query, "until");

    if (from && *from && !(s->from = when_day(from, false)))
        s->from = clock_parse(from);
    if (until && *until && !(s->until = when_day(until, true)))
        s->until = clock_parse(until);
    return (!from || !*from || s->from) && (!until || !*until || s->until);
}

static enum err
find(struct web *w, const struct request *q, struct message_search *s,
    json_t *list)
{
    const char *typed = params_get(&q->query, "class");
    char class_name[CLASS_NAME_MAX] = "";
    enum err e = OK;

    if (typed && *typed) {
        if ((e = class_find(w->db, typed, class_name)))
            return e;
        if (!*class_name)
            return OK;          /* nobody is in it */
    }
    s->class_name = class_name;
    if ((e = search_messages(w, q, s, add_message, list, NULL)))
        return e;
    return json_add_all_parts(w->db, list);
}

void
api_search(struct web *w, const struct request *q, struct response *r)
{
    const char *words = params_get(&q->query, "q");
    const char *class_name = params_get(&q->query, "class");
    struct message_search s = { .words = words,
        .family = params_int(&q->query, "family", INT64_MAX, 0),
        .before = params_int(&q->query, "before", INT64_MAX, 0),
        .limit = (int)params_int(&q->query, "limit", LIST_MAX, 50) };
    json_t *list;
    enum err e;

    if (!read_times(q, &s)) {
        reply_error(r, 400, "from and until are days (2026-11-23) or times.");
        return;
    }
    if ((!words || !*words) && !s.family && !s.from && !s.until
        && (!class_name || !*class_name)) {
        reply_error(r, 400, "Say what to look for: ?q=WORDS.");
        return;
    }
    list = json_array();
    if (!(e = find(w, q, &s, list)))
        reply_json(r, 200, api_veil(q, list));
    else {
        json_decref(list);
        reply_failure(r, e, NULL);
    }
}

/* --- all of it ------------------------------------------------------------ */

static enum err
add_families(struct web *w, const struct search_view *v, json_t *list)
{
    enum err e = OK;

    for (int i = 0; i < v->n_families && !e; i++) {
        const struct family_line *f = &v->families[i];
        json_t *one = json_pack("{s:I, s:o, s:o}", "id",
            (json_int_t)f->family.id, "family", json_text(f->family.label),
            "thread", f->thread ? json_integer(f->thread) : json_null());

        e = one ? json_add_people(w->db, f->family.id, one) : ERR_MEMORY;
        json_array_append_new(list, one);
    }
    return e;
}

static enum err
add_messages(struct web *w, const struct search_view *v, json_t *list)
{
    struct message m = { 0 };
    enum err e = OK;
    json_t *one;

    for (int i = 0; i < v->n_hits && !e; i++) {
        if ((e = message_get(w->db, v->hits[i].id, &m)))
            break;
        one = json_message(&m);
        json_object_set_new(one, "family",
            json_text_or_null(v->hits[i].family.family.label));
        json_object_set_new(one, "children",
            json_text_or_null(v->hits[i].family.children));
        json_array_append_new(list, one);
        message_clear(&m);
    }
    return e ? e : json_add_all_parts(w->db, list);
}

static void
add_others(const struct search_view *v, json_t *j)
{
    json_t *senders = json_array(), *tries = json_array();

    for (int i = 0; i < v->n_senders; i++)
        json_array_append_new(senders, json_thread_row(&v->senders[i]));
    for (int i = 0; i < v->n_tries; i++)
        json_array_append_new(tries, json_pack("{s:o, s:b}", "q",
            json_text(v->tries[i].words), "spelt", v->tries[i].spelt));
    json_object_set_new(j, "class", json_text_or_null(v->found_class));
    json_object_set_new(j, "class_children",
        json_integer(v->class_children));
    json_object_set_new(j, "day", json_text_or_null(v->found_day));
    json_object_set_new(j, "day_messages", json_integer(v->day_messages));
    json_object_set_new(j, "families_found", json_integer(v->all_families));
    json_object_set_new(j, "senders", senders);
    json_object_set_new(j, "messages_found", json_integer(v->all_hits));
    json_object_set_new(j, "older",
        v->older ? json_integer(v->older) : json_null());
    json_object_set_new(j, "tries", tries);
}

void
api_find(struct web *w, const struct request *q, struct response *r)
{
    struct search_view *v = calloc(1, sizeof(*v));
    json_t *families = json_array(), *messages = json_array();
    json_t *j = json_pack("{s:o, s:o}", "families", families, "messages",
        messages);
    enum err e = v && j ? search_view_read(w, q, v) : ERR_MEMORY;

    if (!e && v->bad_day) {
        reply_error(r, 400, "from and until are days: 2026-11-23.");
        json_decref(j);
    } else if (e || (e = add_families(w, v, families))
        || (e = add_messages(w, v, messages))) {
        reply_failure(r, e, e == ERR_NOT_FOUND ? "There is no such family."
                                               : NULL);
        json_decref(j);
    } else {
        add_others(v, j);
        reply_json(r, 200, api_veil(q, j));
    }
    free(v);
}
