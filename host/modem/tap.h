/* tap.h - gives the daemon what passes at the port, while it keeps the dongle's
 * diary. Not guarded: the relay's lock is held in each call. */
#ifndef NOTEHOME_TAP_H
#define NOTEHOME_TAP_H

#include "modem/to_daemon.h"

struct tap {
    struct to_daemon *out;      /* borrowed */
    bool on;
};

/* down: to the dongle. Nothing while it is off. What the daemon has no room for
 * is lost: texts come first. */
void tap_pass(struct tap *t, bool down, const char *bytes, size_t n);

#endif
