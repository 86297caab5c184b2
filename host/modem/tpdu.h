/* tpdu.h - the SMS-SUBMIT that a part must become, built here on its own so
 * that what libgammu makes can be compared with what was asked.
 * TS 23.040 §9.2.2.2, TS 23.038 §6.2.1. Pure. */
#ifndef NOTEHOME_TPDU_H
#define NOTEHOME_TPDU_H

#include "base/err.h"
#include "link/link.h"

#include <stdbool.h>

enum { TPDU_MAX = 176 };

struct tpdu {
    int octets;
    uint8_t octet[TPDU_MAX];
};

/* Builds the TPDU of part. ERR_INPUT: a letter is not in the alphabet that
 * part names, the text does not fit 140 octets, or the number is unusable. */
MUST_CHECK enum err tpdu_build(const struct link_send *part, struct tpdu *out);

/* The UTF-16 unit of a septet of the default alphabet, or of its extension
 * table; what the tables lack comes out as a blank. */
uint16_t tpdu_letter(uint8_t septet, bool extended);

/* True when the hex digits are an SMSC address and then exactly this TPDU;
 * only TP-MR, which the modem chooses, may differ. */
bool tpdu_equal(const struct tpdu *t, const char *hex, long digits);

#endif
