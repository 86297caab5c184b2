/* app.h - what the board does: starts its parts, runs them in turn, and
 * answers the host. Knows the hardware by hal.h alone. */
#ifndef NOTEHOME_APP_H
#define NOTEHOME_APP_H

#include <stdbool.h>
#include <stdint.h>

#include "board_frame.h"

#define APP_STEP_MS 20u

/* After hal_start(). Says HI. */
void app_start(void);
/* A byte from the host. */
void app_byte(uint8_t byte);
/* At every wake-up. True: 20 ms have passed and all parts have had their
 * turn; only then the watchdog may be kicked. */
bool app_tick(uint32_t millis);

#endif
