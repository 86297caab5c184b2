/* check.h - what notehomed --check looks at beside the settings file. */
#ifndef NOTEHOME_CHECK_H
#define NOTEHOME_CHECK_H

#include "settings/config.h"

/* Whether the certificate and key of web.tls fit, and the daemon's user may
 * read them: root, who asks, may read everything. On failure why (TLS_WHY) says
 * what is wrong. OK: also where web.tls names none. */
MUST_CHECK enum err check_tls(const struct config *c, char *why);

#endif
