/* announce.h - has the dongle tell of texts and reports by itself: AT+CNMI,
 * TS 27.005 §3.4.1, each value from those that it lists. */
#ifndef NOTEHOME_ANNOUNCE_H
#define NOTEHOME_ANNOUNCE_H

#include "modem/relay.h"

/* The command for a modem that answered listed to AT+CNMI=?. direct: reports
 * are to be handed over (+CDS) where that can be, not stored. False: listed is
 * no such answer. Pure. */
bool announce_choose(const char *listed, bool direct, char *out, size_t room);

/* Whether an answer to AT+CPMS=? names that store. Pure. */
bool announce_has_store(const char *listed, const char *name);

/* Asks and sets it; true: what is handed over wants AT+CNMA, announce_taken().
 * direct as above. */
bool announce_set(struct relay *r, bool direct);

/* Tells the network that what was handed over last is kept. */
void announce_taken(struct relay *r);

#endif
