/* overview.h - counts for the status line, the SIMs, and what is new: reading
 * that cuts across the other modules. */
#ifndef NOTEHOME_OVERVIEW_H
#define NOTEHOME_OVERVIEW_H

#include "store/thread/message.h"

enum { OVERVIEW_WAITS = MESSAGE_WAITS, OVERVIEW_TRAYS = 8 };

struct overview {
    int64_t queued;             /* waiting or not */
    int64_t waiting[OVERVIEW_WAITS]; /* of those, by enum message_wait; at
                                      * WAIT_NONE those that may go now */
    int64_t sending, unsure;
    int64_t unread;             /* threads of families with unread messages */
    int64_t families_wait;      /* for a person's answer */
    int64_t tray[OVERVIEW_TRAYS]; /* senders with unread messages, by tray */
    int64_t oldest_unread;      /* UTC ms of the thread that waits longest */
};

/* How many senders of the tray have unread messages; Notices with those that
 * told of money, or without. */
int64_t overview_tray(const struct overview *o, int tray, bool money);
/* Costs as much as there is pending, unread and waiting, not as all there
 * is. */
MUST_CHECK enum err overview_read(struct db *db, struct overview *out);

/* What calls for somebody on each page. */
struct overview_news {
    int64_t unread;             /* messages of families, and of unknown and
                                 * shared numbers */
    int64_t waiting;            /* families, for a person's answer */
};
/* lead: with the safeguarding tray. Costs as much as there is unread and
 * waiting. */
MUST_CHECK enum err overview_news(struct db *db, bool lead,
    struct overview_news *out);

struct overview_sim {
    char imsi[20], name[32], number[24], operator_name[40];
    bool working;               /* in a dongle that answers */
    int64_t paused_until;       /* UTC ms; 0: it is not */
    struct reason paused_why;
    int paused_for;             /* enum message_wait: CREDIT, RETRY (the network
                                 * refuses) or DONGLE; NONE: it is not */
    char credit[520];           /* the network's last words on it */
    int64_t credit_at;
    bool has_balance;           /* they said how much, beyond doubt */
    int64_t balance;            /* hundredths of the money */
    char currency[4];           /* ISO 4217; "" unknown */
    char bundle[520];           /* the same on its bundles */
    int64_t bundle_at, bundle_ends; /* UTC ms; 0 unknown */
    int64_t used_at;            /* the network last took a text of it */
    char dies[12];              /* "2027-03-01"; "" unknown */
    bool keep_alive, prove;     /* as staff set it */
    int keep_days;
    int64_t keep_at;            /* the last keep-alive text; 0 never */
    int proof;                  /* enum sim_proof */
    int64_t proof_at, proof_took; /* the last text to itself; ms until it
                                   * came */
};
/* By name. */
MUST_CHECK enum err overview_sims(struct db *db,
    void (*fn)(void *user, const struct overview_sim *s), void *user);

/* The number of the newest message, 0 when there is none. */
MUST_CHECK enum err overview_last(struct db *db, int64_t *id);
struct overview_new {
    int64_t id, thread;
    enum message_direction direction;
    enum message_kind kind;
    int tray;
};
/* Messages with a number above `after`, in order; at most limit. */
MUST_CHECK enum err overview_since(struct db *db, int64_t after, int limit,
    void (*fn)(void *user, const struct overview_new *m), void *user);

#endif
