/* health.h - what a dongle's state is: who it is, signal, network, how full
 * its stores are. */
#ifndef NOTEHOME_HEALTH_H
#define NOTEHOME_HEALTH_H

#include "modem/gammu.h"
#include "modem/relay.h"

#include <stdbool.h>

struct health {
    struct link_health now;
    char place[64];             /* of the last answer, to see it change */
    int64_t named_at;           /* when the operator was asked for */
    int64_t went_at;            /* a text went: the network is there; 0 */
    int said_by;                /* which command said last that it is there */
    int64_t without;            /* since when there is no network; 0 */
    bool had;                   /* ... and there was one, ever */
    bool asked;                 /* for a lock, since then */
};

void health_start(struct health *h);

/* Reads signal and registration (two commands; up to five on LTE and without
 * a network), the operator where the place is new, and once the lock of one
 * that finds no network. listed: both stores were
 * listed just now. */
void health_read(struct health *h, struct gammu *g, struct relay *r,
                 bool listed, int64_t now);

/* A text went just now. True: the daemon does not know yet that there is a
 * network. */
bool health_text_went(struct health *h, int64_t now);

/* The <stat> of a "+CREG: n,stat,..." answer, of +CGREG or +CEREG too; where a
 * notice stands beside it, of the last line; -1 when it is none; pure. */
int health_registered(const char *text);

/* Whether a dongle without a network is now asked for its lock: not while it
 * starts, nor one that has had a network. Pure. */
bool health_asks_lock(const struct health *h, int64_t now);

/* Whether a "^CARDLOCK: state,tries,operator" answer tells of a lock: 1 it may
 * be opened, 3 not any more; 2 there is none. Whose it is, it does not say: it
 * may be that of the SIM. Pure. */
bool health_locked(const char *text);

/* Signal in a "+CESQ: rxlev,ber,rscp,ecno,rsrq,rsrp" answer, the measure of
 * what network there is; false: none is known. Pure. */
bool health_signal(const char *text, int32_t *percent, int32_t *dbm);

/* The name in a "+COPS: mode,format,"name",..." answer, into out; it may stand
 * without quotes; pure. */
bool health_operator(const char *text, char *out, size_t room);

#endif
