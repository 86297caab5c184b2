/* events_own.h - what the files events*.c share; nobody else includes it. */
#ifndef NOTEHOME_EVENTS_OWN_H
#define NOTEHOME_EVENTS_OWN_H

#include "web/events.h"

#include <pthread.h>

struct events_client {
    struct events *events;
    struct events_client *next, **link;
    void *conn;
    bool asleep, restricted;
    bool gone;                  /* nobody hears it any more, or may */
    struct events_right right;
    char *text;                 /* owned; what was not read yet */
    size_t used, room;
};

struct events {
    struct db *db;
    struct events_hooks hooks;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t news;
    struct events_client *clients;
    int count;
    unsigned topics;            /* changed and not told yet */
    int64_t last;               /* newest message told */
    int64_t turn;               /* changes; begins elsewhere each time */
    bool closing, quit;
};

/* --- events_client.c: one client. All need the lock ----------------------- */

void events_wake(struct events_client *c);
void events_hello(const struct events *e, char *out, size_t room);
/* Gives the client text; one that does not keep up hears "hello" instead. */
void events_tell(struct events_client *c, const char *text);
/* restricted: only those who may hear of the safeguarding tray. */
void events_tell_all(struct events *e, const char *text, bool restricted);
/* The same of one message: who hears topics alone is left out. */
void events_tell_message(struct events *e, const char *text, bool restricted);

/* The thread that tells what is new, and ends streams whose right is over
 * (events_teller.c). given: struct events. */
void *events_teller(void *given);

#endif
