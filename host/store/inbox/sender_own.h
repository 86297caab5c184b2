/* sender_own.h - what the files sender*.c share; nobody else includes it. */
#ifndef NOTEHOME_SENDER_OWN_H
#define NOTEHOME_SENDER_OWN_H

#include "store/inbox/sender.h"

/* Where the time since which a family waits for a person is kept while messages
 * move: their triggers look at one message at a time. 0: it does not wait. */
MUST_CHECK enum err sender_waiting(struct db *db, int64_t thread,
    int64_t *since);
MUST_CHECK enum err sender_set_waiting(struct db *db, int64_t thread,
    int64_t since);
/* Since when the thread waits, anew: its first text behind our last one. */
MUST_CHECK enum err sender_wait_again(struct db *db, int64_t thread);
/* The number was no mistake: what was hushed in that thread when staff said so,
 * and what came since, is text that somebody has to read. Needs a
 * transaction. */
MUST_CHECK enum err sender_wake(struct db *db, int64_t thread,
    const struct sender *mistake);
/* Notes and drafts go along. Needs a transaction. */
MUST_CHECK enum err sender_move_desk(struct db *db, int64_t from, int64_t to);
MUST_CHECK enum err sender_note(struct db *db, const char *who,
    const char *action, const char *number, const struct reason *detail);

/* The one of which that question was put to the family's old number;
 * ERR_NOT_FOUND. */
MUST_CHECK enum err sender_asked_by(struct db *db, int64_t question,
    struct sender *out);

#endif
