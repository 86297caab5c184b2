/* loop.h - one thread, one epoll, and timers in the practice network's time.
 *
 * That time is the monotonic clock plus what loop_skip() added, so that a
 * test can let a day pass at once. Nothing here blocks but loop_run(). */
#ifndef NOTEHOME_PRACTICE_LOOP_H
#define NOTEHOME_PRACTICE_LOOP_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct loop;

/* One descriptor under watch; lives in its owner. */
struct loop_watch {
    int fd;
    void (*ready)(void *owner, uint32_t events);
    void *owner;
};

/* A timer; lives in its owner, all zero before its first use. */
struct loop_timer {
    void (*fire)(void *owner);
    void *owner;
    int64_t due;
    uint64_t turn;          /* equal dues fire in the order they were set */
    size_t place;           /* in the heap, counted from 1; 0: not set */
};

MUST_CHECK enum err loop_new(struct loop **out);
void loop_free(struct loop *l);

/* events as for epoll_ctl(). The watch must live until loop_unwatch(), which
 * may be called from inside any callback and accepts an fd of -1. */
MUST_CHECK enum err loop_watch(struct loop *l, struct loop_watch *w,
    uint32_t events);
void loop_unwatch(struct loop *l, struct loop_watch *w);

/* Fires once, ms from now (also inside loop_run() when ms is 0); setting it
 * again moves it. The callback may free the timer's owner. */
MUST_CHECK enum err loop_after(struct loop *l, struct loop_timer *t,
    int64_t ms);
void loop_cancel(struct loop *l, struct loop_timer *t);

/* Milliseconds of the network's own monotonic time. */
int64_t loop_mono(const struct loop *l);
/* The network's date, UTC milliseconds; loop_set_date() changes it alone. */
int64_t loop_date(const struct loop *l);
void loop_set_date(struct loop *l, int64_t utc_ms);
/* Lets ms pass at once, for timers and for the date: what is due on the way
 * fires, each at its time. */
void loop_skip(struct loop *l, int64_t ms);

/* Fires what is due; returns ms until the next timer, -1 when none is set. */
int loop_fire(struct loop *l);
/* Runs until *stop is set. Signals the caller has blocked are let in only
 * while it waits, so that none is missed. */
void loop_run(struct loop *l, const volatile int *stop);

#endif
