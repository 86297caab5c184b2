/* empty.h - whether this computer halts, for its battery is almost empty. One
 * status alone halts nothing: the board is asked twice, and the keeper is told
 * before. Pure. */
#ifndef NOTEHOME_EMPTY_H
#define NOTEHOME_EMPTY_H

#include "board/said.h"

/* All zero at first. */
struct empty {
    bool seen;
    int64_t since;              /* monotonic ms: the first one that says so */
};
enum empty_step {
    EMPTY_NOT,                  /* or its voltages cannot be believed */
    EMPTY_TELL,                 /* seen once: tell the keeper, look again */
    EMPTY_WAIT,
    EMPTY_HALT
};

/* For each status. text_waits: the keeper's text has not left yet; that is
 * waited for, a minute at most. */
enum empty_step empty_look(struct empty *e, const struct said_status *s,
    bool text_waits, int64_t now);

#endif
