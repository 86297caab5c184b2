/* page_message.c - what staff do with one message. */
#include "mapping/mapping.h"
#include "settings/rules.h"
#include "store/inbox/filing.h"
#include "store/inbox/filing_decide.h"
#include "store/inbox/sender.h"
#include "store/queue/queue.h"
#include "store/thread/about.h"
#include "store/thread/desk.h"
#include "web/page/handlers.h"
#include "web/view/talk.h"

#include <stdio.h>
#include <string.h>

/* The thread of message q->id; false after answering. */
static bool
get(struct web *w, const struct request *q, struct response *r,
    int64_t *thread)
{
    struct message m = { 0 };
    enum err e = message_get(w->db, q->id, &m);

    if (!e && !caller_sees_tray(&q->caller, m.tray))
        e = ERR_NOT_FOUND;
    if (e)
        page_refusal(q, r, reply_status(e), e == ERR_NOT_FOUND
                ? "There is no such message." : err_text(e));
    else
        *thread = m.thread;
    message_clear(&m);
    return !e;
}

/* On to where the message is now. */
static void
show(struct web *w, const struct request *q, struct response *r, int64_t id,
    const char *done)
{
    struct message m = { 0 };
    char path[80];
    enum err e = message_get(w->db, id, &m);

    if (e || !caller_sees_tray(&q->caller, m.tray))
        page_go(r, "/inbox", done);
    else {
        snprintf(path, sizeof(path), "/threads/%lld", (long long)m.thread);
        page_go(r, path, done);
    }
    message_clear(&m);
}

/* After a message left the thread that was open: its next message that waits,
 * or the next thread of the list; false, and nothing is answered, where none
 * is. */
static bool
go_on(struct web *w, const struct request *q, struct response *r,
    const struct thread *was)
{
    struct thread now = { 0 };
    char from[120], path[200];

    talk_from(q, from, sizeof(from));
    if (!*from || thread_get(w->db, was->id, &now) || !now.waiting)
        return page_go_on(w, q, r, was, "filednext");
    snprintf(path, sizeof(path), "/threads/%lld%s", (long long)now.id, from);
    page_go(r, path, "filednext");
    return true;
}

/* Whether the text may answer a question and nobody has said what it is. */
static bool
asks_staff(struct web *w, int64_t id)
{
    struct message m = { 0 };
    bool asks = !message_get(w->db, id, &m) && m.question && !*m.answer;

    message_clear(&m);
    return asks;
}

void
page_message_file(struct web *w, const struct request *q, struct response *r)
{
    int64_t family = params_int(&q->form, "family", INT64_MAX, 0), thread;
    struct thread was = { 0 };
    enum err e;

    if (!get(w, q, r, &thread))
        return;
    e = thread_get(w->db, thread, &was);
    if (!e)
        e = family ? filing_move(w->db, q->id, family, q->caller.who)
                   : ERR_INPUT;
    if (!e && (asks_staff(w, q->id) || !go_on(w, q, r, &was)))
        show(w, q, r, q->id, "filed");
    else if (e)
        page_refusal(q, r, reply_status(e), !family
                ? "Choose the family first."
            : e == ERR_INPUT
                ? "It was sent from here; only what came in can be filed."
            : e == ERR_NOT_FOUND ? "There is no such family."
            : e == ERR_REFUSED ? "It is in that family's thread already."
                               : err_text(e));
}

void
page_message_unfile(struct web *w, const struct request *q,
    struct response *r)
{
    int64_t thread;
    enum err e;

    if (!get(w, q, r, &thread))
        return;
    if ((e = filing_undo(w->db, q->id, q->caller.who)))
        page_refusal(q, r, reply_status(e), e == ERR_REFUSED
                ? "Nobody has moved it." : err_text(e));
    else
        show(w, q, r, q->id, "unfiled");
}

void
page_message_answer(struct web *w, const struct request *q,
    struct response *r)
{
    const char *option = params_get(&q->form, "option");
    bool none = params_flag(&q->form, "none");
    int64_t tell = params_int(&q->form, "tell", INT64_MAX, 0), thread;
    char path[64];
    enum err e;

    if (!get(w, q, r, &thread))
        return;
    if (!none && (!option || !*option))
        e = ERR_INPUT;
    else
        e = sender_answer(w->db, q->id, none ? "" : option, q->caller.who);
    if (e)
        page_refusal(q, r, reply_status(e), e == ERR_INPUT
                ? "Choose one of the answers." : err_text(e));
    else if (tell) {            /* the pile on the page of the question */
        snprintf(path, sizeof(path), "/tell/%lld", (long long)tell);
        page_go(r, path, none ? "notcounted" : "counted");
    } else
        show(w, q, r, q->id, none ? "notcounted" : "counted");
}

/* Staff say what a phone wants, or whether its number is right. */
void
page_message_decide(struct web *w, const struct request *q,
    struct response *r)
{
    const char *name = params_get(&q->form, "decision");
    enum filing_decision d = FILING_KEEP;
    int64_t thread;
    enum err e;

    if (!get(w, q, r, &thread))
        return;
    if (!name || filing_decision_parse(name, &d))
        e = ERR_INPUT;
    else
        e = filing_decide(w->db, q->id, d, &q->rules->inbox, q->caller.who);
    if (e)
        page_refusal(q, r, reply_status(e), e == ERR_INPUT
                ? "Choose one of the two."
            : e == ERR_NOT_FOUND || e == ERR_REFUSED
                ? "It is decided already." : err_text(e));
    else if (params_flag(&q->form, "today"))
        page_go(r, "/", "decided");
    else
        show(w, q, r, q->id, "decided");
}

static void
after_hand(struct web *w, const struct request *q, struct response *r,
    enum err e)
{
    if (e)
        page_refusal(q, r, reply_status(e), e == ERR_REFUSED
                ? "It is with the safeguarding staff already, or decided."
            : e == ERR_INPUT
                ? "It was sent from here; only what came in can be handed over."
                : err_text(e));
    else
        show(w, q, r, q->id, "handed");
}

void
page_message_concern(struct web *w, const struct request *q,
    struct response *r)
{
    bool matter = params_flag(&q->form, "matter");
    int64_t thread;
    enum err e;

    if (!get(w, q, r, &thread))
        return;
    e = filing_concern(w->db, q->id, matter, q->caller.who);
    if (e || matter)
        after_hand(w, q, r, e);
    else if (params_flag(&q->form, "today"))
        page_go(r, "/", "noconcern");
    else
        show(w, q, r, q->id, "noconcern");
}

void
page_message_also(struct web *w, const struct request *q, struct response *r)
{
    int64_t family = params_int(&q->form, "family", INT64_MAX, 0), thread;
    bool off = params_flag(&q->form, "off");
    enum err e;

    if (!get(w, q, r, &thread))
        return;
    e = filing_also(w->db, q->id, family, !off, q->caller.who);
    if (e)
        page_refusal(q, r, reply_status(e), e == ERR_REFUSED
                ? "File it in a family's thread first; or that is so already."
            : e == ERR_NOT_FOUND ? "There is no such family." : err_text(e));
    else
        show(w, q, r, q->id, off ? "notalso" : "also");
}

/* It can wait, or cannot after all; back to where the button was. */
void
page_message_ease(struct web *w, const struct request *q, struct response *r)
{
    const char *from = params_get(&q->form, "from");
    bool ease = params_flag(&q->form, "ease");
    int64_t thread;
    enum err e;

    if (!get(w, q, r, &thread))
        return;
    if ((e = desk_ease(w->db, q->id, ease, q->caller.who)))
        page_refusal(q, r, reply_status(e), e == ERR_REFUSED
                ? "It is so already." : err_text(e));
    else if (ease && from && !strcmp(from, "today"))
        page_go(r, "/", "eased");
    else if (ease && from && !strcmp(from, "inbox"))
        page_go(r, "/inbox", "eased");
    else
        show(w, q, r, q->id, ease ? "eased" : "uneased");
}

/* A parent's text is good news from home about a child, or is none. */
void
page_message_good(struct web *w, const struct request *q, struct response *r)
{
    int64_t child = params_int(&q->form, "child", INT64_MAX, 0), thread = 0;
    enum err e;

    if (!get(w, q, r, &thread))
        return;
    e = about_good(w->db, q->id, child, q->caller.who);
    if (e)
        page_refusal(q, r, reply_status(e), e == ERR_NOT_FOUND
                ? "That child is not of the family it goes to." : err_text(e));
    else
        show(w, q, r, q->id, "saved");
}

void
page_message_hand(struct web *w, const struct request *q, struct response *r)
{
    int64_t thread;

    if (get(w, q, r, &thread))
        after_hand(w, q, r, filing_hand(w->db, q->id, q->caller.who));
}

void
page_thread_hand(struct web *w, const struct request *q, struct response *r)
{
    int count = 0;
    struct thread t;
    enum err e = talk_thread(w, q, &t);

    if (!e)
        e = filing_hand_thread(w->db, q->id, q->caller.who, &count);
    if (e)
        after_hand(w, q, r, e);
    else
        page_go(r, "/inbox", "handed");
}

void
page_message_cancel(struct web *w, const struct request *q,
    struct response *r)
{
    int64_t thread;
    enum err e;

    if (!get(w, q, r, &thread))
        return;
    if ((e = queue_cancel(w->db, q->id, q->caller.who)))
        page_refusal(q, r, reply_status(e), e == ERR_REFUSED
                ? "It has left already and cannot be called back."
                : err_text(e));
    else
        show(w, q, r, q->id, "cancelled");
}

void
page_message_resend(struct web *w, const struct request *q,
    struct response *r)
{
    int64_t thread, id = 0;
    enum err e;

    if (!get(w, q, r, &thread))
        return;
    e = queue_resend(w->db, q->id, &q->rules->queue, q->caller.who,
        &id);
    if (e)
        page_refusal(q, r, reply_status(e), e == ERR_REFUSED
                ? "It cannot be sent again: it was already, or it arrived."
                : err_text(e));
    else
        show(w, q, r, id, "sent");
}
