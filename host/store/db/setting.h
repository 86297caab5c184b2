/* setting.h - small facts that must outlive a restart, by name. */
#ifndef NOTEHOME_SETTING_H
#define NOTEHOME_SETTING_H

#include "store/db/db.h"

/* Copies the value into out (room bytes); "" when it was never set. */
MUST_CHECK enum err setting_get(struct db *db, const char *key, char *out,
    size_t room);
/* "" forgets it. */
MUST_CHECK enum err setting_set(struct db *db, const char *key,
    const char *value);

#endif
