/* words.c - the word lists, folded once, and how a text is held to them. */
#include "text/words.h"

#include "text/unicode.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { KIND_STOP = WORDS_STOP, KIND_START = WORDS_START, KIND_YES = WORDS_YES,
    KIND_NO = WORDS_NO, KIND_WRONG = WORDS_WRONG, KIND_HARM = WORDS_HARM,
    KIND_COMMON = WORDS_COMMON, KIND_EVERYDAY = WORDS_EVERYDAY,
    KIND_PRIVATE = WORDS_PRIVATE,
    KIND_BALANCE = WORDS_BALANCE, KIND_LOW = WORDS_LOW,
    KIND_EMPTY = WORDS_EMPTY, KIND_TOPUP = WORDS_TOPUP,
    KIND_EXPIRY = WORDS_EXPIRY, KIND_DAYS = WORDS_DAYS,
    KIND_UNIT = WORDS_UNIT, KIND_ABOUT = WORDS_ABOUT,
    KIND_NUMBER = WORDS_KINDS };

struct entry {
    uint8_t kind;
    uint8_t language;   /* index in tags */
    uint8_t value;      /* of a number word */
    uint8_t whole;      /* counts only as the whole text */
    const char *text;   /* as in the file */
};

#include "text/words_data.h"

enum { ENTRIES = sizeof(entries) / sizeof(*entries),
    TAGS = sizeof(tags) / sizeof(*tags) };

/* keys[i] is entries[i] reduced by words_key(); NULL when memory ran out, and
 * then that entry is never found. Kept until the program ends. */
static char *keys[ENTRIES];
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* Folded words with one blank between and none around: " a b " without the
 * outer blanks. '*' at the ends of words is kept when stars is set. */
static char *
words_key(const char *text, bool stars)
{
    const char *at, *word;
    char *folded, *key, *to;
    size_t n;

    if (unicode_fold(text, &folded))
        return NULL;
    key = to = malloc(2 * strlen(folded) + 2);
    for (at = folded; key && unicode_word(&at, &word, &n);) {
        if (to > key)
            *to++ = ' ';
        if (stars && word > folded && word[-1] == '*')
            *to++ = '*';
        memcpy(to, word, n);
        to += n;
        if (stars && word[n] == '*')
            *to++ = '*';
    }
    if (key)
        *to = '\0';
    free(folded);
    return key;
}

static void
load(void)
{
    for (size_t i = 0; i < ENTRIES; i++)
        keys[i] = words_key(entries[i].text, true);
}

words_set
words_language(const char *tag)
{
    size_t n = tag ? strcspn(tag, "-_.@") : 0;

    for (unsigned i = 0; n && i < TAGS; i++)
        if (strlen(tags[i]) == n && strncasecmp(tags[i], tag, n) == 0)
            return 1u << i;
    return 0;
}

/* Whether entry i is of the kind and in one of the languages. */
static bool
is_of(size_t i, int kind, words_set in)
{
    return keys[i] && entries[i].kind == kind
        && (in >> entries[i].language & 1);
}

/* The index of the entry that is the whole key, or -1. */
static long
find_whole(int kind, words_set in, const char *key)
{
    pthread_once(&once, load);
    for (size_t i = 0; i < ENTRIES; i++)
        if (is_of(i, kind, in) && strcmp(keys[i], key) == 0)
            return (long)i;
    return -1;
}

bool
words_are(enum words_kind kind, words_set in, const char *text)
{
    char *key = words_key(text, false);
    bool found = key && find_whole((int)kind, in, key) >= 0;

    free(key);
    return found;
}

/* Whether the word of n bytes is the pattern of m bytes, which may have a
 * star at either end. */
static bool
word_fits(const char *word, size_t n, const char *pattern, size_t m)
{
    bool before = m > 0 && pattern[0] == '*';
    bool after = m > before && pattern[m - 1] == '*';

    pattern += before;
    m -= (size_t)before + (size_t)after;
    if (n < m)
        return false;
    if (before && after)
        return memmem(word, n, pattern, m) != NULL;
    if (before)
        return memcmp(word + n - m, pattern, m) == 0;
    return (after || n == m) && memcmp(word, pattern, m) == 0;
}

/* Whether the words at the start of key are those of the pattern. */
static bool
starts_with(const char *key, const char *pattern)
{
    for (;;) {
        size_t n = strcspn(key, " "), m = strcspn(pattern, " ");

        if (!word_fits(key, n, pattern, m))
            return false;
        if (!pattern[m])
            return true;
        if (!key[n])
            return false;
        key += n + 1;
        pattern += m + 1;
    }
}

static bool
contains(const char *key, const char *pattern)
{
    while (*key) {
        if (starts_with(key, pattern))
            return true;
        key += strcspn(key, " ");
        key += *key == ' ';
    }
    return false;
}

bool
words_within(
    enum words_kind kind, words_set in, const char *text, const char **which)
{
    char *key = words_key(text, false);
    bool found = false;

    pthread_once(&once, load);
    for (size_t i = 0; key && !found && i < ENTRIES; i++) {
        if (is_of(i, (int)kind, in)
            && (entries[i].whole ? strcmp(key, keys[i]) == 0
                                 : contains(key, keys[i]))) {
            found = true;
            if (which)
                *which = entries[i].text;
        }
    }
    free(key);
    return found;
}

int
words_number(words_set in, const char *text)
{
    char *key = words_key(text, false);
    int value = 0;
    long i;

    if (!key)
        return 0;
    if (*key && strspn(key, "0123456789") == strlen(key)) {
        if (strlen(key) <= 2)
            value = atoi(key);
    } else {
        i = find_whole(KIND_NUMBER, in, key);
        value = i >= 0 ? entries[i].value : 0;
    }
    free(key);
    return value;
}

/* Words of the school's own. Readers hold no lock, so an old list is never
 * freed; it changes when a person changes a setting. */
struct more {
    struct more *before;        /* what was in force: kept, as said */
    int count;
    char *key[];                /* owned */
};
static _Atomic(struct more *) more[WORDS_KINDS];

enum err
words_more(enum words_kind kind, const char *lines)
{
    struct more *list;
    size_t n = 1;

    for (const char *p = lines; *p; p++)
        n += *p == '\n';
    if (!(list = calloc(1, sizeof(*list) + n * sizeof(list->key[0]))))
        return ERR_MEMORY;
    for (const char *p = lines; *p; p += strspn(p, "\n")) {
        size_t bytes = strcspn(p, "\n");
        char *line = strndup(p, bytes);
        char *key = line ? words_key(line, false) : NULL;

        free(line);
        p += bytes;
        if (key && *key)
            list->key[list->count++] = key;
        else
            free(key);
    }
    list->before = atomic_load(&more[kind]);
    atomic_store(&more[kind], list);
    return OK;
}

static bool
is_more(enum words_kind kind, const char *text)
{
    const struct more *list = atomic_load(&more[kind]);
    char *key = list && list->count ? words_key(text, false) : NULL;
    bool found = false;

    for (int i = 0; key && i < list->count && !found; i++)
        found = !strcmp(list->key[i], key);
    free(key);
    return found;
}

enum words_opt
words_opt(words_set own, const char *text)
{
    own |= words_language("en");
    if (words_are(WORDS_STOP, own, text) || is_more(WORDS_STOP, text))
        return WORDS_OPT_STOP;
    if (words_are(WORDS_START, own, text))
        return WORDS_OPT_START;
    if (words_within(WORDS_STOP, own, text, NULL)
        || words_are(WORDS_STOP, WORDS_ALL, text))
        return WORDS_OPT_ASK;
    return WORDS_OPT_NONE;
}
