/* open.h - the database at the start: where it was, whole, and with what was in
 * hand at the last end marked as unsure. */
#ifndef NOTEHOME_OPEN_H
#define NOTEHOME_OPEN_H

#include "daemon/known.h"
#include "store/db/db.h"

/* Opens the database of the settings in force into *db, which the caller
 * closes. file: the settings', for what to do. A failure is told in words on
 * standard error. ERR_NOT_FOUND: the data are missing (known.h); ERR_CORRUPT:
 * the database is damaged, or of a newer Notehome. */
MUST_CHECK enum err open_store(const struct known *k, const char *file,
    struct db **db);

#endif
