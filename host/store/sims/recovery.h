/* recovery.h - what was tried to bring a dongle back, and whether it helped. */
#ifndef NOTEHOME_RECOVERY_H
#define NOTEHOME_RECOVERY_H

#include "store/db/db.h"
#include "text/reason.h"

/* On disk: never reuse a number. */
enum recovery_rung {
    RECOVERY_WORKER = 1,        /* a new worker process */
    RECOVERY_RESET = 2,         /* the dongle's own restart, AT+CFUN=1,1 */
    RECOVERY_POWER = 3,         /* the companion board cut its power */
    RECOVERY_PARKED = 4,        /* left alone for a while */
    RECOVERY_USB = 5,           /* its USB port was reset */
    RECOVERY_GONE = 6           /* no step of ours: it left the bus while it
                                 * worked, pulled out or without power */
};
enum recovery_outcome {
    RECOVERY_OPEN = 0,
    RECOVERY_HELPED = 1,        /* the dongle worked after it */
    RECOVERY_FAILED = 2,        /* trouble again */
    RECOVERY_LEFT = 3,          /* the program or the dongle went first */
    RECOVERY_BACK = 4           /* the end of RECOVERY_GONE: it works again */
};
const char *recovery_rung_name(enum recovery_rung r);       /* static */
const char *recovery_outcome_name(enum recovery_outcome o); /* static */

/* Notes that a rung begins. Old rows beyond some thousand go. */
MUST_CHECK enum err recovery_begin(struct db *db, const char *modem,
    enum recovery_rung rung, const struct reason *why, int64_t *id);
/* Settles an open rung; one that is settled stays as it is. */
MUST_CHECK enum err recovery_end(struct db *db, int64_t id,
    enum recovery_outcome outcome);
/* At start: what was open is LEFT. */
MUST_CHECK enum err recovery_reset(struct db *db);

/* How often one dongle was at this rung since then (UTC ms). */
MUST_CHECK enum err recovery_count(struct db *db, const char *modem,
    enum recovery_rung rung, int64_t since, int *count);

struct recovery {
    int64_t at, took_ms;
    char modem[32];
    enum recovery_rung rung;
    enum recovery_outcome outcome;
    struct reason why;
};
/* The newest first, of one dongle; at most limit. */
MUST_CHECK enum err recovery_list(struct db *db, const char *modem, int limit,
    void (*fn)(void *user, const struct recovery *r), void *user);

#endif
