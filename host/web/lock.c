#include "web/lock.h"

#include "web/gate.h"
#include "web/kit/inside.h"
#include "web/kit/walled.h"

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

/* False: what is there may still run. */
static bool
answer_kept(const struct request *q, struct response *r)
{
    char found[sizeof(r->location)];

    if (r->status != 303)
        return r->status != 0;  /* it could not be kept: that page says why */
    snprintf(found, sizeof(found), "%s", r->location);
    response_clear(r);
    if (q->fragment)
        r->status = 204;
    else
        redirect(r, found);
    return true;
}

bool
lock_keep(struct web *w, const struct route *route, const struct head *head,
    const struct request *q, struct response *r)
{
    struct request as = *q;

    as.caller = q->locked;      /* for the draft alone */
    if (!route->keep || q->locked.role == ROLE_NONE
        || q->locked.role < route->role || !gate_csrf(head, &as)
        || wall_check(w->db, &as.caller, route->method, route->path, q->id))
        return false;
    route->keep(w, &as, r);
    return answer_kept(q, r);
}

void
page_here(struct web *w, const struct request *q, struct response *r)
{
    (void)w;
    (void)q;
    r->status = 204;
}
