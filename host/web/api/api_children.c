/* api_children.c - children found by a few letters, a child with all that was
 * said of it, and good news from home. */
#include "store/people/people_known.h"
#include "store/thread/about.h"
#include "web/api/api.h"
#include "web/view/child_view.h"

#include <stdlib.h>

enum { FOUND_MAX = 100, FOUND_USUAL = 20 };

static void
add_found(void *user, const struct known_person *p)
{
    json_array_append_new(user, json_pack("{s:I, s:o, s:o, s:I, s:o}", "id",
        (json_int_t)p->id, "child", json_text(p->name), "class",
        json_text(p->class_name), "family_id", (json_int_t)p->family, "family",
        json_text(p->label)));
}

void
api_children(struct web *w, const struct request *q, struct response *r)
{
    const char *words = params_get(&q->query, "q");
    int limit = (int)params_int(&q->query, "limit", FOUND_MAX, FOUND_USUAL);
    json_t *list = json_array();
    enum err e = known_pupils(w->db, words ? words : "", limit < 1 ? 1 : limit,
        add_found, list);

    reply_list(r, e, list);
}

static json_t *
line_json(const struct sentence *s)
{
    return json_pack("{s:o, s:o, s:o, s:o, s:b}", "text", json_text(s->body),
        "tone", json_text_or_null(tone_name(s->tone)), "author",
        json_text(s->author), "at", json_time(s->at), "waits", !s->sent);
}

static json_t *
event_json(const struct behaviour *b)
{
    return json_pack("{s:I, s:o, s:b, s:o, s:o, s:s}", "id",
        (json_int_t)b->id, "event", json_text(b->name), "good", b->good, "at",
        json_time(b->at), "who", json_text(b->who), "home",
        behaviour_state_name(b->state));
}

/* *j: the child as a file of its own. */
static enum err
child_json(struct db *db, const struct child_view *v, json_t **out)
{
    json_t *families = json_array(), *messages = json_array(),
        *lines = json_array(), *away = json_array(), *events = json_array();
    enum err e = OK;

    for (int i = 0; !e && i < v->n_families; i++) {
        json_t *f = json_pack("{s:I, s:o}", "id",
            (json_int_t)v->families[i].family.id, "family",
            json_text(v->families[i].family.label));

        e = json_add_people(db, v->families[i].family.id, f);
        json_array_append_new(families, f);
    }
    for (int i = 0; i < v->n_messages; i++)
        json_array_append_new(messages, json_message(&v->messages[i]));
    for (int i = 0; i < v->n_lines; i++)
        json_array_append_new(lines, line_json(&v->lines[i]));
    for (int i = 0; i < v->n_absences; i++)
        json_array_append_new(away, json_pack("{s:s, s:b, s:o}", "day",
            v->absences[i].day, "asked", v->absences[i].asked, "answer",
            json_text_or_null(v->absences[i].answer)));
    for (int i = 0; i < v->events.n; i++)
        json_array_append_new(events, event_json(&v->events.rows[i]));
    *out = json_pack("{s:I, s:o, s:o, s:o, s:i, s:i, s:i, s:i, s:o, s:o, s:o,"
        " s:o, s:o}", "id",
        (json_int_t)v->child.id, "child", json_text(v->child.name), "class",
        json_text(v->child.class_name), "left", json_time(v->child.left_at),
        "praise", v->praise, "concern", v->concern, "events_good",
        v->events.good, "events_concern", v->events.concern, "families",
        families, "sentences", lines, "absences", away, "events", events,
        "messages", messages);
    return e ? e : json_add_all_parts(db, messages);
}

void
api_child_page(struct web *w, const struct request *q, struct response *r)
{
    struct child_view *v = calloc(1, sizeof(*v));
    json_t *j = NULL;
    enum err e = v ? child_view_read(w, q, v) : ERR_MEMORY;

    if (!e)
        e = child_json(w->db, v, &j);
    if (!e)
        reply_json(r, 200, api_veil(q, j));
    else {
        json_decref(j);
        reply_failure(r, e, e == ERR_NOT_FOUND ? "There is no such child."
                                               : NULL);
    }
    if (v)
        child_view_clear(v);
    free(v);
}

void
api_good(struct web *w, const struct request *q, struct response *r)
{
    struct message m = { 0 };
    int64_t child = 0, family;
    json_t *j, *named;
    bool none, named_one;
    enum err e = message_get(w->db, q->id, &m);

    family = m.family;
    if (!e && api_hidden(q, r, m.tray)) {
        message_clear(&m);
        return;
    }
    message_clear(&m);
    if (e) {
        reply_failure(r, e, e == ERR_NOT_FOUND ? "There is no such message."
                                               : NULL);
        return;
    }
    if (!(j = json_body(q, r, "child")))
        return;
    named = json_object_get(j, "child");
    none = json_is_null(named);
    named_one = none || api_child(w, named, r, family, "", &child);
    json_decref(j);
    if (!named_one)
        return;
    if ((e = about_good(w->db, q->id, child, q->caller.who)))
        reply_failure(r, e, e == ERR_INPUT
            ? "Only a text of a family's thread is news from home." : NULL);
    else
        api_moved(w, q, r);
}
