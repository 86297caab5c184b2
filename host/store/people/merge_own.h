/* merge_own.h - what merge.c and merge_undo.c share. */
#ifndef NOTEHOME_MERGE_OWN_H
#define NOTEHOME_MERGE_OWN_H

#include "store/people/people.h"

/* On disk: never reuse a number. */
enum merge_kind {
    MERGE_NO_KIND = 0,          /* of a statement that is about none */
    MERGE_CHILD = 1,
    MERGE_GUARDIAN = 2,
    MERGE_GROUP = 3,
    MERGE_MESSAGE = 4,
    MERGE_NOTE = 5,
    MERGE_FAMILY = 6,           /* merged into it before */
    MERGE_ALSO = 7,             /* a message that reached it too */
    MERGE_EVENT = 8,            /* of a child, whose id is in `more` */
    MERGE_PLAN = 9              /* likewise; `both`: it was open */
};

/* Before anything is joined: notes all that the family has; *id names the
 * note. Needs a transaction. */
MUST_CHECK enum err merge_note(struct db *db, int64_t from, int64_t into,
    const char *who, int64_t *id);
/* After the people are joined: which of its children are gone, and which events
 * and plans went over to another child. */
MUST_CHECK enum err merge_note_twins(struct db *db, int64_t id);

#endif
