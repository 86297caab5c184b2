/* words.c - the word lists, folded once, and how a text is held to them. */
#include "text/words.h"

#include "text/unicode.h"
#include "text/words_own.h"

#include <limits.h>
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { KIND_STOP = WORDS_STOP, KIND_START = WORDS_START,
    KIND_LEAVE = WORDS_LEAVE, KIND_ENOUGH = WORDS_ENOUGH,
    KIND_TEXTS = WORDS_TEXTS, KIND_BACK = WORDS_BACK, KIND_YES = WORDS_YES,
    KIND_NO = WORDS_NO, KIND_OKAY = WORDS_OKAY, KIND_COMING = WORDS_COMING,
    KIND_CANNOT = WORDS_CANNOT, KIND_NOT = WORDS_NOT,
    KIND_UNSURE = WORDS_UNSURE, KIND_LABEL = WORDS_LABEL,
    KIND_POLITE = WORDS_POLITE, KIND_AROUND = WORDS_AROUND,
    KIND_WRONG = WORDS_WRONG, KIND_DOUBT = WORDS_DOUBT,
    KIND_COMMON = WORDS_COMMON, KIND_EVERYDAY = WORDS_EVERYDAY,
    KIND_PRIVATE = WORDS_PRIVATE,
    KIND_NUMBER = WORDS_NUMBER };

#include "text/words_data.h"

enum { ENTRIES = sizeof(entries) / sizeof(*entries),
    TAGS = sizeof(tags) / sizeof(*tags) };

/* keys[i] is entries[i] reduced by words_key(); NULL when memory ran out, and
 * then that entry is never found. Kept until the program ends. */
static char *keys[ENTRIES];
static struct words_sorted sorted[ENTRIES], starred[ENTRIES];
static size_t sorted_count, star_from[UCHAR_MAX + 2]; /* by first byte */
static pthread_once_t once = PTHREAD_ONCE_INIT;

char *
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

static int
by_key(const void *a, const void *b)
{
    const struct words_sorted *x = a, *y = b;

    return strcmp(x->key, y->key);
}

/* Those with a star, in the order of their first bytes. */
static void
gather_stars(void)
{
    size_t n = 0;

    for (size_t i = 0; i < sorted_count; i++) {
        const char *key = sorted[i].key;

        if (!strchr(key, '*') || strchr(key, ' '))
            continue;
        starred[n++] = sorted[i];
        star_from[(unsigned char)key[0] + 1] = n;
    }
    for (size_t i = 1; i < UCHAR_MAX + 2; i++)
        if (star_from[i] < star_from[i - 1])
            star_from[i] = star_from[i - 1];
}

static void
load(void)
{
    for (size_t i = 0; i < ENTRIES; i++) {
        keys[i] = words_key(entries[i].text, true);
        if (keys[i])
            sorted[sorted_count++] =
                (struct words_sorted){ keys[i], &entries[i] };
    }
    qsort(sorted, sorted_count, sizeof(*sorted), by_key);
    gather_stars();
}

const struct words_sorted *
words_all(size_t *count)
{
    pthread_once(&once, load);
    *count = sorted_count;
    return sorted;
}

const struct words_sorted *
words_stars(char first, size_t *count)
{
    size_t i = (unsigned char)first;

    pthread_once(&once, load);
    *count = star_from[i + 1] - star_from[i];
    return starred + star_from[i];
}

size_t
words_first(const char *word, size_t n)
{
    size_t from = 0, to;

    words_all(&to);
    while (from < to) {
        size_t middle = (from + to) / 2;

        if (strncmp(sorted[middle].key, word, n) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
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

/* The entry that is the whole key, or NULL. */
static const struct words_entry *
find_whole(int kind, words_set in, const char *key)
{
    for (size_t i = words_first(key, strlen(key) + 1);
         i < sorted_count && strcmp(sorted[i].key, key) == 0; i++)
        if (sorted[i].entry->kind == kind
            && (in >> sorted[i].entry->language & 1))
            return sorted[i].entry;
    return NULL;
}

bool
words_are(enum words_kind kind, words_set in, const char *text)
{
    char *key = words_key(text, false);
    bool found = key && find_whole((int)kind, in, key);

    free(key);
    return found;
}

bool
words_fit(const char *word, size_t n, const char *pattern, size_t m)
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

        if (!words_fit(key, n, pattern, m))
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
    const struct words_entry *entry;

    if (!key)
        return 0;
    if (*key && strspn(key, "0123456789") == strlen(key)) {
        if (strlen(key) <= 2)
            value = atoi(key);
    } else {
        entry = find_whole(KIND_NUMBER, in, key);
        value = entry ? entry->value : 0;
    }
    free(key);
    return value;
}

/* Words of the school's own. */
struct more {
    int count;
    char *key[];                /* owned */
};
static pthread_mutex_t more_lock = PTHREAD_MUTEX_INITIALIZER;
static struct more *more[WORDS_KINDS];

static void
free_more(struct more *list)
{
    for (int i = 0; list && i < list->count; i++)
        free(list->key[i]);
    free(list);
}

enum err
words_more(enum words_kind kind, const char *lines)
{
    struct more *list, *before;
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
    pthread_mutex_lock(&more_lock);
    before = more[kind];
    more[kind] = list;
    pthread_mutex_unlock(&more_lock);
    free_more(before);
    return OK;
}

bool
words_is_more(enum words_kind kind, const char *text)
{
    char *key = words_key(text, false);
    const struct more *list;
    bool found = false;

    pthread_mutex_lock(&more_lock);
    list = more[kind];
    for (int i = 0; key && list && i < list->count && !found; i++)
        found = !strcmp(list->key[i], key);
    pthread_mutex_unlock(&more_lock);
    free(key);
    return found;
}
