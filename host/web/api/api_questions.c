/* api_questions.c - what was answered to questions, and counting by hand. */
#include "send/send.h"
#include "settings/rules.h"
#include "store/inbox/sender.h"
#include "store/people/people.h"
#include "store/thread/message.h"
#include "store/thread/tally.h"
#include "web/api/api.h"
#include "web/view/talk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { QUESTIONS_MAX = 100 };

static void
add_question(void *user, const struct tally *t)
{
    json_t *options = json_array();

    for (int i = 0; i < t->options; i++)
        json_array_append_new(options, json_pack("{s:o, s:i}", "name",
            json_text(t->option[i]), "count", t->count[i]));
    json_array_append_new(user, json_pack(
        "{s:I, s:o, s:o, s:o, s:o, s:i, s:i}", "id", (json_int_t)t->id,
        "text", json_text(t->text), "at", json_time(t->at), "closes",
        json_time(t->closes), "options", options, "unclear", t->unclear,
        "silent", t->silent));
}

void
api_questions(struct web *w, const struct request *q, struct response *r)
{
    json_t *all = json_array();
    enum err e = tally_list(w->db, 0, QUESTIONS_MAX, add_question, all);

    (void)q;
    reply_list(r, e, all);
}

static void
add_phone(void *user, const struct tally_phone *p)
{
    json_array_append_new(user, json_pack("{s:o, s:o, s:o, s:o, s:o, s:b, s:I}",
        "number", json_text(p->number), "family", p->family
            ? json_integer(p->family) : json_null(), "label",
        json_text(p->label), "children", json_text_or_null(p->children),
        "answer", *p->answer ? json_text(p->answer)
                                                  : json_null(),
        "unclear", p->unclear, "message", (json_int_t)p->message));
}

struct by_child {
    json_t *children;
    int count[QUESTION_OPTIONS_MAX], differs, unclear, silent;
    const json_t *options;      /* [{name, count}] of the phones */
};

static void
add_child(void *user, const struct tally_child *c)
{
    struct by_child *b = user;
    const json_t *o;
    size_t i;

    b->differs += c->state == TALLY_DIFFERS;
    b->unclear += c->state == TALLY_UNCLEAR;
    b->silent += c->state == TALLY_SILENT;
    json_array_foreach((json_t *)b->options, i, o)
        b->count[i] += c->state == TALLY_ANSWERED
            && !strcmp(c->answer, json_string_value(json_object_get(o,
                "name")));
    json_array_append_new(b->children, json_pack(
        "{s:o, s:o, s:I, s:o, s:s, s:o}", "name", json_text(c->name), "class",
        json_text(c->class_name), "family", (json_int_t)c->family, "label",
        json_text(c->label), "state", tally_state_name(c->state), "answer",
        json_text_or_null(c->answer)));
}

/* children, and how many there are of each kind, into one. */
static enum err
add_children(struct web *w, const struct request *q, json_t *one)
{
    struct by_child b = { .children = json_array(),
        .options = json_object_get(one, "options") };
    json_t *options = json_array();
    const json_t *o;
    const char *typed = params_get(&q->query, "class");
    char class_name[CLASS_NAME_MAX] = "";
    size_t i;
    enum err e = typed ? class_find(w->db, typed, class_name) : OK;

    if (!e)
        e = tally_children(w->db, q->id, *class_name ? class_name : typed,
            add_child, &b);

    json_array_foreach((json_t *)b.options, i, o)
        json_array_append_new(options, json_pack("{s:O, s:i}", "name",
            json_object_get(o, "name"), "count", b.count[i]));
    json_object_set_new(one, "children", b.children);
    json_object_set_new(one, "by_child", json_pack(
        "{s:o, s:i, s:i, s:i}", "options", options, "differs", b.differs,
        "unclear", b.unclear, "silent", b.silent));
    return e;
}

void
api_question(struct web *w, const struct request *q, struct response *r)
{
    json_t *all = json_array(), *phones = json_array(), *one;
    enum err e = tally_list(w->db, q->id, 1, add_question, all);

    if (!e && !json_array_size(all))
        reply_error(r, 404, "There is no such question.");
    else if (!e && !(e = tally_phones(w->db, q->id, add_phone, phones))
        && !(e = add_children(w, q, json_array_get(all, 0)))) {
        one = json_array_get(all, 0);
        json_object_set(one, "phones", phones);
        reply_json(r, 200, json_incref(one));
    }
    json_decref(all);
    json_decref(phones);
    if (e)
        reply_failure(r, e, NULL);
}

/* The option as text, number or null: what is to be counted. NULL: unusable. */
static const char *
option_of(const json_t *j, char number[24])
{
    const json_t *o = json_object_get(j, "option");

    if (json_is_null(o))
        return "";
    if (json_is_integer(o)) {
        snprintf(number, 24, "%lld", (long long)json_integer_value(o));
        return number;
    }
    return json_string_value(o);
}

void
api_answer(struct web *w, const struct request *q, struct response *r)
{
    struct message m = { 0 };
    char number[24];
    const char *option;
    enum err e = message_get(w->db, q->id, &m);
    bool hidden = !e && api_hidden(q, r, m.tray);
    json_t *j;

    message_clear(&m);
    if (hidden || (!e && !(j = json_body(q, r, "option"))))
        return;
    if (e) {
        reply_failure(r, e, e == ERR_NOT_FOUND ? "There is no such message."
                                               : NULL);
        return;
    }
    if (!(option = option_of(j, number)))
        e = ERR_INPUT;
    else
        e = sender_answer(w->db, q->id, option, q->caller.who);
    json_decref(j);
    if (!e)
        api_moved(w, q, r);
    else
        reply_failure(r, e, e == ERR_INPUT
                ? "The question has no such option: {\"option\": \"yes\"}, its"
                  " number, or null for no answer."
                : e == ERR_EMPTY ? "Nothing was asked of this phone."
                : e == ERR_NOT_FOUND ? "This is no text that came in." : NULL);
}

/* The question once more, to the phones of families that said nothing to it. */
void
api_remind(struct web *w, const struct request *q, struct response *r)
{
    struct question asked;
    struct send s = { .remind = q->id, .text = asked.text };
    struct sent sent = { 0 };
    struct reason why = { 0 };
    enum err e = question_get(w->db, q->id, &asked);

    if (e) {
        reply_failure(r, e, e == ERR_NOT_FOUND ? "There is no such question."
                                               : NULL);
        return;
    }
    talk_settings(q, &s);
    if ((e = send_text(w->db, &s, &sent, &why)))
        reply_refused(r, e, &why);
    else
        reply_json(r, 201, json_pack("{s:i, s:i}", "reminded", sent.count,
            "skipped", sent.skipped));
    free(sent.ids);
}
