#include "diary/pdu_fake.h"

#include "diary/text_fake.h"

#include <string.h>

enum { OCTETS_MAX = 200, ADDRESS_MAX = 40 };

/* What is left to walk through. */
struct walk {
    struct fake *f;
    uint8_t *at, *end;
};

/* The next n octets; NULL: there are not so many. */
static uint8_t *
take(struct walk *w, size_t n)
{
    uint8_t *p = w->at;

    if ((size_t)(w->end - p) < n)
        return NULL;
    w->at += n;
    return p;
}

/* --- addresses, TS 23.040 §9.1.2.5 ---------------------------------------- */

/* Semi-octets: digits, and the few signs beside them, which stay. */
static void
fake_semi_octets(struct fake *f, uint8_t *octets, size_t digits)
{
    char text[ADDRESS_MAX];

    for (size_t i = 0; i < digits; i++) {
        unsigned v = octets[i / 2] >> (i % 2 ? 4 : 0) & 15;

        text[i] = (char)(v < 10 ? '0' + v : ' ');
    }
    text_fake(f, text, digits);
    for (size_t i = 0; i < digits; i++)
        if (text[i] != ' ') {
            unsigned keep = i % 2 ? 0x0f : 0xf0;

            octets[i / 2] = (uint8_t)((octets[i / 2] & keep)
                | (unsigned)(text[i] - '0') << (i % 2 ? 4 : 0));
        }
}

static bool
is_name(uint8_t type)
{
    return (type & 0x70) == 0x50;
}

static bool
fake_address(struct walk *w)
{
    uint8_t *head = take(w, 2), *octets;
    size_t digits = head ? head[0] : 0;

    if (!head || digits > ADDRESS_MAX || !(octets = take(w, (digits + 1) / 2)))
        return false;
    if (is_name(head[1]))
        text_fake_packed(w->f, octets, (digits + 1) / 2, 0, digits * 4 / 7,
            false);
    else
        fake_semi_octets(w->f, octets, digits);
    return true;
}

/* The service centre: octets are counted, with the type. */
static bool
fake_centre(struct walk *w)
{
    uint8_t *len = take(w, 1), *octets;

    if (!len || *len > ADDRESS_MAX / 2 || !(octets = take(w, *len)))
        return false;
    if (*len > 1 && !is_name(octets[0]))
        fake_semi_octets(w->f, octets + 1, (size_t)(*len - 1) * 2);
    else if (*len > 1)
        memset(octets + 1, 0, *len - 1u);
    return true;
}

/* --- user data ------------------------------------------------------------ */

enum alphabet { GSM, OCTETS, UCS2 };

/* TS 23.038 §4. */
static enum alphabet
alphabet_of(uint8_t dcs)
{
    static const enum alphabet of[] = { GSM, OCTETS, UCS2, GSM };

    if (dcs < 0x80)
        return dcs & 0x20 ? OCTETS : of[dcs >> 2 & 3];
    if (dcs >= 0xf0)
        return dcs & 4 ? OCTETS : GSM;
    return dcs >= 0xe0 ? UCS2 : GSM;
}

/* The header stays where it says how texts hang together, which language, and
 * which port; else its elements are emptied. *foreign: of another table. */
static bool
fake_header(uint8_t *udh, size_t n, bool *foreign)
{
    static const uint8_t known[] = { 0x00, 0x01, 0x04, 0x05, 0x08, 0x24, 0x25 };

    for (size_t i = 1; i < n;) {
        if (i + 2 > n || udh[i + 1] > n - i - 2)
            return false;
        if (!memchr(known, udh[i], sizeof(known)))
            memset(udh + i + 2, 0, udh[i + 1]);
        *foreign |= udh[i] == 0x24 || udh[i] == 0x25;
        i += 2u + udh[i + 1];
    }
    return true;
}

static bool
fake_user_data(struct walk *w, uint8_t dcs, bool has_header)
{
    uint8_t *len = take(w, 1), *octets;
    enum alphabet a = alphabet_of(dcs);
    size_t bytes, head = 0, septets;
    bool foreign = false;

    if (!len)
        return false;
    bytes = a == GSM ? ((size_t)*len * 7 + 7) / 8 : *len;
    if (!(octets = take(w, bytes)))
        return false;
    memset(w->at, 0, (size_t)(w->end - w->at)); /* octets too many */
    if (has_header && bytes) {
        head = octets[0] + 1u;
        if (head > bytes || !fake_header(octets, head, &foreign))
            return false;
    }
    if (a == GSM) {
        septets = (head * 8 + 6) / 7;
        if (septets > *len)
            return false;
        text_fake_packed(w->f, octets, bytes, (unsigned)(septets * 7),
            *len - septets, foreign);
    } else if (a == UCS2) {
        text_fake_ucs2(w->f, octets + head, bytes - head);
    } else {
        text_fake(w->f, (char *)octets + head, bytes - head);
    }
    return true;
}

/* --- the three kinds ------------------------------------------------------ */

static bool
fake_deliver(struct walk *w, uint8_t first)
{
    uint8_t *p;

    return fake_address(w) && (p = take(w, 9))
        && fake_user_data(w, p[1], first & 0x40);
}

static bool
fake_submit(struct walk *w, uint8_t first)
{
    static const size_t validity[] = { 0, 7, 1, 7 };
    uint8_t *p;

    return take(w, 1) && fake_address(w) && (p = take(w, 2))
        && take(w, validity[first >> 3 & 3])
        && fake_user_data(w, p[1], first & 0x40);
}

static bool
fake_report(struct walk *w)
{
    if (!take(w, 1) || !fake_address(w) || !take(w, 15))
        return false;
    memset(w->at, 0, (size_t)(w->end - w->at)); /* what else it tells */
    return true;
}

static bool
fake_octets(struct fake *f, uint8_t *octets, size_t n)
{
    struct walk w = { f, octets, octets + n };
    uint8_t *first;

    if (!fake_centre(&w) || !(first = take(&w, 1)))
        return false;
    switch (*first & 3) {
    case 0:
        return fake_deliver(&w, *first);
    case 1:
        return fake_submit(&w, *first);
    case 2:
        return fake_report(&w);
    default:
        return false;
    }
}

bool
pdu_fake(struct fake *f, char *hex, size_t n)
{
    uint8_t octets[OCTETS_MAX] = { 0 };
    size_t bytes;

    if (!text_unhex(hex, n, octets, sizeof(octets), &bytes)
        || !fake_octets(f, octets, bytes)) {
        memset(hex, '0', n);
        return false;
    }
    text_hex(octets, bytes, hex);
    return true;
}
