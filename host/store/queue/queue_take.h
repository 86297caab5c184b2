/* queue_take.h - between choosing a part and handing it over; for
 * queue_claim.c. */
#ifndef NOTEHOME_QUEUE_TAKE_H
#define NOTEHOME_QUEUE_TAKE_H

#include "store/queue/queue_own.h"

struct queue_claim {
    struct db *db;
    const char *imsi, *modem;
    const struct queue_rules *rules;
    int64_t now;
    int64_t horizon;    /* what is due by then counts as due */
    int64_t quiet;      /* end of the quiet hours we are in; 0 */
};

/* A message that may be next. */
struct queue_candidate {
    int64_t id, due, at, expires, hold;
    enum message_priority priority;
    int tries;
    bool forced;
    bool asked;         /* the phone seems to want no more; not decided */
    bool automatic;
    bool started;       /* only the SIM it is meant for may send it */
    int phone;          /* enum phone_state; 0: no row */
    char number[64];
    char sim[20];       /* it is meant for; "" any */
    char home[20];      /* the phone hears from this other SIM, which works */
};

/* Its first unsent part becomes SENDING and *out, with an open attempt. Needs
 * a transaction. */
MUST_CHECK enum err queue_take(struct queue_claim *c,
    const struct queue_candidate *m, struct queue_part *out);

#endif
