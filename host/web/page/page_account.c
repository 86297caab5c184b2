/* page_account.c - a person's own account: password, where it is signed in. */
#include "base/clock.h"
#include "web/kit/cookie.h"
#include "web/kit/guess.h"
#include "web/page/handlers.h"
#include "web/pages/pages.h"
#include "web/view/account_view.h"

#include <stdio.h>
#include <string.h>

static void
show_view(struct web *w, const struct request *q, struct response *r,
    int status, const struct account_view *v)
{
    struct page p;

    page_start(&p, w, q, "Your account");
    pages_account(&p, v);
    page_finish(&p, r, status);
}

/* False, after answering, where it cannot be read. */
static bool
read_view(struct web *w, const struct request *q, struct response *r,
    struct account_view *v)
{
    enum err e = account_read(w, q, v);

    if (e)
        page_refusal(q, r, reply_status(e), e == ERR_NOT_FOUND
                ? "This is for people who are signed in." : err_text(e));
    return !e;
}

static void
show(struct web *w, const struct request *q, struct response *r, int status,
    struct reason why)
{
    struct account_view v = { .why = why };

    if (read_view(w, q, r, &v))
        show_view(w, q, r, status, &v);
}

void
page_account(struct web *w, const struct request *q, struct response *r)
{
    show(w, q, r, 200, reason_none);
}

void
page_account_password(struct web *w, const struct request *q,
    struct response *r)
{
    const char *old = params_get(&q->form, "old");
    const char *password = params_get(&q->form, "password");
    struct guess g;
    char own[40];
    int64_t wait;
    enum err e;

    snprintf(own, sizeof(own), "own:%.16s", q->secret);
    guess_of(q->caller.who, q->peer, own, &g);
    if ((wait = guess_wait(&g))) {
        show(w, q, r, 429, reason_number(REASON_WAIT_SECONDS,
            (wait + SECOND - 1) / SECOND));
        return;
    }
    e = staff_own_password(w->db, q->secret, old ? old : "",
        password ? password : "");
    if (e == ERR_REFUSED)
        guess_failed(&g);
    else if (!e)
        guess_good(&g);
    if (e)
        show(w, q, r, reply_status(e), e == ERR_REFUSED
                ? reason_words("That is not your password now.")
                : e == ERR_INPUT ? reason_of(REASON_ACCOUNT_UNUSABLE)
                                 : reason_words(err_text(e)));
    else
        page_go(r, "/account", "saved");
}

void
page_account_out(struct web *w, const struct request *q, struct response *r)
{
    enum err e = params_get(&q->form, "all")
        ? staff_sign_out_all(w->db, q->secret) : ERR_INPUT;

    if (e) {
        show(w, q, r, reply_status(e), reason_words(err_text(e)));
        return;
    }
    cookie_session(q, r, "");
    reply_redirect(r, "/sign-in");
}

void
page_account_opens(struct web *w, const struct request *q, struct response *r)
{
    const char *path = params_get(&q->form, "opens");
    struct profile p;
    enum err e = path ? account_set_opens(&p, path) : ERR_INPUT;

    if (!e)
        e = staff_set_opens(w->db, q->secret, p.opens);
    if (e)
        show(w, q, r, reply_status(e), reason_words(err_text(e)));
    else
        page_go(r, "/account", "saved");
}

void
page_account_work(struct web *w, const struct request *q, struct response *r)
{
    struct account_view v = { .count = 0 };
    char classes[PROFILE_CLASSES];
    enum err e;

    if (!read_view(w, q, r, &v))
        return;
    memcpy(classes, v.profile.classes, sizeof(classes));
    if (!(e = account_form(q, &v, &v.why)))
        e = profile_save(w->db, &v.profile, false, q->caller.who, &v.why);
    if (!e) {
        page_go(r, "/account", "saved");
        return;
    }
    v.why = reason_or_error(&v.why, e);
    if (v.profile.kept)         /* they are shown as the admin set them */
        memcpy(v.profile.classes, classes, sizeof(classes));
    show_view(w, q, r, reply_status(e), &v);
}
