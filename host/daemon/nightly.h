/* nightly.h - what is done by itself, beside the main thread: a backup a day,
 * another on each USB stick that wants one (a file notehome-backup lies on it)
 * as it is plugged in and then a day, and old texts that are forgotten. */
#ifndef NOTEHOME_NIGHTLY_H
#define NOTEHOME_NIGHTLY_H

#include "store/db/db.h"

struct nightly;

MUST_CHECK enum err nightly_start(struct db *db, struct nightly **out);
/* What is under way ends first: backup_give_up() makes that soon. Accepts
 * NULL. */
void nightly_stop(struct nightly *n);

#endif
