/* parts.c - measuring and cutting walk over the text in the same way. */
#include "text/parts.h"

#include "text/gsm7.h"
#include "text/unicode.h"

#include <string.h>

enum {
    SEPTETS_ALONE = 160,
    UNITS_ALONE = 70,
    OCTETS = 140            /* TP-UD, TS 23.040 §9.2.3.16 */
};

/* The header's octets with its length octet, §9.2.3.24.1 and .8. */
static int
header_octets(enum parts_width width)
{
    return width == PARTS_WIDTH_16 ? 7 : 6;
}

static int
capacity(bool ucs2, bool joined, enum parts_width width)
{
    int octets = OCTETS - (joined ? header_octets(width) : 0);

    return ucs2 ? octets / 2 : octets * 8 / 7;
}

static int
cost(uint32_t c, bool ucs2)
{
    if (ucs2)
        return c > 0xFFFF ? 2 : 1;
    return gsm7_cost(c);
}

/* Sets *ucs2 and the units in all. */
static enum err
scan(const char *text, bool *ucs2, int *units)
{
    const char *at = text;
    long septets = 0, utf16 = 0;
    uint32_t c;

    if (!unicode_valid(text))
        return ERR_INPUT;
    *ucs2 = false;
    while ((c = unicode_next(&at))) {
        int n = gsm7_cost(c);

        if (!unicode_printable(c) || utf16 > 1000 * 1000)
            return ERR_INPUT;
        if (n == 0)
            *ucs2 = true;
        septets += n;
        utf16 += cost(c, true);
    }
    *units = (int)(*ucs2 ? utf16 : septets);
    return OK;
}

enum err
parts_measure(const char *text, enum parts_width width, struct parts_size *out)
{
    struct parts_size s = { .parts = 1 };
    enum err e = scan(text, &s.ucs2, &s.units);
    int used = 0;
    uint32_t c;

    if (e)
        return e;
    s.per_part = capacity(s.ucs2, false, width);
    if (s.units > s.per_part) {
        s.per_part = capacity(s.ucs2, true, width);
        while ((c = unicode_next(&text))) {
            int n = cost(c, s.ucs2);

            if (used + n > s.per_part) {
                s.parts++;
                used = 0;
            }
            used += n;
        }
    } else {
        used = s.units;
    }
    s.left = s.per_part - used;
    *out = s;
    return OK;
}

static void
start_part(struct part *p, const struct parts_size *s, enum parts_width width,
    uint16_t reference, int n)
{
    uint8_t *h = p->udh;

    memset(p, 0, sizeof(*p));
    p->ucs2 = s->ucs2;
    p->n = n;
    p->total = s->parts;
    if (s->parts == 1)
        return;
    p->udh_bytes = header_octets(width);
    *h++ = (uint8_t)(p->udh_bytes - 1);
    if (width == PARTS_WIDTH_16) {
        *h++ = 0x08;
        *h++ = 4;
        *h++ = (uint8_t)(reference >> 8);
    } else {
        *h++ = 0x00;
        *h++ = 3;
    }
    *h++ = (uint8_t)reference;
    *h++ = (uint8_t)s->parts;
    *h = (uint8_t)n;
}

static void
add(struct part *p, uint32_t c)
{
    p->units += unicode_put_units(c, p->text + p->units);
}

enum err
parts_split(const char *text, enum parts_width width, uint16_t reference,
    struct part *out, int max, int *count)
{
    struct parts_size s;
    enum err e = *text ? parts_measure(text, width, &s) : ERR_INPUT;
    int n = 0, used = 0;
    uint32_t c;

    if (e)
        return e;
    if (s.parts > max || s.parts > PARTS_MAX)
        return ERR_REFUSED;
    start_part(&out[0], &s, width, reference, 1);
    while ((c = unicode_next(&text))) {
        int septets = cost(c, s.ucs2);

        if (used + septets > s.per_part) {
            n++;
            start_part(&out[n], &s, width, reference, n + 1);
            used = 0;
        }
        used += septets;
        add(&out[n], c);
    }
    *count = s.parts;
    return OK;
}
