/* page_week.c - the week's round: a sentence about each child of a class. */
#include "base/clock.h"
#include "web/page/handlers.h"
#include "web/pages/pages.h"
#include "web/view/talk.h"
#include "web/view/week_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *
class_of(const struct request *q)
{
    const char *name = params_get(&q->query, "class");

    return name ? name : "";
}

static enum err
read_week(struct web *w, const struct request *q, struct week_view *v)
{
    struct send with = { 0 };

    talk_settings(q, &with);
    v->may_write = q->caller.role >= ROLE_STAFF;
    v->may_set = q->caller.role == ROLE_ADMIN;
    return week_view_read(w->db, class_of(q), q->caller.who, &with, v);
}

/* The page, or what of it changes while somebody types. */
static void
show(struct web *w, const struct request *q, struct response *r, bool whole)
{
    struct week_view *v = calloc(1, sizeof(*v));
    enum err e = v ? read_week(w, q, v) : ERR_MEMORY;
    struct page p;

    if (e)
        page_refusal(q, r, reply_status(e), e == ERR_NOT_FOUND
                ? "There is no such class." : err_text(e));
    else {
        page_start(&p, w, q, "This week");
        if (whole)
            pages_week(&p, v);
        else {
            week_as_typed(v, &q->form);
            pages_week_done(&p, v);
        }
        page_finish(&p, r, 200);
    }
    if (v)
        week_view_clear(v);
    free(v);
}

void
page_week(struct web *w, const struct request *q, struct response *r)
{
    show(w, q, r, true);
}

static void
go(const char *class_name, struct response *r, const char *done)
{
    char to[PARAMS_ADDRESS];

    page_go(r, params_address("/week", "class", class_name, to), done);
}

/* False after answering. */
static bool
keep(struct web *w, const struct request *q, struct response *r)
{
    enum err e = week_keep(w->db, &q->form, q->caller.who);

    if (e)
        page_refusal(q, r, reply_status(e), e == ERR_INPUT
                ? "A sentence is too long: at most 160 letters."
                : "What you typed could not be kept.");
    return !e;
}

void
page_week_save(struct web *w, const struct request *q, struct response *r)
{
    if (keep(w, q, r))
        go(class_of(q), r, "saved");
}

void
page_week_draft(struct web *w, const struct request *q, struct response *r)
{
    if (keep(w, q, r))
        show(w, q, r, false);
}

void
page_week_send(struct web *w, const struct request *q, struct response *r)
{
    struct week_sent sent = { 0 };
    struct send with = { 0 };
    enum err e;

    talk_settings(q, &with);
    e = week_send_now(w->db, class_of(q), &with, &sent);
    if (e)
        page_refusal(q, r, reply_status(e), e == ERR_REFUSED
                ? "Another teacher typed a line just now, so nothing"
                " was sent: try again in three minutes." : err_text(e));
    else
        go(class_of(q), r, sent.texts ? "sent" : "nobodygot");
}

void
page_week_term(struct web *w, const struct request *q, struct response *r)
{
    const char *from = params_get(&q->form, "from");
    const char *to = params_get(&q->form, "to");
    const char *day = params_get(&q->form, "day");
    const char *time = params_get(&q->form, "time");
    const char *class_name = params_get(&q->form, "class");
    char at[24];
    enum err e;

    snprintf(at, sizeof(at), "%s %s", day ? day : "", time ? time : "");
    e = term_set(w->db, from, to, at, q->caller.who);
    if (e)
        page_refusal(q, r, reply_status(e), e == ERR_INPUT
                ? "These dates cannot be: the term ends after it begins."
                : err_text(e));
    else
        go(class_name ? class_name : "", r, "saved");
}
