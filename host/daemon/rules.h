/* rules.h - what the configuration means for the queue and the inbox. */
#ifndef NOTEHOME_RULES_H
#define NOTEHOME_RULES_H

#include "daemon/config.h"
#include "store/inbox.h"
#include "store/queue.h"

struct rules {
    struct queue_rules queue;
    struct inbox_rules inbox;   /* borrows from the config and from queue */
};

/* Fills *out, which must stay where it is, as must the config. */
void rules_of_config(const struct config *c, struct rules *out);

#endif
