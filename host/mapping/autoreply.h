/* autoreply.h - may an automatic answer go to this sender now? Two machines
 * that answer each other cost a school its credit overnight. Pure. */
#ifndef NOTEHOME_AUTOREPLY_H
#define NOTEHOME_AUTOREPLY_H

#include "mapping/mapping.h"
#include "text/phone.h"

#include <stdbool.h>
#include <stdint.h>

struct autoreply_input {
    const char *sender;         /* canonical */
    enum phone_class kind;
    const char *const *own;     /* canonical numbers of our own SIMs */
    int own_count;
    enum mapping_tray tray;     /* where the message went */
    bool missed_call;
    bool stranger;              /* no family has the number, and nobody here
                                 * wrote to it of late */
    int64_t now;                /* UTC ms */
    int64_t last_answer;        /* when we last answered this number by
                                 * ourselves, whatever about; 0 never */
    int64_t received;           /* when the message came to us, UTC ms */
    int same_in_hour;           /* how often this sender sent this very text in
                                 * the last hour, this one counted */
};

/* True when it may go. *reason (may be NULL) says why or why not; static. */
bool autoreply_allowed(const struct autoreply_input *in, const char **reason);

#endif
