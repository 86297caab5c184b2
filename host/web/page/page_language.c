/* page_language.c - which language the pages are in for this browser. */
#include "base/log.h"
#include "web/kit/cookie.h"
#include "web/kit/languages.h"
#include "web/page/handlers.h"
#include "web/view/account_view.h"

#include <string.h>

/* Whoever is signed in reads in it wherever they sign in. */
static void
keep(struct web *w, const struct request *q, const char *code)
{
    struct reason why = { 0 };
    struct profile p;
    enum err e = profile_get(w->db, q->caller.staff, &p);

    if (!e && strcmp(p.language, code) != 0
        && !(e = account_set_language(&p, code)))
        e = profile_save(w->db, &p, false, q->caller.who, &why);
    if (e)
        log_warn("web", "the language is not kept: %s", err_text(e));
}

void
page_language(struct web *w, const struct request *q, struct response *r)
{
    const char *code = params_get(&q->form, "language");
    const char *back = params_get(&q->form, "back");
    const struct language *l = code ? languages_find(code) : NULL;

    if (!l) {
        page_refusal(q, r, 400, "There is no such language here.");
        return;
    }
    page_draft_along(w, q, r);
    if (r->status)
        return;
    if (q->caller.staff)
        keep(w, q, l->code);
    cookie_language(q, r, l->code);
    reply_redirect(r, request_next(back));
}
