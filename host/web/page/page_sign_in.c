/* page_sign_in.c - in and out. */
#include "base/clock.h"
#include "base/log.h"
#include "text/unicode.h"
#include "web/kit/cookie.h"
#include "web/kit/throttle.h"
#include "web/page/handlers.h"
#include "web/pages/pages.h"
#include "web/view/first_left.h"

#include <stdio.h>
#include <stdlib.h>

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
    struct page p;

    page_start(&p, w, q, "Sign in");
    pages_sign_in(&p, name, &why, next_of(q), q->locked.role != ROLE_NONE);
    page_finish(&p, r, status);
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

/* However the account's name is typed, its guesses count together. */
static void
name_key(const char *name, char *out, size_t room)
{
    char *folded = NULL;
    enum err e = unicode_fold(name, &folded);

    snprintf(out, room, "name:%s", e ? name : folded);
    free(folded);
}

void
page_sign_in_check(struct web *w, const struct request *q,
    struct response *r)
{
    const char *name = params_get(&q->form, "name");
    const char *password = params_get(&q->form, "password");
    char secret[65] = "", by_name[80];
    int64_t wait, more;
    enum err e;

    if (!name || !password) {
        show_form(w, q, r, 400, "",
            reason_words("Give a name and a password."));
        return;
    }
    name_key(name, by_name, sizeof(by_name));
    wait = throttle_wait(by_name);
    more = throttle_wait(q->peer);
    if (wait < more)
        wait = more;
    if (wait) {
        show_form(w, q, r, 429, name, reason_number(REASON_WAIT_SECONDS,
            (wait + SECOND - 1) / SECOND));
        return;
    }
    e = staff_sign_in(w->db, name, password, secret);
    if (e) {
        throttle_failed(by_name);
        throttle_failed(q->peer);
        log_warn("web", "peer=%s: sign-in failed: %s", q->peer, err_text(e));
        show_form(w, q, r, e == ERR_REFUSED ? 403 : reply_status(e), name,
            reason_words(e == ERR_REFUSED ? "Name or password is wrong."
                                          : err_text(e)));
        return;
    }
    throttle_good(by_name);
    throttle_good(q->peer);
    if (*q->secret && (e = token_end(w->db, q->secret))
        && e != ERR_NOT_FOUND)
        log_warn("web", "the session before: %s", err_text(e));
    cookie_session(q, r, secret);
    reply_redirect(r, next_of(q));
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
