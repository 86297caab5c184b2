/* sheet.h - a list as a school has it (CSV, a spreadsheet, a phone book of
 * vCards), as rows of cells.
 * Delimiter: comma, semicolon, tab or bar. Letters: UTF-8, UTF-16 or
 * Windows-1252, 1254, 1256. A workbook (.xlsx): its first sheet that has
 * anything in it. Pure; any thread. What comes in is hostile. */
#ifndef NOTEHOME_SHEET_H
#define NOTEHOME_SHEET_H

#include "base/err.h"
#include "text/reason.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    SHEET_BYTES_MAX = 8 * 1024 * 1024,
    SHEET_ROWS_MAX = 20100,     /* with what stands above the head */
    SHEET_COLUMNS_MAX = 100
};

struct sheet_row {
    long line;                  /* of the file, or row of the sheet, from 1 */
    int n;                      /* cells, SHEET_COLUMNS_MAX at most */
    bool more;                  /* there were more, with something in them */
    bool nul;                   /* a cell has a NUL byte, at which it ends */
    char **cell;                /* owned, one block; any bytes but NUL */
};

struct sheet {
    char delimiter;             /* as in the file; ',' of a workbook */
    char name[64];              /* of the sheet in a workbook; else "" */
    int others;                 /* sheets that were not read */
    struct sheet_row *rows;     /* owned; those with something in them */
    int n, room;
};

/* Reads all of it. ERR_INPUT: the file as a whole is unusable, why
 * says what to do. sheet_clear() releases out in every case. */
MUST_CHECK enum err sheet_read(const char *bytes, size_t n, struct sheet *out,
    struct reason *why);
void sheet_clear(struct sheet *s);

/* Adds a copy of these cells (bytes of each end at a NUL), for the readers of
 * the shapes; a row with nothing in it is passed over. ERR_INPUT: there are
 * more rows than SHEET_ROWS_MAX. */
MUST_CHECK enum err sheet_add(struct sheet *s, long line,
    const char *const *cells, int n, bool more, bool nul);

/* Gives the row this text in a column (below SHEET_COLUMNS_MAX); the row grows
 * to it. ERR_MEMORY alone. */
MUST_CHECK enum err sheet_put(struct sheet_row *r, int column,
    const char *value);

/* A cell that is merged over the lines from..to holds for each of them: copies
 * it where the other rows have nothing. The rows must be in order. */
MUST_CHECK enum err sheet_spread(struct sheet *s, long from, long to,
    int column);

#endif
