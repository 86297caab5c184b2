/* promise.h - "we answer within three school days": what is left of it where a
 * family waits. */
#ifndef NOTEHOME_PROMISE_H
#define NOTEHOME_PROMISE_H

#include "store/db/db.h"

struct calendar;
struct thread;

enum promise_state {
    PROMISE_NONE,               /* it does not wait, or nothing is promised */
    PROMISE_CALM,
    PROMISE_SOON,               /* its last day is today or the next with
                                 * school */
    PROMISE_LATE                /* that day is over */
};

struct promise {
    enum promise_state state;
    int day;                    /* the last (calendar.h); 0: none */
    int left;                   /* days with school after today until then */
    bool today;                 /* it is today */
};

/* Where a text came on day `came`, and it is `today`. held: the day named in a
 * holding answer that it got, 0 none. Pure. */
struct promise promise_of(const struct calendar *c, int came, int held,
    int today);
/* Sets t->promise. A sender to whom nothing is promised (a service,
 * safeguarding) has none, and what cannot wait only when its day is over. Of a
 * text that came while this computer did not know the date, its day is that of
 * the next one that came when it did. */
MUST_CHECK enum err promise_read(struct db *db, const struct calendar *c,
    struct thread *t);
/* "calm", "soon", "late"; "" none. Static. */
const char *promise_name(enum promise_state s);

#endif
