/* web.h - the front doors: staff pages, JSON API and event stream, on TCP and
 * on the control socket. All they know comes from the store, the status of the
 * dongles (status/status.h) and the configuration. */
#ifndef NOTEHOME_WEB_H
#define NOTEHOME_WEB_H

#include "settings/config.h"
#include "store/db/db.h"
#include "web/kit/hooks.h"

struct web;

/* Opens both doors and serves until web_stop(). Addresses, certificates and
 * patience are those of config; all else is read from the settings in force
 * (settings/rules.h), which there must be. On failure why (room bytes) gets a
 * sentence for the user. ERR_BUSY: the port or the control socket is taken. */
MUST_CHECK enum err web_start(struct db *db, const struct config *config,
    const struct web_hooks *hooks, struct web **out, char *why, size_t room);

/* Reads the certificate again, for new connections. On failure the old one
 * stays, and why (TLS_WHY of web/kit/tls.h) says what is wrong. */
MUST_CHECK enum err web_reload(struct web *w, const struct config *c,
    char *why);

/* Lets requests that run finish, ends event streams, closes the doors.
 * Accepts NULL. */
void web_stop(struct web *w);

/* An admin's browser came in by the encrypted door: the plain one leads there
 * from now on. Writes once. */
void web_saw_tls(struct web *w);

/* The code that the first run asks for (web/view/first_left.h), while nobody
 * has an account; else "". Valid as long as w. */
const char *web_setup_code(const struct web *w);

/* The address for people ("http://127.0.0.1:8080/"), valid as long as w. */
const char *web_address(const struct web *w);

#endif
