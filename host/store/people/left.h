/* left.h - children who left the school. They and their families are kept for
 * the retention time and can be read and written to; texts to many pass them
 * over. A class list that names such a child brings it back. */
#ifndef NOTEHOME_LEFT_H
#define NOTEHOME_LEFT_H

#include "store/people/people.h"

/* The child of this family left, or is here again; what waits to be said of it
 * is dropped. Audited. ERR_NOT_FOUND: it is not of this family. */
MUST_CHECK enum err child_leave(struct db *db, int64_t family, int64_t child,
    bool left, const char *who);

/* Children of the family who left. */
MUST_CHECK enum err family_left(struct db *db, int64_t family,
    void (*fn)(void *user, const struct child *c), void *user);

/* Forgets a few dozen of the children who left more than `months` months ago;
 * a family without any other child is erased whole (family_erase()), one at a
 * time. *forgotten: how many, 0 when there are none left. */
MUST_CHECK enum err left_forget(struct db *db, int months, int *forgotten);

#endif
