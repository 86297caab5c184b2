/* read_list.h - a list from a file, to send it to the daemon. */
#ifndef NOTEHOME_READ_LIST_H
#define NOTEHOME_READ_LIST_H

#include <stddef.h>

/* The whole file, the caller's (free), of *n bytes; NULL after saying why it
 * cannot be read, or that it is over 8 MB. */
char *read_list(const char *path, size_t *n);

#endif
