/* sim_watch.h - the SIMs in holidays: a text to the keeper before a SIM that
 * nobody uses dies, and a text to itself that proves it receives. */
#ifndef NOTEHOME_SIM_WATCH_H
#define NOTEHOME_SIM_WATCH_H

#include "settings/rules.h"
#include "store/db/db.h"

/* One look, by rules and the clock; nothing while the clock is unsure. */
MUST_CHECK enum err sim_watch_look(struct db *db, const struct rules *rules);

#endif
