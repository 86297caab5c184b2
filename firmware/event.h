/* event.h - what the host must hear of: told every 2 s until acknowledged.
 * The newest eight are kept, over a reset of the board too. */
#ifndef NOTEHOME_EVENT_H
#define NOTEHOME_EVENT_H

#include <stdbool.h>
#include <stdint.h>

#include "board_proto.h"

/* Adds one with its first args of a, b, c. */
void event_add(enum board_event type, uint8_t args, uint32_t a, uint32_t b,
               uint32_t c);
/* Forgets event n; false when there is none. */
bool event_acknowledge(uint32_t n);
bool event_waiting(void);
/* Tells one that is due. */
void event_tick(uint32_t now);

#endif
