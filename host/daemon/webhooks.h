/* webhooks.h - tells webhooks what waits for them (store/hook/webhook.h),
 * on a thread of its own: a program elsewhere may be slow, and nothing waits
 * for it. */
#ifndef NOTEHOME_WEBHOOKS_H
#define NOTEHOME_WEBHOOKS_H

#include "store/db/db.h"

struct webhooks;

MUST_CHECK enum err webhooks_start(struct db *db, struct webhooks **out);
/* Within a second, also while one does not answer. Accepts NULL. */
void webhooks_stop(struct webhooks *h);

#endif
