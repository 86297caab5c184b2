/* staff.h - who may do what: accounts, access tokens, sign-in sessions. */
#ifndef NOTEHOME_STAFF_H
#define NOTEHOME_STAFF_H

#include "store/db/db.h"

/* On disk: never reuse a number. Order is rank, but for SAFEGUARDING, which is
 * STAFF plus the restricted tray. */
enum staff_role {
    ROLE_NONE = 0,
    ROLE_READER = 1,
    ROLE_STAFF = 2,
    ROLE_SAFEGUARDING = 3,
    ROLE_ADMIN = 4
};
const char *staff_role_name(enum staff_role r); /* "admin"; static */
enum staff_role staff_role_of(const char *name); /* ROLE_NONE: no such */

struct staff {
    int64_t id;
    char name[64];
    enum staff_role role;
    int64_t created;
};

/* What an error of these functions says to a person; no reason for others. */
struct reason staff_why(enum err e);

/* ERR_INPUT: anybody would guess this password of the account with this name.
 * The school's name is known once the page was told it. */
MUST_CHECK enum err staff_check_guess(struct db *db, const char *password,
    const char *name);

/* Names are compared folded: "salma" signs in as "Salma". Passwords are
 * composed (NFC) first, so that it does not matter which keyboard typed an
 * accent. Every change is audited. */

/* ERR_INPUT: name empty or too long, no such role, password under 8 characters,
 * over 1,000 bytes or one that anybody would guess; ERR_EXISTS. A closed
 * account of that name is opened again. Takes some 0.3 s on a small computer,
 * one at a time. */
MUST_CHECK enum err staff_add(struct db *db, const char *name,
    enum staff_role role, const char *password, const char *who);
/* Also ends the account's sessions and tokens. ERR_NOT_FOUND; ERR_INPUT. */
MUST_CHECK enum err staff_password(struct db *db, const char *name,
    const char *password, const char *who);
/* Nobody can sign in with it, its sessions and tokens end. ERR_NOT_FOUND. */
MUST_CHECK enum err staff_close(struct db *db, const char *name,
    const char *who);
/* Its sessions end, so that the new role counts at once. ERR_NOT_FOUND;
 * ERR_INPUT: no such role. */
MUST_CHECK enum err staff_set_role(struct db *db, const char *name,
    enum staff_role role, const char *who);
/* staff_close() for ROLE_NONE, else staff_set_role(), as people ask for it:
 * ERR_REFUSED for the only admin, so that nobody locks the school out. */
MUST_CHECK enum err staff_retire(struct db *db, const char *name,
    enum staff_role role, const char *who);
/* Notes that its wrong passwords are forgiven, which whoever counts them does.
 * ERR_NOT_FOUND. */
MUST_CHECK enum err staff_unlock(struct db *db, const char *name,
    const char *who);
/* The id of the open account with this name. ERR_NOT_FOUND. */
MUST_CHECK enum err staff_find(struct db *db, const char *name, int64_t *id);
/* Whether there is an open account at all. */
MUST_CHECK enum err staff_any(struct db *db, bool *any);
/* Open accounts, by name. */
MUST_CHECK enum err staff_list(struct db *db,
    void (*fn)(void *user, const struct staff *s), void *user);

/* A new secret in hex (65 bytes), shown once, only its hash is kept. For staff
 * 0 a machine's token. expires: UTC ms, 0 never. ERR_INPUT: name empty or too
 * long. */
MUST_CHECK enum err token_add(struct db *db, int64_t staff, const char *name,
    enum staff_role role, int64_t expires, char out[65]);
struct token {
    int64_t staff;              /* 0: a machine's */
    char name[64];
    enum staff_role role;       /* never more than the account's own now */
    char csrf[65];
    bool locked;                /* a session that nobody used for too long */
    char language[12];          /* that the account reads (profile.h); "" any */
    bool teaches;               /* it has classes */
    bool walled;                /* and sees these alone (thread/wall.h) */
};
/* idle: ms without use after which a session is locked; 0: never. It is locked
 * from then to 15 s later, since each note of a use is a commit. used: whether
 * a person stands behind this, not a page that keeps itself current; a locked
 * session stays locked. ERR_NOT_FOUND: unknown, ended or expired, or its
 * account is closed. */
MUST_CHECK enum err token_check(struct db *db, const char *secret,
    int64_t idle, bool used, struct token *out);
/* Machines' tokens that have not expired, by name. */
struct token_entry {
    char key[17];               /* the start of its hash: names it, opens
                                 * nothing */
    char name[64];
    enum staff_role role;
    int64_t created, used, expires; /* UTC ms; expires 0: never */
    bool asleep;                /* came with a backup; opens nothing */
};
MUST_CHECK enum err token_list(struct db *db,
    void (*fn)(void *user, const struct token_entry *t), void *user);
/* Ends a machine's token by its key. Audited. ERR_NOT_FOUND. */
MUST_CHECK enum err token_revoke(struct db *db, const char *key,
    const char *who);
/* Wakes a machine's token by its key. Audited. ERR_NOT_FOUND: none sleeps. */
MUST_CHECK enum err token_wake(struct db *db, const char *key,
    const char *who);
/* ERR_NOT_FOUND. */
MUST_CHECK enum err token_end(struct db *db, const char *secret);
/* Checks a password and gives a session token of 12 hours. ERR_REFUSED: wrong
 * name or password (the same time for both). */
MUST_CHECK enum err staff_sign_in(struct db *db, const char *name,
    const char *password, char out[65]);
/* A person's own doing, by the secret of the session in which they do it. */
struct session {
    int64_t created, used;      /* UTC ms */
    bool here;                  /* the one with that secret */
};
/* The sessions of its account, the last used first. ERR_NOT_FOUND: it is no
 * session. */
MUST_CHECK enum err staff_sessions(struct db *db, const char *secret,
    void (*fn)(void *user, const struct session *s), void *user);
/* Ends them all. Audited. ERR_NOT_FOUND. */
MUST_CHECK enum err staff_sign_out_all(struct db *db, const char *secret);
/* The page that opens after the sign-in; "" Today. ERR_NOT_FOUND. */
enum { STAFF_OPENS = 32 };
MUST_CHECK enum err staff_opens(struct db *db, const char *name,
    char out[STAFF_OPENS]);
MUST_CHECK enum err staff_set_opens(struct db *db, const char *secret,
    const char *path);
/* A new password; all other sessions end. Audited. ERR_REFUSED: old is not the
 * password; ERR_INPUT as for staff_add(); ERR_NOT_FOUND. */
MUST_CHECK enum err staff_own_password(struct db *db, const char *secret,
    const char *old, const char *password);

/* Notes in the audit log that somebody signed in with this name, or that the
 * password was wrong, and from where. An unknown name is not written down: it
 * may be a password in the wrong field. */
MUST_CHECK enum err staff_note_sign_in(struct db *db, const char *name,
    bool good, const char *peer);

/* A backup took the database's place: sessions end, and machines' tokens sleep
 * until an admin wakes each, for what was revoked since is in it again. */
MUST_CHECK enum err staff_restored(struct db *db);
/* Names in the audit log each open account whose password, or whose being open,
 * is another than in before, the database that was replaced. */
MUST_CHECK enum err staff_name_changed(struct db *db, struct db *before);

#endif
