/* mailbox.h - the slots of both stores as the last listings showed them, and
 * how far each message is on its way: seen, reported, stored by the daemon,
 * removed. Kept in memory only; a new worker reads the stores again.
 * For the worker's own thread. */
#ifndef NOTEHOME_MAILBOX_H
#define NOTEHOME_MAILBOX_H

#include "link/link.h"

#include <stdbool.h>
#include <stdint.h>

struct mailbox;

struct mailbox_calls {
    /* Gives a message to the daemon; false: not now. */
    bool (*part)(void *self, const struct link_part *p);
    /* The slot does not hold that PDU any more. */
    void (*removed)(void *self, const struct link_stored *s);
};

/* NULL without memory. calls is borrowed for good. */
struct mailbox *mailbox_new(const struct mailbox_calls *calls, void *self);
void mailbox_free(struct mailbox *box);

/* A listing or a reading showed this. */
void mailbox_saw(struct mailbox *box, const struct link_part *p);

/* A listing of that store ended; whole: it showed all there is, so what it
 * did not show is gone. */
void mailbox_listed(struct mailbox *box, int store, bool whole);

/* libgammu's name for a slot. */
void mailbox_located(struct mailbox *box, int store, int index, int location);

/* The daemon has it on disk: the slot may be freed. */
void mailbox_stored(struct mailbox *box, const struct link_stored *s);

/* Gives what is not given yet; false when some had to wait. */
bool mailbox_report(struct mailbox *box);

/* The next slot to be freed, with its location; false: none now. */
bool mailbox_next_removal(struct mailbox *box, int64_t now,
    struct link_stored *out, int *location);

/* How freeing it went; a failure is tried again later, ever more rarely. */
void mailbox_freed(struct mailbox *box, const struct link_stored *s, bool freed,
                 int64_t now);

/* When the next removal that failed is due again; INT64_MAX: none. */
int64_t mailbox_due(const struct mailbox *box);

/* Some slot showed an unusable line that should be looked at again. */
bool mailbox_doubts(const struct mailbox *box);

/* How many messages were new since the last call. */
int mailbox_arrivals(struct mailbox *box);

/* How many slots are known. */
int mailbox_count(const struct mailbox *box);

#endif
