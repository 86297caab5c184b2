/* ussd_own.h - what ussd.c and menu_run.c share; for them and modems.c. */
#ifndef NOTEHOME_USSD_OWN_H
#define NOTEHOME_USSD_OWN_H

#include "store/sims/modems.h"

/* The IMSI that staff mean; ERR_NOT_FOUND, or ERR_REFUSED when sim is NULL and
 * several could be meant. A name goes first to the SIM that works. */
MUST_CHECK enum err ussd_find_sim(struct db *db, const char *sim, char *imsi,
    size_t room);
/* Queues a code or an answer; "" closes the session. run: of menu_run, 0 none.
 * Needs a transaction. */
MUST_CHECK enum err ussd_insert(struct db *db, const char *imsi,
    const char *code, int64_t run, const char *who, int64_t *id);
/* ERR_BUSY while a dialogue of this SIM is under way; menu: while a menu of
 * which a person may choose is open, too. */
MUST_CHECK enum err ussd_busy(struct db *db, const char *imsi, bool menu);

/* A step of a walk was answered: takes the next one, or ends it. well false:
 * it failed, words say how. Needs a transaction. */
MUST_CHECK enum err menu_heard(struct db *db, int64_t run, int status,
    bool well, const struct reason *said);
/* Walks of which no step is under way any more have failed. */
MUST_CHECK enum err menu_end_orphans(struct db *db);

#endif
