/* page_facts.c - facts of children from a sheet: sent, looked at, then told
 * home or noted in the register. */
#include "base/clock.h"
#include "web/page/handlers.h"
#include "web/page/list_wait.h"
#include "web/pages/pages.h"
#include "web/view/facts_view.h"
#include "web/view/talk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
keep_list(void *user, const struct absence_list *l)
{
    struct facts_view *v = user;

    v->lists[v->n_lists++] = *l;
}

/* The page before there is a sheet; v is given back empty. */
static void
show_form(struct web *w, const struct request *q, struct response *r,
    int status, const struct reason *why)
{
    struct facts_view *v = calloc(1, sizeof(*v));
    struct page p;
    enum err e = v ? absence_lists(w->db, FACTS_LISTS, keep_list, v)
                   : ERR_MEMORY;

    if (e)
        page_refusal(q, r, reply_status(e), err_text(e));
    else {
        page_start(&p, w, q, "From a sheet");
        pages_facts(&p, why, v);
        page_finish(&p, r, status);
    }
    free(v);
}

void
page_facts(struct web *w, const struct request *q, struct response *r)
{
    show_form(w, q, r, 200, &reason_none);
}

void
page_facts_look(struct web *w, const struct request *q, struct response *r)
{
    char key[LIST_KEY], to[80];
    struct reason why = { 0 };
    enum err e = list_wait_keep(q, key, &why);

    if (e) {
        show_form(w, q, r, reply_status(e), &why);
        return;
    }
    snprintf(to, sizeof(to), "/tell/sheet/%s", key);
    reply_redirect(r, to);
}

static void
show_seen(struct web *w, const struct request *q, struct response *r,
    const struct facts_view *v, int status, const struct reason *why)
{
    struct page p;

    page_start(&p, w, q, "From a sheet");
    pages_facts_seen(&p, v, why);
    page_finish(&p, r, status);
}

static void
send_it(struct web *w, const struct request *q, struct response *r,
    struct facts_view *v)
{
    struct sent sent = { 0 };
    struct reason why = { 0 };
    char to[64];
    enum err e;

    v->undo = clock_now() + MINUTE;
    e = facts_view_send(w->db, v, params_get(&q->form, "once"), &sent, &why);
    free(sent.ids);
    if (e && e != ERR_EXISTS) { /* sent twice, goes once */
        why = reason_or_error(&why, e);
        show_seen(w, q, r, v, reply_status(e), &why);
        return;
    }
    snprintf(to, sizeof(to), "/tell/%lld", (long long)sent.batch);
    list_wait_done(q, to);
    reply_redirect(r, to);
}

static void
note_it(struct web *w, const struct request *q, struct response *r,
    struct facts_view *v)
{
    struct absent_listed done = { 0 };
    enum err e = facts_view_note(w->db, v, &done);
    struct reason why = reason_or_error(&done.told.why, e);

    if (e) {
        show_seen(w, q, r, v, reply_status(e), &why);
        return;
    }
    list_wait_done(q, "/tell/sheet");
    page_go(r, "/tell/sheet", !done.noted ? "notednone"
            : done.told.left ? "notedleft" : "noted");
}

/* Looks at what waits, and does what the form asks. */
static void
run(struct web *w, const struct request *q, struct response *r,
    const struct params *said, const char *what)
{
    struct facts_view *v = calloc(1, sizeof(*v));
    struct send with = { 0 };
    struct reason why = { 0 }, unfit = { 0 };
    size_t n = 0;
    char *bytes = list_wait_find(q, &n);
    enum err e = v ? OK : ERR_MEMORY, bad = OK;

    talk_settings(q, &with);
    if (!bytes)
        list_wait_gone(q, r);
    else if (!e) {
        v->key = q->segment;
        bad = facts_wish_read(said, &v->wish, &unfit);
        e = facts_view_read(w->db, bytes, n, &with, v, &why);
        if (!e && bad)
            e = reason_refuse(&why, bad, unfit);
        compose_price(w->db, v->parts, v->price, sizeof(v->price));
        v->approval = send_needs_approval(&v->send, q->rules->config.alone,
            v->phones, q->caller.role == ROLE_ADMIN);
    }
    if (bytes && e == ERR_INPUT && !v->sheet.n)
        show_form(w, q, r, 400, &why);
    else if (bytes && e && e != ERR_INPUT)
        page_refused(q, r, e, &why);
    else if (bytes && !e && !strcmp(what, "send"))
        send_it(w, q, r, v);
    else if (bytes && !e && !strcmp(what, "note"))
        note_it(w, q, r, v);
    else if (bytes)
        show_seen(w, q, r, v, reply_status(e), &why);
    free(bytes);
    if (v)
        facts_view_clear(v);
    free(v);
}

void
page_facts_seen(struct web *w, const struct request *q, struct response *r)
{
    run(w, q, r, &q->query, "look");
}

void
page_facts_do(struct web *w, const struct request *q, struct response *r)
{
    const char *what = params_get(&q->form, "do");

    run(w, q, r, &q->form, what ? what : "look");
}

void
page_facts_undo(struct web *w, const struct request *q, struct response *r)
{
    enum err e = absent_list_undo(w->db, q->id, q->caller.who);

    if (e && e != ERR_NOT_FOUND)
        page_refusal(q, r, reply_status(e), err_text(e));
    else
        page_go(r, "/tell/sheet", e ? "" : "unimported");
}
