/* parts.h - cuts a text into SMS parts (3GPP TS 23.040 §9.2.3.16 and .24).
 * GSM 7 bit when every letter is in it: 160 septets alone, 153 a part (152
 * with a 16 bit reference); else UCS-2: 70 units alone, 67 (66) a part. An
 * escape pair or a surrogate pair never straddles two parts, and nothing is
 * ever changed or left out. Pure; any thread. */
#ifndef NOTEHOME_PARTS_H
#define NOTEHOME_PARTS_H

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    PARTS_DEFAULT_MAX = 10, /* what callers allow unless settings say more */
    PARTS_MAX = 255,        /* the header counts in one octet */
    PARTS_UDH_MAX = 16,
    PARTS_UNITS_MAX = 160
};

/* Which information element joins the parts: 8 bit reference (IE 0x00, what
 * every phone knows) or 16 bit (IE 0x08, one unit less in each part). */
enum parts_width { PARTS_WIDTH_8 = 8, PARTS_WIDTH_16 = 16 };

/* One part; the fields have the sizes of struct link_send. */
struct part {
    bool ucs2;
    int n;                      /* 1..total */
    int total;
    int udh_bytes;              /* 0 when the text is one part */
    uint8_t udh[PARTS_UDH_MAX]; /* with its own length octet first */
    int units;                  /* UTF-16 units in text */
    uint16_t text[PARTS_UNITS_MAX];
};

/* What a text costs. */
struct parts_size {
    bool ucs2;
    int parts;      /* counts on beyond PARTS_MAX; 1 for an empty text */
    int units;      /* septets (or UTF-16 units) without headers */
    int per_part;   /* capacity of each of these parts */
    int left;       /* that still fit into the last part */
};

/* Measures a text without cutting it. ERR_INPUT: not UTF-8, or a control
 * character other than line feed (see text_clean()). */
MUST_CHECK enum err parts_measure(
    const char *text, enum parts_width width, struct parts_size *out);

/* Cuts text into out[0..*count-1]; all parts carry the low bits of reference.
 * max is the room in out, at most PARTS_MAX. ERR_INPUT as parts_measure(), or
 * the text is empty; ERR_REFUSED: it needs more than max parts. */
MUST_CHECK enum err parts_split(const char *text, enum parts_width width,
    uint16_t reference, struct part *out, int max, int *count);

#endif
