/* words_own.h - the word lists as they are loaded, for the files that hold a
 * text to them. */
#ifndef NOTEHOME_WORDS_OWN_H
#define NOTEHOME_WORDS_OWN_H

#include "text/words.h"

#include <stddef.h>
#include <stdint.h>

/* Number words have a kind of their own. */
enum { WORDS_NUMBER = WORDS_KINDS };

struct words_entry {
    uint8_t kind;
    uint8_t language;   /* its bit in a words_set */
    uint8_t value;      /* of a number word */
    uint8_t whole;      /* counts only as the whole text */
    const char *text;   /* as in the file */
};

/* An entry and its words_key(). */
struct words_sorted {
    const char *key;
    const struct words_entry *entry;
};

/* All entries in the order of strcmp() of their keys. Static. */
const struct words_sorted *words_all(size_t *count);

/* Those of one word with a star that begin with this byte. Static. */
const struct words_sorted *words_stars(char first, size_t *count);

/* The first of words_all() whose key, cut to n bytes, is not before word. */
size_t words_first(const char *word, size_t n);

/* Folded words with one blank between and none around. '*' at the ends of
 * words is kept when stars is set. The caller's (free); NULL: no memory, or
 * not UTF-8. */
char *words_key(const char *text, bool stars);

/* Whether the word of n bytes is the pattern of m bytes, which may have a star
 * at either end. */
bool words_fit(const char *word, size_t n, const char *pattern, size_t m);

/* Whether the text is one that words_more() gave. */
bool words_is_more(enum words_kind kind, const char *text);

#endif
