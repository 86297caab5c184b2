/* sim.h - what staff set for each SIM. */
#ifndef NOTEHOME_SIM_H
#define NOTEHOME_SIM_H

#include "store/queue/queue.h"
#include "text/reason.h"

struct sim_settings {
    char imsi[20], name[32], operator_name[40]; /* read only */
    bool working;               /* read only */
    char number[24];            /* its own, canonical; "" unknown */
    struct queue_caps caps;     /* -1: as for all SIMs; 0: none */
    char smsc[24];              /* its message centre, E.164; "" unknown */
    char balance_code[24];      /* "*144#"; "" unknown */
    char expires[12];           /* "2027-03-01", local; "" unknown */
    bool keep_alive;            /* to be kept in use before it expires: */
    int keep_days;              /* by a text after so many days without use */
    int life_days;              /* the network ends it after so many; 0:
                                 * unknown */
    bool prove;                 /* it texts itself each month */
    int price;                  /* of a part, thousandths of the money; 0
                                 * unknown */
};

/* By name; *s is valid for the call only. */
MUST_CHECK enum err sim_list(struct db *db,
    void (*fn)(void *user, const struct sim_settings *s), void *user);
/* Audited; touches DB_MODEMS, DB_QUEUE and DB_SETTINGS. What is kept alive and
 * has no days gets the usual ones. ERR_NOT_FOUND: no SIM with this
 * IMSI. ERR_INPUT: why says what to write. */
MUST_CHECK enum err sim_save(struct db *db, const struct sim_settings *s,
    const char *who, struct reason *why);
/* Its code for the balance by IMSI or name (NULL: of any one SIM that has
 * one): its own, else the one that staff gave once for all, else its
 * operator's (text/operators.h); "" when none is known. */
MUST_CHECK enum err sim_balance_code(struct db *db, const char *sim,
    char *out, size_t room);

#endif
