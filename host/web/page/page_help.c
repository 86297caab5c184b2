/* page_help.c - what the words on the pages mean, and what to do. */
#include "settings/rules.h"
#include "web/kit/tls.h"
#include "web/page/handlers.h"
#include "web/pages/pages.h"
#include "web/view/papers_view.h"

#include <stdio.h>

void
page_help(struct web *w, const struct request *q, struct response *r)
{
    struct page p;

    page_start(&p, w, q, "Help");
    pages_help(&p);
    page_finish(&p, r, 200);
}

void
page_help_data(struct web *w, const struct request *q, struct response *r)
{
    struct page p;

    page_start(&p, w, q, "What is kept, and what the law says");
    pages_help_data(&p, &q->rules->config);
    page_finish(&p, r, 200);
}

/* A page, not the PDF of notehome papers: for that the daemon would have to run
 * a program that reads fonts. A browser shapes every script by itself. */
void
page_help_papers(struct web *w, const struct request *q, struct response *r)
{
    struct page p;
    struct paper_facts f;
    enum err e = papers_facts(w, q, &f);

    if (e) {
        page_refusal(q, r, reply_status(e), err_text(e));
        return;
    }
    page_start(&p, w, q, "Papers to print");
    pages_papers(&p, &f);
    page_finish(&p, r, 200);
}

void
page_help_tls(struct web *w, const struct request *q, struct response *r)
{
    struct page p;
    struct tls_facts f = { .own = false };
    char address[200] = "";

    if (tls_facts(&f) && w->tls_port)
        snprintf(address, sizeof(address), "https://%s:%d/", q->host,
            w->tls_port);
    page_start(&p, w, q, "The encrypted page, and what browsers say of it");
    pages_help_tls(&p, &f, address);
    page_finish(&p, r, 200);
}
