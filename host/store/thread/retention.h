/* retention.h - old texts are forgotten, what can be counted stays: that there
 * was a message, when, which way, and what became of it. */
#ifndef NOTEHOME_RETENTION_H
#define NOTEHOME_RETENTION_H

#include "store/db/db.h"

/* Forgets the texts of at most a few dozen of the oldest messages that came
 * more than `months` months ago, their parts and raw bytes, and the notes
 * beside them; *forgotten: how many messages it went through, 0 when
 * there are none left. A message that still waits to be sent ends it. A date
 * far beyond the last message's is not believed, nor is a leap of more than a
 * hundred days between two messages, so that a wrong clock empties no school's
 * memory in one night. */
MUST_CHECK enum err retention_step(struct db *db, int months, int *forgotten);

/* What stands behind texts that were forgotten goes too: the rows of their
 * parts, attempts and reports. Only where texts are kept for three months or
 * more: limits of a SIM look a month back. *gone: how many messages it went
 * through, 0 when there are none left. */
MUST_CHECK enum err retention_rows_step(struct db *db, int months, int *gone);
/* The time so many months ago, of a clock that is believed as above. */
MUST_CHECK enum err retention_before(struct db *db, int months, int64_t *at);

/* Reports that found no text within a week, networks try for three days. *gone:
 * how many. */
MUST_CHECK enum err retention_reports(struct db *db, int *gone);

/* After the last step: no trace of the words in the index or the journal. Holds
 * up writers for a second or more where there are very many messages. */
MUST_CHECK enum err retention_settle(struct db *db);

#endif
