/* alike.h - whether two texts are the same but for their spaces, capitals and
 * quotes: for "did we send this?". Pure; any thread. */
#ifndef NOTEHOME_ALIKE_H
#define NOTEHOME_ALIKE_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

/* The letters and digits of text in one run, folded (text/unicode.h). Of the
 * rest only what changes a meaning stays: * # % @ / _, and a point or comma
 * between digits, so that 10.00 is not 1000. *out: the caller's (free).
 * ERR_INPUT: not UTF-8. */
MUST_CHECK enum err alike_core(const char *text, char **out);

/* Where a text begins behind what phones put before one that is handed on
 * ("Fwd:", "FW:", "> ", quotes), any number of them. Points into text. */
const char *alike_begin(const char *text);

/* How the pasted text stands to one of ours, by their cores. */
enum alike {
    ALIKE_NOT = 0,
    ALIKE_SAME = 1,
    ALIKE_PART = 2,             /* it is a part of ours */
    ALIKE_MORE = 3,             /* ours stands in it, with more around */
    ALIKE_OTHER = 4             /* most words are ours, some are not */
};
/* Both folded by unicode_fold() for the words; cores as above. Fewer than
 * ALIKE_LEAST bytes of core are neither a part nor enough for one. */
enum { ALIKE_LEAST = 10 };
enum alike alike_compare(const char *core, const char *folded,
    const char *our_core, const char *our_folded);

/* Writes the words of folded that the other text lacks, each once, with a blank
 * between; cut between words where there is no room. */
void alike_strange(const char *folded, const char *other, char *out,
    size_t room);

#endif
