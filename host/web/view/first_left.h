/* first_left.h - what of the first run was skipped, so that Today can go on
 * offering it. */
#ifndef NOTEHOME_FIRST_LEFT_H
#define NOTEHOME_FIRST_LEFT_H

#include "settings/config.h"
#include "store/db/db.h"

struct first_left {
    bool school;                /* it has no name or country */
    bool zone;                  /* nobody chose one: UTC, as delivered */
    bool proof;                 /* no text ever went out and none came in */
    bool families;              /* none is known */
};

/* c: the settings in force. */
MUST_CHECK enum err first_left_read(struct db *db, const struct config *c,
    struct first_left *out);

#endif
