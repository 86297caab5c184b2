/* profile.h - what a person is at the school and wishes of the pages: classes,
 * subjects, language, opening page, signature. Any thread may call. */
#ifndef NOTEHOME_PROFILE_H
#define NOTEHOME_PROFILE_H

#include "store/staff/staff.h"

enum {
    PROFILE_CLASSES = 600,      /* bytes, as those of an alert */
    PROFILE_LETTERS = 60,
    PROFILE_LINE = 4 * PROFILE_LETTERS + 1 /* bytes of them in UTF-8 */
};

struct profile {
    int64_t staff;              /* the account */
    char name[64];
    enum staff_role role;
    char opens[STAFF_OPENS];    /* after the sign-in; "" Today */
    char language[12];          /* of the pages, BCP 47; "" as the browser has
                                 * it */
    char signature[PROFILE_LINE]; /* "" none */
    char subjects[PROFILE_LINE]; /* in words; "" none */
    char classes[PROFILE_CLASSES]; /* one a line; "" none */
    bool kept;                  /* an admin set the classes */
    bool walled;                /* it sees these alone (thread/wall.h) */
};

/* Of an open account, by its id or its name, folded. ERR_NOT_FOUND. */
MUST_CHECK enum err profile_get(struct db *db, int64_t staff,
    struct profile *out);
MUST_CHECK enum err profile_find(struct db *db, const char *name,
    struct profile *out);
/* Of all open accounts, by name; *p is valid for the call only. */
MUST_CHECK enum err profile_list(struct db *db,
    void (*fn)(void *user, const struct profile *p), void *user);

/* A signature or subjects as somebody typed them: one clean line, at most
 * PROFILE_LETTERS letters (code points). ERR_INPUT: why says what is wrong, and
 * out stays as it was. */
MUST_CHECK enum err profile_line(const char *typed, char out[PROFILE_LINE],
    struct reason *why);

/* Saves what p says of p->staff, but for name, role, kept and
 * walled. Classes get the
 * school's spelling. Opening page and language are as whoever asks found them
 * good. by_admin: the classes are set for the person, who does not change them
 * from now on; an admin who sets none lets them choose again. Audited.
 * ERR_NOT_FOUND: no such account; ERR_INPUT, ERR_REFUSED (classes that an admin
 * set): why says what is wrong, and nothing was changed. */
MUST_CHECK enum err profile_save(struct db *db, const struct profile *p,
    bool by_admin, const char *who, struct reason *why);

/* Text with the signature on a line of its own, once; owned. NULL: memory. */
char *profile_sign(const struct profile *p, const char *text);

#endif
