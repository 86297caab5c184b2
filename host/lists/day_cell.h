/* day_cell.h - a day as lists write it: 2026-11-23, 23/11/2026, 23.11.26, or a
 * workbook's number of days. Pure; any thread. */
#ifndef NOTEHOME_DAY_CELL_H
#define NOTEHOME_DAY_CELL_H

#include <stdbool.h>
#include <stddef.h>

enum { DAY_CELL = 12 };

/* Which comes first where both could: of the United States the month. country:
 * ISO 3166. */
bool day_month_first(const char *country);

/* The day at the start of text, "2026-11-23" in out; *end (may be NULL) is
 * behind it, else nothing but blanks may follow. False: it is none, as the
 * 31st of November. Years are 2000 to 2099. */
bool day_cell_read(const char *text, bool month_first, char out[DAY_CELL],
    const char **end);

#endif
