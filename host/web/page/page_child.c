/* page_child.c - a child: who it is, and what was said of it. */
#include "store/thread/about.h"
#include "web/page/handlers.h"
#include "web/pages/pages.h"
#include "web/view/child_view.h"

#include <stdlib.h>

void
page_child(struct web *w, const struct request *q, struct response *r)
{
    struct child_view *v = calloc(1, sizeof(*v));
    enum err e = v ? child_view_read(w, q, v) : ERR_MEMORY;
    struct page p;

    if (e)
        page_refusal(q, r, reply_status(e), e == ERR_NOT_FOUND
                ? "There is no such child." : err_text(e));
    else {
        page_start(&p, w, q, v->child.name);
        pages_child(&p, v);
        page_finish(&p, r, 200);
    }
    if (v)
        child_view_clear(v);
    free(v);
}
