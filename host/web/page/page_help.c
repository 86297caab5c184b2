/* page_help.c - what the words on the pages mean, and what to do. */
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
