/* ladder.h - which step brings a silent dongle back: a new worker, the dongle's
 * own restart, a reset of its USB port, a cut of its power by the board, and at
 * last leaving it alone for ever longer. Pure: the time comes in. */
#ifndef NOTEHOME_LADDER_H
#define NOTEHOME_LADDER_H

#include "link/link.h"
#include "store/sims/recovery.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    LADDER_CUTS = 4,            /* power cycles in any hour, at most */
    LADDER_APART = 2 * 60 * 1000 /* ms from one to the next, at least */
};

struct ladder {
    int row;                    /* troubles in a row */
    int parked;                 /* times left alone in this row */
    bool usb_tried;             /* in this row */
    int64_t cuts[LADDER_CUTS];  /* monotonic ms; 0: none. Over all rows */
};

struct ladder_step {
    enum recovery_rung rung;
    int64_t pause;              /* ms before the next worker */
};

/* Whether a trouble is one that climbing may cure; what a person must do, or
 * what has gone away, is none. */
bool ladder_climbs(enum link_trouble t);

/* What can be done to a dongle where it is plugged in. */
struct ladder_means {
    bool usb;                   /* it is on a USB port that we may reset */
    bool power;                 /* there is a board that may cut its power */
};

/* The next step after one more such trouble. */
struct ladder_step ladder_next(struct ladder *l, enum link_trouble t,
    struct ladder_means means, int64_t now);

/* The dongle has been well long enough: the next trouble is the first. */
void ladder_well(struct ladder *l);

#endif
