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
show(struct web *w, const struct request *q, struct response *r, int status,
    struct reason why)
{
    struct account_view v = { .why = why };
    enum err e = account_read(w, q, &v);
    struct page p;

    if (e) {
        page_refusal(q, r, reply_status(e), e == ERR_NOT_FOUND
                ? "This is for people who are signed in." : err_text(e));
        return;
    }
    page_start(&p, w, q, "Your account");
    pages_account(&p, &v);
    page_finish(&p, r, status);
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

static const char *
field(const struct request *q, const char *name)
{
    const char *v = params_get(&q->form, name);

    return v ? v : "";
}

/* The form over what is kept: classes that an admin set are not in it. */
static enum err
read_work(const struct request *q, struct profile *p, struct reason *why)
{
    snprintf(p->signature, sizeof(p->signature), "%s", field(q, "signature"));
    snprintf(p->subjects, sizeof(p->subjects), "%s", field(q, "subjects"));
    if (account_set_language(p, field(q, "language")))
        return reason_refuse(why, ERR_INPUT,
            reason_words("There is no such language here."));
    if (params_flag(&q->form, "classes"))
        *p->classes = '\0';
    for (int i = 0; i < q->form.count; i++)
        if (!strcmp(q->form.item[i].name, "class")
            && account_add_class(p, q->form.item[i].value))
            return reason_refuse(why, ERR_INPUT,
                reason_of(REASON_THIS_TOO_LONG));
    return OK;
}

void
page_account_work(struct web *w, const struct request *q, struct response *r)
{
    struct reason why = { 0 };
    struct profile p;
    enum err e = profile_get(w->db, q->caller.staff, &p);

    if (!e && !(e = read_work(q, &p, &why)))
        e = profile_save(w->db, &p, false, q->caller.who, &why);
    if (e)
        show(w, q, r, reply_status(e), reason_or_error(&why, e));
    else
        page_go(r, "/account", "saved");
}
