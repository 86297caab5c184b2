/* page_batch.c - a text to many on its way, and how it was answered. */
#include "send/send.h"
#include "store/people/rejects.h"
#include "web/page/handlers.h"
#include "web/pages/pages.h"
#include "web/view/tell.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
keep_phone(void *user, const struct batch_phone *p)
{
    struct tell_result *t = user;

    if (t->n_phones < t->batch.total) {
        t->n_reached += p->reached;
        t->phones[t->n_phones++] = *p;
    }
}

static void
keep_tally(void *user, const struct tally *tally)
{
    struct tell_result *t = user;

    t->tally = *tally;
    for (int i = 0; i < tally->options; i++)
        if (tally->count[i] > t->most)
            t->most = tally->count[i];
}

/* room grows with each power of two */
static void
keep_child(void *user, const struct tally_child *c)
{
    struct tell_result *t = user;
    struct tally_child *more = t->children;
    int n = t->n_children;

    if ((n & (n - 1)) == 0)
        more = realloc(more, (size_t)(n ? 2 * n : 1) * sizeof(*more));
    if (!more)
        return;
    t->children = more;
    t->children[t->n_children++] = *c;
}

/* Of a phone that said something which was not counted, its last text. */
static void
keep_unclear(void *user, const struct tally_phone *p)
{
    struct tell_result *t = user;
    struct tell_unclear *u = &t->unclear[t->n_unclear];

    if (!p->unclear)
        return;
    if (t->n_unclear == TELL_UNCLEAR) {
        t->more_unclear++;
        return;
    }
    u->text.id = p->message;
    snprintf(u->label, sizeof(u->label), "%s", p->label);
    snprintf(u->children, sizeof(u->children), "%s", p->children);
    t->n_unclear++;
}

/* The pile that staff look through: what the caller may not see is left out. */
static enum err
read_unclear(struct web *w, const struct request *q, struct tell_result *t)
{
    int n = 0;
    enum err e = t->batch.question && q->caller.role >= ROLE_STAFF
        ? tally_phones(w->db, t->batch.question, keep_unclear, t) : OK;

    for (int i = 0; !e && i < t->n_unclear; i++) {
        struct tell_unclear *u = &t->unclear[i];

        e = message_get(w->db, u->text.id, &u->text);
        if (!e && caller_sees_tray(&q->caller, u->text.tray))
            t->unclear[n++] = *u;
        else
            message_clear(&u->text);
    }
    t->n_unclear = n;
    return e;
}

static void
keep_call(void *user, const struct batch_called *c)
{
    struct tell_result *t = user;
    struct batch_called *more = realloc(t->calls,
        ((size_t)t->n_calls + 1) * sizeof(*more));

    if (!more)
        return;
    t->calls = more;
    t->calls[t->n_calls++] = *c;
    t->to_call += !c->done;
}

static enum err
read_result(struct web *w, const struct request *q, struct tell_result *t)
{
    const char *name = params_get(&q->query, "class");
    enum err e = batch_get(w->db, q->id, &t->batch);

    if (e)
        return e;
    t->phones = calloc((size_t)t->batch.total + 1, sizeof(*t->phones));
    if (!t->phones)
        return ERR_MEMORY;
    t->may_approve = strcmp(t->batch.author, q->caller.who) != 0;
    if ((e = batch_phones(w->db, q->id, keep_phone, t))
        || (e = batch_calls(w->db, q->id, keep_call, t)))
        return e;
    if (!t->batch.question)
        return OK;
    snprintf(t->class_name, sizeof(t->class_name), "%s", name ? name : "");
    if ((e = tally_list(w->db, t->batch.question, 1, keep_tally, t))
        || (e = question_get(w->db, t->batch.question, &t->question))
        || (e = tally_children(w->db, t->batch.question, "", keep_child, t)))
        return e;
    return OK;
}

/* Accepts NULL. */
static void
result_clear(struct tell_result *t)
{
    if (t) {
        for (int i = 0; i < t->n_unclear; i++)
            message_clear(&t->unclear[i].text);
        free(t->children);
        free(t->phones);
        free(t->calls);
    }
    free(t);
}

void
page_batch(struct web *w, const struct request *q, struct response *r)
{
    struct tell_result *t = calloc(1, sizeof(*t));
    enum err e = t ? read_result(w, q, t) : ERR_MEMORY;
    struct page p;

    if (!e)
        e = read_unclear(w, q, t);
    if (e)
        page_refusal(q, r, reply_status(e), e == ERR_NOT_FOUND
                ? "There is no such text." : err_text(e));
    else {
        page_start(&p, w, q, "How it went");
        pages_tell_result(&p, t);
        page_finish(&p, r, 200);
    }
    result_clear(t);
}

/* What was answered by child, as a list. */
void
page_batch_children(struct web *w, const struct request *q,
    struct response *r)
{
    static const char *const names[] = { "class", "child", "family", "state",
        "answer" };
    struct tell_result *t = calloc(1, sizeof(*t));
    struct rejects out = { 0 };
    char *text = NULL;
    enum err e = t ? read_result(w, q, t) : ERR_MEMORY;

    if (!e && !(e = rejects_open(&out, ',')))
        e = rejects_plain(&out, names, 5);
    for (int i = 0; !e && i < t->n_children; i++) {
        const struct tally_child *c = &t->children[i];
        const char *cells[] = { c->class_name, c->name, c->label,
            tally_state_name(c->state), c->answer };

        if (page_child_shown(t, c))
            e = rejects_plain(&out, cells, 5);
    }
    if (!e)
        e = rejects_close(&out, &text);
    rejects_clear(&out);
    if (e)
        page_refusal(q, r, reply_status(e), err_text(e));
    else {
        reply_text(r, 200, "text/csv; charset=utf-8", text);
        snprintf(r->file, sizeof(r->file), "answers-%lld.csv",
            (long long)q->id);
    }
    result_clear(t);
}

/* The question of the text once more, to families that said nothing to it. */
void
page_batch_remind(struct web *w, const struct request *q, struct response *r)
{
    struct question asked = { .id = 0 };
    struct send s = { .text = asked.text };
    struct sent sent = { 0 };
    struct batch b;
    struct reason why = { 0 };
    char path[64];
    enum err e = batch_get(w->db, q->id, &b);
    const char *none = e ? "There is no such text."
                         : "This text asked nothing.";

    if (!e && !(e = question_get(w->db, b.question, &asked))) {
        talk_settings(q, &s);
        s.remind = asked.id;
        s.once = params_get(&q->form, "once");
        e = send_text(w->db, &s, &sent, &why);
    }
    free(sent.ids);
    snprintf(path, sizeof(path), "/tell/%lld", (long long)q->id);
    if (!e || e == ERR_EXISTS)
        page_go(r, path, "sent");
    else if (reason_given(&why))
        page_refused(q, r, e, &why);
    else
        page_refusal(q, r, reply_status(e), e == ERR_NOT_FOUND
                ? none : err_text(e));
}

/* The moves, by the word in the address. */
void
page_batch_do(struct web *w, const struct request *q, struct response *r)
{
    static const struct {
        const char *word;
        enum err (*move)(struct db *db, int64_t id, const char *who);
    } moves[] = { { "approve", batch_approve }, { "pause", batch_pause },
        { "resume", batch_resume }, { "cancel", batch_cancel } };
    char path[64];
    enum err e = ERR_NOT_FOUND;

    for (size_t i = 0; i < sizeof(moves) / sizeof(moves[0]); i++)
        if (!strcmp(q->segment, moves[i].word))
            e = moves[i].move(w->db, q->id, q->caller.who);
    if (!strcmp(q->segment, "called"))
        e = batch_call_done(w->db, q->id,
            params_int(&q->form, "guardian", INT64_MAX, 0), q->caller.who);
    snprintf(path, sizeof(path), "/tell/%lld", (long long)q->id);
    if (!e)
        reply_redirect(r, path);
    else
        page_refusal(q, r, reply_status(e), e == ERR_REFUSED
                ? "That is not possible now: somebody was faster, or you wrote"
                  " it yourself and another person has to approve it."
                : e == ERR_NOT_FOUND ? "There is no such text." : err_text(e));
}
