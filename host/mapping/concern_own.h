/* concern_own.h - the word lists in memory; for concern*.c alone. */
#ifndef NOTEHOME_CONCERN_OWN_H
#define NOTEHOME_CONCERN_OWN_H

#include "mapping/concern.h"

#include <stdbool.h>
#include <stdint.h>

enum { CLASSES_MAX = 64, LANGUAGES_MAX = 16, WORD_MAX = 63, TERMS_MAX = 8,
    SETS_MAX = 128, LETTERS_MAX = 1 << 24 };
/* Classes that the program itself knows. */
enum { CLASS_SURE, CLASS_PERHAPS, CLASS_INNOCENT, CLASS_COMMON, CLASS_FIRST };

/* A word of the lists, each kept once; '*' before or after is any letters. What
 * is kept is small, since a Pi has little: numbers of 16 bits where they do. */
struct pattern {
    uint32_t text : 24;         /* offset in letters */
    uint32_t bytes : 6;
    uint32_t before : 1, after : 1; /* the stars */
    uint16_t next;      /* in the same bucket; 0 ends */
    uint16_t use;       /* the first of its uses; 0: only inside items */
};
/* What a word stands for: a class by itself, or the first word of an item. */
struct use {
    uint16_t next;      /* of the same pattern; 0 ends */
    uint16_t item;      /* 0: the word alone is all */
    uint8_t class, language;
};
/* APART is NEAR and another word: "blood" is no injury of the body by
 * itself. */
enum link { LINK_NEXT, LINK_GAP, LINK_NEAR, LINK_APART };
/* One of `choices` runs of words, or a word of a class. */
struct term {
    uint32_t run;       /* in runs: words of the first choice, 0, ... */
    uint16_t choices;
    uint8_t set;        /* in sets; 0: the choices */
    uint8_t link;       /* how it follows the term before */
};
struct item {
    uint32_t term;      /* the first */
    uint8_t terms, class, language;
    uint8_t need[2];    /* sets: the text has one of each; 0 asks nothing */
    uint8_t never;      /* and none of these */
};

struct concern_words {
    char *letters;
    struct pattern *patterns;
    struct use *uses;
    uint16_t *runs;
    struct term *terms;
    struct item *items;
    uint16_t *by_class; /* items whose first term is a class */
    uint32_t letter_count, pattern_count, use_count, run_count, term_count,
        item_count, by_class_count;
    uint16_t *buckets;
    uint32_t bucket_mask;
    uint64_t sets[SETS_MAX]; /* of classes; [0] is empty */
    int set_count;
    char classes[CLASSES_MAX][12];
    int class_count;
    char languages[LANGUAGES_MAX][4]; /* [0]: of all */
    int language_count;
};

/* Adds a file's lines as those of language; "" is every language. */
MUST_CHECK enum err concern_words_add(
    struct concern_words *w, const char *text, const char *language);
/* Lists for another judgement in the same grammar: the built-in files of folder
 * ("mapping/urgent_words/"), and of the lists of harm the commonest words and
 * those for a child. *out is the caller's. */
MUST_CHECK enum err concern_words_of(
    const char *folder, struct concern_words **out);

/* --- for concern_lists.c -------------------------------------------------- */

/* Readies zeroed lists; concern_words_close() releases them in every case. */
MUST_CHECK enum err concern_words_start(struct concern_words *w);
/* The class of this name, known from now on; -1: no room or no name. */
int concern_class(struct concern_words *w, const char *name, size_t n);
/* Adds what a comma ends; text is changed. ERR_INPUT: it cannot be read. */
MUST_CHECK enum err concern_item_add(struct concern_words *w, char *text,
    int class, int language);
/* Gives back the room that the arrays grew into and do not need. */
void concern_words_shrink(struct concern_words *w);

/* Folded beyond unicode_fold(): letters that look like Latin ones are those,
 * nukta and candrabindu as most people type them. *out is owned. */
MUST_CHECK enum err concern_fold(const char *text, char **out);

/* FNV-1a, to be fed letter by letter. */
#define CONCERN_HASH 2166136261u
static inline uint32_t
concern_hash(uint32_t h, const char *at, size_t bytes)
{
    while (bytes--)
        h = (h ^ (unsigned char)*at++) * 16777619u;
    return h;
}

/* One word of a text. */
enum { HITS_MAX = 30 };
struct token {
    const char *at;     /* in the folded text */
    uint64_t classes;
    uint16_t hits[HITS_MAX]; /* patterns */
    uint16_t bytes;
    uint8_t hit_count;
    bool masked;        /* part of an innocent phrase */
};
enum { TOKENS_MAX = 192 };
struct tokens {
    struct token at[TOKENS_MAX];
    int count;
    uint32_t languages; /* that the text seems to be of; bits */
    int main;           /* the one with the most words; 0: none */
    uint64_t classes;   /* of all tokens */
    int steps;          /* left, so that a hostile text ends */
    enum concern rules; /* what the rules made of it */
};

/* Splits what begins at text into words, at most TOKENS_MAX, and finds each in
 * the lists; returns where it stopped. */
const char *concern_split(
    const struct concern_words *w, const char *text, struct tokens *out);

/* The passes of a judgement, for lists that have classes of their own: first
 * the classes of the words and of phrases, but those of later, without what is
 * innocent; then each of `classes`. What was found is in t->classes. */
void concern_first(const struct concern_words *w, struct tokens *t,
    const char *tags, uint64_t later);
void concern_then(
    const struct concern_words *w, struct tokens *t, uint64_t classes);

enum { CONCERN_OVERLAP = 24 };  /* words of a phrase over TOKENS_MAX */

/* What the learnt weights look at, told one by one: a group and a hash. */
enum feature { FEATURE_CLASS, FEATURE_PAIR, FEATURE_WORD, FEATURE_TWO,
    FEATURE_LETTERS, FEATURES };
typedef void concern_feature(void *ctx, enum feature group, uint32_t hash);
void concern_features(const struct concern_words *w, const struct tokens *t,
    concern_feature *tell, void *ctx);

/* The weights as they lie in the file, numbers of four bytes, little endian:
 * where the sum starts, times MODEL_UNIT; what one step of a weight is, in
 * 1 / MODEL_STEP; then MODEL_LEVELS times a language's tag (the first "": any
 * other) and from which sum on a text is sure and perhaps, times MODEL_UNIT;
 * then half a byte a slot, the even one low: its weight in steps, plus
 * MODEL_ZERO. So there is room for twice as many: what two features that share
 * a slot lose is more than coarse weights do. */
enum { MODEL_BITS = 19, MODEL_SLOTS = 1 << MODEL_BITS, MODEL_LEVELS = 16,
    MODEL_HEAD = 8 + 12 * MODEL_LEVELS, MODEL_BYTES = MODEL_HEAD
        + MODEL_SLOTS / 2, MODEL_UNIT = 1000, MODEL_STEP = 100000,
    MODEL_MOST = 7, MODEL_ZERO = 8 };
/* What a feature counts when n of its group were told. */
float concern_share(enum feature group, int n);

/* What the weights say; CONCERN_NONE when there are none. */
enum concern concern_learnt(
    const struct concern_words *w, const struct tokens *t);

/* The word that weighs most, to be shown; t has at least one. */
int concern_telling(const struct tokens *t);

/* What rules and weights say together. */
enum concern concern_together(enum concern rules, enum concern learnt);

/* The words of text as the rules see them, innocent ones masked: what the
 * weights are learnt from. out has at most TOKENS_MAX of them. */
MUST_CHECK enum err concern_prepare(const struct concern_words *w,
    const char *text, char **folded, struct tokens *out);

#endif
