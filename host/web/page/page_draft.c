/* page_draft.c - what somebody is writing, kept for them. */
#include "store/thread/draft.h"
#include "web/page/handlers.h"
#include "web/view/talk.h"

#include <stdlib.h>

enum err
page_draft_set(struct web *w, const struct request *q, int64_t place,
    const char *fields)
{
    struct draft_turn turn = { params_get(&q->form, "form"),
        params_int(&q->form, "turn", INT64_MAX, 0) };

    return draft_keep(w->db, q->caller.staff, place, &turn, fields);
}

enum err
page_draft_keep(struct web *w, const struct request *q, int64_t place,
    const struct compose *c)
{
    char *kept = compose_keep(c);
    enum err e = kept ? page_draft_set(w, q, place, kept) : ERR_MEMORY;

    free(kept);
    return e;
}

void
page_draft_along(struct web *w, const struct request *q, struct response *r)
{
    int64_t place = params_int(&q->query, "draft", INT64_MAX, -1);
    struct request as = *q;
    struct compose c;
    struct thread t;
    enum err e = OK;

    as.id = place;
    if (place < 0 || !q->caller.staff || q->caller.role < ROLE_STAFF)
        return;
    if (place)
        e = talk_thread(w, &as, &t);
    compose_read(&q->form, &c);
    if (!e)
        e = page_draft_keep(w, q, place, &c);
    if (e)
        page_refusal(q, r, reply_status(e), "The draft could not be kept.");
}
