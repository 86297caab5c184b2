/* house.h - the box as a house: its companion board and what the daemon does
 * with it. Heartbeat while all is well, power for a dongle that hangs, mains
 * and battery, the clock, the lights, and a word to the keeper. Works, and does
 * next to nothing, without a board. The main thread owns it, but for the two
 * functions that say otherwise. */
#ifndef NOTEHOME_HOUSE_H
#define NOTEHOME_HOUSE_H

#include "dongle/dongle.h"
#include "dongle/supervisor.h"
#include "status/status.h"

struct house;

/* Starts the clock's watch; the board comes with house_start(). */
MUST_CHECK enum err house_open(struct loop *loop, struct db *db,
    struct house **out);
/* What the dongles may ask for; valid as long as h. */
const struct dongle_hooks *house_dongle_hooks(const struct house *h);

/* Looks for the board. power_out is called when the battery is empty: the board
 * knows it, and the program should end. */
MUST_CHECK enum err house_start(struct house *h, struct supervisor *s,
    void (*power_out)(void *user), void *user);

/* Before a wanted end: the board must not restart this computer. gone is called
 * once it knows, or at once without a board. */
void house_leave(struct house *h, void (*gone)(void *user), void *user);

/* The supervisor may be gone already. Accepts NULL. */
void house_close(struct house *h);

/* For the pages and the API; any thread. */
void house_tell(void *house, struct status_board *out);
bool house_clock_unsure(void *house);

#endif
