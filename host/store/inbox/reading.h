/* reading.h - a test text at enrolment: "Can you read this? 1 yes, 2 no". */
#ifndef NOTEHOME_READING_H
#define NOTEHOME_READING_H

#include "store/inbox/inbox.h"
#include "store/people/people_edit.h"

/* Asks a guardian of the family, at the number that is tried first, in their
 * language. Audited. ERR_NOT_FOUND: no such guardian there; ERR_REFUSED: no
 * number of theirs takes texts; why then says so. */
MUST_CHECK enum err reading_ask(struct db *db, int64_t family,
    int64_t guardian, const struct inbox_rules *rules, const char *who,
    struct reason *why);
/* An answer that counts came in: where it is to that question, a yes notes that
 * they read, a no that they are called instead. Needs a transaction. */
MUST_CHECK enum err reading_heard(struct db *db, const struct message *m);

#endif
