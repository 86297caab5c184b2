/* hooks.h - what the daemon lends to the web, so that the web need not know
 * board and clock. */
#ifndef NOTEHOME_HOOKS_H
#define NOTEHOME_HOOKS_H

#include "status/status.h"

/* What the daemon lends for as long as the doors are open; any may be NULL. */
struct web_hooks {
    void (*board)(void *user, struct status_board *out);
    bool (*clock_unsure)(void *user);
    void *user;
};

#endif
