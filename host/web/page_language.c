/* page_language.c - which language the pages are in for this browser. */
#include "web/gate.h"
#include "web/languages.h"
#include "web/page.h"

#include <stdio.h>
#include <string.h>

void
page_language(struct web *w, const struct request *q, struct response *r)
{
    const char *code = params_get(&q->form, "language");
    const char *back = params_get(&q->form, "back");
    const struct language *l = code ? languages_find(code) : NULL;

    (void)w;
    if (!l) {
        page_refusal(q, r, 400, "There is no such language here.");
        return;
    }
    snprintf(r->cookie, sizeof(r->cookie), GATE_LANGUAGE
        "=%s; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax%s", l->code,
        q->secure ? "; Secure" : "");
    /* only a path of ours: "//else" would be another site */
    if (!back || back[0] != '/' || back[1] == '/' || strpbrk(back, "\\\r\n")
        || strlen(back) >= sizeof(r->location))
        back = "/";
    reply_redirect(r, back);
}
