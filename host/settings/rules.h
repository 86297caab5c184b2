/* rules.h - the settings in force, and what they mean for queue and inbox. */
#ifndef NOTEHOME_RULES_H
#define NOTEHOME_RULES_H

#include "settings/config.h"
#include "store/inbox/inbox.h"
#include "store/queue/queue.h"

struct rules {
    struct config config;
    struct queue_rules queue;
    const struct rules *before; /* in force until these came; kept */
    struct inbox_rules inbox;   /* borrows from config and queue */
};

/* Makes these the settings in force. What was in force before is kept for
 * ever, since a reader may still hold it: reloads are rare and it is small. */
MUST_CHECK enum err rules_publish(const struct config *c);

/* The same for what the file says with what the store has over it
 * (settings.h). The zone of times changes with it. The main thread's. */
MUST_CHECK enum err rules_apply(const struct config *file, struct db *db);
/* After rules_apply(), good or not, once those who keep settings of their own
 * have them too: rules_wait() waits for it. The main thread's. */
void rules_told(void);

/* Somebody saved other settings: rules_wait() waits from now on. Any thread. */
void rules_changed(void);

/* Waits until all settings saved before the call are in force, or were found
 * to be impossible, and at most ms milliseconds: what a page calls saved holds
 * from then on. Never on the main thread, which is who takes them up. */
void rules_wait(int ms);

/* Whether the date may be wrong: scheduled texts hold. */
MUST_CHECK enum err rules_set_clock_unsure(bool unsure);

/* The settings in force; any thread. NULL before the first rules_publish(). */
const struct rules *rules_current(void);

/* Ms without use after which a session is locked; 0: never. Any thread. */
int64_t rules_lock_after(void);

#endif
