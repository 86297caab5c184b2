#include "web/lock.h"

#include "web/gate.h"
#include "web/page/handlers.h"

#include <stdio.h>
#include <string.h>

static void
redirect(struct response *r, const char *next)
{
    char path[sizeof(r->location)] = "/sign-in";

    if (strcmp(next, "/") != 0)
        params_write(path, sizeof(path), "next", next);
    reply_redirect(r, path);
}

void
lock_redirect(const struct request *q, struct response *r)
{
    char here[sizeof(r->location)];

    snprintf(here, sizeof(here), "%s", q->path);
    for (int i = 0; i < q->query.count; i++)
        params_write(here, sizeof(here), q->query.item[i].name,
            q->query.item[i].value);
    redirect(r, request_next(here));
}

/* What takes a text, what keeps it, and the page where it is found again. */
static const struct {
    handler *asked, *keep;
    const char *page;           /* "" the thread's */
} kept[] = {
    { page_thread_send, page_thread_draft, "" },
    { page_thread_draft, page_thread_draft, "" },
    { page_tell_write, page_tell_draft, "/tell" },
    { page_tell_draft, page_tell_draft, "/tell" },
};

static void
keep(struct web *w, handler *how, const char *page, struct request *q,
    struct response *r)
{
    char thread[64];

    q->caller = q->locked;      /* for the draft alone */
    how(w, q, r);
    memset(&q->caller, 0, sizeof(q->caller));
    if (r->status != 200)
        return;                 /* it could not be kept: that page says why */
    response_clear(r);
    snprintf(thread, sizeof(thread), "/threads/%lld#compose",
        (long long)q->id);
    if (q->fragment)
        r->status = 204;
    else
        redirect(r, *page ? page : thread);
}

bool
lock_keep(struct web *w, const struct route *route, const struct head *head,
    struct request *q, struct response *r)
{
    struct request as = *q;

    as.caller = q->locked;
    if (q->locked.role < route->role || !gate_csrf(head, &as))
        return false;
    for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
        if (route->run == kept[i].asked) {
            keep(w, kept[i].keep, kept[i].page, q, r);
            return true;
        }
    return (route->run == page_sign_out || route->run == page_language)
        && !page_draft_along(w, &as, r);
}

void
page_here(struct web *w, const struct request *q, struct response *r)
{
    (void)w;
    (void)q;
    r->status = 204;
}
