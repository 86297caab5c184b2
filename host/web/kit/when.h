/* when.h - until when a text is worth sending, as people write it. Pure. */
#ifndef NOTEHOME_WHEN_H
#define NOTEHOME_WHEN_H

#include <stdint.h>

/* "30m", "6h", "2d" after `from`, or a time as clock_parse() reads it; UTC ms.
 * 0: neither, or more than a year. */
int64_t when_expires(const char *text, int64_t from);

#endif
