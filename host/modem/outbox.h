/* outbox.h - packets on their way to the daemon, in order, when its queue may
 * be full. Any thread may call. */
#ifndef NOTEHOME_OUTBOX_H
#define NOTEHOME_OUTBOX_H

#include "link/link.h"

#include <stdbool.h>

struct outbox;

/* NULL without memory. fd is borrowed; it lives as long as the worker. */
struct outbox *outbox_new(int fd);

/* Writes m, or keeps it for outbox_flush(). For what must not be lost and
 * cannot be asked for again. ERR_GONE: the daemon is not there. */
enum err outbox_put(struct outbox *o, const struct link_message *m);

/* Writes m only if that can be done at once and in order; else ERR_BUSY. */
MUST_CHECK enum err outbox_try(struct outbox *o, const struct link_message *m);

/* Writes m past what waits: for LINK_HANDED, which must be read or refused
 * now. */
MUST_CHECK enum err outbox_now(struct outbox *o, const struct link_message *m);

/* Writes what waits; true when nothing waits any more. */
bool outbox_flush(struct outbox *o);

/* Writes what waits, for at most ms. */
void outbox_drain(struct outbox *o, int ms);

bool outbox_empty(struct outbox *o);

#endif
