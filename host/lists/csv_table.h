/* csv_table.h - CSV as rows of cells, with the line each row began on (libcsv
 * ends here). */
#ifndef NOTEHOME_CSV_TABLE_H
#define NOTEHOME_CSV_TABLE_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

enum { CSV_COLUMNS_MAX = 100 };

struct csv_row {
    long line;                  /* of the file, from 1 */
    int n;                      /* cells, CSV_COLUMNS_MAX at most */
    bool more;                  /* there were more */
    bool nul;                   /* a cell has a NUL byte, at which it ends */
    const char *cell[CSV_COLUMNS_MAX]; /* borrowed for the call; any bytes */
};

/* Calls fn for each row that has a cell with something in it, until fn returns
 * anything but OK, which is then returned. ERR_CORRUPT: a quotation mark is
 * never closed; *line (may be NULL) is where the row with it begins. */
MUST_CHECK enum err csv_read(const char *bytes, size_t n, char delimiter,
    enum err (*fn)(void *user, const struct csv_row *row), void *user,
    long *line);

#endif
