/* draft.h - what a person began to write; survives sign-out and power cuts. */
#ifndef NOTEHOME_DRAFT_H
#define NOTEHOME_DRAFT_H

#include "store/db/db.h"

enum { DRAFT_MAX = 32 * 1024 }; /* bytes */

/* fields: the form, as its page keeps it; "" forgets the draft. place: a
 * thread, or 0 for a text to many. ERR_INPUT: longer than DRAFT_MAX;
 * ERR_NOT_FOUND: no such account. */
MUST_CHECK enum err draft_set(struct db *db, int64_t staff, int64_t place,
    const char *fields);

/* A page saves what is typed again and again, and one save may overtake
 * another, or the text that was sent. */
struct draft_turn {
    const char *form;           /* key of the form (once.h); NULL: no turns */
    int64_t turn;               /* goes up with each time it is saved or sent */
};
/* As draft_set(), but changes nothing when a later turn of that form was here
 * before; that is OK. */
MUST_CHECK enum err draft_keep(struct db *db, int64_t staff, int64_t place,
    const struct draft_turn *turn, const char *fields);
/* *fields is the caller's (free); "" when there is none. */
MUST_CHECK enum err draft_get(struct db *db, int64_t staff, int64_t place,
    char **fields);

#endif
