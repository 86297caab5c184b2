/* alert_heard.h - what comes from staff's own phones: an answer to an alert, by
 * its code, or something that a person must look at. Rather a tray than a
 * family. */
#ifndef NOTEHOME_ALERT_HEARD_H
#define NOTEHOME_ALERT_HEARD_H

#include "store/alert/alert.h"
#include "store/alert/alert_code.h"
#include "store/alert/alert_say.h"

/* How an answer stands. On disk: never reuse a number. */
enum alert_state {
    ALERT_OPEN = 0,             /* there is none */
    ALERT_TO_SEND = 1,          /* committed; send/send_alert.h is next */
    ALERT_SENT = 2,             /* queued to the family */
    ALERT_HELD = 3              /* it may not go: a person looks */
};
/* The same number in SQL: as in store/thread/message.h. */
#define ALERT_IS_TO_SEND "state = 1"

/* A text as it came. */
struct alert_text {
    const char *number;         /* canonical */
    const char *text;           /* NULL: a call */
    bool parents;               /* a family has the number too */
    bool harm;                  /* it surely tells of harm: it stays where
                                 * that is looked at */
    bool incomplete;            /* a part of it is missing */
};

struct alert_heard {
    bool staff;                 /* it belongs into the tray of staff's phones */
    int64_t alert;              /* the one that it answers; 0: none */
    struct reason why;          /* of both */
    bool refused;               /* its writer is to be told that it did not */
    enum alert_not not_sent;    /* go, and why */
    char code[ALERT_CODE];
};

/* Decides; changes nothing. All false: it is no text of staff. */
MUST_CHECK enum err alert_hear(struct db *db, const struct alert_text *text,
    struct alert_heard *out);
/* Does it for message, which is stored. Needs a transaction. */
MUST_CHECK enum err alert_heard(struct db *db, const struct alert_heard *h,
    const struct message *m, const struct alert_rules *rules);
/* Whether the message answered an alert. */
MUST_CHECK enum err alert_is_answer(struct db *db, int64_t message, bool *is);

/* An answer on its way to a family. */
struct alert_answer {
    int64_t alert, message, thread, family;
    int64_t upto;               /* the newest text that it may be about */
    char name[64];              /* whose it is */
    char number[64], code[ALERT_CODE];
    char to[64];                /* who wrote what the alert told of; "": that
                                 * phone is the family's no more, or another
                                 * one wrote or rang since */
    bool may;                   /* the account may still answer, and the family
                                 * waits */
    char *words;                /* owned; without the code */
};
/* The next that is to be sent. ERR_EMPTY: none. */
MUST_CHECK enum err alert_next_answer(struct db *db, struct alert_answer *out);
/* It was queued; the family waits on for what came after the alert. Needs a
 * transaction. */
MUST_CHECK enum err alert_answer_sent(struct db *db,
    const struct alert_answer *a);
/* It may not go: its message waits for a person, and its writer is told. Needs
 * a transaction. */
MUST_CHECK enum err alert_answer_held(struct db *db,
    const struct alert_answer *a, const struct reason *why,
    const struct alert_rules *rules);

/* A backup took the database's place. Codes that were given since are in it no
 * more, and might be given again to another family: those that it has end, and
 * for 48 hours alerts have none. An answer that was on its way in it may have
 * gone: it waits for a person. */
MUST_CHECK enum err alert_restored(struct db *db);

#endif
