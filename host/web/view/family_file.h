/* family_file.h - all about one family as one file, for the family itself or
 * for another program. */
#ifndef NOTEHOME_FAMILY_FILE_H
#define NOTEHOME_FAMILY_FILE_H

#include "web/kit/json.h"

/* Puts id, names, children and guardians into j. ERR_NOT_FOUND. */
MUST_CHECK enum err family_file_head(struct db *db, int64_t id, json_t *j);
/* The same and all messages of its thread, oldest first; audited under who.
 * ERR_NOT_FOUND. */
MUST_CHECK enum err family_file_read(struct db *db, int64_t id,
    const char *who, json_t *j);

#endif
