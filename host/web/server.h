/* server.h - HTTP itself: connections, limits, the shape of requests (the HTTP
 * library ends here). Two doors, one set of routes: TCP for browsers and
 * scripts, the control socket for local users. */
#ifndef NOTEHOME_SERVER_H
#define NOTEHOME_SERVER_H

#include "base/err.h"

#include <stddef.h>

struct server;
struct web;

/* Takes over both listening sockets, also on failure. cert and key are PEM
 * texts, or NULL: no TLS. Uses w->db, w->events and w->jobs from now on. */
MUST_CHECK enum err server_start(struct web *w, int tcp, int local,
    const char *cert, const char *key, struct server **out, char *why,
    size_t room);

/* No new request from now on: 503. Call before w->jobs and w->events end. */
void server_close(struct server *s);
/* Ends both doors, once the answers under way have left; w->jobs must have
 * stopped and w->events be closed. Accepts NULL. */
void server_stop(struct server *s);

#endif
