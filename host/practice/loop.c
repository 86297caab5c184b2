#include "practice/loop.h"

#include "base/clock.h"
#include "base/log.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

enum { EVENTS = 64, LONGEST_MS = 3600 * 1000 };

struct loop {
    int epoll;
    int64_t skipped, date_moved;
    struct loop_timer **heap;   /* owned; [0] is the earliest */
    size_t count, room;
    uint64_t turns;
    struct epoll_event events[EVENTS];
    int ready, at;              /* events of this round still to be handled */
};

enum err
loop_new(struct loop **out)
{
    struct loop *l = calloc(1, sizeof(*l));

    if (!l)
        return ERR_MEMORY;
    l->epoll = epoll_create1(EPOLL_CLOEXEC);
    if (l->epoll < 0) {
        log_error("loop", "epoll: %s", strerror(errno));
        free(l);
        return ERR_IO;
    }
    *out = l;
    return OK;
}

void
loop_free(struct loop *l)
{
    if (!l)
        return;
    close(l->epoll);
    free(l->heap);
    free(l);
}

enum err
loop_watch(struct loop *l, struct loop_watch *w, uint32_t events)
{
    struct epoll_event ev = { .events = events, .data = { .ptr = w } };

    if (epoll_ctl(l->epoll, EPOLL_CTL_ADD, w->fd, &ev) == 0)
        return OK;
    if (errno == EEXIST && epoll_ctl(l->epoll, EPOLL_CTL_MOD, w->fd, &ev) == 0)
        return OK;
    log_error("loop", "epoll_ctl: %s", strerror(errno));
    return ERR_IO;
}

void
loop_unwatch(struct loop *l, struct loop_watch *w)
{
    if (w->fd < 0)
        return;
    epoll_ctl(l->epoll, EPOLL_CTL_DEL, w->fd, NULL);
    /* Its events of this round must not reach it any more. */
    for (int i = l->at; i < l->ready; i++)
        if (l->events[i].data.ptr == w)
            l->events[i].data.ptr = NULL;
}

static bool
earlier(const struct loop_timer *a, const struct loop_timer *b)
{
    return a->due != b->due ? a->due < b->due : a->turn < b->turn;
}

static void
put(struct loop *l, size_t place, struct loop_timer *t)
{
    l->heap[place - 1] = t;
    t->place = place;
}

/* Moves t from place to where it belongs, up or down. */
static void
settle(struct loop *l, size_t place, struct loop_timer *t)
{
    while (place > 1 && earlier(t, l->heap[place / 2 - 1])) {
        put(l, place, l->heap[place / 2 - 1]);
        place /= 2;
    }
    for (size_t child; (child = 2 * place) <= l->count; place = child) {
        if (child < l->count && earlier(l->heap[child], l->heap[child - 1]))
            child++;
        if (!earlier(l->heap[child - 1], t))
            break;
        put(l, place, l->heap[child - 1]);
    }
    put(l, place, t);
}

enum err
loop_after(struct loop *l, struct loop_timer *t, int64_t ms)
{
    if (!t->place && l->count == l->room) {
        size_t room = l->room ? 2 * l->room : 64;
        struct loop_timer **heap = realloc(l->heap, room * sizeof(*heap));

        if (!heap)
            return ERR_MEMORY;
        l->heap = heap;
        l->room = room;
    }
    t->due = loop_mono(l) + (ms > 0 ? ms : 0);
    t->turn = ++l->turns;
    settle(l, t->place ? t->place : ++l->count, t);
    return OK;
}

void
loop_cancel(struct loop *l, struct loop_timer *t)
{
    size_t place = t->place;
    struct loop_timer *last;

    if (!place)
        return;
    t->place = 0;
    last = l->heap[--l->count];
    if (last != t)
        settle(l, place, last);
}

int64_t
loop_mono(const struct loop *l)
{
    return clock_mono() + l->skipped;
}

int64_t
loop_date(const struct loop *l)
{
    return clock_now() + l->skipped + l->date_moved;
}

void
loop_set_date(struct loop *l, int64_t utc_ms)
{
    l->date_moved += utc_ms - loop_date(l);
}

void
loop_skip(struct loop *l, int64_t ms)
{
    int64_t end = loop_mono(l) + ms;

    /* From timer to timer, so that each fires at its own time and what it
     * sets counts from there. */
    while (l->count && l->heap[0]->due <= end) {
        int64_t left = l->heap[0]->due - loop_mono(l);

        if (left > 0)
            l->skipped += left;
        loop_fire(l);
    }
    if (end > loop_mono(l))
        l->skipped += end - loop_mono(l);
}

int
loop_fire(struct loop *l)
{
    uint64_t turn = l->turns;

    while (l->count) {
        struct loop_timer *t = l->heap[0];
        int64_t left = t->due - loop_mono(l);

        if (left > 0)
            return left > LONGEST_MS ? LONGEST_MS : (int)left;
        if (t->turn > turn)
            return 0;           /* set by a callback just now: next round */
        loop_cancel(l, t);
        t->fire(t->owner);
    }
    return -1;
}

void
loop_run(struct loop *l, const volatile int *stop)
{
    sigset_t none;

    sigemptyset(&none);
    while (!*stop) {
        int wait = loop_fire(l);

        if (*stop)
            break;
        l->ready = epoll_pwait(l->epoll, l->events, EVENTS, wait, &none);
        for (l->at = 0; l->at < l->ready;) {
            struct epoll_event *ev = &l->events[l->at++];
            struct loop_watch *w = ev->data.ptr;

            if (w)
                w->ready(w->owner, ev->events);
        }
        l->ready = l->at = 0;
    }
}
