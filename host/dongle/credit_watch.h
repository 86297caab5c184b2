/* credit_watch.h - once a day, after quiet hours, asks each SIM's operator for
 * the balance, more often while texts wait for credit, and at once when the
 * queue wants to know; tells the keeper, at most once a day, when credit is
 * low or a SIM is about to die. */
#ifndef NOTEHOME_CREDIT_WATCH_H
#define NOTEHOME_CREDIT_WATCH_H

#include "base/loop.h"
#include "settings/rules.h"

struct credit_watch {
    struct loop *loop;
    struct db *db;
    struct loop_timer look;
};

/* From the loop's thread. */
void credit_watch_start(struct credit_watch *w, struct loop *loop,
    struct db *db);
/* Staff set something: looks within a second. */
void credit_watch_soon(struct credit_watch *w);
/* The store has something new: asks for what the queue wants to know. What
 * fails now is asked for at the next look. */
void credit_watch_wake(struct db *db);
void credit_watch_stop(struct credit_watch *w);

/* One look, by rules and the clock. */
MUST_CHECK enum err credit_watch_look(struct db *db,
    const struct rules *rules);

#endif
