/* page_search.c - one box for all: a class, families, numbers, messages. */
#include "web/page/handlers.h"
#include "web/pages/pages.h"
#include "web/view/search_view.h"

#include <stdlib.h>

void
page_search(struct web *w, const struct request *q, struct response *r)
{
    struct search_view *v = calloc(1, sizeof(*v));
    enum err e = v ? search_view_read(w, q, v) : ERR_MEMORY;
    struct page p;

    if (e)
        page_refusal(q, r, reply_status(e), e == ERR_NOT_FOUND
                ? "There is no such family." : err_text(e));
    else {
        page_start(&p, w, q, "Search");
        pages_search(&p, v);
        page_finish(&p, r, 200);
    }
    free(v);
}
