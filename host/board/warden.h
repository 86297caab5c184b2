/* warden.h - who looks after the box: its companion board, and what the daemon
 * does with it. Heartbeat while all is well, power for a dongle that hangs,
 * mains and battery, the clock, the lights, and a word to the keeper. Works,
 * and does next to nothing, without a board. The main thread owns it, but for
 * the two functions that say otherwise. */
#ifndef NOTEHOME_WARDEN_H
#define NOTEHOME_WARDEN_H

#include "dongle/dongle.h"
#include "dongle/supervisor.h"
#include "status/status.h"

struct warden;

/* Starts the clock's watch; the board comes with warden_start(). */
MUST_CHECK enum err warden_open(struct loop *loop, struct db *db,
    struct warden **out);
/* What the dongles may ask for; valid as long as w. */
const struct dongle_hooks *warden_dongle_hooks(const struct warden *w);

/* Looks for the board. power_out is called when the battery is empty: the board
 * knows it, and the program should end. */
MUST_CHECK enum err warden_start(struct warden *w, struct supervisor *s,
    void (*power_out)(void *user), void *user);

/* Before a wanted end: the board must not restart this computer. It is told
 * whether that is turned off, restarts, or stays on. gone is called once the
 * board knows, or at once without one. */
void warden_leave(struct warden *w, void (*gone)(void *user), void *user);

/* The supervisor may be gone already. Accepts NULL. */
void warden_close(struct warden *w);

/* For the pages and the API; any thread. */
void warden_tell(void *warden, struct status_board *out);
bool warden_clock_unsure(void *warden);

#endif
