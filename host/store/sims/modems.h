/* modems.h - dongles by IMEI, SIMs by IMSI, and what they are asked to do.
 * A name ("sim1") stays with the SIM wherever it is plugged in, unless the
 * configuration names the dongle. */
#ifndef NOTEHOME_MODEMS_H
#define NOTEHOME_MODEMS_H

#include "link/link.h"
#include "store/db/db.h"
#include "text/reason.h"

/* On disk: never reuse a number. */
enum ussd_state { USSD_WAITING = 1, USSD_ASKED = 2, USSD_DONE = 3,
    USSD_FAILED = 4 };
/* How the network answered a code: <m> of +CUSD, 3GPP TS 27.007 §7.15. */
enum ussd_status { USSD_NOT_ASKED = -1, USSD_CHOICE = 1, USSD_ENDED = 2 };
/* The same numbers in SQL: as in store/thread/message.h. */
#define USSD_IS_WAITING "state = 1"
#define USSD_IS_DONE "state = 3"
#define USSD_IS_OPEN "state IN (1, 2)"          /* WAITING, ASKED */
#define USSD_IS_CHOICE "status = 1"             /* a menu: it waits for one */
#define USSD_IS_ENDED "status = 2"

enum {
    USSD_PATIENCE = 5 * 60 * 1000, /* a code not asked for so long (ms) fails:
                                    * a bundle is not bought a day later */
    USSD_SESSION = 60 * 1000       /* a menu stays open at most so long, ms */
};

/* A SIM that does not tell its IMSI gets a word in its place ("i" and the IMEI
 * of its dongle; shared, or without one, "d" and the end of the device's name),
 * so that two such are two: texts, reports and limits are counted by it. */
void modems_identify(struct link_ready *r, const char *device, bool shared);
/* A dongle answered: remembers it and its SIM, which is working now. name is
 * the configured one, or "" to keep or make one ("sim1"); the name it has
 * comes back in out (room bytes). A dongle without IMEI is known by its
 * device. The SIM's own number (read with country, ISO 3166) is kept unless
 * staff noted one, or a guardian has it: what a SIM says may be stale. Touches
 * DB_MODEMS and DB_QUEUE. */
MUST_CHECK enum err modems_ready(struct db *db, const struct link_ready *r,
    const char *country, const char *name, const char *device, char *out,
    size_t room);
/* Another name for a SIM and the dongle it is in: their history goes along.
 * Audited. ERR_NOT_FOUND: no such SIM; ERR_EXISTS: another has the name;
 * ERR_INPUT: unusable, why says so. Touches DB_MODEMS. */
MUST_CHECK enum err modems_rename(struct db *db, const char *imsi,
    const char *name, const char *who, struct reason *why);
/* The SIM's name; ERR_NOT_FOUND. */
MUST_CHECK enum err modems_name(struct db *db, const char *imsi, char *out,
    size_t room);
/* It does not answer any more; its USSD under way fails. */
MUST_CHECK enum err modems_lost(struct db *db, const char *imsi);
/* At start: none is known to work, and no USSD is under way. */
MUST_CHECK enum err modems_reset(struct db *db);

/* After a backup took the database's place: no code that waited in it is
 * dialled, for it may have been since, and may buy something. */
MUST_CHECK enum err modems_restored(struct db *db);

/* Queues a USSD code or menu answer for the SIM (IMSI or name; NULL: the only
 * one that works, else the only one known). A code is digits, * and #; while
 * the SIM's last answer waits for a choice any short line of text is. Audited.
 * ERR_NOT_FOUND: no such SIM; ERR_REFUSED: which of several?; ERR_BUSY: a menu
 * is walked through (menu.h); ERR_INPUT: the code has letters or is too long.
 * Touches DB_REQUESTS. */
MUST_CHECK enum err modems_ussd(struct db *db, const char *sim,
    const char *code, const char *who, int64_t *id);
/* The next waiting code for the SIM becomes ASKED; ERR_EMPTY. Codes that
 * waited longer than USSD_PATIENCE fail instead. Without text: the session is
 * to be closed. */
MUST_CHECK enum err modems_ussd_claim(struct db *db, const char *imsi,
    struct link_ussd *out);
/* The status where the dongle did not live to hear an answer. */
enum { MODEMS_USSD_GONE = -2 };

/* The answer to an ASKED code; of any other only that its session has ended is
 * noted. That to the balance code is read (sim_credit.h), and a menu that is
 * walked through goes on (menu.h). Touches DB_MODEMS. */
MUST_CHECK enum err modems_ussd_settle(struct db *db,
    const struct link_ussd *answer);

struct ussd {
    int64_t id;
    enum ussd_state state;
    int status;                 /* as +CUSD <m>; -1: refused, or no answer */
    char code[64];
    struct reason answer;       /* the network's words, or why there are none */
};
MUST_CHECK enum err modems_ussd_get(struct db *db, int64_t id,
    struct ussd *out);

#endif
