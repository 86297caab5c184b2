/* absence.h - the register: who is not at school on which day, and what home
 * answered to the question why. */
#ifndef NOTEHOME_ABSENCE_H
#define NOTEHOME_ABSENCE_H

#include "store/thread/message.h"

/* The answers that home may choose of. The last is urgent: a child whom home
 * believes at school. */
#define ABSENCE_ASK "ill,on the way,we did not know"
#define ABSENCE_ALARM "we did not know"

enum { ABSENCE_DAY = 12 };
/* The local day of a moment, "2026-11-30"; in out. */
const char *absence_day(int64_t at, char out[ABSENCE_DAY]);

/* A child of a class in the register of one day. */
struct absent {
    int64_t child;
    char name[120];
    bool absent, asked;         /* on that day; asked: home was */
    char answer[64];            /* of home; "" none yet */
    int days;                   /* since `from`, that day too */
};
/* The class by name. from, day: "2026-09-01". *usual: what most children of it
 * missed since `from` (the median). */
MUST_CHECK enum err absence_class(struct db *db, const char *class_name,
    const char *from, const char *day,
    void (*fn)(void *user, const struct absent *a), void *user, int *usual);

/* Days of one child, newest first. */
struct absence {
    char day[ABSENCE_DAY], who[64], answer[64];
    bool asked;
};
MUST_CHECK enum err absence_of_child(struct db *db, int64_t child, int limit,
    void (*fn)(void *user, const struct absence *a), void *user);

/* The question of a day is this with the day behind it. */
#define ABSENCE_TITLE "Absent, "

/* The child is not there. ERR_EXISTS: that is noted already, or is now and home
 * had the text of that day before it was taken back; ERR_NOT_FOUND: no such
 * child here. Audited. Needs a transaction. */
MUST_CHECK enum err absence_add(struct db *db, int64_t child, const char *day,
    const char *who);
/* Home was asked by this question. Needs a transaction. */
MUST_CHECK enum err absence_asked(struct db *db, int64_t child,
    const char *day, int64_t question);
/* The newest text about this absence, and about no other child who is still noted
 * that day, that still waits to go; *message is 0 where there is none. */
MUST_CHECK enum err absence_text(struct db *db, int64_t child,
    const char *day, int64_t *message);
/* The child came after all. OK also where nothing was noted. Audited. */
MUST_CHECK enum err absence_remove(struct db *db, int64_t child,
    const char *day, const char *who);

/* A text came in and answered: where home did not know that the child is not at
 * school, it cannot wait. Needs a transaction. */
MUST_CHECK enum err absence_heard(struct db *db, const struct message *m);

#endif
