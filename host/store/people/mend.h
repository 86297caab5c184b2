/* mend.h - numbers to mend: suspended, possibly wrong, or not reached; whose
 * they are, and whom to ask for the right one. */
#ifndef NOTEHOME_MEND_H
#define NOTEHOME_MEND_H

#include "store/db/db.h"

#include <stdbool.h>

enum mend_kind {
    MEND_WRONG = 1,             /* suspended: somebody said it is wrong */
    MEND_PERHAPS = 2,           /* may be wrong: staff decide */
    MEND_FAILING = 3            /* texts do not reach it */
};
/* "wrong", "perhaps", "failing"; static. */
const char *mend_kind_name(enum mend_kind kind);

/* Why somebody may know the right number. */
enum mend_whom {
    MEND_GUARDIAN = 1,          /* another guardian of the family */
    MEND_SHARES = 2,            /* another family had the number too */
    MEND_NEIGHBOUR = 3          /* represents a class of the family's (tree.h),
                                 * else a family of that class */
};
struct mend_ask {
    enum mend_whom whom;
    char name[120], number[64];
};

enum { MEND_ASKS = 3 };
struct mend_number {
    enum mend_kind kind;
    char number[64], guardian[120], label[160];
    char children[200];         /* the family's, "Musa Mutua 4B"; "" none */
    int64_t family, thread;     /* thread 0: none yet */
    int64_t since;              /* UTC ms */
    int64_t message;            /* that staff decide by; 0: none, or it is not
                                 * for this caller */
    struct mend_ask ask[MEND_ASKS]; /* with phones that work; best first */
    int n_ask;
};

/* Possibly wrong ones first, then suspended, then failing; each number once,
 * those longest first. Numbers that no family of the school has are nobody's to
 * mend. Of texts about harm only who sees_all is told. *n is valid for the call
 * only. */
MUST_CHECK enum err mend_numbers(struct db *db, bool sees_all, int limit,
    void (*fn)(void *user, const struct mend_number *n), void *user);

#endif
