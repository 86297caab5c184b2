/* page_language.c - which language the pages are in for this browser. */
#include "web/kit/cookie.h"
#include "web/kit/languages.h"
#include "web/page/handlers.h"

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
    cookie_language(q, r, l->code);
    reply_redirect(r, request_next(back));
}
