/* absent.h - home is told that a child is not at school, and asked why. */
#ifndef NOTEHOME_ABSENT_H
#define NOTEHOME_ABSENT_H

#include "send/send.h"

struct absent_sent {
    int texts;                  /* queued, one a phone */
    int64_t question;           /* put to all of them; 0: none went */
    int left;                   /* children whose families no text reaches */
    struct reason why;          /* of ERR_REFUSED */
};
/* ERR_REFUSED, with a sentence: what day it is is not sure. */
MUST_CHECK enum err absent_check_day(const struct send *with,
    struct reason *why);
/* Notes that these children are not there today and tells their families, with
 * how many days it were this term and what most children of the class missed;
 * sisters and brothers in one text, and what two families would tell a phone
 * once. No text goes after today. Who is noted already is passed over. All or
 * nothing. with: country, language, school, rules and author. ERR_NOT_FOUND: no
 * such child. ERR_REFUSED: as absent_check_day(), out->why says it. */
MUST_CHECK enum err absent_tell(struct db *db, const int64_t *children, int n,
    const struct send *with, struct absent_sent *out);

#endif
