/* page_review.c - a term looked back on, to print and talk about. */
#include "web/page/handlers.h"
#include "web/pages/pages.h"
#include "web/view/review_view.h"

#include <stdlib.h>

void
page_review(struct web *w, const struct request *q, struct response *r)
{
    struct review_view *v = calloc(1, sizeof(*v));
    enum err e = v ? review_view_read(w->db, params_get(&q->query, "class"),
                         params_get(&q->query, "term"), v)
                   : ERR_MEMORY;
    struct page p;

    if (e)
        page_refusal(q, r, reply_status(e), e == ERR_NOT_FOUND
                ? "No term of the calendar began on that day." : err_text(e));
    else {
        page_start(&p, w, q, "Term review");
        pages_review(&p, v);
        page_finish(&p, r, 200);
    }
    if (v)
        review_view_clear(v);
    free(v);
}
