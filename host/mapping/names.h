/* names.h - finding people's names in a text, for mapping.c. Whole words, case
 * and accents folded; nganga finds Ng'ang'a, and d'Amina holds Amina. */
#ifndef NOTEHOME_NAMES_H
#define NOTEHOME_NAMES_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

enum { NAMES_WORDS_MAX = 400 };

struct names_word {
    const char *at;
    size_t bytes;
    bool glued;                 /* to the word before, by ' or - */
    bool apart;                 /* from it, by a comma or the like */
    bool used;                  /* part of a name that was found */
};

/* A folded text in words; those beyond the most are not looked at. */
struct names_text {
    char *folded;               /* owned */
    int count;
    struct names_word *words;   /* owned */
};

/* Splits text. ERR_INPUT: not UTF-8; ERR_MEMORY. names_clear() frees it. */
MUST_CHECK enum err names_split(const char *text, struct names_text *out);
void names_clear(struct names_text *t);

/* Whether name occurs in t as whole words that follow each other with nothing
 * but a blank between, none of them used; with use they become used, wherever
 * it occurs. A name without words never occurs. */
bool names_occur(
    struct names_text *t, const struct names_text *name, bool use);

/* Whether both are the same words. */
bool names_equal(const struct names_text *a, const struct names_text *b);

/* Whether an unused word of t, of three bytes or more, is also one of name's
 * and none of except's. Titles (mama, mr, ...) do not count. */
bool names_touch(const struct names_text *t, const struct names_text *name,
    const struct names_text *except, int except_count);

/* Whether word, folded, is written as a name somewhere in the text as it came:
 * with a capital, in a text that has small letters too, inside a sentence. Not
 * strict: a capital anywhere will do, or the very front of the text. */
bool names_written(const char *text, const struct names_word *word,
    bool strict);

/* Leaves only the first name: the words up to the first blank. */
void names_keep_first(struct names_text *name);

#endif
