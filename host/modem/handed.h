/* handed.h - what the network hands straight over (+CMT, +CDS). It lies in no
 * slot, so it is given to the daemon again and again until that has it on disk.
 * A dongle that wants each acknowledged gets AT+CNMA then, and not before. */
#ifndef NOTEHOME_HANDED_H
#define NOTEHOME_HANDED_H

#include "modem/start.h"

enum { HANDED_MAX = 64 };       /* more than come while a disk is full,
                                 * mostly */

struct handed {
    struct link_part part[HANDED_MAX];  /* that the daemon does not have yet */
    int parts;
    int64_t again;              /* they are given to it again; or never */
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
void handed_stored(struct handed *h, const struct dongle *d,
    const struct link_stored *s);

/* When handed_work() has something to do; INT64_MAX: never. */
int64_t handed_due(const struct handed *h);

/* Asks the dongle what is to be asked now; false: nothing. */
bool handed_work(struct handed *h, struct dongle *d, int64_t now);

#endif
