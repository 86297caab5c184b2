/* gammu.h - the dongle through libgammu, in our own words. libgammu's types
 * and its "no error is 1" end in gammu.c. One thread owns it.
 *
 * Errors: ERR_REFUSED (the dongle said no), ERR_TIMEOUT, ERR_INPUT (libgammu
 * cannot do that with this dongle), ERR_EMPTY, ERR_MEMORY, ERR_IO. */
#ifndef NOTEHOME_GAMMU_H
#define NOTEHOME_GAMMU_H

#include "base/err.h"
#include "link/link.h"

#include <stddef.h>

struct gammu;

/* Opens tty (our pty) and learns what the dongle is. connection is libgammu's
 * name of the kind of cable; "" means dku2at. It stays open until the process
 * ends. */
MUST_CHECK enum err gammu_open(const char *tty, const char *connection,
                               struct gammu **out);

/* Fills what the dongle tells about itself; the rest stays "". */
void gammu_identity(struct gammu *g, struct link_ready *out);

/* Has the dongle announce calls and USSD; texts: announce.h. */
void gammu_announce(struct gammu *g);

/* Lists both stores. found() is called for each slot with the location that
 * gammu_delete() wants. ERR_INPUT: it has no message storage. */
MUST_CHECK enum err gammu_list(struct gammu *g,
                               void (*found)(void *self, int store, int index,
                                             int location),
                               void *self);

MUST_CHECK enum err gammu_delete(struct gammu *g, int location);

/* Hands one part over. OK says nothing about what became of it. */
MUST_CHECK enum err gammu_send(struct gammu *g, const struct link_send *part,
                               const char *smsc);

/* How many messages both stores hold (two commands). */
MUST_CHECK enum err gammu_count(struct gammu *g, int *used);

/* Signal: 0..100 percent or -1, dBm or 0. */
MUST_CHECK enum err gammu_signal(struct gammu *g, int *percent, int *dbm);

/* Lets libgammu read what lies in its pty. */
void gammu_pump(struct gammu *g);

#endif
