/* duty.h - whom of the school a family asks for what: a list that hangs on the
 * wall, stands on a page and goes home as a text. */
#ifndef NOTEHOME_DUTY_H
#define NOTEHOME_DUTY_H

#include "store/db/db.h"

enum {
    DUTY_MAX = 30, DUTY_TEXT = 1600,
    DUTY_WHAT = 4 * 60 + 1, DUTY_WHO = 4 * 90 + 1   /* letters in UTF-8 */
};

struct duty {
    int64_t id;
    char what[DUTY_WHAT], who[DUTY_WHO], how[DUTY_WHO];
};

/* One line as it was typed: borrowed, of any length. NULL counts as "". */
struct duty_typed {
    const char *what, *who, *how;
};

/* All of them, as they were added. */
MUST_CHECK enum err duty_read(struct db *db, struct duty out[DUTY_MAX], int *n);

/* Adds typed->what, or changes who and how of the one that is called so, in
 * whatever case. how may be empty; invisible letters go. Audited. ERR_INPUT:
 * why says what is missing or too long, or that there are DUTY_MAX. */
MUST_CHECK enum err duty_set(struct db *db, const struct duty_typed *typed,
    const char *by, struct reason *why);
/* ERR_NOT_FOUND: no such line. Audited. */
MUST_CHECK enum err duty_remove(struct db *db, int64_t id, const char *by);

/* The list as a text home: "Hillside. Fees: Mrs Otieno (office). ..."; without
 * the lines that have no more room. Pure. */
void duty_text(const struct duty *all, int n, const char *school,
    char out[DUTY_TEXT]);

#endif
