/* sender.h - whose number is this? What staff say of a number that no family
 * had: its texts move where they belong, the next ones follow, and it is undone
 * as a whole. */
#ifndef NOTEHOME_SENDER_H
#define NOTEHOME_SENDER_H

#include "store/inbox/inbox.h"
#include "store/people/people_edit.h"

/* On disk: never reuse a number. */
enum sender_kind {
    SENDER_FAMILY = 1,          /* of a family that is known */
    SENDER_NEW_FAMILY = 2,
    SENDER_SUPPLIER = 3,        /* no parent: read and answered as a notice */
    SENDER_MISTAKE = 4          /* no parent: wanted somebody else */
    /* 5 was a block; a number is blocked with flood.h */
};
/* "family", "new_family", "supplier", "mistake"; static. */
const char *sender_kind_name(enum sender_kind k);
MUST_CHECK enum err sender_kind_parse(const char *name, enum sender_kind *out);

/* How it is known that a family's number is theirs. On disk, likewise. */
enum sender_proof {
    SENDER_UNPROVED = 0,
    SENDER_IN_PERSON = 1,       /* staff met or called them */
    SENDER_ASKED = 2,           /* a number that the family had was asked */
    SENDER_VOUCHED = 3,         /* and said yes */
    SENDER_DISOWNED = 4         /* and said no: however urgent and sure,
                                 * nothing of a child goes to it */
};
/* "", "person", "asked", "yes", "no"; static. */
const char *sender_proof_name(enum sender_proof p);

/* What staff say, all borrowed; "" or NULL where it does not apply. */
struct sender_form {
    enum sender_kind kind;
    int64_t family;             /* SENDER_FAMILY */
    int64_t guardian;           /* of it, with a new number; 0: a new one, */
    struct guardian_form person; /* who is this */
    const char *child, *class_name; /* SENDER_NEW_FAMILY */
    enum sender_proof proof;    /* UNPROVED, IN_PERSON, or ASKED: */
    const char *ask;            /* this number of the family, as typed */
    const char *name;           /* SENDER_SUPPLIER: what to call it */
};

/* What was said of a number and holds. */
struct sender {
    int64_t id, at, family, guardian; /* 0: none */
    char number[64], who[80], name[120];
    enum sender_kind kind;
    enum sender_proof proof;
};

/* Says whose the number of a thread in the tray of unknown numbers is. All of
 * the thread goes into the family's, or to the notices; a family's number is
 * from now on one of the guardian's, PENDING until it is confirmed. *id: of
 * what was said; *to: the thread where the texts are now. Audited.
 * ERR_NOT_FOUND: no such thread, family or guardian; ERR_REFUSED: the thread is
 * no unknown number's; ERR_EXISTS: the family has a guardian of that name;
 * ERR_INPUT. why then says so, and nothing was done. */
MUST_CHECK enum err sender_settle(struct db *db, int64_t thread,
    const struct sender_form *form, const struct inbox_rules *rules,
    const char *who, int64_t *id, int64_t *to, struct reason *why);
/* Takes it back: the texts that came and the answers to that number go back to
 * the unknown numbers, and what was made of it goes, but for what staff added
 * to it since. *to: the thread where they are now. Audited. ERR_NOT_FOUND: no
 * such thing; ERR_REFUSED: it was taken back, or something newer was said. */
MUST_CHECK enum err sender_undo(struct db *db, int64_t id, const char *who,
    int64_t *to);
/* Staff met or called them: the number is theirs. ERR_NOT_FOUND: it was not
 * said to be a family's; ERR_REFUSED: it asked for no texts. Audited. */
MUST_CHECK enum err sender_confirm(struct db *db, int64_t id,
    const char *who);

/* What holds of the number; ERR_NOT_FOUND. */
MUST_CHECK enum err sender_of(struct db *db, const char *number,
    struct sender *out);
MUST_CHECK enum err sender_get(struct db *db, int64_t id, struct sender *out);
/* What holds of numbers of the family, newest first. */
MUST_CHECK enum err sender_list(struct db *db, int64_t family,
    void (*fn)(void *user, const struct sender *s), void *user);

/* A message came in, or was counted as an answer: where it is the old number's
 * yes or no about a new one, that one is confirmed, or held back; where it is
 * about reading, that is noted (reading.h); and a text from a number that staff
 * typed for a family confirms it, where it is plain (does not ask for anything
 * about the number itself). Needs a transaction. */
MUST_CHECK enum err sender_heard(struct db *db, int64_t message, bool plain);
/* tally_answer(), and what follows from it here. */
MUST_CHECK enum err sender_answer(struct db *db, int64_t message,
    const char *option, const char *who);

#endif
