/* concern_text.c - a text in words, and each word found in the lists, also
 * where somebody hid it: letters apart, digits and stars in place of letters,
 * letters of another script, letters repeated. */
#include "mapping/concern_own.h"
#include "text/unicode.h"

#include <stdlib.h>
#include <string.h>

/* Greek and Cyrillic letters that look like Latin ones, folded. */
static const struct {
    uint16_t from;
    char to;
} looks[] = {
    { 0x03B1, 'a' }, { 0x03B5, 'e' }, { 0x03B9, 'i' }, { 0x03BA, 'k' },
    { 0x03BD, 'v' }, { 0x03BF, 'o' }, { 0x03C1, 'p' }, { 0x03C4, 't' },
    { 0x03C5, 'u' }, { 0x03C7, 'x' }, { 0x0430, 'a' }, { 0x0432, 'b' },
    { 0x0435, 'e' }, { 0x0438, 'u' }, { 0x043A, 'k' }, { 0x043C, 'm' },
    { 0x043D, 'h' }, { 0x043E, 'o' }, { 0x0440, 'p' }, { 0x0441, 'c' },
    { 0x0442, 't' }, { 0x0443, 'y' }, { 0x0445, 'x' }, { 0x0455, 's' },
    { 0x0456, 'i' }, { 0x0458, 'j' }, { 0x04AF, 'y' }, { 0x04BB, 'h' },
    { 0x0501, 'd' }, { 0x051B, 'q' }, { 0x051D, 'w' },
};

static uint32_t
plain(uint32_t c)
{
    if (c >= 0x0370 && c < 0x0530)
        for (size_t i = 0; i < sizeof(looks) / sizeof(*looks); i++)
            if (looks[i].from == c)
                return (unsigned char)looks[i].to;
    return c == 0x0901 ? 0x0902 : c;
}

enum err
concern_fold(const char *text, char **out)
{
    char *folded, *to;
    const char *at;
    uint32_t c;
    enum err e = unicode_fold(text, &folded);

    if (e)
        return e;
    for (at = to = folded; (c = unicode_next(&at));) {
        char put[4];
        size_t n = c == 0x093C ? 0 : unicode_put(plain(c), put);

        memcpy(to, put, n);     /* never longer than what was read */
        to += n;
    }
    *to = '\0';
    *out = folded;
    return OK;
}

static void
note_hit(struct token *t, uint32_t pattern)
{
    for (int i = 0; i < t->hit_count; i++)
        if (t->hits[i] == pattern)
            return;
    if (t->hit_count < HITS_MAX)
        t->hits[t->hit_count++] = pattern;
}

/* The patterns that fit bytes at, a piece of the word from..end. least: hits of
 * fewer bytes do not count. */
static void
look_up(const struct concern_words *w, struct token *t, uint32_t h,
    const char *at, size_t bytes, bool first, bool last)
{
    for (uint32_t i = w->buckets[h & w->bucket_mask]; i;
        i = w->patterns[i].next) {
        const struct pattern *p = &w->patterns[i];

        if (p->bytes == bytes && (first || p->before) && (last || p->after)
            && memcmp(w->letters + p->text, at, bytes) == 0)
            note_hit(t, i);
    }
}

/* Every piece of the word; least: the shortest that counts. inside: as if each
 * pattern had stars. */
static void
look_up_word(const struct concern_words *w, struct token *t, const char *at,
    size_t bytes, size_t least, bool inside)
{
    for (size_t from = 0; from < bytes; from++) {
        uint32_t h = CONCERN_HASH;

        if (((unsigned char)at[from] & 0xC0) == 0x80)
            continue;
        for (size_t to = from + 1; to <= bytes; to++) {
            h = concern_hash(h, at + to - 1, 1);
            if (to - from >= least
                && (to == bytes || ((unsigned char)at[to] & 0xC0) != 0x80))
                look_up(w, t, h, at + from, to - from, from == 0 || inside,
                    to == bytes || inside);
        }
    }
}

/* Digits and signs as letters, runs of one letter as one; whether that changed
 * anything in a Latin word. */
static bool
undisguise(const char *at, size_t bytes, char out[WORD_MAX], size_t *n)
{
    static const char from[] = "013457@$!|", to[] = "oieastasii";
    bool letters = false, changed = false;

    *n = 0;
    for (size_t i = 0; i < bytes; i++) {
        const char *sign = at[i] ? strchr(from, at[i]) : NULL;
        char c = sign ? to[sign - from] : at[i];

        letters = letters || (at[i] >= 'a' && at[i] <= 'z');
        changed = changed || sign;
        if (i >= 2 && at[i] == at[i - 1] && at[i] == at[i - 2]) {
            changed = true;     /* "raaape": all of the run are one */
            while (*n > 0 && out[*n - 1] == c)
                --*n;
        }
        out[(*n)++] = c;
    }
    return letters && changed;
}

static bool
is_sign(char c)
{
    return c == '@' || c == '$' || c == '!' || c == '|';
}

static bool
is_latin(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* The end of the word at, with signs that stand between letters. */
static const char *
with_signs(const char *at)
{
    while (is_latin(*at) || (is_sign(*at) && is_latin(at[1])))
        at++;
    return at;
}

/* "r*pe": each vowel in turn. */
static void
look_up_star(
    const struct concern_words *w, struct token *t, const char *at, size_t n)
{
    const char *end = at + n;
    size_t rest = 0;
    char word[WORD_MAX];

    while (*end == '*' || *end == '#')
        end++;
    while (is_latin(end[rest]))
        rest++;
    if (end != at + n + 1 || !rest || n + 1 + rest > WORD_MAX)
        return;
    memcpy(word, at, n);
    memcpy(word + n + 1, end, rest);
    for (const char *v = "aeiou"; *v; v++) {
        word[n] = *v;
        look_up_word(w, t, word, n + 1 + rest, n + 2, false);
    }
}

/* "be.ats", "ra-ped": both halves as one word, that goes over the joint. */
static void
look_up_joint(
    const struct concern_words *w, struct token *t, const char *at, size_t n)
{
    size_t rest = 0;
    char word[WORD_MAX];

    if (!at[n] || !strchr("._*~+=/", at[n]))
        return;
    while (is_latin(at[n + 1 + rest]))
        rest++;
    if (!rest || n + rest > WORD_MAX)
        return;
    memcpy(word, at, n);
    memcpy(word + n, at + n + 1, rest);
    look_up_word(w, t, word, n + rest, n + 1 > 4 ? n + 1 : 4, false);
}

static void
look_up_token(const struct concern_words *w, struct token *t)
{
    char plainer[WORD_MAX];
    size_t n, whole;

    look_up_word(w, t, t->at, t->bytes, 1, false);
    if (!is_latin(t->at[0]) && !is_latin(t->at[t->bytes - 1]))
        return;
    whole = (size_t)(with_signs(t->at) - t->at);
    if (whole < t->bytes || whole > WORD_MAX)
        whole = t->bytes;
    if (undisguise(t->at, whole, plainer, &n))
        look_up_word(w, t, plainer, n, 3, false);
    look_up_star(w, t, t->at, t->bytes);
    look_up_joint(w, t, t->at, t->bytes);
}

/* Letters one by one from token i on: their word is looked for in the first. */
static void
look_up_spaced(const struct concern_words *w, struct tokens *all, int i)
{
    char word[WORD_MAX];
    size_t n = 0;

    for (int k = i; k < all->count; k++) {
        const struct token *t = &all->at[k];
        const char *next = t->at;

        unicode_next(&next);
        if ((size_t)(next - t->at) < t->bytes || n + t->bytes > WORD_MAX)
            break;
        memcpy(word + n, t->at, t->bytes);
        n += t->bytes;
    }
    if (n >= 4)
        look_up_word(w, &all->at[i], word, n, 4, true);
}

const char *
concern_split(
    const struct concern_words *w, const char *text, struct tokens *out)
{
    const char *word;
    size_t bytes;
    bool spaced = false;

    out->count = 0;
    while (out->count < TOKENS_MAX && unicode_word(&text, &word, &bytes)) {
        struct token *t = &out->at[out->count++];

        *t = (struct token){ .at = word };
        while (bytes > WORD_MAX || ((unsigned char)word[bytes] & 0xC0) == 0x80)
            bytes = bytes > WORD_MAX ? WORD_MAX : bytes - 1;
        t->bytes = (uint16_t)bytes;
        look_up_token(w, t);
    }
    for (int i = 0; i < out->count; i++) {
        const char *next = out->at[i].at;
        bool single;

        unicode_next(&next);
        single = (size_t)(next - out->at[i].at) == out->at[i].bytes;
        if (single && !spaced)
            look_up_spaced(w, out, i);
        spaced = single;
    }
    return text;
}
