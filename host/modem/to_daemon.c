#include "modem/to_daemon.h"

#include "base/clock.h"
#include "base/log.h"

#include <poll.h>
#include <pthread.h>
#include <stdlib.h>

enum { WAITING_MAX = 256 };     /* packets; a worker has few in the air */

struct to_daemon {
    pthread_mutex_t lock;
    int fd;
    int first, count;
    struct link_message waiting[WAITING_MAX];
};

struct to_daemon *
to_daemon_new(int fd)
{
    struct to_daemon *o = calloc(1, sizeof(*o));

    if (!o)
        return NULL;
    pthread_mutex_init(&o->lock, NULL);
    o->fd = fd;
    return o;
}

static void
flush(struct to_daemon *o)
{
    while (o->count && link_write(o->fd, &o->waiting[o->first]) != ERR_BUSY) {
        o->first = (o->first + 1) % WAITING_MAX;
        o->count--;
    }
}

enum err
to_daemon_put(struct to_daemon *o, const struct link_message *m)
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
        log_error("to_daemon", "kind=%d dropped: the daemon does not read",
            m->kind);
    return e;
}

enum err
to_daemon_try(struct to_daemon *o, const struct link_message *m)
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
to_daemon_now(struct to_daemon *o, const struct link_message *m)
{
    enum err e;

    pthread_mutex_lock(&o->lock);
    e = link_write(o->fd, m);
    pthread_mutex_unlock(&o->lock);
    return e;
}

bool
to_daemon_flush(struct to_daemon *o)
{
    bool empty;

    pthread_mutex_lock(&o->lock);
    flush(o);
    empty = o->count == 0;
    pthread_mutex_unlock(&o->lock);
    return empty;
}

void
to_daemon_drain(struct to_daemon *o, int ms)
{
    struct pollfd p = { .fd = o->fd, .events = POLLOUT };
    int64_t end = clock_mono() + ms;

    while (!to_daemon_flush(o) && clock_mono() < end)
        if (poll(&p, 1, 50) < 0)
            break;
}

bool
to_daemon_empty(struct to_daemon *o)
{
    bool empty;

    pthread_mutex_lock(&o->lock);
    empty = o->count == 0;
    pthread_mutex_unlock(&o->lock);
    return empty;
}
