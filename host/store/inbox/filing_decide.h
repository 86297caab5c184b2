/* filing_decide.h - what staff decide about a phone of which a text asked for
 * no more texts, or said that the number is wrong. */
#ifndef NOTEHOME_FILING_DECIDE_H
#define NOTEHOME_FILING_DECIDE_H

#include "store/inbox/inbox.h"
#include "store/people/people.h"

enum filing_decision {
    FILING_STOP = 1,            /* it gets no more texts, and is told so once */
    FILING_KEEP = 2,            /* it goes on getting them; what waited goes */
    FILING_WRONG = 3,           /* suspended for all its families */
    FILING_RIGHT = 4
};
/* "stop", "keep", "wrong", "right". ERR_NOT_FOUND: none of them. */
MUST_CHECK enum err filing_decision_parse(
    const char *name, enum filing_decision *out);

/* Decides what message asked of staff. With that it waits for nobody, where
 * nothing else in its thread does. Audited. ERR_NOT_FOUND: nothing is asked by
 * it (any more); ERR_REFUSED: it asked the other thing. */
MUST_CHECK enum err filing_decide(struct db *db, int64_t message,
    enum filing_decision d, const struct inbox_rules *rules, const char *who);

/* Staff set a phone's state by hand: with that it is decided whatever a text
 * asked about it. Audited. */
MUST_CHECK enum err filing_set_phone(struct db *db, const char *number,
    enum phone_state state, const char *who);

#endif
