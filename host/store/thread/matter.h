/* matter.h - the card of a safeguarding matter, one a thread of that tray: who
 * takes it, and how it ended. Its steps are the notes of the thread (note.h).
 * Each change is audited and touches DB_THREADS. */
#ifndef NOTEHOME_MATTER_H
#define NOTEHOME_MATTER_H

#include "store/db/db.h"

#include <stdbool.h>

enum { MATTER_OUTCOME = 400 };

struct matter {
    int64_t thread;
    char number[64];            /* of the thread */
    char taken_by[64];          /* "" nobody yet */
    int64_t taken_at;
    char outcome[MATTER_OUTCOME]; /* "" open */
    char closed_by[64];
    int64_t closed_at;
    int64_t last_in;            /* when a text last came */
    int64_t last;               /* the newest one's id */
    bool open;                  /* no outcome, or a text came after it */
};

/* ERR_NOT_FOUND: no such thread, or none of the safeguarding tray. */
MUST_CHECK enum err matter_get(struct db *db, int64_t thread,
    struct matter *out);
/* Those with a text, open ones first, then by the newest text. */
MUST_CHECK enum err matter_list(struct db *db, int limit,
    void (*fn)(void *user, const struct matter *m), void *user);
/* who takes it. ERR_NOT_FOUND. */
MUST_CHECK enum err matter_take(struct db *db, int64_t thread,
    const char *who);
/* Closes it and its thread (desk_close()) as far as message `last`, which
 * whoever closes it has seen: what came later keeps it open. ERR_NOT_FOUND;
 * ERR_INPUT: without an outcome, or one that is too long. */
MUST_CHECK enum err matter_close(struct db *db, int64_t thread,
    const char *outcome, int64_t last, const char *who);

#endif
