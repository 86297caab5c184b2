/* behaviour_home.h - home hears of an event of a child (behaviour.h): one text
 * a phone, in its language, that names this child alone. It is a routine text:
 * a fourth of a week goes on Monday (week.h). */
#ifndef NOTEHOME_BEHAVIOUR_HOME_H
#define NOTEHOME_BEHAVIOUR_HOME_H

#include "send/send.h"
#include "store/thread/behaviour.h"

/* behaviour_add() by with->author. ERR_REFUSED: what day it is is not sure, so
 * that it would count in no term; *why says it. */
MUST_CHECK enum err behaviour_home_note(struct db *db, int64_t child,
    int64_t kind, const struct send *with, int64_t *id, struct reason *why);

/* What one phone would get, or who wants a call instead (number, text ""). */
struct behaviour_copy {
    const char *number, *guardian, *text;
    int parts;
    int64_t monday;             /* it had three already: goes from then on (UTC
                                 * ms); 0: now */
    struct reason waits;        /* why it gets none; none: it goes */
};
/* What would go now; *c is valid for the call only. with: country, language,
 * school, rules and author. ERR_REFUSED: no text can go, *why says it; who wants
 * a call is told all the same. */
MUST_CHECK enum err behaviour_home_look(struct db *db,
    const struct behaviour *b, const struct send *with,
    void (*fn)(void *user, const struct behaviour_copy *c), void *user,
    struct reason *why);

/* The next tap. Praise goes home, *texts of them; a concern is asked for and
 * waits for an admin, 0 texts. Once: ERR_EXISTS, it did so before.
 * ERR_NOT_FOUND: no such event. ERR_REFUSED: no phone can get it, or an admin
 * dropped it; *why says it and nothing changed. */
MUST_CHECK enum err behaviour_home_tell(struct db *db, int64_t id,
    const struct send *with, int *texts, struct reason *why);
/* The admin's word on a concern that was asked for: its text goes, or none
 * does. Errors as above. */
MUST_CHECK enum err behaviour_home_decide(struct db *db, int64_t id, bool goes,
    const struct send *with, int *texts, struct reason *why);
/* It was noted by mistake: it is gone, with texts that still wait. *went: one
 * is with the network already. May do so who noted it, and whoever may undo
 * all. ERR_NOT_FOUND, ERR_REFUSED. */
MUST_CHECK enum err behaviour_home_undo(struct db *db, int64_t id,
    const char *who, bool all, bool *went, struct reason *why);

/* behaviour_kind_set() that also knows which {fields} there are. *why says what
 * is wrong. */
MUST_CHECK enum err behaviour_home_set(struct db *db, const char *name,
    const bool *good, const char *language, const char *body, const char *who,
    struct reason *why);

#endif
