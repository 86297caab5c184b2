/* api_guardian.c - what is known of a guardian, and whom a text to many does
 * not go to. */
#include "settings/rules.h"
#include "store/inbox/reading.h"
#include "store/people/people_edit.h"
#include "store/queue/batch.h"
#include "web/api/api.h"
#include "web/view/family_file.h"

#include <stdio.h>
#include <string.h>

struct finding {
    int64_t id;
    struct guardian found;      /* id 0: not there */
};

static void
find(void *user, const struct guardian *g)
{
    struct finding *f = user;

    if (g->id == f->id)
        f->found = *g;
}

/* The member where it is there, else what is known. */
static const char *
or_known(const json_t *j, const char *name, const char *known, bool *bad)
{
    return json_object_get(j, name) ? json_string_of(j, name, bad) : known;
}

/* "07:00-19:00", or "" for at any time. */
static bool
read_hours(const char *text, struct guardian_form *f)
{
    int h[4] = { 0 };
    char more;

    f->hours_from = f->hours_to = 0;
    if (!*text)
        return true;
    if (sscanf(text, "%2d:%2d-%2d:%2d%c", &h[0], &h[1], &h[2], &h[3], &more)
        != 4)
        return false;
    for (int i = 0; i < 4; i++)
        if (h[i] < 0 || h[i] > (i % 2 ? 59 : 23))
            return false;
    f->hours_from = 60 * h[0] + h[1];
    f->hours_to = 60 * h[2] + h[3];
    return true;
}

/* The body over what is known; false after answering. Borrows from both. */
static bool
read_form(const json_t *j, const struct guardian *g, struct response *r,
    struct guardian_form *f)
{
    bool bad = false;

    *f = (struct guardian_form){
        .name = or_known(j, "name", g->name, &bad),
        .relation = or_known(j, "relation", g->relation, &bad),
        .language = or_known(j, "language", g->language, &bad),
        .consent = or_known(j, "consent", g->consent, &bad),
        .hours_from = g->hours_from, .hours_to = g->hours_to,
        .agreed_again = json_object_get(j, "consent") != NULL };
    if (collect_parse(or_known(j, "collect", collect_name(g->collect), &bad),
            &f->collect))
        reply_error(r, 400, "collect is yes, no or empty.");
    else if (reads_parse(or_known(j, "reads", reads_name(g->reads), &bad),
                 &f->reads))
        reply_error(r, 400, "reads is self, helped, call or empty.");
    else if (json_object_get(j, "hours")
        && !read_hours(json_string_of(j, "hours", &bad), f))
        reply_error(r, 400, "hours are 07:00-19:00, or empty.");
    else if (bad)
        reply_error(r, 400, "guardian is a number, all else is text.");
    else
        return true;
    return false;
}

/* The member guardian, 0 where it is not there; false after answering. */
static bool
read_guardian(const json_t *j, struct response *r, int64_t *id)
{
    bool bad = false;

    *id = json_int_of(j, "guardian", &bad);
    if (bad)
        reply_error(r, 400, "guardian is a number, all else is text.");
    return !bad;
}

static void
save(struct web *w, const struct request *q, struct response *r,
    const struct guardian_form *form, int64_t id)
{
    struct reason why = { 0 };
    json_t *now = json_object();
    enum err e = guardian_save(w->db, q->id, form, q->caller.who, &why, &id);

    if (!e)
        e = family_file_head(w->db, q->id, now);
    if (!e)
        reply_json(r, 200, now);
    else {
        json_decref(now);
        reply_refused(r, e, &why);
    }
}

void
api_guardian(struct web *w, const struct request *q, struct response *r)
{
    json_t *j = json_body(q, r, "guardian name relation language consent"
        " collect reads hours");
    struct finding f = { .id = 0 };
    struct guardian_form form;
    enum err e;

    if (!j || !read_guardian(j, r, &f.id)) {
        json_decref(j);
        return;
    }
    if (!(e = family_check(w->db, q->id)))
        e = family_guardians(w->db, q->id, find, &f);
    if (!e && f.id && !f.found.id)
        e = ERR_NOT_FOUND;
    if (e)
        reply_failure(r, e, e == ERR_NOT_FOUND
                ? "There is no such family or guardian." : NULL);
    else if (read_form(j, &f.found, r, &form))
        save(w, q, r, &form, f.id);
    json_decref(j);
}

void
api_guardian_ask(struct web *w, const struct request *q, struct response *r)
{
    json_t *j = json_body(q, r, "guardian");
    struct reason why = { 0 };
    int64_t id = 0;
    bool good = j && read_guardian(j, r, &id);
    enum err e;

    json_decref(j);
    if (!good)
        return;
    e = reading_ask(w->db, q->id, id, &q->rules->inbox, q->caller.who, &why);
    if (!e)
        reply_json(r, 202, json_pack("{s:I}", "guardian", (json_int_t)id));
    else if (e == ERR_NOT_FOUND && !reason_given(&why))
        reply_failure(r, e, "There is no such family or guardian.");
    else
        reply_refused(r, e, &why);
}

/* --- whom to call --------------------------------------------------------- */

static void
add_call(void *user, const struct batch_called *c)
{
    json_array_append_new(user, json_pack(
        "{s:I, s:o, s:I, s:o, s:o, s:o, s:o, s:o}", "guardian",
        (json_int_t)c->guardian, "name", json_text(c->name), "family",
        (json_int_t)c->family, "label", json_text(c->label), "children",
        json_text(c->children), "number", json_text(c->number), "done",
        json_time(c->done), "done_by", json_text_or_null(c->done_by)));
}

void
api_calls(struct web *w, const struct request *q, struct response *r)
{
    json_t *list = json_array();
    struct batch b;
    enum err e = batch_get(w->db, q->id, &b);

    if (!e && !(e = batch_calls(w->db, q->id, add_call, list)))
        reply_json(r, 200, list);
    else {
        json_decref(list);
        reply_failure(r, e, e == ERR_NOT_FOUND ? "There is no such text."
                                               : NULL);
    }
}

void
api_called(struct web *w, const struct request *q, struct response *r)
{
    json_t *j = json_body(q, r, "guardian");
    int64_t guardian = 0;
    bool good = j && read_guardian(j, r, &guardian);
    enum err e;

    json_decref(j);
    if (!good)
        return;
    e = batch_call_done(w->db, q->id, guardian, q->caller.who);
    if (!e)
        api_calls(w, q, r);
    else
        reply_failure(r, e, e == ERR_NOT_FOUND
                ? "They are not on the list, or were called." : NULL);
}
