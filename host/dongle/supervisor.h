/* supervisor.h - all dongles: those that are configured, or those it finds.
 * The main thread owns it. */
#ifndef NOTEHOME_SUPERVISOR_H
#define NOTEHOME_SUPERVISOR_H

#include "dongle/dongle.h"

struct supervisor;

/* Starts the dongles of rules_current(), and the regular work of queue and
 * inbox. hooks are copied. */
MUST_CHECK enum err supervisor_open(struct loop *loop, struct db *db,
    const struct dongle_hooks *hooks, struct supervisor **out);
void supervisor_close(struct supervisor *s);    /* accepts NULL */

/* The settings changed: dongles that are new start, changed ones restart,
 * others go on undisturbed. */
void supervisor_reload(struct supervisor *s);

/* The cut of this dongle's power is over: dongle_cut_ended(). */
void supervisor_cut_ended(struct supervisor *s, const char *modem,
    bool proved);

/* Whether a dongle uses this port, by whatever name. */
bool supervisor_uses(const struct supervisor *s, const char *path);

/* The only dongle there is; "" when there is none or several. */
const char *supervisor_only(const struct supervisor *s);

/* The store took the regular work lately, and each dongle is watched. A full
 * disk is no reason to say no: a restart does not empty it. */
bool supervisor_is_well(const struct supervisor *s);

#endif
