/* alert.h - alerts by text to staff's own phones: who is told, of which
 * classes, of what, when. A phone is proved first: a code is texted to it,
 * which its person types here. A closed account loses all of it. */
#ifndef NOTEHOME_ALERT_H
#define NOTEHOME_ALERT_H

#include "store/queue/queue.h"

/* On disk: never reuse a number. */
enum alert_at_once {
    ALERT_NOTHING = 0,
    ALERT_URGENT = 1,           /* what cannot wait */
    ALERT_EACH = 2              /* each family that begins to wait */
};
/* "nothing", "urgent", "each"; static. */
const char *alert_at_once_name(enum alert_at_once a);
/* ERR_NOT_FOUND: none of them. */
MUST_CHECK enum err alert_at_once_parse(
    const char *name, enum alert_at_once *out);

enum { ALERT_CLASSES = 600 };

struct alert_person {
    int64_t staff;
    char name[64];              /* of the account */
    char number[64];            /* canonical; "" none */
    bool proved;
    bool asked;                 /* a code was texted that may be typed */
    bool refuses;               /* the phone takes no texts: it sent STOP */
    char classes[ALERT_CLASSES]; /* one a line; "" all */
    enum alert_at_once at_once;
    int digest;                 /* minutes after local midnight; -1: none */
    int quiet_from, quiet_to;   /* likewise; equal: none */
    bool answers;               /* may answer from that phone */
};

/* Of an open account, by its id or its name, folded. Of one that has set
 * nothing all is empty. ERR_NOT_FOUND. */
MUST_CHECK enum err alert_get(struct db *db, int64_t staff,
    struct alert_person *out);
MUST_CHECK enum err alert_find(struct db *db, const char *name,
    struct alert_person *out);
/* All open accounts, by name. */
MUST_CHECK enum err alert_list(struct db *db,
    void (*fn)(void *user, const struct alert_person *p), void *user);
/* Whether the person is told of this class. */
bool alert_has_class(const struct alert_person *p, const char *class_name);
/* Calls fn for each class that children have, by name. */
MUST_CHECK enum err alert_classes(struct db *db,
    void (*fn)(void *user, const char *class_name), void *user);

/* What is needed of the school's settings; borrowed for the call. */
struct alert_rules {
    const char *country;        /* ISO 3166 alpha-2 */
    const char *language;       /* BCP 47: of the texts */
    bool words;                 /* a parent's words may stand in an alert */
    const struct queue_rules *queue;
};

/* Saves what p says of p->staff, but for proved, asked, refuses and answers.
 * Its number is as typed; another one than before is unproved, and gets a code.
 * Its classes get the school's spelling. Audited. ERR_NOT_FOUND: no such
 * account; ERR_INPUT, ERR_EXISTS, ERR_REFUSED: why says what is wrong, and
 * nothing was changed. */
MUST_CHECK enum err alert_save(struct db *db, const struct alert_person *p,
    const struct alert_rules *rules, const char *who, struct reason *why);
/* Lets the person answer from their own phone, or no more. Audited.
 * ERR_NOT_FOUND. */
MUST_CHECK enum err alert_allow(struct db *db, int64_t staff, bool answers,
    const char *who);
/* Another code to the same phone, at most five a day. ERR_REFUSED, ERR_INPUT:
 * why says so. */
MUST_CHECK enum err alert_ask(struct db *db, int64_t staff,
    const struct alert_rules *rules, struct reason *why);
/* The code that the person read on that phone; after five wrong ones a new one
 * is needed. Audited. ERR_REFUSED: it is not that. */
MUST_CHECK enum err alert_prove(struct db *db, int64_t staff,
    const char *code, const char *who, struct reason *why);

/* Which family a text to or from a person's phone was about. */
struct alert_about {
    int64_t message;            /* it told of the family, or answered it */
    int64_t thread;
    char label[160];            /* the family's, or a number */
    char children[200];         /* the family's, "Musa Mutua 4B"; "" none */
};
/* Of the texts with that phone, the newest first. */
MUST_CHECK enum err alert_about(struct db *db, const char *number, int limit,
    void (*fn)(void *user, const struct alert_about *a), void *user);

/* Tells by text whom each person is to hear of: at once, within six an hour,
 * what is more in one text; what cannot wait by itself, twelve an hour; and
 * each day how many wait. Each is decided and queued in one commit. Call every
 * few seconds. Touches DB_QUEUE when it tells. */
MUST_CHECK enum err alert_tell(struct db *db, const struct alert_rules *rules);

#endif
