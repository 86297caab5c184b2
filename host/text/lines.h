/* lines.h - several names in one text, one a line: "4B\n5A". Pure; any
 * thread. */
#ifndef NOTEHOME_LINES_H
#define NOTEHOME_LINES_H

#include <stdbool.h>
#include <stddef.h>

/* The line at *at, of *n bytes without its line feed; moves *at behind it. NULL
 * at the end. Not terminated. */
const char *lines_next(const char **at, size_t *n);
/* Whether one of the lines is this, byte for byte. */
bool lines_have(const char *lines, const char *line);

#endif
