/* once.h - a form does its work once, however often it is sent: by a double
 * click, or again after the power came back. Each form that was shown has a key
 * of its own; the work and the note of its key are one commit. */
#ifndef NOTEHOME_ONCE_H
#define NOTEHOME_ONCE_H

#include "store/db/db.h"

enum { ONCE_KEY = 33 };         /* 32 letters and the end */

/* A new key that nobody can guess. */
void once_key(char out[ONCE_KEY]);

/* Whether the form with this key did its work in the last days: ERR_EXISTS, and
 * *result is what once_note() was told. OK: not yet. Of NULL, "" and what is no
 * key nothing is known: OK. */
MUST_CHECK enum err once_check(struct db *db, const char *key,
    int64_t *result);
/* In the transaction of the work. ERR_EXISTS: somebody was quicker; end the
 * transaction with it. */
MUST_CHECK enum err once_note(struct db *db, const char *key, int64_t result);
/* For a form that is sent again and again, each time with a higher turn, and
 * whose requests overtake each other. ERR_EXISTS: a later one was here before.
 * In a transaction with what is done. The key is of its own. */
MUST_CHECK enum err once_turn(struct db *db, const char *key, int64_t turn);

#endif
