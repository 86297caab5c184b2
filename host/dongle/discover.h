/* discover.h - finds dongles by itself: USB serial ports, each asked in turn by
 * a probing worker whether it answers AT and can keep, send and list texts.
 * The main thread owns it. */
#ifndef NOTEHOME_DISCOVER_H
#define NOTEHOME_DISCOVER_H

#include "base/loop.h"

#include <stdbool.h>

struct discover;

/* Looks now, when a device node comes or goes, and each minute. Asks wanted()
 * before it touches a port; answered() is called for a port that can be used,
 * once for each USB device. */
MUST_CHECK enum err discover_open(struct loop *loop,
    bool (*wanted)(void *user, const char *device),
    void (*answered)(void *user, const char *device), void *user,
    struct discover **out);
void discover_close(struct discover *d);        /* accepts NULL */

#endif
