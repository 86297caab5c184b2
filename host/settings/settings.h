/* settings.h - what staff set on the page: kept in the store by name, over what
 * the configuration file says. */
#ifndef NOTEHOME_SETTINGS_H
#define NOTEHOME_SETTINGS_H

#include "settings/config.h"
#include "store/db/db.h"
#include "text/reason.h"

/* Puts what the store has over *c. What it cannot use (of an older version) is
 * logged and passed over. */
MUST_CHECK enum err settings_read(struct db *db, struct config *c);

/* Keeps one, by its name ("school.name", "quiet.from", ...: the table in
 * settings.c); an empty value gives the word back to the file. Audited; touches
 * DB_SETTINGS. ERR_NOT_FOUND: no such setting. ERR_INPUT: unusable; why (room
 * bytes) says what to write. */
MUST_CHECK enum err settings_save(struct db *db, const char *name,
    const char *value, const char *who, struct reason *why);

#endif
