/* named.h - which words of a search name a family: by a child, a guardian, a
 * class or a number. "Ochieng trip" looks for "trip" at Ochieng's home. Words
 * are letters and digits, folded (text/unicode.h). Any thread may call. */
#ifndef NOTEHOME_NAMED_H
#define NOTEHOME_NAMED_H

#include "store/db/db.h"

enum { NAMED_WORDS = 12 };      /* the first of those that were typed */

struct named {
    char *families;             /* owned; those that all such words name, as
                                 * "[3,17]"; "[]": none, or no word is one */
    char *rest;                 /* owned; the other words, folded; "" none */
};
/* Reads what was typed. A word names whom it is the whole of a name of; the
 * last one, of three letters or more, may be a beginning. A class may stand in
 * two words ("4 b"), and so may the digits of a number, of which six are
 * enough. Where no family has all of them, or nothing else was typed, families
 * is "[]". named_clear() releases *out in every case. ERR_INPUT: not UTF-8. */
MUST_CHECK enum err named_read(struct db *db, const char *typed,
    struct named *out);
void named_clear(struct named *n);

/* Words of names that are a letter or two from word (two, where it has six
 * letters or more), the nearest first, each once, as they are written; at most
 * `limit`. None where word is one of a name itself, or has fewer than four. */
MUST_CHECK enum err named_near(struct db *db, const char *word, int limit,
    void (*fn)(void *user, const char *name), void *user);

#endif
