/* inside.h - what the files of host/web share; nobody else includes it. */
#ifndef NOTEHOME_WEB_INSIDE_H
#define NOTEHOME_WEB_INSIDE_H

#include "settings/rules.h"
#include "store/db/db.h"
#include "web/kit/hooks.h"

#include <stdatomic.h>

struct events;
struct jobs;
struct server;

struct web {
    struct db *db;
    struct web_hooks hooks;
    struct events *events;
    struct jobs *jobs;
    struct server *server;
    int64_t started;            /* clock_mono() */
    char control[108];          /* the Unix socket's path */
    int patience_seconds;       /* for a request to arrive whole */
    char address[128];
    int tls_port;               /* of the encrypted door beside the plain one;
                                 * 0: there is none */
    _Atomic bool tls_seen;      /* an admin came in by it */
    char setup_code[12];        /* of the first run; "" there are accounts */
};

#endif
