/* inside.h - what the files of host/web share; nobody else includes it. */
#ifndef NOTEHOME_WEB_INSIDE_H
#define NOTEHOME_WEB_INSIDE_H

#include "settings/config.h"
#include "store/db/db.h"
#include "web/kit/hooks.h"

#include <pthread.h>

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
    int64_t wrote;              /* the same, of what /healthz wrote; LANE_WRITE
                                 * alone; 0: nothing, or in vain */
    pthread_mutex_t lock;       /* for config */
    struct config config;
    char address[128];
    char setup_code[12];        /* of the first run; "" there are accounts */
};

/* The settings as they are now. */
void web_config(struct web *w, struct config *out);

#endif
