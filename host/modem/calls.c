#include "modem/calls.h"

#include <stdio.h>
#include <string.h>

static void
put(struct link_call *out, const char *number, int ended)
{
    memset(out, 0, sizeof(*out));
    out->ended = ended;
    snprintf(out->number, sizeof(out->number), "%s", number);
}

int
calls_ring(struct calls *c, const char *number, int64_t now,
           struct link_call out[2])
{
    int n = 0;

    if (c->ringing && strcmp(c->number, number))
        n = calls_ended(c, out);
    if (!c->ringing) {
        c->ringing = true;
        snprintf(c->number, sizeof(c->number), "%s", number);
        put(&out[n++], number, 0);
    }
    c->last = now;
    return n;
}

int
calls_ended(struct calls *c, struct link_call out[2])
{
    if (!c->ringing)
        return 0;
    c->ringing = false;
    put(&out[0], c->number, 1);
    return 1;
}

int
calls_tick(struct calls *c, int64_t now, struct link_call out[2])
{
    return now >= calls_due(c) ? calls_ended(c, out) : 0;
}

int64_t
calls_due(const struct calls *c)
{
    return c->ringing ? c->last + CALLS_SILENCE_MS : INT64_MAX;
}
