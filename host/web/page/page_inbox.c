/* page_inbox.c - the inbox, and one thread beside it. */
#include "web/page/handlers.h"
#include "web/pages/pages.h"
#include "web/view/talk.h"

#include <stdlib.h>

static void
show(struct web *w, const struct request *q, struct response *r,
    struct page_list *l, struct page_conversation *c)
{
    struct page p;

    if (c && talk_writes(c))
        page_start_writing(&p, w, q, page_talk_title(&c->thread),
            q->id);
    else
        page_start(&p, w, q, c ? page_talk_title(&c->thread) : "Inbox");
    pages_inbox(&p, l, c);
    page_finish(&p, r, 200);
}

void
page_inbox(struct web *w, const struct request *q, struct response *r)
{
    struct page_list l = { 0 };
    enum err e = talk_list(w, q, &l);

    if (e)
        page_refusal(q, r, reply_status(e), e == ERR_NOT_FOUND
                ? "There is no such list." : err_text(e));
    else
        show(w, q, r, &l, NULL);
    talk_list_clear(&l);
}

void
page_thread(struct web *w, const struct request *q, struct response *r)
{
    struct page_list l = { .here = q->id };
    struct page_conversation *c = calloc(1, sizeof(*c));
    enum err e = c ? talk_read(w, q, c) : ERR_MEMORY;

    if (e)
        page_refusal(q, r, reply_status(e), e == ERR_NOT_FOUND
                ? "There is no such thread." : err_text(e));
    else if ((e = talk_list(w, q, &l)))
        page_refusal(q, r, reply_status(e), "There is no such list.");
    else
        show(w, q, r, &l, c);
    talk_list_clear(&l);
    if (c)
        talk_clear(c);
    free(c);
}
