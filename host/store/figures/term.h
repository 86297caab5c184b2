/* term.h - when the term began, and when the week's round goes. Local time. */
#ifndef NOTEHOME_TERM_H
#define NOTEHOME_TERM_H

#include "store/db/db.h"

enum { TERM_WEEKS = 13 };       /* what counts as a term where nobody said */

struct term {
    char from[12], to[12];      /* "2026-09-01"; "" nobody said */
    int64_t began;              /* UTC ms: what counts, counts from here */
    bool runs;                  /* it is school now */
    int day, minute;            /* of the round: 1 Monday .. 7 Sunday; minutes
                                 * after midnight */
    int64_t last, next;         /* the rounds before and after now, UTC ms */
};
/* The term that was set, or of the school's calendar (store/thread/calendar.h),
 * whichever began last. */
MUST_CHECK enum err term_read(struct db *db, struct term *out);
/* Sets what is given (NULL: as it was); "" forgets a date. at: "5 15:00".
 * Audited. ERR_INPUT: one of them cannot be, nothing is set. */
MUST_CHECK enum err term_set(struct db *db, const char *from, const char *to,
    const char *at, const char *who);

#endif
