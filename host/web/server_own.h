/* server_own.h - what the doors (server.c) and the requests that come in by
 * them (transfer.c) share. For these alone. */
#ifndef NOTEHOME_SERVER_OWN_H
#define NOTEHOME_SERVER_OWN_H

#include "web/busy.h"
#include "web/slow.h"
#include "web/web.h"

#include <microhttpd.h>
#include <stdatomic.h>
#include <stdbool.h>

struct door {
    struct server *server;
    struct MHD_Daemon *daemon;
    bool local;                 /* the control socket */
    bool tls;
};

struct server {
    struct web *web;
    struct door tcp, tls, local;
    struct slow *slow;
    char hostname[128];
    _Atomic bool closing;
    struct busy answering;      /* requests that run, and answers on their way
                                 * but for streams */
};

/* What libmicrohttpd calls for each request: its line, its bytes, its end. cls:
 * the door. */
void *transfer_start(void *cls, const char *target, struct MHD_Connection *c);
enum MHD_Result transfer_go_on(void *cls, struct MHD_Connection *c,
    const char *url, const char *method, const char *version,
    const char *bytes, size_t *n, void **mine);
void transfer_end(void *cls, struct MHD_Connection *c, void **mine,
    enum MHD_RequestTerminationCode why);

#endif
