/* server.h - HTTP itself: connections, limits, the shape of requests (the HTTP
 * library ends here). Three doors, one set of routes: TCP with and without TLS
 * for browsers and scripts, the control socket for local users. */
#ifndef NOTEHOME_SERVER_H
#define NOTEHOME_SERVER_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

struct server;
struct web;

struct server_sockets {         /* that listen */
    int tcp, local;
    int tls;                    /* -1: none */
    bool tcp_is_tls;            /* tcp alone, with TLS */
};

/* Takes over the listening sockets, also on failure. With TLS a certificate is
 * in force (tls.h). Uses w->db, w->events and w->jobs from now on. */
MUST_CHECK enum err server_start(struct web *w,
    const struct server_sockets *sockets, struct server **out, char *why,
    size_t room);

/* No new request from now on: 503. Call before w->jobs and w->events end. */
void server_close(struct server *s);
/* Ends all doors, once the answers under way have left; w->jobs must have
 * stopped and w->events be closed. Accepts NULL. */
void server_stop(struct server *s);

#endif
