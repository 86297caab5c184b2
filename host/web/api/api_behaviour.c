/* api_behaviour.c - events of children. Its address is "behaviour", the field's
 * word, for /api/v1/events is the stream of what happens here. */
#include "web/api/api.h"
#include "web/view/behaviour_view.h"
#include "web/view/talk.h"

#include <stdlib.h>
#include <string.h>

static json_t *
event_json(const struct behaviour *b)
{
    return json_pack("{s:I, s:I, s:o, s:o, s:o, s:b, s:o, s:o, s:o, s:s, s:o,"
        " s:o, s:o, s:o}", "id", (json_int_t)b->id, "child_id",
        (json_int_t)b->child, "child", json_text(b->child_name), "class",
        json_text(b->class_name), "event", json_text(b->name), "good", b->good,
        "at", json_time(b->at), "who", json_text(b->who), "told_in_person",
        json_time(b->spoke), "home", behaviour_state_name(b->state), "decided",
        json_time(b->decided), "decided_by",
        json_text_or_null(b->decided_by), "message", b->message
            ? json_integer(b->message) : json_null(), "state", b->message
            ? json_string(message_state_name(b->sent)) : json_null());
}

static void
set_reason(json_t *j, const char *name, const struct reason *why)
{
    char said[REASON_SAID] = "";

    if (reason_given(why))
        reason_english(why, said);
    json_object_set_new(j, name, json_text_or_null(said));
}

/* With what home would read; texts is empty where that is decided. */
static json_t *
one_json(const struct behaviour_one *o)
{
    json_t *j = event_json(&o->event), *texts = json_array();

    for (int i = 0; i < o->n; i++) {
        const struct behaviour_phone *f = &o->phones[i];
        json_t *one = json_pack("{s:o, s:o, s:i, s:b}", "guardian",
            json_text(f->guardian), "text", json_text(f->text), "parts",
            f->parts, "monday", f->monday);

        set_reason(one, "waits", &f->waits);
        json_array_append_new(texts, one);
    }
    json_object_set_new(j, "texts", texts);
    json_object_set_new(j, "parts", json_integer(o->parts));
    json_object_set_new(j, "price", json_text_or_null(o->price));
    set_reason(j, "why", &o->why);
    return j;
}

static const char no_event[] = "There is no such event.";

/* Answers with the event as it is now. queued: texts of this call; why: why
 * there is none, where that is known. */
static void
show(struct web *w, const struct request *q, struct response *r, int64_t id,
    int queued, const struct reason *why)
{
    struct behaviour_one *o = calloc(1, sizeof(*o));
    enum err e = o ? behaviour_one_read(w->db, q, id, o) : ERR_MEMORY;

    if (e)
        reply_failure(r, e, e == ERR_NOT_FOUND ? no_event : NULL);
    else {
        json_t *j;

        if (!reason_given(&o->why) && !queued)
            o->why = *why;
        j = one_json(o);
        json_object_set_new(j, "queued", json_integer(queued));
        reply_json(r, 200, j);
    }
    free(o);
}

/* --- reading -------------------------------------------------------------- */

static void
add_words(void *user, const struct behaviour_words *w)
{
    json_object_set_new(user, w->language, json_text(w->body));
}

static enum err
kinds_json(struct db *db, const struct behaviour_list *list, json_t *out)
{
    enum err e = OK;

    for (int i = 0; !e && i < list->n; i++) {
        const struct behaviour_kind *k = &list->kinds[i];
        json_t *words = json_object();

        json_array_append_new(out, json_pack("{s:I, s:o, s:b, s:o}", "id",
            (json_int_t)k->id, "event", json_text(k->name), "good", k->good,
            "texts", words));
        e = behaviour_words_of(db, k->id, add_words, words);
    }
    return e;
}

static json_t *
child_json(const struct behaviour_child *c)
{
    return json_pack("{s:I, s:o, s:i, s:i, s:o, s:o}", "id",
        (json_int_t)c->child, "child", json_text(c->name), "good", c->good,
        "concern", c->concern, "last", json_text_or_null(c->last), "last_at",
        json_time(c->last_at));
}

void
api_behaviour(struct web *w, const struct request *q, struct response *r)
{
    struct behaviour_view *v = calloc(1, sizeof(*v));
    json_t *list = json_array(), *rows = json_array(), *waits = json_array();
    enum err e = v ? behaviour_view_read(w->db, q, v) : ERR_MEMORY;

    if (!e)
        e = kinds_json(w->db, &v->list, list);
    for (int i = 0; !e && i < v->n; i++)
        json_array_append_new(rows, child_json(&v->rows[i]));
    for (int i = 0; !e && i < v->n_waits; i++)
        json_array_append_new(waits, event_json(&v->waits[i]));
    if (!e)
        reply_json(r, 200, json_pack("{s:o, s:o, s:i, s:i, s:o, s:o, s:o}",
            "class", json_text_or_null(v->class_name), "counts_from",
            json_time(v->term.began), "good", v->good, "concern", v->concern,
            "list", list, "children", rows, "waiting", waits));
    else {
        json_decref(list);
        json_decref(rows);
        json_decref(waits);
        reply_failure(r, e, e == ERR_NOT_FOUND ? "There is no such class."
                                               : NULL);
    }
    if (v)
        behaviour_view_clear(v);
    free(v);
}

void
api_behaviour_one(struct web *w, const struct request *q, struct response *r)
{
    show(w, q, r, q->id, 0, &reason_none);
}

/* --- noting --------------------------------------------------------------- */

/* The event that a member names, by its number or its name. False after
 * answering. */
static bool
read_kind(struct web *w, const json_t *j, struct response *r, int64_t *kind)
{
    enum err e = OK;

    *kind = json_integer_value(j);
    if (json_is_string(j))
        e = behaviour_kind_find(w->db, json_string_value(j), kind);
    else if (*kind < 1)
        e = ERR_NOT_FOUND;
    if (e)
        reply_failure(r, e, e == ERR_NOT_FOUND
            ? "There is no such event in the school's list." : NULL);
    return !e;
}

/* Where home cannot be told the event is noted all the same: the answer has its
 * number, so that who asks again asks for that one. */
static void
note(struct web *w, const struct request *q, struct response *r, int64_t child,
    int64_t kind, bool tell)
{
    struct reason why = { 0 };
    struct send with = { 0 };
    int64_t id = 0;
    int texts = 0;
    enum err e;

    talk_settings(q, &with);
    e = behaviour_home_note(w->db, child, kind, &with, &id, &why);
    if (e == ERR_NOT_FOUND)
        reply_failure(r, e, "There is no such child or event any more.");
    else if (e)
        reply_refused(r, e, &why);
    if (e)
        return;
    if (tell)
        e = behaviour_home_tell(w->db, id, &with, &texts, &why);
    if (e && e != ERR_EXISTS && !reason_given(&why))
        reply_failure(r, e, NULL);
    else
        show(w, q, r, id, texts, &why);
}

void
api_behaviour_note(struct web *w, const struct request *q,
    struct response *r)
{
    json_t *j = json_body(q, r, "child class event tell");
    int64_t child = 0, kind = 0;
    bool bad = false, tell;
    const char *class_name;

    if (!j)
        return;
    tell = json_flag_of(j, "tell", &bad);
    class_name = json_string_of(j, "class", &bad);
    if (bad)
        reply_error(r, 400, "Say {\"child\": 12, \"event\": \"read aloud\"},"
            " with \"tell\": true for a text home.");
    else if (api_child(w, json_object_get(j, "child"), r, 0, class_name,
                 &child)
        && read_kind(w, json_object_get(j, "event"), r, &kind))
        note(w, q, r, child, kind, tell);
    json_decref(j);
}

static enum err
act(struct web *w, const struct request *q, const char *what, int *texts,
    bool *went, struct reason *why)
{
    struct send with = { 0 };

    talk_settings(q, &with);
    if (!strcmp(what, "spoke"))
        return behaviour_spoke(w->db, q->id, q->caller.who);
    if (!strcmp(what, "tell"))
        return behaviour_home_tell(w->db, q->id, &with, texts, why);
    if (!strcmp(what, "undo"))
        return behaviour_home_undo(w->db, q->id, q->caller.who,
            q->caller.role == ROLE_ADMIN, went, why);
    return ERR_INPUT;
}

void
api_behaviour_do(struct web *w, const struct request *q, struct response *r)
{
    json_t *j = json_body(q, r, "do");
    bool bad = false, went = false, undone;
    struct reason why = { 0 };
    const char *what;
    int texts = 0;
    enum err e;

    if (!j)
        return;
    what = json_string_of(j, "do", &bad);
    undone = !strcmp(what, "undo");
    e = act(w, q, what, &texts, &went, &why);
    json_decref(j);
    if (e == ERR_NOT_FOUND || (e == ERR_INPUT && !reason_given(&why)))
        reply_failure(r, e, e == ERR_NOT_FOUND ? no_event
            : "Say {\"do\": \"tell\"}, or \"spoke\" or \"undo\".");
    else if (e && e != ERR_EXISTS)
        reply_refused(r, e, &why);
    else if (undone)
        reply_json(r, 200, json_pack("{s:I, s:b}", "id", (json_int_t)q->id,
            "went", went));
    else
        show(w, q, r, q->id, texts, &reason_none);
}

void
api_behaviour_decide(struct web *w, const struct request *q,
    struct response *r)
{
    json_t *j = json_body(q, r, "send"), *goes;
    struct reason why = { 0 };
    struct send with = { 0 };
    int texts = 0;
    enum err e = ERR_INPUT;

    if (!j)
        return;
    goes = json_object_get(j, "send");
    talk_settings(q, &with);
    if (json_is_boolean(goes))
        e = behaviour_home_decide(w->db, q->id, json_is_true(goes), &with,
            &texts, &why);
    json_decref(j);
    if (e == ERR_NOT_FOUND || e == ERR_INPUT)
        reply_failure(r, e, e == ERR_NOT_FOUND ? no_event
            : "Say {\"send\": true}, or false: no text goes.");
    else if (e && e != ERR_EXISTS)
        reply_refused(r, e, &why);
    else
        show(w, q, r, q->id, texts, &reason_none);
}

/* --- the list ------------------------------------------------------------- */

static enum err
change_list(struct web *w, const struct request *q, const json_t *j,
    struct reason *why)
{
    bool bad = false, remove = json_flag_of(j, "remove", &bad);
    const char *name = json_string_of(j, "event", &bad);
    const char *language = json_string_of(j, "language", &bad);
    const char *text = json_string_of(j, "text", &bad);
    const bool good = json_flag_of(j, "good", &bad);
    int64_t kind = 0;
    enum err e;

    if (bad)
        return ERR_INPUT;
    if (!remove)
        return behaviour_home_set(w->db, name,
            json_object_get(j, "good") ? &good : NULL, language, text,
            q->caller.who, why);
    e = behaviour_kind_find(w->db, name, &kind);
    return e ? e : behaviour_kind_remove(w->db, kind, language,
        q->caller.who);
}

void
api_behaviour_list(struct web *w, const struct request *q, struct response *r)
{
    json_t *j = json_body(q, r, "event good language text remove"), *out;
    struct behaviour_list list = { 0 };
    struct reason why = { 0 };
    enum err e;

    if (!j)
        return;
    e = change_list(w, q, j, &why);
    json_decref(j);
    if (e && reason_given(&why)) {
        reply_refused(r, e, &why);
        return;
    }
    out = json_array();
    if (!e && !(e = behaviour_list_read(w->db, &list)))
        e = kinds_json(w->db, &list, out);
    if (!e) {
        reply_json(r, 200, out);
        return;
    }
    json_decref(out);
    reply_failure(r, e, e == ERR_NOT_FOUND ? no_event : e == ERR_INPUT
        ? "Say {\"event\": \"sang\", \"good\": true, \"language\": \"en\","
          " \"text\": \"{child} sang.\"}." : NULL);
}
