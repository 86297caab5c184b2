/* flood.h - many texts that drown a real one: a number is blocked, and all of a
 * tray that say the same are set aside. Audited; touches DB_THREADS. */
#ifndef NOTEHOME_FLOOD_H
#define NOTEHOME_FLOOD_H

#include "store/db/db.h"

#include <stdbool.h>

/* From now on what comes from the number is kept where it belongs, as seen: it
 * waits for nobody, is never answered and tells nobody. It ends when the number
 * becomes a family's. ERR_REFUSED: a family has the number. */
MUST_CHECK enum err flood_block(struct db *db, const char *number, bool on,
    const char *who);
MUST_CHECK enum err flood_blocked(struct db *db, const char *number,
    bool *blocked);

/* Closes, as desk_close(), this thread of a tray and all others of the tray
 * whose last text says the same and that somebody has still to see; *count of
 * them. ERR_NOT_FOUND: no such thread; ERR_REFUSED: it is a family's, or the
 * only one of a safeguarding matter, which is closed with its outcome alone. */
MUST_CHECK enum err flood_aside(struct db *db, int64_t thread,
    const char *who, int *count);
/* How many there are beside it. */
MUST_CHECK enum err flood_alike(struct db *db, int64_t thread, int *count);

#endif
