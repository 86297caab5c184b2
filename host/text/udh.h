/* udh.h - the header inside user data (3GPP TS 23.040 §9.2.3.24), for pdu.c. */
#ifndef NOTEHOME_UDH_H
#define NOTEHOME_UDH_H

#include "base/err.h"
#include "text/pdu.h"

#include <stdbool.h>
#include <stdint.h>

struct udh {
    int octets;         /* with its own length octet */
    struct pdu_concat concat;
    int locking, shift; /* national language identifiers, 0 none */
    int port;           /* destination, -1 none */
    bool waiting;       /* special message indication */
    bool damaged;       /* elements do not fill it: all were ignored */
    bool bad_numbers;   /* part 0, of 0 or beyond the last: ignored */
};

/* Reads the header at ud, where octets of user data are. Of an element that
 * comes twice the last counts. ERR_INPUT: it is longer than the user data. */
MUST_CHECK enum err udh_read(const uint8_t *ud, int octets, struct udh *out);

#endif
