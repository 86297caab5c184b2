/* start.h - from a path to a dongle that answers, with an open SIM. */
#ifndef NOTEHOME_START_H
#define NOTEHOME_START_H

#include "modem/gammu.h"
#include "modem/health.h"
#include "modem/to_daemon.h"
#include "modem/pin.h"
#include "modem/relay.h"

#include <stdbool.h>
#include <stddef.h>

struct dongle {
    struct link_start start;
    struct link_ready ready;
    struct to_daemon *out;
    struct relay *relay;
    struct gammu *gammu;
    bool reports;               /* it has a store for reports alone, "SR" */
    bool acknowledge;           /* what is handed over wants AT+CNMA */
};

/* Waits for LINK_START on link, opens the device it names, unlocks the SIM,
 * starts libgammu and says LINK_READY. False: the link is of no use. Trouble
 * is told to the daemon and ends the process. */
bool start_dongle(int link, struct dongle *d);

/* The first number in an answer to AT+CNUM (TS 27.007 §7.1), as the SIM has it
 * noted; false: none. */
bool start_read_number(const char *text, char *out, size_t room);

/* The stores cannot be listed: finds out why, says so, ends the process. */
_Noreturn void start_explain(struct dongle *d);

#endif
