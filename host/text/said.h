/* said.h - a short text, cut into the phrases that the word lists know. What
 * they mean together is decided by who asks. Pure; any thread. */
#ifndef NOTEHOME_SAID_H
#define NOTEHOME_SAID_H

#include "text/words.h"

enum { SAID_MAX = 64, SAID_OWN_MAX = 160, SAID_KEY_MAX = 64 };

/* A set of kinds: SAID(YES) | SAID(NO). */
#define SAID(kind) (1u << WORDS_##kind)
#define SAID_NUMBER (1u << WORDS_KINDS)
/* Kinds of what the caller adds to the lists. */
#define SAID_OPTION (1u << (WORDS_KINDS + 1))
#define SAID_NAME (1u << (WORDS_KINDS + 2))

/* A phrase that counts for this text alone, such as a person's name. */
struct said_own {
    unsigned kind;              /* SAID_OPTION or SAID_NAME */
    int value;
    char key[SAID_KEY_MAX];     /* by said_key() */
};

/* The longest phrase that begins at a place, or one word that is in no list. */
struct said_piece {
    unsigned kinds;             /* 0: in no list */
    int words;
    int bytes;
    int number;                 /* 1..99, of digits or a number word; or 0 */
    int value;                  /* of a said_own */
    bool digits;                /* the number stood there in digits */
    bool apart;                 /* more than a blank follows: a comma, ... */
    bool whole;                 /* counts only as the whole text ("=word") */
};

struct said {
    int count;
    int words;                  /* of all pieces; more when some were cut off */
    int thumb;                  /* 1: a thumb up or a tick, -1: down, 0: none */
    bool asks;                  /* a question mark of any script */
    struct said_piece piece[SAID_MAX]; /* the first ones */
};

/* Fills in own. False: the phrase is empty or too long to be looked for. */
bool said_key(struct said_own *own, unsigned kind, int value,
    const char *phrase);

/* Cuts text by the lists of these kinds in these languages, and by own.
 * ERR_INPUT: not UTF-8; ERR_MEMORY. */
MUST_CHECK enum err said_read(const char *text, words_set in, unsigned kinds,
    const struct said_own *own, int own_count, struct said *out);

#endif
