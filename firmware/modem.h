/* modem.h - the dongle's power.
 * It is on unless somebody has a reason, and whoever has one gets it off for
 * 1 to 60 s, 30 s apart, six times an hour. A cycle is proved when the
 * voltage behind the switch fell under BOARD_VBUS_DEAD_MV. */
#ifndef NOTEHOME_MODEM_H
#define NOTEHOME_MODEM_H

#include <stdbool.h>
#include <stdint.h>

#include "board_proto.h"

/* After kept_open(). A reset in the middle of a cut has ended it: the pin
 * floats in reset, and its pull-up switches the dongle on. */
void modem_start(uint32_t now);
/* Every 20 ms. */
void modem_tick(uint32_t now);

/* Off for ms, then on; told by an event when it is over.
 * BOARD_ERROR_RANGE, _BUSY, _REFUSED: nothing happens. */
enum board_error modem_cycle(uint32_t now, uint32_t ms);
/* Off until modem_on(), for BOARD_OFF_MAX_MS at most. */
enum board_error modem_off(uint32_t now);
/* Ends modem_off() (after 1 s at the earliest); on already: nothing to do. */
enum board_error modem_on(uint32_t now);

/* A sentence came. */
void modem_host_speaks(void);
bool modem_is_on(void);
bool modem_is_cycling(void);
bool modem_has_fault(void);
/* The host's USB gives power, for 2 s without a break. */
bool modem_host_vbus(void);

#endif
