/* panel.h - LEDs, buzzer and button.
 * The button, held for 3 s, begins service (host.h); then the three lights run
 * one after the other. */
#ifndef NOTEHOME_PANEL_H
#define NOTEHOME_PANEL_H

#include <stdbool.h>
#include <stdint.h>

#include "board_proto.h"

void panel_start(void);
/* Every 20 ms. */
void panel_tick(uint32_t now);

/* BOARD_ERROR_RANGE: there is no such LED, mode or pattern. */
enum board_error panel_led(uint32_t led, uint32_t mode);
enum board_error panel_buzz(uint32_t now, uint32_t pattern);
/* The host is there: for BOARD_SILENT_MS the LEDs are as it set them. */
void panel_host_speaks(uint32_t now);

bool panel_button(void);

#endif
