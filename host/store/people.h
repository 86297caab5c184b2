/* people.h - families, children, guardians and phones, many to many. */
#ifndef NOTEHOME_PEOPLE_H
#define NOTEHOME_PEOPLE_H

#include "store/db.h"

/* On disk: never reuse a number. */
enum phone_state {
    PHONE_WORKING = 1,
    PHONE_FAILING = 2,          /* refused on two different days */
    PHONE_OPTED_OUT = 3,
    PHONE_PENDING = 4,          /* staff have not confirmed it */
    PHONE_WRONG = 5             /* "wrong number": suspended for everybody */
};
const char *phone_state_name(enum phone_state s); /* "opted_out"; static */

/* A number as the store knows it; text/phone.h has struct phone. */
struct people_phone {
    int64_t id;
    char number[64];            /* canonical */
    enum phone_state state;
    int64_t since;
    char language[16];          /* of its guardian; "" unknown */
};

/* One row of a class list, all borrowed, "" or NULL when absent. */
struct people_row {
    const char *child, *class_name, *guardian, *phone; /* needed */
    const char *child_id, *family, *relation, *phone2, *language, *consent;
};

/* Adds or updates what the row says; the same row again changes nothing.
 * *changed: whether it did. ERR_INPUT: why (room bytes) says what is wrong.
 * Needs a transaction. country: ISO 3166. Touches DB_PEOPLE. */
MUST_CHECK enum err people_add_row(struct db *db, const struct people_row *r,
    const char *country, bool *changed, char *why, size_t room);

struct family {
    int64_t id;
    char name[160], label[160];
};
MUST_CHECK enum err family_get(struct db *db, int64_t id, struct family *out);
/* Families whose label, children's or guardians' names or numbers contain the
 * typed words, folded; "" for all; by label. */
MUST_CHECK enum err family_list(struct db *db, const char *words, int limit,
    void (*fn)(void *user, const struct family *f), void *user);
MUST_CHECK enum err family_rename(struct db *db, int64_t id, const char *name,
    const char *who);
/* Everything of `from` goes to `into`, its messages too; audited. */
MUST_CHECK enum err family_merge(struct db *db, int64_t from, int64_t into,
    const char *who);
/* A new family with these children and guardians of the old one (who stay
 * there too when `share` is set); messages stay. *id: the new one. */
MUST_CHECK enum err family_split(struct db *db, int64_t from,
    const int64_t *children, int n_children, const int64_t *guardians,
    int n_guardians, bool share, const char *who, int64_t *id);

struct child {
    int64_t id;
    char name[120], class_name[40];
};
MUST_CHECK enum err family_children(struct db *db, int64_t family,
    void (*fn)(void *user, const struct child *c), void *user);
struct guardian {
    int64_t id;
    char name[120], relation[40], language[16], consent[40];
};
MUST_CHECK enum err family_guardians(struct db *db, int64_t family,
    void (*fn)(void *user, const struct guardian *g), void *user);
MUST_CHECK enum err guardian_phones(struct db *db, int64_t guardian,
    void (*fn)(void *user, const struct people_phone *p), void *user);

/* The families a canonical number belongs to, each once. */
MUST_CHECK enum err phone_families(struct db *db, const char *number,
    void (*fn)(void *user, int64_t family), void *user);
/* ERR_NOT_FOUND when nothing is known about the number. */
MUST_CHECK enum err phone_get(struct db *db, const char *number,
    struct people_phone *out);
/* Makes the row when missing. Audited. Touches DB_PEOPLE. */
MUST_CHECK enum err phone_set_state(struct db *db, const char *number,
    enum phone_state state, const char *who, const char *why);

/* Whom a text to many goes to. Each number once: a phone shared by two
 * addressed families gets one text, with the children of both named. */
struct people_target {
    int64_t family;             /* one family, or */
    const char *class_name;     /* a class (NULL: none), or */
    bool all;                   /* everybody */
};
struct recipient {
    const char *number;
    int64_t family;             /* the first of its families addressed */
    const char *children;       /* "Amina, Juma"; first names in order */
    const char *guardian;
    const char *language;
};
/* fn is called for each number that may get texts (working or failing), the
 * best phone of each guardian. *skipped counts those opted out or wrong. */
MUST_CHECK enum err people_recipients(struct db *db,
    const struct people_target *target,
    void (*fn)(void *user, const struct recipient *r), void *user,
    int *skipped);

#endif
