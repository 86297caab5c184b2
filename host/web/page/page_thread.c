/* page_thread.c - what staff do in a thread: answer, note, assign, close. */
#include "base/clock.h"
#include "base/log.h"
#include "store/db/once.h"
#include "store/thread/desk.h"
#include "store/thread/flood.h"
#include "store/thread/note.h"
#include "store/thread/task.h"
#include "web/page/handlers.h"
#include "web/pages/pages.h"
#include "web/view/account_view.h"
#include "web/view/presence.h"
#include "web/view/talk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Reads the thread of the path; false after answering. */
static bool
get(struct web *w, const struct request *q, struct response *r,
    struct thread *t)
{
    enum err e = talk_thread(w, q, t);

    if (e)
        page_refusal(q, r, reply_status(e), e == ERR_NOT_FOUND
                ? "There is no such thread." : err_text(e));
    return !e;
}

static void
back_to(struct response *r, int64_t thread, const char *done)
{
    char path[64];

    snprintf(path, sizeof(path), "/threads/%lld", (long long)thread);
    page_go(r, path, done);
}

bool
page_go_on(struct web *w, const struct request *q, struct response *r,
    const struct thread *t, const char *done)
{
    char from[120], path[200];
    int64_t next = 0;

    talk_from(q, from, sizeof(from));
    if (!*from || talk_next(w, q, t, &next) || !next)
        return false;
    snprintf(path, sizeof(path), "/threads/%lld%s", (long long)next, from);
    page_go(r, path, done);
    return true;
}

/* To the next; after the last to the list, or where the thread was not opened
 * from a list, to it again. */
static void
go_on(struct web *w, const struct request *q, struct response *r,
    const struct thread *t, const char *done)
{
    char path[200] = "/inbox";
    size_t n = strlen(path);

    if (page_go_on(w, q, r, t, done))
        return;
    talk_from(q, path + n, sizeof(path) - n);
    if (path[n])
        page_go(r, path, done);
    else
        back_to(r, t->id, done);
}

static void
finish(const struct request *q, struct response *r, enum err e,
    const char *why, const char *done)
{
    if (e)
        page_refusal(q, r, reply_status(e), why);
    else
        back_to(r, q->id, done);
}

void
page_thread_read(struct web *w, const struct request *q, struct response *r)
{
    struct thread t;

    int64_t upto = params_int(&q->form, "upto", INT64_MAX, INT64_MAX);

    if (get(w, q, r, &t))
        finish(q, r, thread_seen(w->db, q->id, upto, q->caller.who),
            "It could not be marked as read.", "");
}

void
page_thread_close(struct web *w, const struct request *q, struct response *r)
{
    struct thread t;
    enum err e;

    if (!get(w, q, r, &t))
        return;
    if (t.tray == MAPPING_SAFEGUARDING) {
        page_refusal(q, r, 409, "A safeguarding matter is closed with its"
            " outcome alone.");
        return;
    }
    if ((e = desk_close(w->db, q->id,
             params_int(&q->form, "upto", INT64_MAX, INT64_MAX),
             q->caller.who)))
        page_refusal(q, r, reply_status(e), "It could not be closed.");
    else
        go_on(w, q, r, &t, "closed");
}

/* Whether it is closed now: what came meanwhile keeps it open. */
static const char *
closed_notice(struct web *w, int64_t thread)
{
    struct matter m = { .open = false };

    return matter_get(w->db, thread, &m) || !m.open ? "closed" : "stillopen";
}

/* The card of a safeguarding matter: taken, or closed with its outcome. */
void
page_matter(struct web *w, const struct request *q, struct response *r)
{
    const char *outcome = params_get(&q->form, "outcome");
    bool take = params_flag(&q->form, "take");
    struct thread t;
    enum err e;

    if (!get(w, q, r, &t))
        return;
    e = take ? matter_take(w->db, q->id, q->caller.who)
        : matter_close(w->db, q->id, outcome ? outcome : "",
            params_int(&q->form, "upto", INT64_MAX, INT64_MAX),
            q->caller.who);
    finish(q, r, e, e == ERR_INPUT ? "Say the outcome first, in at most 390"
        " letters." : "There is no such matter.",
        take ? "saved" : closed_notice(w, q->id));
}

/* Too many texts: a number is blocked, or what says the same set aside. */
void
page_flood(struct web *w, const struct request *q, struct response *r)
{
    const char *what = params_get(&q->form, "do");
    struct thread t;
    int count = 0;
    enum err e;

    if (!get(w, q, r, &t))
        return;
    if (what && !strcmp(what, "aside")) {
        e = flood_aside(w->db, q->id, q->caller.who, &count);
        finish(q, r, e, "It could not be set aside.", "closed");
        return;
    }
    e = t.tray ? flood_block(w->db, t.number, !what || strcmp(what, "unblock"),
        q->caller.who) : ERR_REFUSED;
    finish(q, r, e, "A family has this number: it cannot be blocked.",
        "saved");
}

void
page_thread_assign(struct web *w, const struct request *q, struct response *r)
{
    int64_t staff = params_int(&q->form, "staff", INT64_MAX, 0);
    struct thread t;

    if (get(w, q, r, &t))
        finish(q, r, desk_assign(w->db, q->id, staff, q->caller.who),
            "There is no such person.", "saved");
}

/* Once, however often the form is sent. */
static enum err
keep_note(struct web *w, const struct request *q, int64_t only_for,
    const char *text)
{
    enum err e = db_begin(w->db);

    if (e)
        return e;
    if (!(e = note_add(w->db, q->id, q->caller.who, only_for, text)))
        e = once_note(w->db, params_get(&q->form, "once"), 0);
    e = db_end(w->db, e);
    return e == ERR_EXISTS ? OK : e;
}

void
page_thread_note(struct web *w, const struct request *q, struct response *r)
{
    const char *text = params_get(&q->form, "note");
    int64_t only_for = params_int(&q->form, "for", INT64_MAX, 0);
    struct thread t;
    enum err e;

    if (!get(w, q, r, &t))
        return;
    /* Whom it is for might not see the thread. */
    e = only_for && !talk_is_open(&t) ? ERR_NOT_FOUND
        : keep_note(w, q, only_for, text ? text : "");
    finish(q, r, e, e == ERR_NOT_FOUND ? "There is no such person."
        : "A note needs some words, at most 2000 letters.", "saved");
}

static void
note_seen(void *user, const struct task *k)
{
    (void)k;
    *(bool *)user = true;
}

/* What the caller may not see is not there for them. */
static enum err
settle_task(struct web *w, const struct request *q)
{
    const char *outcome = params_get(&q->form, "outcome");
    struct task_filter f = caller_tasks(&q->caller, 1);
    bool seen = false;
    enum err e;

    if (!outcome || (strcmp(outcome, TASK_SPOKE) != 0
            && strcmp(outcome, TASK_NO_ANSWER) != 0))
        return ERR_INPUT;
    f.id = q->id;
    if (!(e = task_list(w->db, &f, note_seen, &seen)))
        e = seen ? task_done(w->db, q->id, q->caller.who, outcome)
                 : ERR_NOT_FOUND;
    return e;
}

void
page_task_done(struct web *w, const struct request *q, struct response *r)
{
    int64_t thread = params_int(&q->form, "thread", INT64_MAX, 0);
    enum err e = settle_task(w, q);

    if (e && e != ERR_NOT_FOUND)
        page_refusal(q, r, reply_status(e), err_text(e));
    else if (thread)
        back_to(r, thread, "call");
    else
        page_go(r, "/", "call");
}

/* --- writing -------------------------------------------------------------- */

static enum err
save_draft(struct web *w, const struct request *q, const struct compose *c)
{
    return q->caller.staff ? page_draft_keep(w, q, q->id, c) : OK;
}

/* Keeps what the composer holds and tells the others; false after answering. */
static bool
keep_typed(struct web *w, const struct request *q, struct response *r,
    struct thread *t, struct compose *c)
{
    enum err e;

    if (!get(w, q, r, t))
        return false;
    compose_read(&q->form, c);
    if ((e = save_draft(w, q, c))) {
        page_refusal(q, r, reply_status(e), "The draft could not be kept.");
        return false;
    }
    if (presence_note(q->id, q->caller.who))
        db_touch(w->db, DB_THREADS);
    return true;
}

void
page_thread_keep(struct web *w, const struct request *q, struct response *r)
{
    struct compose c;
    struct thread t;
    char path[64];

    snprintf(path, sizeof(path), "/threads/%lld#compose", (long long)q->id);
    if (keep_typed(w, q, r, &t, &c))
        reply_redirect(r, path);
}

/* While somebody types: keeps the draft and answers with the count. */
void
page_thread_draft(struct web *w, const struct request *q, struct response *r)
{
    struct compose_count count = { 0 };
    struct compose c;
    struct thread t;
    struct page p;

    if (!keep_typed(w, q, r, &t, &c))
        return;
    talk_count(w, q, &t, &c, &count);
    page_start(&p, w, q, t.label);
    pages_count_box(&p, &count);
    page_finish(&p, r, 200);
    compose_count_clear(&count);
}

struct wanted_template {
    int64_t id;
    struct compose *c;
};

static void
use_template(void *user, const struct template *t)
{
    struct wanted_template *wanted = user;

    if (t->id != wanted->id)
        return;
    snprintf(wanted->c->text, sizeof(wanted->c->text), "%s", t->body);
    snprintf(wanted->c->tone, sizeof(wanted->c->tone), "%s",
        tone_name(t->tone));
}

static void
use_plain(struct compose *c)
{
    char *plain = NULL;
    bool changed;

    if (!text_plain(c->text, &plain, &changed))
        snprintf(c->text, sizeof(c->text), "%s", plain);
    free(plain);
}

/* What the buttons beside "Send" do; the draft comes back changed. */
static void
prepare(struct web *w, const struct request *q, struct response *r,
    struct compose *c, const char *what)
{
    struct wanted_template wanted = {
        params_int(&q->form, "template", INT64_MAX, 0), c };
    char path[64];
    enum err e = OK;

    if (!strcmp(what, "template"))
        e = template_list(w->db, use_template, &wanted);
    else if (!strcmp(what, "plain"))
        use_plain(c);
    else if (!strcmp(what, "sign"))
        e = account_sign(w, q, c->text, sizeof(c->text));
    if (!e)
        e = save_draft(w, q, c);
    snprintf(path, sizeof(path), "/threads/%lld#compose", (long long)q->id);
    if (e)
        page_refusal(q, r, reply_status(e), err_text(e));
    else
        reply_redirect(r, path);
}

/* The page again with what was written, and why it did not go. */
static void
show_trouble(struct web *w, const struct request *q, struct response *r,
    const struct compose *draft, enum err why, const struct reason *words)
{
    struct page_list l = { .here = q->id };
    struct page_conversation *c = calloc(1, sizeof(*c));
    enum err e = c ? talk_read(w, q, c) : ERR_MEMORY;
    struct page p;

    if (!e)
        e = talk_list(w, q, &l);
    if (e)
        page_refused(q, r, why, words);
    else {
        c->draft = *draft;
        c->trouble = reason_given(words) ? *words
                                         : reason_words(err_text(why));
        if (talk_writes(c))
            page_start_writing(&p, w, q, page_talk_title(&c->thread),
                q->id);
        else
            page_start(&p, w, q, page_talk_title(&c->thread));
        pages_inbox(&p, &l, c);
        page_finish(&p, r, reply_status(why));
    }
    talk_list_clear(&l);
    if (c)
        talk_clear(c);
    free(c);
}

/* Nobody is answered at another number than the one that wrote, unless staff
 * chose it. */
static enum err
choose_number(struct web *w, const struct thread *t, struct compose *c,
    struct reason *why)
{
    enum err e = OK;

    if (!t->tray && !*c->to
        && !(e = talk_answer_to(w->db, t, c->to)) && !*c->to)
        e = reason_refuse(why, ERR_INPUT, reason_of(REASON_WRITER_TAKES_NONE));
    return e;
}

static enum err
send_it(struct web *w, const struct request *q, const struct thread *t,
    struct compose *c, struct reason *why)
{
    const char *classes[COMPOSE_CLASSES];
    struct send s = { 0 };
    struct sent sent;
    enum err e;

    if ((e = choose_number(w, t, c, why)))
        return e;
    talk_settings(q, &s);
    if (!compose_send(c, &s, classes, why))
        return ERR_INPUT;
    talk_address(t, c, &s);
    s.once = params_get(&q->form, "once");
    if ((e = send_text(w->db, &s, &sent, why)))
        return e == ERR_EXISTS ? OK : e;        /* sent twice, goes once */
    free(sent.ids);
    presence_end(q->id, q->caller.who);
    if (thread_seen(w->db, q->id, INT64_MAX, q->caller.who)
        || (q->caller.staff && page_draft_set(w, q, q->id, "")))
        return OK;              /* it went; the rest can be done by hand */
    return OK;
}

void
page_thread_send(struct web *w, const struct request *q, struct response *r)
{
    const char *what = params_get(&q->form, "do");
    struct reason why = { 0 };
    struct compose c;
    struct thread t;
    enum err e;

    if (!get(w, q, r, &t))
        return;
    compose_read(&q->form, &c);
    if (what && strcmp(what, "send") != 0)
        prepare(w, q, r, &c, what);
    else if ((e = send_it(w, q, &t, &c, &why))) {
        if (save_draft(w, q, &c))
            log_warn("web", "what was not sent is no draft");
        show_trouble(w, q, r, &c, e, &why);
    }
    else
        go_on(w, q, r, &t, "sent");
}

/* By when the answer comes. */
void
page_thread_hold(struct web *w, const struct request *q, struct response *r)
{
    const char *asks = params_get(&q->form, "asks");
    struct reason why = { 0 };
    enum holding what;
    struct thread t;
    int by;
    enum err e;

    if (!get(w, q, r, &t))
        return;
    if (!holding_read(asks ? asks : "", &what))
        what = HOLDING_FINDING;
    e = hold_send(w, q, &t, what,
        (int)params_int(&q->form, "day", INT32_MAX, 0),
        params_get(&q->form, "once"), &by, &why);
    if (!e || e == ERR_EXISTS)  /* sent twice, goes once */
        go_on(w, q, r, &t, "sent");
    else {
        struct compose none = { .text = "" };

        show_trouble(w, q, r, &none, e, &why);
    }
}
