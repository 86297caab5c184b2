/* rejects.h - the rows that an import refused, as CSV that can be mended and
 * imported again; see import.h. */
#ifndef NOTEHOME_REJECTS_H
#define NOTEHOME_REJECTS_H

#include "base/err.h"

#include <stdbool.h>
#include <stdio.h>

struct rejects {
    FILE *out;
    char *text;                 /* owned */
    size_t size;
    char delimiter;
    int rows;
};

MUST_CHECK enum err rejects_open(struct rejects *r, char delimiter);
/* The names of the file's own columns. */
MUST_CHECK enum err rejects_header(struct rejects *r,
    const char *const *names, int n);
/* A row: its cells, and behind line and reason the extra ones for which the
 * header has no name. */
MUST_CHECK enum err rejects_row(struct rejects *r, const char *const *cells,
    int n, long line, const char *reason, const char *const *extra,
    int n_extra);
/* A row of these cells alone, for lists that are no rejects. */
MUST_CHECK enum err rejects_plain(struct rejects *r, const char *const *cells,
    int n);
/* The text, the caller's from now on; "" when there was no row. It begins with
 * a byte order mark when a letter needs it: without one, spreadsheets take the
 * file for Windows-1252 and spoil the names. */
MUST_CHECK enum err rejects_close(struct rejects *r, char **text);
/* Releases what is left; also fine after rejects_close(), and when zero. */
void rejects_clear(struct rejects *r);

/* Writes one cell, quoted where it must be, and with a ' before what a
 * spreadsheet would take for a formula. */
void rejects_cell(FILE *out, const char *cell);
/* The cell without the ' that stands before what looks like a formula. */
const char *rejects_undo(const char *cell);

#endif
