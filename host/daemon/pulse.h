/* pulse.h - shows that the main loop turns (status_beat()), and writes down
 * every ten minutes how signal and power are (store/figures/history.h). */
#ifndef NOTEHOME_PULSE_H
#define NOTEHOME_PULSE_H

#include "base/loop.h"
#include "store/db/db.h"
#include "web/kit/hooks.h"

struct pulse {
    struct loop *loop;
    struct db *db;
    struct web_hooks hooks;
    struct loop_timer beat, write;
};

/* From the loop's thread. hooks.board is asked for power; it may be NULL. */
void pulse_start(struct pulse *p, struct loop *loop, struct db *db,
    const struct web_hooks *hooks);
void pulse_stop(struct pulse *p);

#endif
