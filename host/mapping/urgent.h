/* urgent.h - does a text tell of what cannot wait for its turn? Rules over
 * classes of words, as for harm (concern.h), read from files in urgent_words/.
 * Pure; any thread. */
#ifndef NOTEHOME_URGENT_H
#define NOTEHOME_URGENT_H

#include <stdbool.h>

/* In the order of harm, the worst first, with room between. Reaches the disk:
 * never renumber. */
enum urgent {
    URGENT_NONE = 0,
    URGENT_MISSING = 10,        /* a child is missing or did not come home */
    URGENT_FETCH = 20,          /* somebody unknown fetches, or wants to */
    URGENT_THREAT = 30,         /* to the school or to somebody there */
    URGENT_ACCIDENT = 40,       /* hurt, fainted, in hospital */
    URGENT_CALLS = 50,          /* rang three times in ten minutes */
    URGENT_MONEY = 60,          /* asked for in the school's name */
    URGENT_ILLNESS = 70         /* ill; what is serious is an accident */
};

/* "missing", "fetch", "threat", "accident", "calls", "money", "illness"; "" for
 * none. Static. */
const char *urgent_name(enum urgent u);
/* Whether somebody should hear of it at once, at any hour: not of an illness,
 * which parents tell of each morning. */
bool urgent_at_once(enum urgent u);

/* Judges text (UTF-8; what is not gives URGENT_NONE): the worst that it tells
 * of. languages as in concern_of(). Time grows with the length of text only. */
enum urgent urgent_of(const char *text, const char *languages);

/* Whether the text asks for a call: "please call me". */
bool urgent_asks_call(const char *text, const char *languages);

#endif
