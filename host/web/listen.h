/* listen.h - the listening sockets of both doors. */
#ifndef NOTEHOME_LISTEN_H
#define NOTEHOME_LISTEN_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

/* A TCP socket on a numeric address, close-on-exec, non-blocking. port 0 takes
 * any free one; *bound is the one taken. why (room bytes) gets a sentence on
 * failure. ERR_BUSY: taken by another program. */
MUST_CHECK enum err listen_tcp(const char *address, int port, int *fd,
    int *bound, char *why, size_t room);

/* A Unix socket at path: mode 0660, group `notehome` where that group exists.
 * A socket file that nobody listens to any more is replaced; ERR_BUSY when
 * somebody does. */
MUST_CHECK enum err listen_unix(const char *path, int *fd, char *why,
    size_t room);

/* Who is at the other end of a Unix connection: "root", or "uid 1000" when the
 * user has no name. */
void listen_peer_name(int fd, char *out, size_t room);

/* Our address on this TCP connection, numeric, without the port; "" if it
 * cannot be told. The same for the other end's. */
void listen_own_address(int fd, char *out, size_t room);
void listen_peer_address(int fd, char *out, size_t room);
struct MHD_Connection;
/* A connection's descriptor; -1: none. */
int listen_socket(struct MHD_Connection *c);
/* Whether the other end has hung up. */
bool listen_gone(int fd);

#endif
