/* dongle.h - one dongle: its worker process, its deadlines, its recovery.
 * The main thread owns it; nothing here waits. */
#ifndef NOTEHOME_DONGLE_H
#define NOTEHOME_DONGLE_H

#include "base/loop.h"
#include "settings/config.h"
#include "store/db/db.h"
#include "text/reason.h"

#include <stdbool.h>

struct dongle;

/* What a dongle asks of others on the way back from trouble. */
struct dongle_hooks {
    void *user;
    /* Whether its power can be cut, by the companion board. */
    bool (*can_cut)(void *user, const char *modem);
    /* Cuts it and restores it; dongle_cut_ended() follows, unless this returns
     * false: it cannot be done now. */
    bool (*cut)(void *user, const char *modem, const struct reason *why);
    /* Whether a port behind one of the board's chips was asked as a board, and
     * is none. */
    bool (*is_no_board)(void *user, const char *device);
    /* Nothing helped; it is left alone for a while. */
    void (*parked)(void *user, const char *modem, const struct reason *why);
};

/* Starts a worker for the device as soon as there is one. want is copied; its
 * name may be "": the store then finds one by the dongle's IMEI. hooks must
 * stay. */
MUST_CHECK enum err dongle_open(struct loop *loop, struct db *db,
    const struct config_modem *want, const struct dongle_hooks *hooks,
    struct dongle **out);
/* Ends the worker. What it had in hand is settled: not sent when it was not
 * handed over, else unsure. Accepts NULL. */
void dongle_close(struct dongle *d);

/* Something may be due: a part, a USSD code. */
void dongle_wake(struct dongle *d);

/* Its worker is to give what passes, or no more, as recorder.h wants. */
void dongle_record(struct dongle *d);

/* The cut it asked for is over; proved: its supply was seen to fall. */
void dongle_cut_ended(struct dongle *d, bool proved);

/* Its worker answers, or it is known that it does not. */
bool dongle_is_watched(const struct dongle *d);

/* Its name, "" while unknown; its device. Valid as long as d is. */
const char *dongle_name(const struct dongle *d);
const char *dongle_device(const struct dongle *d);
/* Texts came, and its port told nothing of them: another port of the same
 * dongle may. Not while a text is in its hands. */
bool dongle_is_mute(const struct dongle *d);
/* It serves at its device, or is about to: the node is there, and nothing shows
 * that no modem answers there. */
bool dongle_serves(const struct dongle *d);
/* The device node is not there. */
bool dongle_absent(const struct dongle *d);

#endif
