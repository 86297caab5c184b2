/* when.h - times and days as people write them. Pure, but for the zone of TZ. */
#ifndef NOTEHOME_WHEN_H
#define NOTEHOME_WHEN_H

#include <stdbool.h>
#include <stdint.h>

/* "30m", "6h", "2d" after `from`, or a time as clock_parse() reads it; UTC ms.
 * 0: neither, or more than a year. */
int64_t when_expires(const char *text, int64_t from);

/* The start of a day "2026-11-23" in local time, or, with end, that of the next
 * one; UTC ms. 0: it is none, or NULL. */
int64_t when_day(const char *text, bool end);

/* Reads a day as people write it in digits, by day_cell_read() with the day
 * before the month: "2026-11-23", "23/11/2026", "23.11.26"; or "23/11", the
 * last such day up to now. text is folded (text/unicode.h); out becomes
 * "2026-11-23". False: it is none. now: UTC ms. */
bool when_written(const char *text, int64_t now, char out[12]);

#endif
