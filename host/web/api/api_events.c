/* api_events.c - the event stream begins; events.c serves it. */
#include "web/api/api.h"

void
api_events(struct web *w, const struct request *q, struct response *r)
{
    (void)w;
    r->status = 200;
    r->type = "text/event-stream; charset=utf-8";
    r->stream = true;
    r->restricted = caller_sees_all(&q->caller);
}
