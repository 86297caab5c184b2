/* setting.h - small facts that must outlive a restart, by name. */
#ifndef NOTEHOME_SETTING_H
#define NOTEHOME_SETTING_H

#include "store/db/db.h"
#include "text/reason.h"

/* Copies the value into out (room bytes); "" when it was never set. */
MUST_CHECK enum err setting_get(struct db *db, const char *key, char *out,
    size_t room);
/* "" forgets it. */
MUST_CHECK enum err setting_set(struct db *db, const char *key,
    const char *value);
/* The same of a reason; none forgets it. What an older version wrote comes back
 * as WORDS. */
MUST_CHECK enum err setting_get_reason(struct db *db, const char *key,
    struct reason *out);
MUST_CHECK enum err setting_set_reason(struct db *db, const char *key,
    const struct reason *value);

#endif
