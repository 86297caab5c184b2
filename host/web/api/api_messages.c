/* api_messages.c - one message, the queue, and sending. */
#include "base/clock.h"
#include "send/send.h"
#include "settings/rules.h"
#include "store/figures/overview.h"
#include "store/thread/about.h"
#include "store/thread/thread.h"
#include "web/api/api.h"
#include "web/kit/when.h"
#include "web/view/talk.h"

#include <stdlib.h>
#include <string.h>

enum { QUEUE_SHOWN = 1000, SINCE_USUAL = 50, SINCE_MOST = 200 };

void
api_message(struct web *w, const struct request *q, struct response *r)
{
    struct message m = { 0 };
    enum err e = message_get(w->db, q->id, &m);
    json_t *j;

    if (e) {
        reply_failure(r, e, e == ERR_NOT_FOUND ? "There is no such message."
                                               : NULL);
        return;
    }
    if (api_hidden(q, r, m.tray)) {
        message_clear(&m);
        return;
    }
    j = api_veil(q, json_message(&m));
    message_clear(&m);
    e = json_add_parts(w->db, j);
    reply_list(r, e, j);
}

struct since {
    int64_t ids[SINCE_MOST];
    int count;
};

static void
note_id(void *user, const struct overview_new *m)
{
    struct since *s = user;

    s->ids[s->count++] = m->id;
}

/* Adds those that the caller may see. */
static enum err
add_since(struct web *w, const struct request *q, const struct since *s,
    json_t *list)
{
    enum err e = OK;

    for (int i = 0; !e && i < s->count; i++) {
        struct message m = { 0 };

        if ((e = message_get(w->db, s->ids[i], &m)) == ERR_NOT_FOUND)
            e = OK;             /* forgotten meanwhile */
        else if (!e && caller_sees_tray(&q->caller, m.tray))
            json_array_append_new(list, api_veil(q, json_message(&m)));
        message_clear(&m);
    }
    return e ? e : json_add_all_parts(w->db, list);
}

/* What came in and went out behind a message, for a program that keeps up. */
void
api_since(struct web *w, const struct request *q, struct response *r)
{
    int64_t since = params_int(&q->query, "since", INT64_MAX, 0);
    int limit = (int)params_int(&q->query, "limit", SINCE_MOST, SINCE_USUAL);
    struct since s = { .count = 0 };
    json_t *list = json_array();
    enum err e;

    limit = limit < 1 ? 1 : limit;
    if (!(e = overview_since(w->db, since, limit, note_id, &s)))
        e = add_since(w, q, &s, list);
    if (e) {
        json_decref(list);
        reply_failure(r, e, NULL);
        return;
    }
    reply_json(r, 200, json_pack("{s:o, s:I, s:b}", "messages", list, "last",
        (json_int_t)(s.count ? s.ids[s.count - 1] : since), "more",
        s.count == limit));
}

static void
add_marked(void *user, const struct message *m)
{
    json_array_append_new(user, json_message(m));
}

/* What perhaps tells of harm, for named staff to decide. */
void
api_concerns(struct web *w, const struct request *q, struct response *r)
{
    json_t *list = json_array();
    enum err e = thread_marked(w->db, QUEUE_SHOWN, add_marked, list);

    (void)q;
    reply_list(r, e, list);
}

struct queue_view {
    json_t *list;
    bool all;
};

static void
add_message(void *user, const struct message *m)
{
    struct queue_view *v = user;

    if (v->all || m->tray != MAPPING_SAFEGUARDING)
        json_array_append_new(v->list, json_message(m));
}

void
api_queue(struct web *w, const struct request *q, struct response *r)
{
    struct queue_view v = { json_array(), caller_sees_all(&q->caller) };
    int limit = (int)params_int(&q->query, "limit", QUEUE_SHOWN, QUEUE_SHOWN);
    enum err e = queue_list(w->db, limit < 1 ? 1 : limit, add_message, &v);

    if (!e)
        e = json_add_all_parts(w->db, v.list);
    if (!e)
        reply_json(r, 200, v.list);
    else {
        json_decref(v.list);
        reply_failure(r, e, NULL);
    }
}

/* "urgent", "normal", "bulk"; "" is the usual, 0. */
static bool
read_priority(const char *name, enum message_priority *out)
{
    static const struct {
        const char *name;
        enum message_priority priority;
    } all[] = { { "", (enum message_priority)0 },
        { "urgent", PRIORITY_URGENT }, { "normal", PRIORITY_NORMAL },
        { "bulk", PRIORITY_BULK } };

    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
        if (!strcmp(name, all[i].name)) {
            *out = all[i].priority;
            return true;
        }
    return false;
}

/* An answer in a conversation goes to whoever wrote last there, as on the page;
 * to takes the number. False after answering. */
static bool
read_thread(struct web *w, const struct request *q, const json_t *j,
    struct response *r, struct compose *to, struct send *s)
{
    bool bad = false;
    int64_t id = json_int_of(j, "thread", &bad);
    struct thread t = { 0 };
    enum err e;

    if (!id && !bad)
        return true;
    if (bad || s->family || *s->number || *s->class_name || s->all)
        reply_error(r, 400, "A thread is named by its number, and alone:"
            " it says to whom.");
    else if ((e = thread_get(w->db, id, &t)))
        reply_failure(r, e, e == ERR_NOT_FOUND ? "There is no such thread."
                                               : NULL);
    else if (api_hidden(q, r, t.tray))
        return false;
    else if (!t.tray && (e = talk_answer_to(w->db, &t, to->to)))
        reply_failure(r, e, NULL);
    else if (!t.tray && !*to->to)
        reply_error(r, 409, "The number that wrote last takes no texts: say"
            " whom else with to or family.");
    else {
        talk_address(&t, to, s);
        return true;
    }
    return false;
}

/* One child, by its number or its name; false after answering. */
static bool
read_child(struct web *w, const json_t *j, struct response *r, struct send *s,
    int64_t ids[ABOUT_MAX])
{
    int64_t id = 0;

    if (!api_child(w, j, r, s->family, "", &id))
        return false;
    if (s->n_about == ABOUT_MAX) {
        reply_error(r, 400, "A text is about %d children at most.", ABOUT_MAX);
        return false;
    }
    ids[s->n_about++] = id;
    s->about = ids;
    return true;
}

/* Whom it is about, and its kind. */
static bool
read_about(struct web *w, const json_t *j, struct response *r, struct send *s,
    int64_t ids[ABOUT_MAX])
{
    const json_t *child = json_object_get(j, "child"), *one;
    bool bad = false;
    const char *tone = json_string_of(j, "tone", &bad);
    size_t i;

    s->tone = tone_of(tone);
    if (bad || (*tone && !s->tone)) {
        reply_error(r, 400, "Kinds (tone) are praise, information, question,"
            " concern and urgent.");
        return false;
    }
    if (!child || json_is_null(child))
        return true;
    if (!json_is_array(child))
        return read_child(w, child, r, s, ids);
    json_array_foreach(child, i, one)
        if (!read_child(w, one, r, s, ids))
            return false;
    return true;
}

/* The body into *s, which borrows from j; false after answering. */
static bool
read_send(const json_t *j, struct response *r, struct send *s)
{
    bool bad = false;
    const char *at = json_string_of(j, "at", &bad);
    const char *expires = json_string_of(j, "expires", &bad);

    s->number = json_string_of(j, "to", &bad);
    s->family = json_int_of(j, "family", &bad);
    s->class_name = json_string_of(j, "class", &bad);
    s->all = json_flag_of(j, "all", &bad);
    s->sure = json_flag_of(j, "sure", &bad);
    s->no_answer = json_flag_of(j, "no_answer", &bad);
    s->representatives = json_flag_of(j, "representatives", &bad);
    s->text = json_string_of(j, "text", &bad);
    s->ask = json_string_of(j, "ask", &bad);
    s->policy = json_flag_of(j, "resend_if_unsure", &bad) ? UNSURE_RESEND
                                                          : UNSURE_ASK;
    if (bad)
        reply_error(r, 400, "A member has the wrong type: to, class, text,"
            " ask, priority, at and expires are texts, family is a number,"
            " all is true or false.");
    else if (s->family < 0)
        reply_error(r, 400, "There is no such family.");
    else if (!read_priority(json_string_of(j, "priority", &bad),
            &s->priority))
        reply_error(r, 400, "Priorities are urgent, normal and bulk.");
    else if (*at && !(s->due = clock_parse(at)))
        reply_error(r, 400, "\"%.40s\" is no time: write 14:30,"
            " 2026-11-21 14:30 or RFC 3339.", at);
    else if (*expires && !(s->expires = when_expires(expires,
            s->due ? s->due : clock_now())))
        reply_error(r, 400, "\"%.40s\" is no time to expire: write 30m, 6h,"
            " 2d, or a time.", expires);
    else
        return true;
    return false;
}

static void
answer(struct response *r, struct sent *sent)
{
    json_t *ids = json_array();

    for (int i = 0; i < sent->count; i++)
        json_array_append_new(ids, json_integer(sent->ids[i]));
    free(sent->ids);
    reply_json(r, 201, json_pack("{s:o, s:i, s:o, s:o}", "ids", ids,
        "skipped", sent->skipped, "batch",
        sent->batch ? json_integer(sent->batch) : json_null(), "question",
        sent->question ? json_integer(sent->question) : json_null()));
}

static void
count_phone(void *user, const struct send_copy *c)
{
    (void)c;
    ++*(int *)user;
}

/* For a person it is as on the page: many phones wait for a second one. A
 * machine's token, and who is on this computer, are trusted with them. */
static enum err
ask_second(struct web *w, const struct request *q, struct send *s,
    struct reason *why)
{
    int phones = 0, skipped;
    enum err e;

    if (!q->caller.staff)
        return OK;
    e = send_preview(w->db, s, count_phone, &phones, &skipped, why);
    s->approval = !e && send_needs_approval(s, q->rules->config.alone,
        phones, q->caller.role == ROLE_ADMIN);
    return e;
}

void
api_send(struct web *w, const struct request *q, struct response *r)
{
    struct send s = { 0 };
    struct compose answer_to = { .text = "" };
    struct sent sent;
    struct reason why = { 0 };
    json_t *j = json_body(q, r, "to thread family class all"
        " representatives sure text ask priority at expires resend_if_unsure"
        " child tone no_answer");
    int64_t about[ABOUT_MAX];
    enum err e;

    if (!j)
        return;
    s.author = q->caller.who;
    s.country = q->rules->config.school.country;
    s.language = q->rules->config.school.language;
    s.school = q->rules->config.school.name;
    s.rules = &q->rules->queue;
    if (read_send(j, r, &s) && read_thread(w, q, j, r, &answer_to, &s)
        && read_about(w, j, r, &s, about)) {
        if ((e = ask_second(w, q, &s, &why))
            || (e = send_text(w->db, &s, &sent, &why)))
            reply_refused(r, e, &why);
        else
            answer(r, &sent);
    }
    json_decref(j);
}
