/* web.h - the pages, the API and the events: all that staff and programs talk
 * to. It reads and writes the store; it never talks to a dongle. */
#ifndef NOTEHOME_WEB_H
#define NOTEHOME_WEB_H

#include "store/db.h"

struct web;

/* Serves on the Unix socket and the TCP port of rules_current()'s config, in
 * threads of its own. address (room bytes) becomes "http://HOST:PORT/" as it
 * can be opened on this machine (port 0 in the config: a free one). On failure
 * why gets a sentence for the user: port taken, socket folder missing. */
MUST_CHECK enum err web_start(struct db *db, struct web **out, char *address,
    size_t room, char *why, size_t why_room);
/* Ends all connections, event streams too; removes the socket. Accepts NULL. */
void web_stop(struct web *w);

#endif
