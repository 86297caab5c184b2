/* first_left.h - whether the first run is still open, and what of it was
 * skipped, so that Today can go on offering it. */
#ifndef NOTEHOME_FIRST_LEFT_H
#define NOTEHOME_FIRST_LEFT_H

#include "settings/config.h"
#include "store/db/db.h"

struct web;

struct first_left {
    bool school;                /* it has no name or country */
    bool zone;                  /* nobody chose one: UTC, as delivered */
    bool proof;                 /* no text ever went out and none came in */
    bool families;              /* none is known */
};

/* c: the settings in force. */
MUST_CHECK enum err first_left_read(struct db *db, const struct config *c,
    struct first_left *out);

/* Makes the code when nobody has an account; call once at the start. */
void first_start(struct web *w);
/* Whether nobody has an account yet. */
bool first_open(struct web *w);

#endif
