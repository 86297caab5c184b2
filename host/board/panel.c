#include "board/panel.h"

#include <stdbool.h>

void
panel_lights(const struct panel_facts *f,
    enum board_led_mode out[BOARD_LED_COUNT])
{
    bool working = false, registered = false;
    bool supply = !(f->flags & BOARD_FLAG_MAINS)
        || (f->flags & (BOARD_FLAG_BATTERY_LOW | BOARD_FLAG_REFERENCE));

    for (int i = 0; i < f->n_modems; i++) {
        const struct status_modem *m = &f->modems[i];

        if (m->phase != STATUS_WORKING)
            continue;
        working = true;
        registered |= link_registered(&m->health);
    }
    out[BOARD_LED_POWER] = supply ? BOARD_MODE_BOARD
        : working ? BOARD_MODE_ON : BOARD_MODE_BLIP;
    out[BOARD_LED_NETWORK] = registered ? BOARD_MODE_ON
        : working ? BOARD_MODE_SLOW : BOARD_MODE_OFF;
    out[BOARD_LED_UNREAD] = f->unread ? BOARD_MODE_ON : BOARD_MODE_OFF;
}
