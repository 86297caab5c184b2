/* health.h - what a dongle's state is: who it is, signal, network, how full
 * its stores are. */
#ifndef NOTEHOME_HEALTH_H
#define NOTEHOME_HEALTH_H

#include "modem/gammu.h"
#include "modem/relay.h"

#include <stdbool.h>

struct health {
    struct link_health now;
    char place[64];             /* of the last +CREG, to see it change */
    int64_t named_at;           /* when the operator was asked for */
};

void health_start(struct health *h);

/* Reads signal and registration (two commands), and the operator where the
 * place is new. listed: both stores were listed just now. */
void health_read(struct health *h, struct gammu *g, struct relay *r,
                 bool listed, int64_t now);

/* The <stat> of a "+CREG: n,stat,..." answer, -1 when it is none; pure. */
int health_registered(const char *text);

/* The name in a "+COPS: mode,format,"name",..." answer, into out; pure. */
bool health_operator(const char *text, char *out, size_t room);

#endif
