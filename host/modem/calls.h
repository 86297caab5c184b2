/* calls.h - rings into calls: one call lasts until NO CARRIER or until no ring
 * came for ten seconds. Nothing is ever answered. Pure. */
#ifndef NOTEHOME_CALLS_H
#define NOTEHOME_CALLS_H

#include "link/link.h"

#include <stdbool.h>
#include <stdint.h>

enum { CALLS_SILENCE_MS = 10000 };

struct calls {
    bool ringing;
    int64_t last;               /* when the last ring came */
    char number[LINK_NUMBER_MAX];
};

/* Each writes up to two events to out and returns how many. */
int calls_ring(struct calls *c, const char *number, int64_t now,
               struct link_call out[2]);
int calls_ended(struct calls *c, struct link_call out[2]);
int calls_tick(struct calls *c, int64_t now, struct link_call out[2]);

/* When calls_tick() has something to do; INT64_MAX: never. */
int64_t calls_due(const struct calls *c);

#endif
