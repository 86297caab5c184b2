/* dongle.h - one dongle: its worker process, its deadlines, its recovery.
 * The main thread owns it; nothing here waits. */
#ifndef NOTEHOME_DONGLE_H
#define NOTEHOME_DONGLE_H

#include "daemon/config.h"
#include "daemon/loop.h"
#include "store/db.h"

#include <stdbool.h>

struct dongle;

/* Starts a worker for the device as soon as there is one. want is copied; its
 * name may be "": the store then finds one by the dongle's IMEI. */
MUST_CHECK enum err dongle_open(struct loop *loop, struct db *db,
    const struct config_modem *want, struct dongle **out);
/* Ends the worker. What it had in hand is settled: not sent when it was not
 * handed over, else unsure. Accepts NULL. */
void dongle_close(struct dongle *d);

/* Something may be due: a part, a USSD code. */
void dongle_wake(struct dongle *d);

/* Its name, "" while unknown; its device. Valid as long as d is. */
const char *dongle_name(const struct dongle *d);
const char *dongle_device(const struct dongle *d);
/* The device node is not there. */
bool dongle_absent(const struct dongle *d);

#endif
