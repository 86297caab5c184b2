/* absent_list.h - days of absence from a sheet go into the register as if they
 * were tapped, and are taken back as a whole. */
#ifndef NOTEHOME_ABSENT_LIST_H
#define NOTEHOME_ABSENT_LIST_H

#include "send/absent.h"
#include "store/thread/absence_list.h"

struct absent_day {
    int64_t child;
    char day[ABSENCE_DAY];
};
struct absent_listed {
    int64_t list;               /* 0: nothing was new */
    int noted, known;           /* days; known: noted before */
    struct absent_sent told;    /* about today */
};
/* Notes them. Of today home is told and asked as absent_tell() does; of a day
 * before nobody is told. All or nothing. ERR_INPUT: a day is still to come;
 * else as absent_tell(), out->told.why says it. Audited. */
MUST_CHECK enum err absent_list(struct db *db, const struct absent_day *days,
    int n, const struct send *with, struct absent_listed *out);

/* Takes back what the list noted and is noted still; what waits to go about it
 * does not go. ERR_NOT_FOUND: no such list, or it was taken back. */
MUST_CHECK enum err absent_list_undo(struct db *db, int64_t list,
    const char *who);

/* The child came after all: its text does not go where it still waits. */
MUST_CHECK enum err absent_came(struct db *db, int64_t child,
    const char *day, const char *who);

#endif
