/* filing_many.h - several texts that came in put into one family's thread in
 * one step, and back: all of them or none. Any thread may call. */
#ifndef NOTEHOME_FILING_MANY_H
#define NOTEHOME_FILING_MANY_H

#include "store/inbox/filing.h"

enum { FILING_MANY = 500 };     /* texts in one step */

struct filing_many {
    int64_t thread;             /* the family's */
    int64_t first, last;        /* the lines of the audit log that say so */
    int64_t bad;                /* of a refusal: which message; 0: none alone */
};

/* As filing_move() for each of n messages, in one transaction. Only from the
 * trays of unknown and shared numbers and from other families' threads: what
 * named staff or admins alone see is not there (ERR_NOT_FOUND), whoever asks.
 * ERR_INPUT: n is not 1..FILING_MANY, or one was sent from here. */
MUST_CHECK enum err filing_move_many(struct db *db, const int64_t *ids, int n,
    int64_t family, const char *who, struct filing_many *out);
/* As filing_undo() for each, in one transaction. ERR_NOT_FOUND: one is in no
 * family's thread any more; ERR_REFUSED: nobody moved it. *bad: which. */
MUST_CHECK enum err filing_undo_many(struct db *db, const int64_t *ids, int n,
    const char *who, int64_t *bad);
/* The messages that `who` moved by these lines of the audit log, and that are
 * in that thread still; at most FILING_MANY. */
MUST_CHECK enum err filing_moved(struct db *db, int64_t thread, int64_t first,
    int64_t last, const char *who, int64_t ids[FILING_MANY], int *n);
/* Adds what came into a thread up to the message upto, oldest first, behind the
 * *n that are in ids. ERR_INPUT: there are more than FILING_MANY. */
MUST_CHECK enum err filing_came(struct db *db, int64_t thread, int64_t upto,
    int64_t ids[FILING_MANY], int *n);

#endif
