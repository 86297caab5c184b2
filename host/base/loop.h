/* loop.h - waits for descriptors and for moments; the daemon's main thread.
 * All calls from that one thread, but loop_stop(). */
#ifndef NOTEHOME_LOOP_H
#define NOTEHOME_LOOP_H

#include "base/err.h"

#include <stdint.h>
#include <sys/epoll.h>

struct loop;

/* A moment on the monotonic clock. It lives in its owner's struct, zeroed at
 * first, and must be cancelled before that goes away. */
struct loop_timer {
    int64_t at;                 /* clock_mono() ms; 0: not set */
    void (*fn)(void *user);
    void *user;
    struct loop_timer *next;    /* the loop's */
};

MUST_CHECK enum err loop_open(struct loop **out);
void loop_close(struct loop *l);

/* Calls fn when one of events (EPOLLIN, ...) or a hang-up is there. */
MUST_CHECK enum err loop_watch(struct loop *l, int fd, unsigned events,
    void (*fn)(void *user, unsigned events), void *user);
void loop_forget(struct loop *l, int fd);

/* Sets, or moves, a timer to clock_mono() + ms. */
void loop_after(struct loop *l, struct loop_timer *t, int64_t ms,
    void (*fn)(void *user), void *user);
void loop_cancel(struct loop *l, struct loop_timer *t);

/* Until loop_stop(), which any thread and any callback may call. */
void loop_run(struct loop *l);
void loop_stop(struct loop *l);

#endif
