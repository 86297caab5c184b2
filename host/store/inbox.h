/* inbox.h - what comes in: raw parts, joining, reports, calls.
 *
 * A part is committed raw under a unique key before it leaves the SIM; the key
 * makes a second copy harmless. Everything after that commit can be done
 * again: inbox_sweep() finishes what a crash left undone. */
#ifndef NOTEHOME_INBOX_H
#define NOTEHOME_INBOX_H

#include "modem/link.h"
#include "store/message.h"

/* What the school's settings add to a decision; borrowed for the call. */
struct inbox_rules {
    const char *country;        /* ISO 3166 alpha-2 */
    const char *language;       /* BCP 47 of the school */
    const char *school;         /* its name, for the confirmation of a STOP */
    const struct queue_rules *queue; /* for that confirmation */
};

/* Commits one raw part. OK means: on disk, remove it from the SIM. *again (may
 * be NULL) becomes true when it was there already. Then decodes, joins, files
 * and settles reports; trouble there is left to inbox_sweep(), never
 * returned. */
MUST_CHECK enum err inbox_receive(struct db *db, const char *imsi,
    const char *modem, const struct link_part *part,
    const struct inbox_rules *rules, bool *again);

/* A ring. Rings of one number less than 30 s apart are one call and one
 * message. number "" is withheld. */
MUST_CHECK enum err inbox_call(struct db *db, const char *imsi,
    const char *modem, const char *number, const struct inbox_rules *rules);

/* Shows what has waited ten minutes for a missing part, and finishes what a
 * crash interrupted. Call every few seconds. */
MUST_CHECK enum err inbox_sweep(struct db *db,
    const struct inbox_rules *rules);

#endif
