/* unreached.h - children of the school whom no text reaches: they are told by a
 * visit, a letter or a call. */
#ifndef NOTEHOME_UNREACHED_H
#define NOTEHOME_UNREACHED_H

#include "store/db/db.h"

/* Why no text goes to any of a child's guardians; of several the first. */
enum unreached_why {
    UNREACHED_NO_PHONE,         /* nobody has a number */
    UNREACHED_UNCONFIRMED,      /* there is a number that staff must confirm */
    UNREACHED_OPTED_OUT,        /* they asked for no texts */
    UNREACHED_WRONG,            /* the number is somebody else's */
    UNREACHED_CONSENT,          /* they do not agree */
    UNREACHED_CALL              /* who has a phone wants a call instead */
};
const char *unreached_name(enum unreached_why why); /* "no_phone"; static */

struct unreached {
    int64_t child, family;
    char name[120], class_name[40];
    char guardians[160];        /* the family's name */
    enum unreached_why why;
};

/* By class and name. class_name: of one class, as children have it; "" all. */
MUST_CHECK enum err unreached_each(struct db *db, const char *class_name,
    void (*fn)(void *user, const struct unreached *u), void *user);

#endif
