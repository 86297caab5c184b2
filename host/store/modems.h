/* modems.h - dongles by IMEI, SIMs by IMSI, and what they are asked to do. */
#ifndef NOTEHOME_MODEMS_H
#define NOTEHOME_MODEMS_H

#include "modem/link.h"
#include "store/db.h"

enum ussd_state { USSD_WAITING = 1, USSD_ASKED = 2, USSD_DONE = 3,
    USSD_FAILED = 4 };

/* A dongle answered: remembers it and its SIM, which is working now. name is
 * the configured one, or "" to keep or make one ("sim1"); the name it has
 * comes back in out (room bytes). Touches DB_MODEMS and DB_QUEUE. */
MUST_CHECK enum err modems_ready(struct db *db, const struct link_ready *r,
    const char *name, const char *device, char *out, size_t room);
/* It does not answer any more. */
MUST_CHECK enum err modems_lost(struct db *db, const char *imsi);
/* At start: none is known to work. */
MUST_CHECK enum err modems_reset(struct db *db);

/* Queues a USSD code or menu answer for the SIM (IMSI or name; NULL: the only
 * one). ERR_NOT_FOUND; ERR_INPUT: the code has letters or is too long. */
MUST_CHECK enum err modems_ussd(struct db *db, const char *sim,
    const char *code, const char *who, int64_t *id);
/* The next waiting code for the SIM becomes ASKED; ERR_EMPTY. */
MUST_CHECK enum err modems_ussd_claim(struct db *db, const char *imsi,
    struct link_ussd *out);
MUST_CHECK enum err modems_ussd_settle(struct db *db,
    const struct link_ussd *answer);

struct ussd {
    int64_t id;
    enum ussd_state state;
    int status;
    char code[64], answer[LINK_TEXT_MAX];
};
MUST_CHECK enum err modems_ussd_get(struct db *db, int64_t id,
    struct ussd *out);

#endif
