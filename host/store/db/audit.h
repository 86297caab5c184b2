/* audit.h - who did what, kept for ever; never a message's text. */
#ifndef NOTEHOME_AUDIT_H
#define NOTEHOME_AUDIT_H

#include "store/db/db.h"
#include "text/reason.h"

/* Adds a line, within the caller's transaction or alone. who: a staff name,
 * "cli:USER", or "notehome" for the program itself. detail: a name, a value,
 * words as they are; a sentence of ours goes through audit_add_reason(). */
MUST_CHECK enum err audit_add(struct db *db, const char *who,
    const char *action, const char *object, const char *detail);
MUST_CHECK enum err audit_add_reason(struct db *db, const char *who,
    const char *action, const char *object, const struct reason *detail);

struct audit_row {
    int64_t id, at;
    char who[80], action[40], object[80];
    struct reason detail;
};
struct audit_filter {
    char who[80];               /* exactly; "" anybody */
    char action[40];            /* its first part ("family"); "" any */
    int64_t until;              /* UTC ms; 0: now */
    int64_t before;             /* only under this id; 0: from the newest */
    int limit;
};
/* The newest first. */
MUST_CHECK enum err audit_list(struct db *db, const struct audit_filter *f,
    void (*fn)(void *user, const struct audit_row *r), void *user);

#endif
