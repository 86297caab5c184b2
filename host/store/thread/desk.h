/* desk.h - who looks after a thread, and that nobody needs to any more. */
#ifndef NOTEHOME_DESK_H
#define NOTEHOME_DESK_H

#include "store/db/db.h"

/* staff 0: anybody's. ERR_NOT_FOUND: no such thread or open account. Audited.
 * Touches DB_THREADS. */
MUST_CHECK enum err desk_assign(struct db *db, int64_t thread, int64_t staff,
    const char *who);
/* Nothing there up to that message waits for an answer; the next one opens it
 * again. Counts as seen. ERR_NOT_FOUND. Audited. Touches DB_THREADS. */
MUST_CHECK enum err desk_close(struct db *db, int64_t thread, int64_t upto,
    const char *who);

/* What was held for urgent can wait: this text and those of its thread that
 * came before it; or, ease false, those that were eased with it cannot after
 * all. It waits for an answer as before. ERR_NOT_FOUND: no such message;
 * ERR_REFUSED: it is not urgent, or not (any more) eased. Audited. Touches
 * DB_THREADS. */
MUST_CHECK enum err desk_ease(struct db *db, int64_t message, bool ease,
    const char *who);

/* A family that nothing reached. */
struct desk_family {
    int64_t family, thread;     /* thread 0: none yet */
    int64_t last;               /* when a text last arrived; 0: never */
    char label[160];
    char children[200];         /* the family's, "Musa Mutua 4B"; "" none */
};
/* Families with children of whom no text was delivered or answered after
 * `since` (UTC ms) although one was tried, longest first. *count is how many
 * there are in all. */
MUST_CHECK enum err desk_unreached(struct db *db, int64_t since, int limit,
    void (*fn)(void *user, const struct desk_family *f), void *user,
    int *count);

/* The names of all classes, each once. */
MUST_CHECK enum err desk_classes(struct db *db,
    void (*fn)(void *user, const char *name, int children), void *user);

#endif
