/* webhook.h - programs elsewhere that are told of messages: to whom, what, and
 * what was not taken yet. A call is written by the triggers of
 * 0065_webhook.sql in the transaction that it tells of, so it is neither lost
 * nor told too early. It carries numbers and names, never a text, and never a
 * safeguarding matter; who hears of a message fetches it, and its right is
 * checked there. A call is told at least once, those of one webhook in their
 * order. */
#ifndef NOTEHOME_WEBHOOK_H
#define NOTEHOME_WEBHOOK_H

#include "store/db/db.h"
#include "store/thread/message.h"

/* WEBHOOKS_KEPT: calls that wait for one webhook; the oldest beyond go. */
enum { WEBHOOKS_MAX = 8, WEBHOOK_URL = 500, WEBHOOK_SECRET = 65,
    WEBHOOKS_KEPT = 10000 };

/* On disk, and in the triggers: never reuse a number. */
enum webhook_kind {
    WEBHOOK_CAME = 1,           /* a text or a call came in */
    WEBHOOK_STATE = 2,          /* how a text of ours fares */
    WEBHOOK_TRIAL = 3           /* somebody tries whether it is taken */
};
const char *webhook_kind_name(enum webhook_kind k); /* "message"; static */

struct webhook {
    int64_t id;
    char url[WEBHOOK_URL];
    char who[80];               /* added it */
    int64_t created, taken;     /* UTC ms; taken: the last call; 0: none yet */
    int64_t failing, next;      /* since when it takes none, and when the next
                                 * try is; 0: it takes them */
    int answer;                 /* HTTP status of the last try; 0: none came */
    int64_t waiting, lost;      /* calls; lost: they were too many to keep */
    bool asleep;                /* until it is tried */
};

/* Adds one and a trial for it; out: the secret that signs its calls, in hex,
 * shown this once. ERR_INPUT: url is no http:// or https:// address of at most
 * WEBHOOK_URL - 1 bytes, or names a user; ERR_EXISTS: it is there; ERR_REFUSED:
 * there are WEBHOOKS_MAX. Audited. */
MUST_CHECK enum err webhook_add(struct db *db, const char *url, const char *who,
    char secret[WEBHOOK_SECRET], int64_t *id);
/* With what waited for it. ERR_NOT_FOUND. Audited. */
MUST_CHECK enum err webhook_remove(struct db *db, int64_t id, const char *who);
/* Tells it that it is tried, and what waits, at once; one that sleeps wakes.
 * ERR_NOT_FOUND. Audited. */
MUST_CHECK enum err webhook_try(struct db *db, int64_t id, const char *who);
MUST_CHECK enum err webhook_list(struct db *db,
    void (*fn)(void *user, const struct webhook *w), void *user);

/* What is to be told next. */
struct webhook_call {
    int64_t id, webhook;
    char url[WEBHOOK_URL], secret[WEBHOOK_SECRET];
    enum webhook_kind kind;
    int64_t message, thread;    /* 0: of a trial */
    enum message_direction direction;
    enum message_kind what;
    enum message_state state;   /* as it was then */
    const char *tray_name;      /* static; "" in a family's thread */
    bool hidden;                /* a safeguarding matter now: webhook_drop() */
};
/* The oldest call of a webhook whose time has come; of several that of the one
 * that took its last the longest ago. ERR_EMPTY: none is due;
 * *next is then when one is, 0: none waits. */
MUST_CHECK enum err webhook_due(struct db *db, struct webhook_call *out,
    int64_t *next);
/* How the try ended: an HTTP status, 0 where nobody answered. From 200 to 299
 * it was taken, and goes; else it is tried again after 10 s, 1, 5 and 30
 * minutes, then each hour. */
MUST_CHECK enum err webhook_settle(struct db *db, const struct webhook_call *c,
    int answer);
/* It is not told: its message became a safeguarding matter meanwhile. */
MUST_CHECK enum err webhook_drop(struct db *db, const struct webhook_call *c);

/* A backup took the database's place: one that was removed since is back with
 * it, so all sleep; and a number that a call had since is never another's. */
MUST_CHECK enum err webhooks_restored(struct db *db);

#endif
