/* host.h - the watchdog over the host, and its reset and feed.
 * Nothing happens before the first heartbeat. Then, when none comes for the
 * grace time, the host is reset; three times in a row with time to start in
 * between, and after that only with pauses of 15 min, 1 h, 6 h. A row ends
 * after ten minutes of heartbeats. */
#ifndef NOTEHOME_HOST_H
#define NOTEHOME_HOST_H

#include <stdbool.h>
#include <stdint.h>

#include "board_proto.h"

/* After kept_open(). A reset of the board ends a pulse or a cut. */
void host_start(void);
/* Every 20 ms. */
void host_tick(uint32_t now);

/* grace in s, as "grace" and "after" allow. BOARD_ERROR_RANGE: not armed. */
enum board_error host_heartbeat(uint32_t now, uint32_t grace);
void host_disarm(void);
/* The host halts within seconds; see BOARD_WHYS. */
enum board_error host_going_down(uint32_t now, uint32_t seconds,
                                 uint32_t why);

bool host_is_armed(void);
bool host_feed_is_cut(void);
bool host_is_going_down(void);

#endif
