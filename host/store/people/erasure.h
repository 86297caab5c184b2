/* erasure.h - the list of families that were erased. It is kept in the database
 * and in a file beside it (notehome.db.erased), which a restore does not touch:
 * so what was erased stays so when an older backup takes the database's place.
 * It names nobody. */
#ifndef NOTEHOME_ERASURE_H
#define NOTEHOME_ERASURE_H

#include "store/db/db.h"

/* Notes the family, and those that were merged into it. Needs a transaction. */
MUST_CHECK enum err erasure_note(struct db *db, int64_t family);

/* Takes what only the file knows into the database, and writes the file anew
 * where it lacks something. A database in memory has no file. A line that is
 * none of ours is passed over. Not within a transaction. */
MUST_CHECK enum err erasure_keep(struct db *db);

/* Erases again what is on the list and is there, as after a restore. *erased:
 * how many families. What fails is logged, tried at the next call, and is the
 * error returned. */
MUST_CHECK enum err erasure_again(struct db *db, int *erased);

#endif
