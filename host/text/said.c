/* said.c - from left to right, the longest phrase first: "no problem" is no
 * "no". */
#include "text/said.h"

#include "text/unicode.h"
#include "text/words_own.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reader {
    words_set in;
    unsigned kinds;
    const struct said_own *own;
    int own_count;
    const char *folded;
};

bool
said_key(struct said_own *own, unsigned kind, int value, const char *phrase)
{
    char *key = words_key(phrase, false);
    bool fits = key && *key && strlen(key) < sizeof(own->key);

    *own = (struct said_own){ .kind = kind, .value = value };
    if (fits)
        memcpy(own->key, key, strlen(key) + 1);
    free(key);
    return fits;
}

/* The words behind at are those of key, whatever stands between them. Returns
 * how many words, and moves *at behind the last; 0 when they are not. */
static int
follow(const char **at, const char *key)
{
    const char *end = *at, *word;
    size_t n;
    int words = 0;

    while (*key) {
        size_t m = strcspn(key, " ");

        if (!unicode_word(&end, &word, &n) || n != m || memcmp(word, key, n))
            return 0;
        words++;
        key += m + (key[m] == ' ');
    }
    *at = end;
    return words;
}

/* A phrase that ends at end was found: it counts when it is the longest. */
static void
take(struct said_piece *p, const char **best, const char *end, int words,
    unsigned kind)
{
    if (!words || end < *best)
        return;
    if (end > *best)
        *p = (struct said_piece){ .words = words };
    *best = end;
    p->kinds |= kind;
}

/* Phrases of the lists whose first word is the n bytes at word. */
static void
try_lists(const struct reader *r, const char *start, const char *word,
    size_t n, struct said_piece *p, const char **best)
{
    size_t count;
    const struct words_sorted *all = words_all(&count);

    for (size_t i = words_first(word, n); i < count
         && !strncmp(all[i].key, word, n)
         && (all[i].key[n] == ' ' || !all[i].key[n]); i++) {
        const struct words_entry *entry = all[i].entry;
        const char *end = start;
        int words = 1;

        if (!(r->kinds >> entry->kind & 1) || !(r->in >> entry->language & 1))
            continue;
        unicode_word(&end, &(const char *){ NULL }, &(size_t){ 0 });
        if (all[i].key[n]) {
            words = follow(&end, all[i].key + n + 1);
            words += words > 0;
        }
        take(p, best, end, words, 1u << entry->kind);
        if (words && end == *best) {
            p->whole = p->whole || entry->whole;
            if (entry->kind == WORDS_NUMBER)
                p->number = entry->value;
        }
    }
}

/* Patterns with a star, of one word, that begin with first. */
static void
try_stars(const struct reader *r, char first, const char *word, size_t n,
    struct said_piece *p, const char **best)
{
    size_t count;
    const struct words_sorted *stars = words_stars(first, &count);

    for (size_t i = 0; i < count; i++) {
        const struct words_entry *entry = stars[i].entry;
        const char *key = stars[i].key;

        if ((r->kinds >> entry->kind & 1) && (r->in >> entry->language & 1)
            && words_fit(word, n, key, strlen(key)))
            take(p, best, word + n, 1, 1u << entry->kind);
    }
}

static void
try_own(const struct reader *r, const char *start, struct said_piece *p,
    const char **best)
{
    for (int i = 0; i < r->own_count; i++) {
        const char *end = start;
        int words = follow(&end, r->own[i].key);

        take(p, best, end, words, r->own[i].kind);
        if (words && end == *best)
            p->value = r->own[i].value;
    }
}

/* yesss, siii, noo: letters that go on count once. 0: there are none. */
static size_t
shorten(const char *word, size_t n, char *out, size_t room)
{
    size_t to = 0;

    if (n >= room)
        return 0;
    for (size_t i = 0; i < n; i++)
        if (i == 0 || word[i] != word[i - 1] || (word[i] & 0x80))
            out[to++] = word[i];
    out[to] = '\0';
    return to < n ? to : 0;
}

/* Digits are a number when they stand alone: not 1.30, 2/5, 3-4. */
static void
read_digits(const struct reader *r, const char *word, size_t n,
    struct said_piece *p)
{
    const char *end = word + n;
    bool glued = word > r->folded + 1 && strchr(".,:/-", word[-1])
        && word[-2] >= '0' && word[-2] <= '9';

    if (n > 2 || strspn(word, "0123456789") < n)
        return;
    glued = glued
        || (*end && strchr(".,:/-", *end) && end[1] >= '0' && end[1] <= '9');
    p->digits = true;
    p->number = glued ? 0 : atoi(word);
}

/* The next piece at or behind *at, which moves behind it; *start is where it
 * begins. False: none is left. */
static bool
next(const struct reader *r, const char **at, const char **start,
    struct said_piece *p)
{
    const char *best, *word;
    char plain[SAID_KEY_MAX];
    size_t n, m;

    if (!unicode_word(at, &word, &n))
        return false;
    *start = word;
    best = word + n;
    *p = (struct said_piece){ .words = 1 };
    try_lists(r, word, word, n, p, &best);
    try_own(r, word, p, &best);
    try_stars(r, word[0], word, n, p, &best);
    try_stars(r, '*', word, n, p, &best);
    if (!p->kinds && (m = shorten(word, n, plain, sizeof(plain))))
        try_lists(r, word, plain, m, p, &best);
    if (!p->kinds)
        read_digits(r, word, n, p);
    p->bytes = (int)(best - word);
    *at = best;
    return true;
}

/* Whether more stands between two pieces than a blank, an apostrophe or a
 * hyphen. */
static bool
is_apart(const char *end, const char *start)
{
    return start - end > 1 || (start > end && !strchr(" '-", *end));
}

static void
read_signs(const char *text, struct said *out)
{
    uint32_t c;

    while ((c = unicode_next(&text))) {
        if (c == '?' || c == 0x037E || c == 0x061F || c == 0x1367
            || c == 0xFF1F)
            out->asks = true;
        if (c == 0x1F44D || c == 0x1F44C || c == 0x2705 || c == 0x2714)
            out->thumb = 1;
        if (c == 0x1F44E || c == 0x274C || c == 0x274E || c == 0x2716)
            out->thumb = -1;
    }
}

enum err
said_read(const char *text, words_set in, unsigned kinds,
    const struct said_own *own, int own_count, struct said *out)
{
    char *folded;
    enum err e = unicode_fold(text, &folded);
    struct reader r = { in, kinds, own, own_count, folded };
    struct said_piece p;
    const char *at, *end, *start;

    *out = (struct said){ .count = 0 };
    if (e)
        return e;
    read_signs(folded, out);
    for (at = end = folded; next(&r, &at, &start, &p); end = at) {
        if (out->count)
            out->piece[out->count - 1].apart = is_apart(end, start);
        out->words += p.words;
        if (out->count == SAID_MAX)
            break;
        out->piece[out->count++] = p;
    }
    free(folded);
    return OK;
}
