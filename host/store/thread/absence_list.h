/* absence_list.h - days of absence that came in by one sheet. */
#ifndef NOTEHOME_ABSENCE_LIST_H
#define NOTEHOME_ABSENCE_LIST_H

#include "store/thread/absence.h"

struct absence_list {
    int64_t id, at, undone;     /* undone: when; 0: it stands */
    char who[64];
    int days;
};
/* A list with nothing in it yet. Needs a transaction. */
MUST_CHECK enum err absence_list_add(struct db *db, const char *who,
    int64_t *id);
/* That day of the child, which was noted just now, is of the list. Needs a
 * transaction. */
MUST_CHECK enum err absence_list_take(struct db *db, int64_t list,
    int64_t child, const char *day);
/* Whether the day is noted. */
MUST_CHECK enum err absence_is_noted(struct db *db, int64_t child,
    const char *day, bool *noted);
/* The newest first; *l is valid for the call only. */
MUST_CHECK enum err absence_lists(struct db *db, int limit,
    void (*fn)(void *user, const struct absence_list *l), void *user);
/* One of its days that is noted still; child 0: there is none. */
MUST_CHECK enum err absence_list_next(struct db *db, int64_t list,
    int64_t *child, char day[ABSENCE_DAY]);
/* It is taken back. Audited. ERR_NOT_FOUND: no such list, or it was. Needs a
 * transaction. */
MUST_CHECK enum err absence_list_undone(struct db *db, int64_t list,
    const char *who);

#endif
