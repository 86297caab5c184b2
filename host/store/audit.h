/* audit.h - who did what, kept for ever; never a message's text. */
#ifndef NOTEHOME_AUDIT_H
#define NOTEHOME_AUDIT_H

#include "store/db.h"

/* Adds a line, within the caller's transaction or alone. who: a staff name,
 * "cli:USER", or "notehome" for the program itself. */
MUST_CHECK enum err audit_add(struct db *db, const char *who,
    const char *action, const char *object, const char *detail);

#endif
