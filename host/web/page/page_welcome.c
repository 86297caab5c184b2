/* page_welcome.c - the first text to families that had none. */
#include "base/clock.h"
#include "send/welcome.h"
#include "store/db/once.h"
#include "web/page/handlers.h"
#include "web/pages/pages.h"
#include "web/view/talk.h"

#include <stdio.h>
#include <stdlib.h>

static const char *
class_of(const struct params *from)
{
    const char *name = params_get(from, "class");

    return name ? name : "";
}

static void
show(struct web *w, const struct request *q, struct response *r,
    const char *class_name, enum err failed, struct reason why)
{
    struct reason none = { 0 };
    struct send with = { 0 };
    struct welcome v;
    struct page p;
    enum err e;

    talk_settings(q, &with);
    if ((e = welcome_look(w->db, &with, class_name, &v, &none)))
        page_refused(q, r, e, &none);
    else {
        page_start(&p, w, q, "The first text");
        why = reason_or_error(&why, failed);
        pages_welcome(&p, &v, class_name, &why);
        page_finish(&p, r, failed ? reply_status(failed) : 200);
    }
}

void
page_welcome(struct web *w, const struct request *q, struct response *r)
{
    show(w, q, r, class_of(&q->query), OK, reason_none);
}

static enum err
send_it(struct web *w, const struct request *q, struct sent *sent,
    struct reason *why)
{
    struct send with = { .once = params_get(&q->form, "once"),
        .undo = clock_now() + MINUTE };
    struct welcome v;
    enum err e;

    talk_settings(q, &with);
    if ((e = once_check(w->db, with.once, &sent->batch))
        || (e = welcome_look(w->db, &with, class_of(&q->form), &v, why)))
        return e;
    with.approval = send_needs_approval(&with,
        q->rules->config.alone, v.phones, q->caller.role == ROLE_ADMIN);
    e = welcome_send(w->db, &with, class_of(&q->form), sent, why);
    free(sent->ids);
    return e;
}

void
page_welcome_send(struct web *w, const struct request *q, struct response *r)
{
    struct reason why = { 0 };
    struct sent sent = { 0 };
    char path[64];
    enum err e = send_it(w, q, &sent, &why);

    if (e && e != ERR_EXISTS) { /* sent twice, goes once */
        show(w, q, r, class_of(&q->form), e, why);
        return;
    }
    snprintf(path, sizeof(path), "/tell/%lld", (long long)sent.batch);
    reply_redirect(r, path);
}
