/* events_client.c - what one stream has still to read. */
#include "web/events_own.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BACKLOG_MAX = 8192 };    /* bytes a slow client may owe us */

void
events_wake(struct events_client *c)
{
    if (c->asleep) {
        c->asleep = false;
        c->events->hooks.wake(c->conn);
    }
}

static bool
append(struct events_client *c, const char *text, size_t n)
{
    size_t room = c->room ? c->room : 256;
    char *more;

    while (room < c->used + n)
        room *= 2;
    if (room > BACKLOG_MAX)
        return false;
    if (room != c->room) {
        if (!(more = realloc(c->text, room)))
            return false;
        c->text = more;
        c->room = room;
    }
    memcpy(c->text + c->used, text, n);
    c->used += n;
    return true;
}

void
events_hello(const struct events *e, char *out, size_t room)
{
    snprintf(out, room, "event: hello\ndata: {\"last\":%" PRId64
        ",\"turn\":%" PRId64 "}\n\n", e->last, e->turn);
}

void
events_tell(struct events_client *c, const char *text)
{
    char hello[120];

    if (!append(c, text, strlen(text))) {
        c->used = 0;
        events_hello(c->events, hello, sizeof(hello));
        if (!append(c, hello, strlen(hello)))
            return;             /* no memory: the next one will do */
    }
    events_wake(c);
}

void
events_tell_message(struct events *e, const char *text, bool restricted)
{
    for (struct events_client *c = e->clients; c; c = c->next)
        if ((!restricted || c->restricted) && !c->right.topics)
            events_tell(c, text);
}

void
events_tell_all(struct events *e, const char *text, bool restricted)
{
    for (struct events_client *c = e->clients; c; c = c->next)
        if (!restricted || c->restricted)
            events_tell(c, text);
}
