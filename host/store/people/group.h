/* group.h - families put together under a name, beside the classes: a choir,
 * those who come by bus. A family may be in many. Every change is audited and
 * touches DB_PEOPLE. */
#ifndef NOTEHOME_GROUP_H
#define NOTEHOME_GROUP_H

#include "store/people/people_edit.h"
#include "text/reason.h"

struct family_group {
    int64_t id;
    char name[60];
    int families;
};

/* A new one (*id 0, which becomes its), or another name for the one with this
 * id. Names are compared folded. ERR_EXISTS: another has that name; ERR_INPUT:
 * unusable, why says so; ERR_NOT_FOUND. */
MUST_CHECK enum err group_save(struct db *db, const char *name,
    const char *who, struct reason *why, int64_t *id);
/* The families stay what they are. ERR_NOT_FOUND. */
MUST_CHECK enum err group_remove(struct db *db, int64_t id, const char *who);
/* Puts the family in, or takes it out; it is fine when it is so already.
 * ERR_NOT_FOUND: no such group or family. */
MUST_CHECK enum err group_put(struct db *db, int64_t id, int64_t family,
    bool in, const char *who);

MUST_CHECK enum err group_get(struct db *db, int64_t id,
    struct family_group *out);
/* By name. family: those that it is in; 0 all. */
MUST_CHECK enum err group_list(struct db *db, int64_t family,
    void (*fn)(void *user, const struct family_group *g), void *user);
/* By child; without those whose children left the school. */
MUST_CHECK enum err group_families(struct db *db, int64_t id,
    void (*fn)(void *user, const struct family *f), void *user);

#endif
