/* page_tree.c - who calls whom in an emergency: for paper. */
#include "web/page/handlers.h"
#include "web/pages/pages.h"
#include "web/view/tree_view.h"

void
page_tree(struct web *w, const struct request *q, struct response *r)
{
    struct tree_view v;
    struct page p;
    enum err e = tree_view_read(w->db, params_get(&q->query, "class"),
        &v);

    if (e)
        page_refusal(q, r, reply_status(e), err_text(e));
    else {
        page_start(&p, w, q, "Who calls whom");
        pages_tree(&p, &v);
        page_finish(&p, r, 200);
    }
    tree_view_clear(&v);
}
