/* handed.h - what the network hands straight over (+CMT, +CDS) to a dongle that
 * wants each acknowledged: AT+CNMA once the daemon has it. */
#ifndef NOTEHOME_HANDED_H
#define NOTEHOME_HANDED_H

#include "modem/start.h"

struct handed {
    int64_t due;                /* not kept until then: AT+CNMI; or never */
    bool taken;                 /* it is kept: AT+CNMA */
    bool spared;                /* the last one was damaged: the network is to
                                 * give it again, once */
    bool waits;                 /* for that */
};

void handed_start(struct handed *h);

/* Gives it to the daemon. */
void handed_saw(struct handed *h, struct dongle *d, const struct link_part *p);

/* The daemon has it. */
void handed_stored(struct handed *h, const struct dongle *d);

/* Asks the dongle what is to be asked now; false: nothing. */
bool handed_work(struct handed *h, struct dongle *d, int64_t now);

#endif
