/* tree.h - the calling tree: in each class a family or two who represent it.
 * In an emergency they get the text, and each calls a share of the others. */
#ifndef NOTEHOME_TREE_H
#define NOTEHOME_TREE_H

#include "store/db/db.h"

/* A family of a class, with the phone it is called on. */
struct tree_family {
    int64_t id;
    char class_name[40], children[200], guardian[120];
    char number[64];            /* "" none that works is known */
};

/* Makes a family represent the class, or no longer. Audited. ERR_NOT_FOUND: no
 * child of the family is in it. */
MUST_CHECK enum err tree_set(struct db *db, const char *class_name,
    int64_t family, bool on, const char *who);

/* The representatives of a class (NULL: of all), by class; *f is valid for the
 * call only. */
MUST_CHECK enum err tree_representatives(struct db *db,
    const char *class_name,
    void (*fn)(void *user, const struct tree_family *f), void *user);

/* Calls fn for each other family of the class (NULL: of all), with the
 * representative who calls it: the class is shared out evenly, in order.
 * caller is NULL where a class has none. By class, then caller. */
MUST_CHECK enum err tree_list(struct db *db, const char *class_name,
    void (*fn)(void *user, const struct tree_family *caller,
        const struct tree_family *called), void *user);

#endif
