/* page_absent.c - the register of a class: who is not at school today. */
#include "web/page/handlers.h"
#include "web/pages/pages.h"
#include "web/view/absent_view.h"
#include "web/view/talk.h"
#include "web/view/week_view.h"

#include <stdlib.h>

static const char *
class_of(const struct request *q)
{
    const char *name = params_get(&q->query, "class");

    return name ? name : "";
}

void
page_absent(struct web *w, const struct request *q, struct response *r)
{
    struct absent_view v = { .may_write = q->caller.role >= ROLE_STAFF };
    enum err e = absent_view_read(w->db, class_of(q), &v);
    struct page p;

    if (e)
        page_refusal(q, r, reply_status(e), e == ERR_NOT_FOUND
                ? "There is no such class." : err_text(e));
    else {
        page_start(&p, w, q, "Absent today");
        pages_absent(&p, &v);
        page_finish(&p, r, 200);
    }
    absent_view_clear(&v);
}

void
page_absent_tell(struct web *w, const struct request *q, struct response *r)
{
    struct absent_sent sent = { 0 };
    struct send with = { 0 };
    char to[PARAMS_ADDRESS];
    enum err e;

    if (!absent_is_today(&q->form)) {
        page_refusal(q, r, 409, "That page is of another day, and nothing was"
            " noted: open it again.");
        return;
    }
    talk_settings(q, &with);
    e = absent_keep(w->db, &q->form, &with, &sent);
    if (e == ERR_NOT_FOUND)
        page_refusal(q, r, reply_status(e), "There is no such child.");
    else if (e)
        page_refused(q, r, e, &sent.why);
    else
        page_go(r, params_address("/absent", "class", class_of(q), to),
            sent.texts ? "sent" : "saved");
}
