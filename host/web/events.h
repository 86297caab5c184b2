/* events.h - what browsers and scripts hear as it happens, as server-sent
 * events (WHATWG HTML 9.2). Events carry names and numbers, never a text: who
 * hears one fetches what it needs, and the permission check stays there.
 *
 *   hello    {"last": N, "turn": N}  at once on connecting, and again after a
 *                          client was too slow: everything may have changed
 *   message  {"id": N, "thread": N, "direction": "in", "kind": "text",
 *             "tray": null}  a new message
 *   threads, queue, people, modems, requests  {}  something there changed
 *
 * A comment line every 25 s shows a client, and us, that the other is there. */
#ifndef NOTEHOME_EVENTS_H
#define NOTEHOME_EVENTS_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct events;
struct events_client;

enum {
    EVENTS_CLIENTS_MAX = 250,
    EVENTS_ACCOUNT_MAX = 12     /* of one account, or of one token */
};

/* By which right somebody listens: a session or a token (token_check()), looked
 * at again when any ends, and with each comment line. */
struct events_right {
    char secret[65];            /* "" a local user, whose right never ends */
    int64_t staff;              /* 0: a machine's token */
    bool topics;                /* hears that something changed, of no message
                                 * which: it sees its own classes alone */
};

/* How a client's connection is put to sleep and woken, and whether its other
 * end hung up meanwhile, which a sleeper does not notice; conn is what
 * events_join() got. All are called with a lock held: they must not call back
 * here. */
struct events_hooks {
    void (*sleep)(void *conn);
    void (*wake)(void *conn);
    bool (*gone)(void *conn);
};

/* Watches db from now on, on a thread of its own. */
MUST_CHECK enum err events_start(struct db *db,
    const struct events_hooks *hooks, struct events **out);
/* Ends every stream: sleepers are woken and events_read() says so. */
void events_close(struct events *e);
/* After the last events_leave(). The watch in db stays, and does nothing.
 * Accepts NULL. */
void events_stop(struct events *e);

/* A new stream; those that nobody hears any more end, since who turns pages
 * leaves one behind on each. restricted: it may hear of the safeguarding tray.
 * It ends within 30 s of its right. ERR_REFUSED: too many, or closing, or the
 * account has EVENTS_ACCOUNT_MAX. */
MUST_CHECK enum err events_join(struct events *e, void *conn, bool restricted,
    const struct events_right *right, struct events_client **out);
/* Copies what waits for the client, at most room bytes. 0: nothing, and its
 * connection was put to sleep. -1: the stream is over. */
long events_read(struct events_client *c, char *out, size_t room);
/* Grows with every change: a page that was begun at this turn is complete as
 * long as hello says the same. Accepts NULL. */
int64_t events_turn(struct events *e);
/* How many streams are open. */
int events_count(struct events *e);
void events_leave(struct events_client *c); /* accepts NULL */

#endif
