/* excerpt.h - the place in a text where words that somebody looked for stand.
 * Pure; any thread. */
#ifndef NOTEHOME_EXCERPT_H
#define NOTEHOME_EXCERPT_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

enum { EXCERPT_BYTES = 160, EXCERPT_PIECES = 17 };

/* One or two lines of the text, in pieces: words that were looked for, and what
 * stands between them. */
struct excerpt {
    char bytes[EXCERPT_BYTES + EXCERPT_PIECES]; /* a NUL ends each piece */
    struct { int at; bool hit; } piece[EXCERPT_PIECES];
    int n;
    bool before, after;         /* the text begins earlier, goes on */
};

/* The piece i. */
const char *excerpt_piece(const struct excerpt *x, int i);
/* Cuts body around the first of the words; the last word may be a beginning
 * (as in thread_search()). Without a hit: its start. ERR_INPUT: not UTF-8. */
MUST_CHECK enum err excerpt_read(const char *body, const char *words,
    struct excerpt *out);
/* The whole text in such pieces: calls fn for each, in turn, on an error too,
 * where hits may be missing. ERR_INPUT: one of them is not UTF-8. */
MUST_CHECK enum err excerpt_mark(const char *body, const char *words,
    void (*fn)(void *user, const char *text, size_t bytes, bool hit),
    void *user);

#endif
