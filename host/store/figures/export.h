/* export.h - all that is kept of one child, or of the whole school, as tables
 * for people (CSV) and for programs (JSON). Reads only; row by row, whatever
 * there is. */
#ifndef NOTEHOME_EXPORT_H
#define NOTEHOME_EXPORT_H

#include "store/db/db.h"

#include <stdio.h>

/* Takes a file with this name; whole, from its start, the callee's to close. */
typedef enum err export_take(void *user, const char *name, FILE *whole);

/* Calls fn with each table twice, as NAME.csv and NAME.json. child 0: of the
 * school. Files lie in folder without a name, so nothing is ever left there.
 * ERR_NOT_FOUND: there is no such child. */
MUST_CHECK enum err export_tables(struct db *db, const char *folder,
    int64_t child, export_take *fn, void *user);

/* The child that is meant by its id or its name. ERR_NOT_FOUND; ERR_EXISTS:
 * several have that name. */
MUST_CHECK enum err export_child(struct db *db, const char *typed, int64_t *id);

#endif
