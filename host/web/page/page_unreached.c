/* page_unreached.c - children whom no text reaches: a list to print. */
#include "web/page/handlers.h"
#include "web/pages/pages.h"
#include "web/view/unreached_view.h"

void
page_unreached(struct web *w, const struct request *q, struct response *r)
{
    const char *class_name = params_get(&q->query, "class");
    struct unreached_view v;
    struct page p;
    enum err e = unreached_view_read(w->db, class_name ? class_name : "", &v);

    if (e)
        page_refusal(q, r, reply_status(e), err_text(e));
    else {
        page_start(&p, w, q, "Children whom no text reaches");
        pages_unreached(&p, &v);
        page_finish(&p, r, 200);
    }
    unreached_view_clear(&v);
}
