/* page_sign_in.c - in and out. */
#include "base/clock.h"
#include "base/log.h"
#include "web/kit/cookie.h"
#include "web/kit/guess.h"
#include "web/page/handlers.h"
#include "web/pages/pages.h"
#include "web/view/first_left.h"

#include <stdio.h>
#include <string.h>

/* Where the one who signs in wanted to go. */
static const char *
next_of(const struct request *q)
{
    const char *next = params_get(&q->form, "next");

    return request_next(next ? next : params_get(&q->query, "next"));
}

static void
show_form(struct web *w, const struct request *q, struct response *r,
    int status, const char *name, struct reason why)
{
    struct kept kept;
    struct page p;

    kept_along(q, &kept);
    page_start(&p, w, q, "Sign in");
    pages_sign_in(&p, name, &why, next_of(q), q->locked.role != ROLE_NONE,
        &kept);
    page_finish(&p, r, status);
}

void
page_sign_in_again(const struct request *q, struct response *r,
    const char *next)
{
    const char *by = params_get(&q->form, "by");
    struct reason none = reason_none;
    struct kept kept;
    struct page p;

    kept_from(q, &kept);
    page_start(&p, NULL, q, "Sign in");
    pages_sign_in(&p, by ? by : q->locked.who, &none, next, false, &kept);
    page_finish(&p, r, 401);
}

/* A form that its session did not outlive is shown, to be sent now; false:
 * there is none of this person's. */
static bool
go_on(struct web *w, const struct request *q, struct response *r,
    const char *name, const char *secret)
{
    struct kept kept;
    struct token t;
    struct page p;

    kept_along(q, &kept);
    if (!kept_is_of(&kept, name) || token_check(w->db, secret, 0, true, &t))
        return false;
    page_start(&p, w, q, "You are signed in again");
    pages_go_on(&p, &kept, next_of(q), t.csrf);
    page_finish(&p, r, 200);
    explicit_bzero(&t, sizeof(t));
    return true;
}

void
page_sign_in(struct web *w, const struct request *q, struct response *r)
{
    if (q->caller.role != ROLE_NONE)
        reply_redirect(r, next_of(q));
    else if (first_open(w))
        reply_redirect(r, "/first");
    else
        show_form(w, q, r, 200, q->locked.who, reason_none);
}

/* A session that is opened again, or a browser that knows the name, counts for
 * itself. */
static void
start_guess(struct web *w, const struct request *q, const char *name,
    struct guess *g)
{
    char own[40] = "";

    if (q->locked.role != ROLE_NONE && !strcmp(q->locked.who, name))
        snprintf(own, sizeof(own), "locked:%.16s", q->secret);
    else
        guess_is_known(w->db, q->known, name, own);
    guess_of(name, q->peer, own, g);
}

static void
note(struct web *w, const struct request *q, const char *name, bool good)
{
    enum err e = staff_note_sign_in(w->db, name, good, q->peer);

    if (e)
        log_warn("web", "a sign-in is not noted: %s", err_text(e));
}

/* Where to: the page that was asked for, else the one that they chose. */
static const char *
opening(struct web *w, const char *next, const char *name)
{
    static _Thread_local char opens[STAFF_OPENS];

    if (strcmp(next, "/") != 0 || staff_opens(w->db, name, opens) || !*opens)
        return next;
    return opens;
}

static void
let_in(struct web *w, const struct request *q, struct response *r,
    const char *name, const char *secret)
{
    char known[GUESS_KNOWN];
    enum err e;

    if (*q->secret && (e = token_end(w->db, q->secret))
        && e != ERR_NOT_FOUND)
        log_warn("web", "the session before: %s", err_text(e));
    if ((e = guess_remember(w->db, q->known, name, known)))
        log_warn("web", "the browser is not remembered: %s", err_text(e));
    else
        cookie_known(q, r, known);
    cookie_session(q, r, secret);
    if (!go_on(w, q, r, name, secret))
        reply_redirect(r, opening(w, next_of(q), name));
}

void
page_sign_in_check(struct web *w, const struct request *q,
    struct response *r)
{
    const char *name = params_get(&q->form, "name");
    const char *password = params_get(&q->form, "password");
    char secret[65] = "";
    struct guess g;
    int64_t wait;
    enum err e;

    if (!name || !password) {
        show_form(w, q, r, 400, "",
            reason_words("Give a name and a password."));
        return;
    }
    start_guess(w, q, name, &g);
    if ((wait = guess_wait(&g))) {
        show_form(w, q, r, 429, name, reason_number(REASON_WAIT_SECONDS,
            (wait + SECOND - 1) / SECOND));
        return;
    }
    if ((e = staff_sign_in(w->db, name, password, secret))) {
        if (e == ERR_REFUSED) {
            guess_failed(&g);
            note(w, q, name, false);
        }
        log_warn("web", "peer=%s: sign-in failed: %s", q->peer, err_text(e));
        show_form(w, q, r, e == ERR_REFUSED ? 403 : reply_status(e), name,
            reason_words(e == ERR_REFUSED ? "Name or password is wrong."
                                          : err_text(e)));
        return;
    }
    guess_good(&g);
    note(w, q, name, true);
    let_in(w, q, r, name, secret);
}

void
page_sign_out(struct web *w, const struct request *q, struct response *r)
{
    enum err e;

    page_draft_along(w, q, r);
    if (r->status)
        return;
    e = *q->secret ? token_end(w->db, q->secret) : OK;
    if (e && e != ERR_NOT_FOUND)
        log_warn("web", "sign-out: %s", err_text(e));
    cookie_session(q, r, "");
    reply_redirect(r, "/sign-in");
}
