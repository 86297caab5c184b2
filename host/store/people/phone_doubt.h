/* phone_doubt.h - what a text asked or said of its phone while staff have not
 * decided: that it wants no more texts (routine ones wait), or that the number
 * may be wrong (nothing waits). One of each kind a phone, the newest text's. */
#ifndef NOTEHOME_PHONE_DOUBT_H
#define NOTEHOME_PHONE_DOUBT_H

#include "store/db/db.h"

#include <stdbool.h>

enum phone_doubt_kind {
    PHONE_MAY_STOP = 1,
    PHONE_MAY_BE_WRONG = 2
};
/* The same in SQL, of a row of phone. */
#define PHONE_IS_ASKED "stop_asked > 0"
#define PHONE_IS_DOUBTED "wrong_asked > 0"

struct phone_doubt {
    enum phone_doubt_kind kind;
    char number[64];
    int64_t message, thread;    /* of the text that said it */
    int64_t at;                 /* UTC ms, when it came */
    int tray;                   /* of the thread; 0: a family's */
    int64_t family;             /* 0: a tray's */
    char label[160];            /* of the thread */
    char children[200];         /* the family's, "Musa Mutua 4B"; "" none */
};

/* Notes what the message said of its phone. A number that we never wrote to
 * and nobody has is left alone. Needs a transaction. Touches DB_PEOPLE. */
MUST_CHECK enum err phone_doubt_note(struct db *db, const char *number,
    enum phone_doubt_kind kind, int64_t message);
/* It is decided. Needs a transaction. Touches DB_PEOPLE. */
MUST_CHECK enum err phone_doubt_clear(struct db *db, const char *number,
    enum phone_doubt_kind kind);
/* What staff are asked by this message. ERR_NOT_FOUND: nothing (any more). */
MUST_CHECK enum err phone_doubt_get(struct db *db, int64_t message,
    struct phone_doubt *out);
/* All that staff are asked, the oldest first; thread: only there, 0: all. */
MUST_CHECK enum err phone_doubts(struct db *db, int64_t thread, int limit,
    void (*fn)(void *user, const struct phone_doubt *d), void *user);

#endif
