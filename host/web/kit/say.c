#include "web/kit/say.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CAPTURES = 8, PIECE = 500, DEEP = 4 };

struct captured {
    const char *at[CAPTURES];
    size_t bytes[CAPTURES];
    int count;
};

/* The plain letters at the start of a pattern, up to its next %; "%%" is one
 * of them, and ends what is compared at once. */
static size_t
plain(const char *pattern)
{
    return strcspn(pattern, "%");
}

/* Where the letters stand in text; at its end when nothing follows them. */
static const char *
find(const char *text, const char *letters, size_t n, bool last)
{
    size_t bytes = strlen(text);

    if (last)
        return bytes >= n && !memcmp(text + bytes - n, letters, n)
            ? text + bytes - n : NULL;
    return memmem(text, bytes, letters, n);
}

static size_t
digits(const char *text)
{
    size_t sign = *text == '-';
    size_t n = strspn(text + sign, "0123456789");

    return n ? n + sign : 0;
}

static void
capture(struct captured *c, const char *at, size_t n)
{
    c->at[c->count] = at;
    c->bytes[c->count++] = n;
}

/* Whether the pattern describes all of text. Each %s takes as little as it can,
 * so that this takes one walk over the text. */
static bool
match(const char *pattern, const char *text, struct captured *c)
{
    const char *end;
    size_t n;

    c->count = 0;
    for (;;) {
        n = plain(pattern);
        if (strncmp(text, pattern, n) != 0)
            return false;
        text += n;
        pattern += n;
        if (!*pattern)
            return !*text;
        if (pattern[1] == '%') {
            if (*text++ != '%')
                return false;
        } else if (c->count == CAPTURES)
            return false;
        else if (pattern[1] == 'd') {
            if (!(n = digits(text)))
                return false;
            capture(c, text, n);
            text += n;
        } else if (pattern[1] == 's') {
            const char *next = pattern + 2;

            n = plain(next);
            if (!n && *next)
                return false;   /* "%s%d" would be anybody's guess */
            end = find(text, next, n, !next[n]);
            if (!end)
                return false;
            capture(c, text, (size_t)(end - text));
            text = end;
        } else
            return false;
        pattern += 2;
    }
}

/* --- putting together ----------------------------------------------------- */

struct writer {
    char *out;
    size_t room, n;
};

static void
put(struct writer *w, const char *text, size_t bytes)
{
    if (w->n + bytes >= w->room) {
        bytes = w->room - w->n - 1;
        while (bytes && (text[bytes] & 0xc0) == 0x80)
            bytes--;            /* no half letter */
    }
    memcpy(w->out + w->n, text, bytes);
    w->n += bytes;
    w->out[w->n] = '\0';
}

static const char *say_deep(const struct catalogue *c, const char *text,
    char *out, size_t room, int deep);

/* A piece of the sentence, in the reader's language where it has one. */
static void
put_piece(struct writer *w, const struct catalogue *c, const char *at,
    size_t bytes, int deep)
{
    char *piece, *said;

    if (bytes >= PIECE || deep == DEEP || !(piece = malloc(2 * PIECE))) {
        put(w, at, bytes);
        return;
    }
    said = piece + PIECE;
    memcpy(piece, at, bytes);
    piece[bytes] = '\0';
    at = say_deep(c, piece, said, PIECE, deep + 1);
    put(w, at, strlen(at));
    free(piece);
}

/* Writes the translation with what was captured; "%2$s" is the second. */
static void
fill(const struct catalogue *c, const char *to, const struct captured *got,
    struct writer *w, int deep)
{
    int next = 0;

    while (*to) {
        size_t n = plain(to), digit = 0;
        int which = next;

        put(w, to, n);
        to += n;
        if (!*to++)
            return;
        if (*to == '%') {
            put(w, to++, 1);
            continue;
        }
        if (isdigit((unsigned char)*to) && to[1] == '$') {
            which = *to - '1';
            digit = 2;
        } else
            next++;
        to += digit + (to[digit] != 0);
        if (which >= 0 && which < got->count)
            put_piece(w, c, got->at[which], got->bytes[which], deep);
    }
}

/* "only family with this number; some letters may be wrong", and "sim1: the
 * dongle has no network". */
static const char *
say_both(const struct catalogue *c, const char *text, struct writer *w,
    int deep)
{
    const char *cut = strstr(text, "; ");

    if (!cut)
        cut = strstr(text, ": ");
    if (!cut || deep == DEEP || strlen(text) >= w->room)
        return text;
    put_piece(w, c, text, (size_t)(cut - text), deep);
    put(w, cut, 2);
    put_piece(w, c, cut + 2, strlen(cut + 2), deep);
    return w->out;
}

/* "%s: %s" would be anybody's. */
static bool
has_letters(const char *pattern)
{
    for (; *pattern; pattern++)
        if (*pattern == '%')
            pattern += pattern[1] != '\0';
        else if (isalpha((unsigned char)*pattern))
            return true;
    return false;
}

static const char *
say_deep(const struct catalogue *c, const char *text, char *out, size_t room,
    int deep)
{
    struct writer w = { out, room, 0 };
    const char *exact = catalogue_find(c, text);
    struct captured got;
    int64_t n;

    if (exact != text || !*text)
        return exact;
    for (int i = 0; i < c->patterns; i++) {
        const char *one = catalogue_pattern(c, i, false);
        const char *many = catalogue_pattern(c, i, true);

        if (!has_letters(one))
            continue;
        if (!match(one, text, &got) && (!many || !match(many, text, &got)))
            continue;
        n = many && got.count ? strtoll(got.at[0], NULL, 10) : 0;
        *out = '\0';
        fill(c, many ? catalogue_plural(c, one, many, n)
                     : catalogue_find(c, one), &got, &w, deep);
        return out;
    }
    *out = '\0';
    return say_both(c, text, &w, deep);
}

const char *
say(const struct catalogue *c, const char *text, char *out, size_t room)
{
    return c ? say_deep(c, text, out, room, 0) : text;
}
