/* heads.h - what the head of a column says, in nine languages: of whom it is,
 * and what. Pure; any thread. */
#ifndef NOTEHOME_HEADS_H
#define NOTEHOME_HEADS_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

enum column_who {
    WHO_ANY = 0,                /* the head does not say */
    WHO_CHILD,
    WHO_GUARDIAN,               /* or the first of two */
    WHO_FATHER,
    WHO_MOTHER,
    WHO_SECOND                  /* the second guardian */
};
enum column_what {
    WHAT_NOTHING = 0,           /* passed over */
    WHAT_NAME,                  /* the whole of it */
    WHAT_FIRST,
    WHAT_MIDDLE,
    WHAT_LAST,
    WHAT_PHONE,
    WHAT_CLASS,
    WHAT_SECTION,               /* of a class: 4 and B are 4B */
    WHAT_ID,                    /* of the child, one in the whole school */
    WHAT_RELATION,
    WHAT_LANGUAGE,
    WHAT_CONSENT,
    WHAT_FAMILY
};

struct column {
    enum column_who who;
    enum column_what what;
};

/* How a head was understood. */
struct head {
    struct column column;
    int number;                 /* 1 to 9, its last word: "Cell 2"; else 0 */
    int rank;                   /* of several for one thing the highest counts;
                                 * 9: a word of our own lists, "mother_phone" */
    bool loose;                 /* a name or a phone, perhaps: a word of it is
                                 * not known */
    bool more;                  /* the second of two surnames */
    bool either;                /* "Contact": a number, or whom one calls */
    bool contact;               /* a phone book's: bare names are guardians */
};

/* Reads a head as its list has it: "Father's Mobile No.", "Nom de l'élève".
 * A head with no known word is WHAT_NOTHING. ERR_MEMORY alone. */
MUST_CHECK enum err head_read(const char *cell, struct head *out);

/* The name of a column in mappings: "child", "father_phone", "none". Static. */
const char *column_name(struct column c);
/* ERR_NOT_FOUND: there is no such column. */
MUST_CHECK enum err column_parse(const char *name, struct column *out);
/* All of them, for choosing: calls fn with each, in the order of a page. */
void column_each(void (*fn)(void *user, struct column c), void *user);

#endif
