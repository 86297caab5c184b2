/* api_whose.c - whose number is this: what staff say of an unknown sender. */
#include "settings/rules.h"
#include "store/inbox/sender.h"
#include "web/api/api.h"

#include <string.h>

/* The thread of the path, where the caller may see it; false after
 * answering. */
static bool
get(struct web *w, const struct request *q, struct response *r,
    struct thread *t)
{
    enum err e = thread_get(w->db, q->id, t);

    if (e) {
        reply_failure(r, e, e == ERR_NOT_FOUND ? "There is no such thread."
                                               : NULL);
        return false;
    }
    return !api_hidden(q, r, t->tray);
}

static json_t *
said(const struct sender *s, int64_t thread)
{
    return json_pack("{s:I, s:o, s:s, s:o, s:o, s:s, s:o, s:o, s:o}", "id",
        (json_int_t)s->id, "number", json_text(s->number), "is",
        sender_kind_name(s->kind), "family",
        s->family ? json_integer(s->family) : json_null(), "guardian",
        s->guardian ? json_integer(s->guardian) : json_null(), "confirmed",
        sender_proof_name(s->proof), "who", json_text(s->who), "at",
        json_time(s->at), "thread", json_integer(thread));
}

static enum err
read_proof(const char *name, enum sender_proof *out)
{
    *out = !strcmp(name, "person") ? SENDER_IN_PERSON
        : !strcmp(name, "asked") ? SENDER_ASKED : SENDER_UNPROVED;
    return *out || !*name ? OK : ERR_INPUT;
}

/* The body into f, which borrows from it; false after answering. */
static bool
read_form(const json_t *j, struct response *r, struct sender_form *f)
{
    bool bad = false;
    const char *is = json_string_of(j, "is", &bad);
    const char *collect = json_string_of(j, "collect", &bad);
    const char *proof = json_string_of(j, "confirmed", &bad);

    f->family = json_int_of(j, "family", &bad);
    f->guardian = json_int_of(j, "guardian", &bad);
    f->person.name = json_string_of(j, "name", &bad);
    f->person.relation = json_string_of(j, "relation", &bad);
    f->person.language = json_string_of(j, "language", &bad);
    f->child = json_string_of(j, "child", &bad);
    f->class_name = json_string_of(j, "class", &bad);
    f->ask = json_string_of(j, "ask", &bad);
    f->name = f->person.name;
    if (bad)
        reply_error(r, 400, "family and guardian are numbers, all else is"
            " text.");
    else if (sender_kind_parse(is, &f->kind))
        reply_error(r, 400, "Say what it is: family, new_family, supplier"
            " or mistake.");
    else if (collect_parse(collect, &f->person.collect))
        reply_error(r, 400, "collect is yes or no.");
    else if (read_proof(proof, &f->proof))
        reply_error(r, 400, "confirmed is person or asked.");
    else
        return true;
    return false;
}

void
api_whose(struct web *w, const struct request *q, struct response *r)
{
    struct sender_form f = { .family = 0 };
    struct reason why = { 0 };
    struct sender s = { .id = 0 };
    int64_t id, to;
    struct thread t;
    json_t *j;
    enum err e;

    if (!get(w, q, r, &t) || !(j = json_body(q, r, "is family guardian name"
            " relation language collect confirmed ask child class")))
        return;
    if (read_form(j, r, &f)) {
        e = sender_settle(w->db, q->id, &f, &q->rules->inbox, q->caller.who,
            &id, &to, &why);
        if (!e)
            e = sender_get(w->db, id, &s);
        if (!e)
            reply_json(r, 201, said(&s, to));
        else
            reply_refused(r, e, &why);
    }
    json_decref(j);
}

/* What holds of the number that the query names, else of the one that wrote
 * last in the thread; answers where there is nothing. */
static bool
find(struct web *w, const struct request *q, struct response *r,
    struct sender *s)
{
    const char *number = params_get(&q->query, "number");
    struct thread t = { 0 };
    enum err e = OK;

    if (!get(w, q, r, &t))
        return false;
    if (t.family && !(number && *number)) {
        e = thread_last_sender(w->db, t.id, t.number);
        number = NULL;
    }
    if (!e)
        e = sender_of(w->db, number && *number ? number : t.number, s);
    if (!e && (t.family ? s->family != t.family
                        : strcmp(s->number, t.number) != 0))
        e = ERR_NOT_FOUND;
    if (e)
        reply_failure(r, e, e == ERR_NOT_FOUND
                ? "Nobody has said whose that number is." : NULL);
    return !e;
}

void
api_whose_undo(struct web *w, const struct request *q, struct response *r)
{
    struct sender s;
    int64_t to;
    enum err e;

    if (!find(w, q, r, &s))
        return;
    if (!(e = sender_undo(w->db, s.id, q->caller.who, &to)))
        reply_json(r, 200, said(&s, to));
    else
        reply_failure(r, e, NULL);
}

void
api_whose_confirm(struct web *w, const struct request *q, struct response *r)
{
    struct sender s;
    enum err e;

    if (!find(w, q, r, &s))
        return;
    if (!(e = sender_confirm(w->db, s.id, q->caller.who))
        && !(e = sender_get(w->db, s.id, &s)))
        reply_json(r, 200, said(&s, q->id));
    else
        reply_failure(r, e, e == ERR_REFUSED ? "This phone asked for no texts."
                                             : NULL);
}
