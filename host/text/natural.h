/* natural.h - the order in which people write a school's classes down. */
#ifndef NOTEHOME_NATURAL_H
#define NOTEHOME_NATURAL_H

#include <stddef.h>

/* As memcmp(), but digits count as the number they write: "2B" is before "10A",
 * "Form 2" before "Form 10"; of equal ones the shorter is first. n, m:
 * bytes. */
int natural_order(const char *a, size_t n, const char *b, size_t m);

#endif
