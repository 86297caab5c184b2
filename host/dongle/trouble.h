/* trouble.h - what a dongle's trouble means: words for people, and when to try
 * again. */
#ifndef NOTEHOME_TROUBLE_H
#define NOTEHOME_TROUBLE_H

#include "status/status.h"
#include "store/db/db.h"

struct trouble_plan {
    enum status_phase phase;
    int64_t pause;              /* ms until the next try; where climbing may
                                 * help, ladder.h says when */
    struct reason words;        /* what is wrong and what to do */
};

/* detail: what the worker said, where it did. Pure. */
struct trouble_plan trouble_plan(enum link_trouble t,
    const struct reason *detail);

/* A PIN that a SIM refused is never offered again by itself, over restarts
 * too: three tries block the SIM. Another PIN in the configuration is tried. */
void trouble_pin_refused(struct db *db, const char *modem, const char *pin);
bool trouble_pin_is_refused(struct db *db, const char *modem,
    const char *pin);
/* Whether some other PIN was refused before: a person has changed it since. */
bool trouble_pin_is_another(struct db *db, const char *modem);

#endif
