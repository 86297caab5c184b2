/* send_alert.h - what staff answered from their own phones goes to the families,
 * by the same way as from the page: the same checks, the same limits. */
#ifndef NOTEHOME_SEND_ALERT_H
#define NOTEHOME_SEND_ALERT_H

#include "settings/rules.h"

/* Sends what store/alert/alert_heard.h has taken in; what may not go waits for a
 * person in the tray of staff's phones. Each is queued in the commit that notes it.
 * Call every few seconds. */
MUST_CHECK enum err send_alert_answers(struct db *db,
    const struct rules *rules);

#endif
