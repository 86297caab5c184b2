/* to_daemon.h - packets on their way to the daemon, in order, when its queue
 * may be full. Any thread may call. */
#ifndef NOTEHOME_TO_DAEMON_H
#define NOTEHOME_TO_DAEMON_H

#include "link/link.h"

#include <stdbool.h>

struct to_daemon;

/* NULL without memory. fd is borrowed; it lives as long as the worker. */
struct to_daemon *to_daemon_new(int fd);

/* Writes m, or keeps it for to_daemon_flush(). For what must not be lost and
 * cannot be asked for again. ERR_GONE: the daemon is not there. */
enum err to_daemon_put(struct to_daemon *o, const struct link_message *m);

/* Writes m only if that can be done at once and in order; else ERR_BUSY. */
MUST_CHECK enum err to_daemon_try(struct to_daemon *o,
    const struct link_message *m);

/* Writes m past what waits: for LINK_HANDED, which must be read or refused
 * now. */
MUST_CHECK enum err to_daemon_now(struct to_daemon *o,
    const struct link_message *m);

/* Writes what waits; true when nothing waits any more. */
bool to_daemon_flush(struct to_daemon *o);

/* Writes what waits, for at most ms. */
void to_daemon_drain(struct to_daemon *o, int ms);

bool to_daemon_empty(struct to_daemon *o);

#endif
