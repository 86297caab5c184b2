/* gsm7.c - letters to septets and back; the tables are in gsm7_tables.c. */
#include "text/gsm7.h"

#include "text/gsm7_tables.h"

/* No letter of the alphabet lies beyond omega but the euro sign. */
enum { LAST_GREEK = 0x3A9, EURO = 0x20AC };

int
gsm7_encode(uint32_t c, uint8_t out[2])
{
    int s;

    if (c == 0 || c == 0x1B || (c > LAST_GREEK && c != EURO))
        return 0;
    if (c < 0x80 && gsm7_main(GSM7_DEFAULT, c) == c) {
        out[0] = (uint8_t)c;    /* where most letters are, as in ASCII */
        return 1;
    }
    if ((s = gsm7_main_at(c)) >= 0) {
        out[0] = (uint8_t)s;
        return 1;
    }
    if ((s = gsm7_shift_at(c)) >= 0) {
        out[0] = GSM7_ESCAPE;
        out[1] = (uint8_t)s;
        return 2;
    }
    return 0;
}

int
gsm7_cost(uint32_t c)
{
    uint8_t septets[2];

    return gsm7_encode(c, septets);
}

size_t
gsm7_unpack(const uint8_t *octets, size_t bytes, unsigned fill_bits,
    size_t septets, uint8_t *out, size_t max)
{
    size_t bits = bytes * 8;
    size_t n = 0;

    for (size_t bit = fill_bits; n < septets && n < max && bit + 7 <= bits;
         bit += 7) {
        unsigned pair = octets[bit / 8];

        if (bit / 8 + 1 < bytes)
            pair |= (unsigned)octets[bit / 8 + 1] << 8;
        out[n++] = (pair >> bit % 8) & 0x7F;
    }
    return n;
}

/* What an escaped septet shows, TS 23.038 §6.2.1.1: a second escape is kept
 * for tables to come and shows as a space. */
static uint16_t
escaped(int locking, int shift, uint8_t septet)
{
    uint16_t unit;

    if (septet == GSM7_ESCAPE)
        return ' ';
    unit = gsm7_shift(shift, septet);
    return unit ? unit : gsm7_main(locking, septet);
}

uint16_t
gsm7_after_escape(uint16_t letter)
{
    int s = gsm7_main_at(letter);

    return s < 0 || s == GSM7_ESCAPE ? 0
                                     : gsm7_shift(GSM7_DEFAULT, (unsigned)s);
}

size_t
gsm7_decode(const uint8_t *septets, size_t n, int locking, int shift,
    uint16_t *out, size_t max, bool *doubtful)
{
    size_t units = 0;

    if (!gsm7_has_locking(locking) || !gsm7_has_shift(shift))
        *doubtful = true;
    if (!gsm7_has_locking(locking))
        locking = GSM7_DEFAULT;
    if (!gsm7_has_shift(shift))
        shift = GSM7_DEFAULT;
    for (size_t i = 0; i < n && units < max; i++) {
        uint8_t s = septets[i] & 0x7F;

        if (s != GSM7_ESCAPE)
            out[units++] = gsm7_main(locking, s);
        else if (i + 1 == n)
            out[units++] = ' ';
        else
            out[units++] = escaped(locking, shift, septets[++i] & 0x7F);
    }
    return units;
}
