/* pupil.h - which child of the school a row of a sheet is about (record
 * linkage): one alone or a person chooses; nobody is guessed. */
#ifndef NOTEHOME_PUPIL_H
#define NOTEHOME_PUPIL_H

#include "store/people/people.h"

enum { PUPILS = 8 };            /* children offered for one row, at most */

struct pupil {
    int64_t id;
    char name[120], class_name[40];
    char guardians[120];        /* "Salma Ali, Idris Ali", cut */
    bool numbered;              /* it has a number in the school */
};
struct pupil_match {
    bool sure;                  /* found[0] is it */
    struct pupil found[PUPILS]; /* else those it may be */
    int n;
    struct reason why;          /* where it is not sure */
};
/* By its number in the school (child_id), else by name and class as compared
 * (text/class_fold.h), else by a name that one child in the school has. Sure:
 * only one at school fits all that is said. Two of one name, another class, the
 * words of a name in another order: found, and not sure. "" is not said. */
MUST_CHECK enum err pupil_match(struct db *db, const char *child_id,
    const char *name, const char *class_name, struct pupil_match *out);

/* The child that a person chose. ERR_NOT_FOUND: it is not at school. */
MUST_CHECK enum err pupil_chosen(struct db *db, int64_t child,
    struct pupil_match *out);

#endif
