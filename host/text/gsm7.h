/* gsm7.h - the GSM 7 bit alphabet (3GPP TS 23.038 §6.2.1) and the national
 * language tables that phones may use towards us (Annex A). Pure; any thread.
 * A septet stands in a byte of its own; gsm7_unpack() makes them so. */
#ifndef NOTEHOME_GSM7_H
#define NOTEHOME_GSM7_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    GSM7_ESCAPE = 0x1B,     /* the next septet is from the extension table */
    GSM7_SEPTETS_MAX = 160  /* in one part, TS 23.040 §9.2.3.16 */
};

/* National language identifiers, TS 23.038 §6.2.1.2.4. Languages that are not
 * listed here come out in the default alphabet and are marked doubtful. */
enum gsm7_language {
    GSM7_DEFAULT = 0,
    GSM7_TURKISH = 1,
    GSM7_SPANISH = 2,       /* single shift only */
    GSM7_PORTUGUESE = 3,
    GSM7_BENGALI = 4,
    GSM7_GUJARATI = 5,
    GSM7_HINDI = 6,
    GSM7_KANNADA = 7,
    GSM7_MALAYALAM = 8,
    GSM7_ORIYA = 9,
    GSM7_PUNJABI = 10,
    GSM7_TAMIL = 11,
    GSM7_TELUGU = 12,
    GSM7_URDU = 13
};

/* How many septets the code point costs in the default alphabet and its
 * extension: 1, 2, or 0 when it is in neither. */
int gsm7_cost(uint32_t c);

/* Writes the septets of c to out and returns how many, as gsm7_cost(). */
int gsm7_encode(uint32_t c, uint8_t out[2]);

/* Takes septets from packed octets (TS 23.038 §6.1.2.1.1), skipping fill_bits
 * (0..6) first. Writes at most max of them and no more than the octets hold;
 * returns how many. */
size_t gsm7_unpack(const uint8_t *octets, size_t bytes, unsigned fill_bits,
    size_t septets, uint8_t *out, size_t max);

/* The letter that an escape before letter stands for, in the default tables; 0:
 * none. Of a text that was cut between the two. */
uint16_t gsm7_after_escape(uint16_t letter);

/* Decodes n septets to UTF-16 units, at most one unit a septet; returns how
 * many, never more than max. locking and shift are language identifiers as
 * they came (0: default). An unknown language uses the default table and sets
 * *doubtful: some letters may be wrong. An escape to nothing shows as the
 * letter of the main table (§6.2.1.1), or a space at the very end. */
size_t gsm7_decode(const uint8_t *septets, size_t n, int locking, int shift,
    uint16_t *out, size_t max, bool *doubtful);

#endif
