/* pending.h - bytes that a descriptor did not take yet. Zero one to start. */
#ifndef NOTEHOME_PENDING_H
#define NOTEHOME_PENDING_H

#include <stdbool.h>
#include <stddef.h>

struct pending {
    char *bytes;                /* owned */
    size_t n, room;
};

/* Keeps a copy; without memory for it, they are lost like noise on a line. */
void pending_add(struct pending *p, const char *bytes, size_t n);

/* Writes what fd takes; false when fd is broken. */
bool pending_write(int fd, struct pending *p);

#endif
