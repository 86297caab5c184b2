#include "base/loop.h"

#include "base/clock.h"
#include "base/log.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { WATCHES = 64 };

struct watch {
    int fd;                     /* -1: free */
    void (*fn)(void *user, unsigned events);
    void *user;
};

struct loop {
    int epoll, wake;
    _Atomic bool stop;
    struct watch watches[WATCHES];
    struct loop_timer *timers;  /* unsorted: there are few */
};

enum err
loop_open(struct loop **out)
{
    struct loop *l = calloc(1, sizeof(*l));
    struct epoll_event ev = { .events = EPOLLIN, .data.ptr = NULL };

    if (!l)
        return ERR_MEMORY;
    for (int i = 0; i < WATCHES; i++)
        l->watches[i].fd = -1;
    l->epoll = epoll_create1(EPOLL_CLOEXEC);
    l->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (l->epoll < 0 || l->wake < 0
        || epoll_ctl(l->epoll, EPOLL_CTL_ADD, l->wake, &ev) < 0) {
        loop_close(l);
        return ERR_IO;
    }
    *out = l;
    return OK;
}

void
loop_close(struct loop *l)
{
    if (!l)
        return;
    if (l->epoll >= 0)
        close(l->epoll);
    if (l->wake >= 0)
        close(l->wake);
    free(l);
}

enum err
loop_watch(struct loop *l, int fd, unsigned events,
    void (*fn)(void *user, unsigned events), void *user)
{
    struct watch *w = NULL;
    struct epoll_event ev = { .events = events };

    for (int i = 0; i < WATCHES && !w; i++)
        if (l->watches[i].fd < 0)
            w = &l->watches[i];
    if (!w)
        return ERR_MEMORY;
    ev.data.ptr = w;
    if (epoll_ctl(l->epoll, EPOLL_CTL_ADD, fd, &ev) < 0)
        return ERR_IO;
    *w = (struct watch){ fd, fn, user };
    return OK;
}

void
loop_forget(struct loop *l, int fd)
{
    for (int i = 0; fd >= 0 && i < WATCHES; i++)
        if (l->watches[i].fd == fd) {
            epoll_ctl(l->epoll, EPOLL_CTL_DEL, fd, NULL);
            l->watches[i].fd = -1;
        }
}

void
loop_cancel(struct loop *l, struct loop_timer *t)
{
    struct loop_timer **at = &l->timers;

    while (*at && *at != t)
        at = &(*at)->next;
    if (*at)
        *at = t->next;
    t->at = 0;
}

void
loop_after(struct loop *l, struct loop_timer *t, int64_t ms,
    void (*fn)(void *user), void *user)
{
    loop_cancel(l, t);
    *t = (struct loop_timer){ clock_mono() + ms, fn, user, l->timers };
    l->timers = t;
}

/* Calls one timer that is due; false when there is none. */
static bool
fire_one(struct loop *l, int64_t now)
{
    struct loop_timer *due = NULL;

    for (struct loop_timer *t = l->timers; t; t = t->next)
        if (t->at <= now && (!due || t->at < due->at))
            due = t;
    if (!due)
        return false;
    loop_cancel(l, due);
    due->fn(due->user);
    return true;
}

/* Milliseconds to the next timer, -1 without one. */
static int
until_next(const struct loop *l)
{
    int64_t first = INT64_MAX, now = clock_mono();

    for (const struct loop_timer *t = l->timers; t; t = t->next)
        if (t->at < first)
            first = t->at;
    if (first == INT64_MAX)
        return -1;
    first = first > now ? first - now : 0;
    return first < HOUR ? (int)first : (int)HOUR;
}

void
loop_run(struct loop *l)
{
    struct epoll_event ev[16];
    uint64_t dull;
    int n;

    while (!atomic_load(&l->stop)) {
        n = epoll_wait(l->epoll, ev, 16, until_next(l));
        if (n < 0 && errno != EINTR) {
            log_error("loop", "epoll: %s", strerror(errno));
            break;
        }
        for (int i = 0; i < n; i++) {
            struct watch *w = ev[i].data.ptr;
            if (!w)
                while (read(l->wake, &dull, sizeof(dull)) > 0)
                    ;
            else if (w->fd >= 0)
                w->fn(w->user, ev[i].events);
        }
        for (int64_t now = clock_mono(); fire_one(l, now);)
            ;
    }
}

void
loop_stop(struct loop *l)
{
    uint64_t one = 1;

    atomic_store(&l->stop, true);
    while (write(l->wake, &one, sizeof(one)) < 0 && errno == EINTR)
        ;
}
