/* panel.h - what the board's lights say. Pure. */
#ifndef NOTEHOME_PANEL_H
#define NOTEHOME_PANEL_H

#include "board_proto.h"
#include "status/status.h"

struct panel_facts {
    struct status_modem modems[STATUS_MODEMS_MAX];
    int n_modems;
    int64_t unread;             /* threads that wait for somebody */
    uint32_t flags;             /* enum board_flag, of the latest status */
};

/* The mode of each light. Power: the board's own meaning while mains is out,
 * the battery low or its reference lost, else on while a dongle works and a
 * flash now and then when none does. Network: on when registered, slow while
 * searching, else off. Unread: on. */
void panel_lights(const struct panel_facts *f,
    enum board_led_mode out[BOARD_LED_COUNT]);

#endif
