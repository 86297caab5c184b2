/* pin.h - the SIM's lock. A wrong PIN is never tried a second time. */
#ifndef NOTEHOME_PIN_H
#define NOTEHOME_PIN_H

#include "modem/relay.h"

/* Unlocks the SIM where it asks for a PIN. 0: it is open; else what is wrong
 * (enum link_trouble), with what to do in why. Until that time
 * (clock_mono()) a SIM may be starting, whatever it says. pin "" when none was
 * given. again: this PIN is known not to be the one that was refused, so one
 * used-up try does not forbid it. */
int pin_unlock(struct relay *r, const char *pin, bool again, int64_t until,
               struct reason *why);

/* How long a SIM may take to start. */
enum { PIN_START_MS = 30000 };

/* What the SIM says in answer to AT+CPIN?; pure. PIN_OTHER: ask again. */
enum pin_state {
    PIN_READY = 1,
    PIN_WANTED,
    PIN_PUK,
    PIN_NO_SIM,
    PIN_LOCKED,         /* the dongle takes no SIM of this operator */
    PIN_FAULTY,         /* SIM wrong */
    PIN_UNSUPPORTED,    /* the modem has no such command */
    PIN_OTHER           /* it starts */
};
enum pin_state pin_state(const struct relay_answer *a);

/* The PIN tries left in an answer to AT+CPINR or AT^CPIN?; -1 not told. */
int pin_tries(const char *text);

#endif
