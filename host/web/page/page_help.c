/* page_help.c - what the words on the pages mean, and what to do. */
#include "settings/rules.h"
#include "web/page/handlers.h"
#include "web/pages/pages.h"

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
