/* discover.h - finds dongles by itself: USB serial ports, each asked in turn by
 * a probing worker whether it answers AT and can keep, send and list texts.
 * The main thread owns it. */
#ifndef NOTEHOME_DISCOVER_H
#define NOTEHOME_DISCOVER_H

#include "dongle/dongle.h"

#include <stdbool.h>

struct discover;

/* Looks now, when a device node comes or goes, and each minute. Asks wanted()
 * before it touches a port, is_no_board() of hooks, which must stay, for one
 * that may be the board, and serves() for those beside it: no port of a dongle
 * that serves is asked. answered() is called for a port that can be used, once
 * for each USB device: of its ports that answer the likeliest, usb_role.h. */
MUST_CHECK enum err discover_open(struct loop *loop,
    const struct dongle_hooks *hooks,
    bool (*wanted)(void *user, const char *device),
    bool (*serves)(void *user, const char *device),
    void (*answered)(void *user, const char *device), void *user,
    struct discover **out);
/* This port of a found dongle tells nothing of what comes: the others are
 * asked. False: it has none that was not tried. */
bool discover_give_way(struct discover *d, const char *device);
/* Whether that port is being asked now. */
bool discover_asks(const struct discover *d, const char *device);
void discover_close(struct discover *d);        /* accepts NULL */

#endif
