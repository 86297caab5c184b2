/* inbox.h - what comes in: raw parts, joining, reports, calls.
 *
 * A part is committed raw under a unique key before it leaves the SIM; the key
 * makes a second copy harmless. What is made of it stands in the same commit,
 * or can be done later: inbox_sweep() finishes what was left undone. */
#ifndef NOTEHOME_INBOX_H
#define NOTEHOME_INBOX_H

#include "link/link.h"
#include "store/alert/alert.h"
#include "store/thread/message.h"
#include "store/thread/part_in.h"

/* What the school's settings add to a decision; borrowed for the call. */
struct inbox_rules {
    const char *country;        /* ISO 3166 alpha-2 */
    const char *language;       /* BCP 47 of the school */
    const char *school;         /* its name, for the confirmation of a STOP */
    const char *answer;         /* to each family's text, once in a while; NULL:
                                 * nothing is answered by itself */
    const char *lead, *deputy;  /* phones of the safeguarding lead and deputy;
                                 * NULL: none is named */
    const struct concern_words *harm; /* NULL: those that are built in */
    const struct alert_rules *alert; /* NULL: staff have no phones of their
                                 * own */
    const struct queue_rules *queue; /* for that confirmation */
};

/* Commits one part: raw, and decoded, joined and filed; where that cannot be
 * done, raw alone, which is left to inbox_sweep() and never returned. OK means:
 * on disk, remove it from the SIM. *again (may be NULL) becomes true when it
 * was there already. The key is a hash of the IMSI and the TPDU: the service
 * centre's address in front of it may differ from listing to listing. Not
 * within a transaction. */
MUST_CHECK enum err inbox_receive(struct db *db, const char *imsi,
    const char *modem, const struct link_part *part,
    const struct inbox_rules *rules, bool *again);

/* The part has left the SIM. What has no date may come again word for word, as
 * another text: from now on the first makes it no copy. */
MUST_CHECK enum err inbox_removed(struct db *db, const char *imsi,
    const struct link_stored *part);

/* A ring, not the end of one. Rings of one number less than 30 s apart are one
 * call and one message. number "" is withheld. */
MUST_CHECK enum err inbox_call(struct db *db, const char *imsi,
    const char *modem, const char *number, const struct inbox_rules *rules);

/* Tells the safeguarding lead and deputy (watch.h), and staff on their own
 * phones (alert.h). Shows what has waited ten
 * minutes for a missing part, and finishes what a
 * crash interrupted; what still cannot be filed after an hour goes to the
 * quarantine. Call every few seconds. */
MUST_CHECK enum err inbox_sweep(struct db *db,
    const struct inbox_rules *rules);

#endif
