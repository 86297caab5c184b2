/* day_cell.h - a day as lists write it: 2026-11-23, 23/11/2026, 23.11.26, or a
 * workbook's number of days; a dot may stand behind the first three. Pure; any
 * thread. */
#ifndef NOTEHOME_DAY_CELL_H
#define NOTEHOME_DAY_CELL_H

#include <stdbool.h>
#include <stddef.h>

enum { DAY_CELL = 12 };

/* Which comes first where both could: of the United States the month. country:
 * ISO 3166. */
bool day_month_first(const char *country);

/* Between several days in a cell. */
#define DAY_CELL_BETWEEN " ,;\t\r\n"

/* The day at the start of text, "2026-11-23" in out; *end (may be NULL) is
 * behind it, else nothing but blanks may follow. Where only the other order of
 * month and day is a day, it is that. False: it is none, as the 31st of
 * November. Years are 2000 to 2099. */
bool day_cell_read(const char *text, bool month_first, char out[DAY_CELL],
    const char **end);

/* How many of the days in a cell can be read with the month first alone, as
 * 11/23/2026, less those that can with the day first alone. 0 where there is
 * something else. */
int day_cell_order(const char *text);

#endif
