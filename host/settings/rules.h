/* rules.h - the settings in force, and what they mean for queue and inbox.
 * Each change makes a new snapshot, which never changes; the old one is freed
 * when its last reader lets go of it (reference counting). */
#ifndef NOTEHOME_RULES_H
#define NOTEHOME_RULES_H

#include "settings/config.h"
#include "store/alert/alert.h"
#include "store/inbox/inbox.h"
#include "store/queue/queue.h"

struct rules {
    struct config config;
    struct queue_rules queue;
    struct alert_rules alert;   /* borrows from config and queue */
    struct inbox_rules inbox;   /* borrows from all of them, and harm */
    struct concern_words *harm; /* owned; NULL: those that are built in */
};

/* Makes these the settings in force; on failure those before stay. The main
 * thread's. */
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

/* Whether the date may be wrong: scheduled texts hold. The main thread's. */
MUST_CHECK enum err rules_set_clock_unsure(bool unsure);

/* The settings in force, borrowed by the main thread, which alone makes others:
 * valid until it does. NULL before the first rules_publish(). */
const struct rules *rules_current(void);

/* The same for any thread: they stay as they are until rules_release(), which
 * each rules_take() needs once. */
const struct rules *rules_take(void);
void rules_release(const struct rules *r);      /* accepts NULL */
/* How many are in memory: those in force, and older ones that are held. */
int rules_snapshots(void);

/* Ms without use after which a session is locked; 0: never. Pure; accepts
 * NULL. */
int64_t rules_lock_after(const struct rules *r);

#endif
