/* tone.h - what a message to a family is about, as its writer said. */
#ifndef NOTEHOME_TONE_H
#define NOTEHOME_TONE_H

#include "store/db/db.h"

/* On disk: never reuse a number. */
enum tone {
    TONE_NONE = 0,
    TONE_PRAISE = 1,
    TONE_INFORMATION = 2,
    TONE_QUESTION = 3,
    TONE_CONCERN = 4,
    TONE_URGENT = 5,
    TONES
};
const char *tone_name(enum tone t);     /* "praise"; "" for none; static */
enum tone tone_of(const char *name);    /* TONE_NONE: no such; accepts NULL */

/* Notes it on an outgoing message. ERR_NOT_FOUND. */
MUST_CHECK enum err tone_set(struct db *db, int64_t message, enum tone t);

#endif
