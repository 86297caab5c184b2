/* supervisor.h - all dongles: those that are configured, or those it finds.
 * The main thread owns it. */
#ifndef NOTEHOME_SUPERVISOR_H
#define NOTEHOME_SUPERVISOR_H

#include "daemon/loop.h"
#include "store/db.h"

struct supervisor;

/* Starts the dongles of rules_current(), and the regular work of queue and
 * inbox. */
MUST_CHECK enum err supervisor_open(struct loop *loop, struct db *db,
    struct supervisor **out);
void supervisor_close(struct supervisor *s);    /* accepts NULL */

/* The settings changed: dongles that are new start, changed ones restart,
 * others go on undisturbed. */
void supervisor_reload(struct supervisor *s);

#endif
