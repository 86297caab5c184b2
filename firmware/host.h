/* host.h - the watchdog over the host, and its reset and feed.
 * Nothing happens before the first heartbeat. Then, when none comes for the
 * grace time, the host is reset; three times in a row with time to start in
 * between, and after that only with pauses of 15 min, 1 h, 6 h. A row ends
 * after ten minutes of heartbeats.
 *
 * A host that halted on an empty battery is fed anew once there is power to
 * run on. One that beat before and does not come up, after power came on, a
 * disarming, a restart or that feed, has its feed cut: after the time of the
 * setting "rescue", then 1 h, 6 h, and 24 h after the one before. One that
 * somebody turned off is left alone.
 *
 * In service none of this happens: somebody works on the host. What is due
 * then is done when it ends. */
#ifndef NOTEHOME_HOST_H
#define NOTEHOME_HOST_H

#include <stdbool.h>
#include <stdint.h>

#include "board_proto.h"

/* After kept_open() and journal_start(). A reset of the board ends a pulse or
 * a cut. cold: what was kept is lost. dipped: it is not, but the supply may
 * have failed for a moment, and the host starts: it is let be for the time of
 * "after", three times at most until it beats. */
void host_start(uint32_t now, bool cold, bool dipped);
/* Every 20 ms. */
void host_tick(uint32_t now);

/* grace in s, as "grace" and "after" allow. BOARD_ERROR_RANGE: not armed. */
enum board_error host_heartbeat(uint32_t now, uint32_t grace);
void host_disarm(uint32_t now);
/* The host halts within seconds; see BOARD_WHYS. */
enum board_error host_going_down(uint32_t now, uint32_t seconds,
                                 uint32_t why);

/* For BOARD_SERVICE_MS from now on, or until a heartbeat; where the host asked
 * for it, until it says so. */
void host_service(uint32_t now, bool asked);
void host_end_service(void);

bool host_in_service(void);
bool host_is_armed(void);
bool host_feed_is_cut(void);
bool host_is_going_down(void);

#endif
