/* Calls and USSD. */
#include "practice/network_own.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RING_EVERY_MS = 5000 };

static void
air_call(const struct call *c, const char *state)
{
    struct jsonl *j = air_start(c->network->air, "call");

    jsonl_text(j, "dongle", c->to->name);
    jsonl_text(j, "from", c->number);
    jsonl_text(j, "state", state);
    air_end(c->network->air);
}

static void
call_free(struct call *c)
{
    loop_cancel(c->network->loop, &c->timer);
    LIST_REMOVE(c, others);
    free(c);
}

static void
ring(void *owner)
{
    struct call *c = owner;
    int64_t wait = c->left_ms < RING_EVERY_MS ? c->left_ms : RING_EVERY_MS;
    bool ended = c->left_ms <= 0;

    air_call(c, ended ? "ended" : "ring");
    c->to->ring(c->to->owner, c->number, ended);
    c->left_ms -= wait;
    if (ended || loop_after(c->network->loop, &c->timer, wait))
        call_free(c);
}

enum err
network_ring(struct network *n, struct network_line *to, const char *number,
    int64_t ms)
{
    struct call *c = calloc(1, sizeof(*c));
    enum err e;

    if (!c)
        return ERR_MEMORY;
    c->network = n;
    c->to = to;
    c->left_ms = ms > 0 ? ms : 1;
    c->timer.fire = ring;
    c->timer.owner = c;
    snprintf(c->number, sizeof(c->number), "%s", number);
    LIST_INSERT_HEAD(&n->calls, c, others);
    e = loop_after(n->loop, &c->timer, 0);
    if (e)
        call_free(c);
    return e;
}

void
network_hang_up(struct network *n, struct network_line *to)
{
    struct call *c, *next;

    for (c = LIST_FIRST(&n->calls); c; c = next) {
        next = LIST_NEXT(c, others);
        if (c->to != to)
            continue;
        air_call(c, "refused");
        call_free(c);
    }
}

static struct ussd_answer *
find(const struct network *n, const char *path)
{
    struct ussd_answer *u;

    LIST_FOREACH(u, &n->ussd, others)
        if (!strcmp(u->path, path))
            return u;
    return NULL;
}

static void
ussd_free(struct ussd_answer *u)
{
    LIST_REMOVE(u, others);
    free(u->path);
    free(u->answer);
    free(u);
}

enum err
network_ussd_set(struct network *n, const char *path, const char *answer,
    enum network_ussd kind)
{
    struct ussd_answer *old = find(n, path), *u = calloc(1, sizeof(*u));

    if (!u)
        return ERR_MEMORY;
    LIST_INSERT_HEAD(&n->ussd, u, others);
    u->path = strdup(path);
    u->answer = strdup(answer);
    u->kind = kind;
    if (!u->path || !u->answer) {
        ussd_free(u);
        return ERR_MEMORY;
    }
    if (old)
        ussd_free(old);
    return OK;
}

const char *
network_ussd(const struct network *n, const char *path,
    enum network_ussd *kind)
{
    const struct ussd_answer *u = find(n, path);

    if (!u)
        return NULL;
    *kind = u->kind;
    return u->answer;
}

void
network_calls_free(struct network *n)
{
    struct ussd_answer *u, *next_answer;
    struct call *c, *next_call;

    for (c = LIST_FIRST(&n->calls); c; c = next_call) {
        next_call = LIST_NEXT(c, others);
        call_free(c);
    }
    for (u = LIST_FIRST(&n->ussd); u; u = next_answer) {
        next_answer = LIST_NEXT(u, others);
        ussd_free(u);
    }
}
