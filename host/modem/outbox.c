#include "modem/outbox.h"

#include "base/clock.h"
#include "base/log.h"

#include <poll.h>
#include <pthread.h>
#include <stdlib.h>

enum { WAITING_MAX = 256 };     /* packets; a worker has few in the air */

struct outbox {
    pthread_mutex_t lock;
    int fd;
    int first, count;
    struct link_message waiting[WAITING_MAX];
};

struct outbox *
outbox_new(int fd)
{
    struct outbox *o = calloc(1, sizeof(*o));

    if (!o)
        return NULL;
    pthread_mutex_init(&o->lock, NULL);
    o->fd = fd;
    return o;
}

static void
flush(struct outbox *o)
{
    while (o->count && link_write(o->fd, &o->waiting[o->first]) != ERR_BUSY) {
        o->first = (o->first + 1) % WAITING_MAX;
        o->count--;
    }
}

enum err
outbox_put(struct outbox *o, const struct link_message *m)
{
    enum err e = ERR_BUSY;

    pthread_mutex_lock(&o->lock);
    flush(o);
    if (!o->count)
        e = link_write(o->fd, m);
    if (e == ERR_BUSY && o->count < WAITING_MAX) {
        o->waiting[(o->first + o->count++) % WAITING_MAX] = *m;
        e = OK;
    }
    pthread_mutex_unlock(&o->lock);
    if (e == ERR_BUSY)
        log_error("outbox", "kind=%d dropped: the daemon does not read",
            m->kind);
    return e;
}

enum err
outbox_try(struct outbox *o, const struct link_message *m)
{
    enum err e = ERR_BUSY;

    pthread_mutex_lock(&o->lock);
    flush(o);
    if (!o->count)
        e = link_write(o->fd, m);
    pthread_mutex_unlock(&o->lock);
    return e;
}

enum err
outbox_now(struct outbox *o, const struct link_message *m)
{
    enum err e;

    pthread_mutex_lock(&o->lock);
    e = link_write(o->fd, m);
    pthread_mutex_unlock(&o->lock);
    return e;
}

bool
outbox_flush(struct outbox *o)
{
    bool empty;

    pthread_mutex_lock(&o->lock);
    flush(o);
    empty = o->count == 0;
    pthread_mutex_unlock(&o->lock);
    return empty;
}

void
outbox_drain(struct outbox *o, int ms)
{
    struct pollfd p = { .fd = o->fd, .events = POLLOUT };
    int64_t end = clock_mono() + ms;

    while (!outbox_flush(o) && clock_mono() < end)
        if (poll(&p, 1, 50) < 0)
            break;
}

bool
outbox_empty(struct outbox *o)
{
    bool empty;

    pthread_mutex_lock(&o->lock);
    empty = o->count == 0;
    pthread_mutex_unlock(&o->lock);
    return empty;
}
