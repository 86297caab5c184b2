/* alert_own.h - what the files of the alerts share; for them alone. */
#ifndef NOTEHOME_ALERT_OWN_H
#define NOTEHOME_ALERT_OWN_H

#include "store/alert/alert.h"

/* Queues a text to a person's own phone, in its thread of the tray of staff's
 * phones; *id is the message's. It is an automatic one, and under their ceiling.
 * The one place for texts to staff but for the safeguarding lead's (watch.h).
 * As queue_add(). Needs a transaction. */
MUST_CHECK enum err alert_text_to(struct db *db, const char *number,
    const char *text, enum message_priority priority, int64_t life,
    const struct queue_rules *rules, int64_t *id, struct reason *why);

#endif
