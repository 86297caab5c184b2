/* api_threads.c - threads, and what staff do with one. */
#include "base/clock.h"
#include "store/alert/alert.h"
#include "store/staff/staff.h"
#include "store/thread/desk.h"
#include "web/api/api.h"

#include <string.h>
#include <strings.h>

enum { LIST_MAX = 200, MESSAGES_MAX = 500 };

bool
api_hidden(const struct request *q, struct response *r, int tray)
{
    if (caller_sees_tray(&q->caller, tray))
        return false;
    reply_error(r, 404, "There is no such thing.");
    return true;
}

static void
add_thread(void *user, const struct thread *t)
{
    json_array_append_new(user, json_thread_row(t));
}

void
api_threads(struct web *w, const struct request *q, struct response *r)
{
    const char *name = params_get(&q->query, "tray");
    enum mapping_tray tray = MAPPING_NO_TRAY;
    struct thread_filter f = {
        .unread = params_flag(&q->query, "unread"),
        .waiting = params_flag(&q->query, "waiting"),
        .now = params_flag(&q->query, "now"),
        .sees_all = caller_sees_all(&q->caller),
        .hides_money = !caller_sees_tray(&q->caller, MAPPING_MONEY),
        .after_id = params_int(&q->query, "before", INT64_MAX, 0),
        .limit = (int)params_int(&q->query, "limit", LIST_MAX, LIST_MAX),
    };
    struct thread last;
    json_t *list;
    enum err e = OK;

    if (name && *name && mapping_tray_parse(name, &tray)) {
        reply_error(r, 400, "There is no tray \"%.40s\": there are notices,"
            " unknown, shared, safeguarding, quarantine and staff.", name);
        return;
    }
    if (api_hidden(q, r, (int)tray))
        return;
    f.tray = (int)tray;
    f.mine = caller_wall(&q->caller);
    if (f.mine && f.tray) {
        reply_error(r, 404, "There is no such thing.");
        return;
    }
    if (f.limit < 1)
        f.limit = 1;
    if (f.after_id && !(e = thread_get(w->db, f.after_id, &last)))
        f.after_at = f.waiting ? last.waiting : last.last_at;
    list = json_array();
    if (!e && !(e = thread_list(w->db, &f, add_thread, list)))
        reply_json(r, 200, list);
    else {
        json_decref(list);
        reply_failure(r, e, e == ERR_NOT_FOUND ? "There is no such thread."
                                               : NULL);
    }
}

static void
add_message(void *user, const struct message *m)
{
    json_array_append_new(user, json_message(m));
}

/* The whole thread into j. */
static enum err
fill_thread(struct web *w, const struct thread *t, int64_t before, int limit,
    json_t *j)
{
    json_t *messages = json_array();
    enum err e = OK;

    json_object_set_new(j, "id", json_integer(t->id));
    json_object_set_new(j, "family",
        t->family ? json_text(t->label) : json_null());
    json_object_set_new(j, "family_id",
        t->family ? json_integer(t->family) : json_null());
    json_object_set_new(j, "tray", json_text_or_null(
        mapping_tray_name((enum mapping_tray)t->tray)));
    json_object_set_new(j, "unread", json_integer(t->unread));
    json_object_set_new(j, "assigned", json_text_or_null(t->assigned_to));
    json_add_promise(j, &t->promise);
    json_object_set_new(j, "messages", messages);
    if (t->family)
        e = json_add_people(w->db, t->family, j);
    else {
        json_object_set_new(j, "number", json_text(t->number));
        json_object_set_new(j, "children", json_array());
        json_object_set_new(j, "guardians", json_array());
    }
    if (!e)
        e = thread_messages(w->db, t->id, before, limit, add_message,
            messages);
    return e ? e : json_add_all_parts(w->db, messages);
}

static void
add_about(void *user, const struct alert_about *a)
{
    json_array_append_new(user, json_pack("{s:I, s:I, s:o, s:o}", "message",
        (json_int_t)a->message, "thread", (json_int_t)a->thread, "label",
        json_text(a->label), "children", json_text_or_null(a->children)));
}

/* Of whom staff's phone was told. */
static enum err
fill_about(struct web *w, const struct thread *t, json_t *j)
{
    json_t *list;

    if (t->tray != MAPPING_STAFF)
        return OK;
    list = json_array();
    json_object_set_new(j, "about", list);
    return alert_about(w->db, t->number, MESSAGES_MAX, add_about, list);
}

void
api_thread(struct web *w, const struct request *q, struct response *r)
{
    int64_t before = params_int(&q->query, "before", INT64_MAX, 0);
    int limit = (int)params_int(&q->query, "limit", MESSAGES_MAX, 200);
    struct thread t;
    enum err e = thread_get(w->db, q->id, &t);
    json_t *j;

    if (e) {
        reply_failure(r, e, e == ERR_NOT_FOUND ? "There is no such thread."
                                               : NULL);
        return;
    }
    if (api_hidden(q, r, t.tray))
        return;
    j = json_object();
    if (!(e = fill_thread(w, &t, before, limit < 1 ? 1 : limit, j))
        && !(e = fill_about(w, &t, j))) {
        api_veil(q, json_object_get(j, "messages"));
        reply_json(r, 200, j);
    } else {
        json_decref(j);
        reply_failure(r, e, NULL);
    }
}

void
api_thread_seen(struct web *w, const struct request *q, struct response *r)
{
    struct thread t;
    enum err e = thread_get(w->db, q->id, &t);

    if (!e && api_hidden(q, r, t.tray))
        return;
    if (!e)
        e = thread_seen(w->db, q->id, INT64_MAX, q->caller.who);
    if (!e)
        reply_json(r, 200, json_pack("{s:I}", "id", (json_int_t)q->id));
    else
        reply_failure(r, e, e == ERR_NOT_FOUND ? "There is no such thread."
                                               : NULL);
}

/* Reads the thread of the path and the body; NULL after answering. */
static json_t *
read_deed(struct web *w, const struct request *q, struct response *r,
    const char *names, struct thread *t)
{
    enum err e = thread_get(w->db, q->id, t);

    if (e)
        reply_failure(r, e, e == ERR_NOT_FOUND ? "There is no such thread."
                                               : NULL);
    else if (!api_hidden(q, r, t->tray))
        return json_body(q, r, names);
    return NULL;
}

void
api_thread_close(struct web *w, const struct request *q, struct response *r)
{
    struct thread t;
    json_t *j = read_deed(w, q, r, "upto", &t);
    bool bad = false;
    int64_t upto;
    enum err e;

    if (!j)
        return;
    upto = json_object_get(j, "upto") ? json_int_of(j, "upto", &bad)
        : INT64_MAX;
    json_decref(j);
    if (bad)
        reply_error(r, 400, "upto is the id of a message.");
    else if (t.tray == MAPPING_SAFEGUARDING)
        reply_error(r, 409, "A safeguarding matter is closed with its outcome"
            " alone.");
    else if ((e = desk_close(w->db, q->id, upto, q->caller.who)))
        reply_failure(r, e, NULL);
    else
        reply_json(r, 200, json_pack("{s:I}", "id", (json_int_t)q->id));
}

struct wanted {
    const char *name;
    int64_t id;                 /* 0: nobody is called so */
};

static void
find_name(void *user, const struct staff *s)
{
    struct wanted *p = user;

    if (s->role >= ROLE_STAFF && !strcasecmp(s->name, p->name))
        p->id = s->id;
}

void
api_thread_assign(struct web *w, const struct request *q, struct response *r)
{
    struct thread t;
    json_t *j = read_deed(w, q, r, "staff", &t);
    struct wanted p = { "", 0 };
    bool bad = false;
    enum err e = OK;

    if (!j)
        return;
    p.name = json_string_of(j, "staff", &bad);
    if (*p.name)
        e = staff_list(w->db, find_name, &p);
    if (bad)
        reply_error(r, 400, "staff is the name of an account, or null.");
    else if (!e && *p.name && !p.id)
        reply_error(r, 404, "There is no such person with an account.");
    else if (e || (e = desk_assign(w->db, q->id, p.id, q->caller.who)))
        reply_failure(r, e, NULL);
    else
        reply_json(r, 200, json_pack("{s:I}", "id", (json_int_t)q->id));
    json_decref(j);
}
