/* pdu.c - a cursor that cannot run past the end, and the fields in order. */
#include "text/pdu.h"

#include "base/clock.h"
#include "text/gsm7.h"
#include "text/octets.h"
#include "text/udh.h"
#include "text/unicode.h"

#include <string.h>

enum {
    OCTETS_MAX = 1 + 11 + 255,  /* more than any PDU has */
    ADDRESS_DIGITS_MAX = 20,    /* §9.1.2.5 */
    UD_OCTETS_MAX = 140,
    TYPE_INTERNATIONAL = 1,
    TYPE_ALPHANUMERIC = 5
};

struct cursor {
    const uint8_t *at, *end;
    const char *error;          /* the first one */
};

static void
fail(struct cursor *c, const char *error)
{
    if (!c->error)
        c->error = error;
    c->at = c->end;
}

/* Takes n octets; NULL after a failure. */
static const uint8_t *
take(struct cursor *c, size_t n)
{
    const uint8_t *at = c->at;

    if (c->error || (size_t)(c->end - c->at) < n) {
        fail(c, "shorter than it says");
        return NULL;
    }
    c->at += n;
    return at;
}

static int
octet(struct cursor *c)
{
    const uint8_t *p = take(c, 1);

    return p ? *p : 0;
}

/* Semi-octets to digits, §9.1.2.3; a filler only at the very end. */
static void
read_digits(struct cursor *c, struct pdu_address *a, const uint8_t *p, int n)
{
    static const char digits[] = "0123456789*#abc";
    char *out = a->text;

    if (n > 0 && a->type == TYPE_INTERNATIONAL)
        *out++ = '+';
    for (int i = 0; i < n; i++) {
        unsigned d = (p[i / 2] >> (i % 2 ? 4 : 0)) & 0xF;

        if (d < 0xF)
            *out++ = digits[d];
        else if (i + 1 < n)
            fail(c, "address with a gap");
    }
    *out = '\0';
    if (strcmp(a->text, "+") == 0)
        a->text[0] = '\0';
}

/* Alphanumeric: seven bit letters, n counts the semi-octets they fill. */
static void
read_letters(struct pdu_address *a, const uint8_t *p, int n)
{
    uint8_t septets[ADDRESS_DIGITS_MAX];
    uint16_t units[ADDRESS_DIGITS_MAX];
    bool doubtful = false;
    char *out = a->text;
    size_t count;

    count = gsm7_unpack(p, (size_t)(n + 1) / 2, 0, (size_t)n * 4 / 7, septets,
        sizeof(septets));
    while (count > 0 && septets[count - 1] == 0)
        count--;                /* filler that was counted as a letter */
    count = gsm7_decode(septets, count, 0, 0, units, ADDRESS_DIGITS_MAX,
        &doubtful);
    for (size_t i = 0; i < count; i++)
        if (unicode_printable(units[i]) && units[i] != '\n')
            out += unicode_put(units[i], out);
    while (out > a->text && out[-1] == ' ')
        out--;
    *out = '\0';
    a->letters = true;
}

/* §9.1.2.5: type of address, then n semi-octets. */
static void
read_address(struct cursor *c, struct pdu_address *a, int n)
{
    int toa = octet(c);
    const uint8_t *p;

    if (n > ADDRESS_DIGITS_MAX) {
        fail(c, "address too long");
        return;
    }
    p = take(c, (size_t)(n + 1) / 2);
    if (!p)
        return;
    a->type = toa >> 4 & 7;
    a->plan = toa & 0xF;
    if (a->type == TYPE_ALPHANUMERIC)
        read_letters(a, p, n);
    else
        read_digits(c, a, p, n);
}

/* TS 27.005 §3.4.1 and TS 24.011: length in octets with the type. */
static void
read_smsc(struct cursor *c, struct pdu_address *a)
{
    int n = octet(c);

    if (n > 11)
        fail(c, "service centre's address too long");
    else if (n > 0)
        read_address(c, a, (n - 1) * 2);
}

/* Two swapped digits; -1 when they are none. */
static int
swapped(uint8_t b)
{
    int low = b & 0xF, high = b >> 4;

    return low > 9 || high > 9 ? -1 : low * 10 + high;
}

static int64_t
days_before(int year, int month)
{
    static const int before[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273,
        304, 334 };
    int y = month > 2 ? year : year - 1;

    return (int64_t)365 * (year - 1970) + before[month - 1] + (y / 4 - 492)
        - (y / 100 - 19) + (y / 400 - 4);
}

static int
days_in(int year, int month)
{
    if (month == 2)
        return year % 4 == 0 && (year % 100 || year % 400 == 0) ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/* §9.2.3.11; 0 when it is no date. *zone in minutes. */
static int64_t
read_time(struct cursor *c, int *zone)
{
    const uint8_t *p = take(c, 7);
    int f[6], year, quarters;

    if (!p)
        return 0;
    for (int i = 0; i < 6; i++)
        f[i] = swapped(p[i]);
    quarters = swapped(p[6] & 0xF7);
    if (quarters < 0 || quarters > 79 || f[0] < 0 || f[1] < 1 || f[1] > 12)
        return 0;
    year = f[0] < 90 ? 2000 + f[0] : 1900 + f[0];
    if (f[2] < 1 || f[2] > days_in(year, f[1]) || f[3] < 0 || f[3] > 23
        || f[4] < 0 || f[4] > 59 || f[5] < 0 || f[5] > 59)
        return 0;
    *zone = (p[6] & 0x08 ? -15 : 15) * quarters;
    return (days_before(year, f[1]) + f[2] - 1) * DAY + f[3] * HOUR
        + (f[4] - *zone) * MINUTE + f[5] * SECOND;
}

enum alphabet { SEVEN_BIT, EIGHT_BIT, UCS2 };

/* TS 23.038 §4. Reserved codings count as seven bit, the text as doubtful. */
static enum alphabet
read_coding(struct pdu *p, bool *compressed)
{
    int dcs = p->dcs, group = dcs >> 4;
    static const enum alphabet by_bits[] = { SEVEN_BIT, EIGHT_BIT, UCS2,
        SEVEN_BIT };

    *compressed = false;
    p->message_class = -1;
    if (group < 8) {            /* general, or to be deleted after reading */
        *compressed = dcs & 0x20;
        if (dcs & 0x10)
            p->message_class = dcs & 3;
        if ((dcs & 0x0C) == 0x0C)
            p->doubtful = true;
        return by_bits[dcs >> 2 & 3];
    }
    if (group < 12) {
        p->doubtful = true;
        return SEVEN_BIT;
    }
    if (group < 15) {
        p->waiting = true;
        return group == 14 ? UCS2 : SEVEN_BIT;
    }
    p->message_class = dcs & 3;
    return dcs & 4 ? EIGHT_BIT : SEVEN_BIT;
}

static void
use_header(struct pdu *p, const struct udh *h)
{
    p->concat = h->concat;
    p->header_ignored = h->damaged || h->bad_numbers;
    p->waiting = p->waiting || h->waiting;
    p->to_port = h->port >= 0;
    p->port = h->port;
}

static void
keep_bytes(struct pdu *p, enum pdu_content content, const uint8_t *d, int n)
{
    p->content = content;
    p->bytes = n;
    memcpy(p->data, d, (size_t)n);
}

/* The last septet is an escape: some cut a text between it and its letter. */
static bool
escapes_next(const uint8_t *septets, size_t n)
{
    size_t run = 0;

    while (run < n && (septets[n - 1 - run] & 0x7f) == GSM7_ESCAPE)
        run++;
    return run % 2 == 1;
}

static void
read_septets(struct pdu *p, const struct udh *h, const uint8_t *ud, int octets,
    int udl)
{
    uint8_t septets[GSM7_SEPTETS_MAX];
    int header = (h->octets * 8 + 6) / 7;
    unsigned fill = (unsigned)(header * 7 - h->octets * 8);
    size_t n = gsm7_unpack(ud + h->octets, (size_t)(octets - h->octets), fill,
        (size_t)(udl - header), septets, sizeof(septets));

    p->content = PDU_TEXT;
    p->units = (int)gsm7_decode(septets, n, h->locking, h->shift, p->text,
        PDU_UNITS_MAX, &p->doubtful);
    if (escapes_next(septets, n)) {
        p->doubtful = true;
        if (p->units && p->concat.total > 1)
            p->text[p->units - 1] = GSM7_ESCAPE;    /* join_text() */
    }
}

static void
read_ucs2(struct pdu *p, const uint8_t *d, int n)
{
    p->content = PDU_TEXT;
    if (n % 2)
        p->doubtful = true;     /* half a letter at the end is dropped */
    for (p->units = 0; p->units < n / 2; p->units++)
        p->text[p->units] =
            (uint16_t)(d[2 * p->units] << 8 | d[2 * p->units + 1]);
    if (octets_turn(p->text, &p->units))
        p->doubtful = true;
}

/* Some phones send what a person wrote as data. Not so: what is for a program,
 * a SIM (class 2, TP-PID above 0x7C, §9.2.3.9), or comes from a name. */
static bool
read_octets(struct pdu *p, const uint8_t *d, int n)
{
    size_t units = 0;

    if (!p->to_port && !p->waiting && p->message_class != 2 && p->pid <= 0x7c
        && !p->peer.letters)
        units = octets_text(d, (size_t)n, p->text, PDU_UNITS_MAX);
    if (!units)
        return false;
    p->content = PDU_TEXT;
    p->units = (int)units;
    p->doubtful = true;
    return true;
}

/* TP-UDL and TP-UD, §9.2.3.16 and .24. */
static void
read_user_data(struct cursor *c, struct pdu *p, bool has_header)
{
    struct udh h = { .port = -1 };
    bool compressed;
    enum alphabet alphabet = read_coding(p, &compressed);
    bool seven = alphabet == SEVEN_BIT && !compressed;
    int udl = octet(c);
    int octets = seven ? (udl * 7 + 7) / 8 : udl;
    const uint8_t *ud;

    if (octets > UD_OCTETS_MAX) {
        fail(c, "user data longer than a part can be");
        return;
    }
    ud = take(c, (size_t)octets);
    if (!ud)
        return;
    if (has_header) {
        if (udh_read(ud, octets, &h)
            || (seven && (h.octets * 8 + 6) / 7 > udl)) {
            fail(c, "header longer than the user data");
            return;
        }
        use_header(p, &h);
    }
    if (alphabet == EIGHT_BIT && !compressed
        && read_octets(p, ud + h.octets, octets - h.octets))
        return;
    if (compressed)
        keep_bytes(p, PDU_COMPRESSED, ud + h.octets, octets - h.octets);
    else if (alphabet == EIGHT_BIT || p->to_port)
        keep_bytes(p, PDU_BYTES, ud + h.octets, octets - h.octets);
    else if (alphabet == UCS2)
        read_ucs2(p, ud + h.octets, octets - h.octets);
    else
        read_septets(p, &h, ud, octets, udl);
}

/* §9.2.2.1 */
static void
read_deliver(struct cursor *c, struct pdu *p, bool has_header)
{
    read_address(c, &p->peer, octet(c));
    p->pid = octet(c);
    p->dcs = octet(c);
    p->at = read_time(c, &p->zone);
    read_user_data(c, p, has_header);
}

/* §9.2.2.2; the validity period has 0, 7, 1 or 7 octets. */
static void
read_submit(struct cursor *c, struct pdu *p, int first, bool has_header)
{
    static const size_t validity[] = { 0, 7, 1, 7 };

    p->reference = octet(c);
    read_address(c, &p->peer, octet(c));
    p->pid = octet(c);
    p->dcs = octet(c);
    take(c, validity[first >> 3 & 3]);
    read_user_data(c, p, has_header);
}

/* §9.2.2.3; what may follow TP-ST is not needed. */
static void
read_report(struct cursor *c, struct pdu *p)
{
    int zone;

    p->reference = octet(c);
    read_address(c, &p->peer, octet(c));
    p->at = read_time(c, &p->zone);
    p->discharged_at = read_time(c, &zone);
    p->status = octet(c);
    c->at = c->end;
}

static int
hex_digit(char ch)
{
    if (ch >= '0' && ch <= '9')
        return ch - '0';
    ch |= 0x20;
    return ch >= 'a' && ch <= 'f' ? ch - 'a' + 10 : -1;
}

/* Hex to octets; how many, or -1. */
static int
read_hex(const char *hex, uint8_t *out, int max)
{
    int n = 0;

    while (*hex) {
        int high = hex_digit(hex[0]), low = hex_digit(hex[1]);

        if (high < 0 || low < 0 || n == max)
            return -1;
        out[n++] = (uint8_t)(high << 4 | low);
        hex += 2;
    }
    return n;
}

static void
read_tpdu(struct cursor *c, struct pdu *p)
{
    int first = octet(c);
    bool has_header = first & 0x40;

    p->type = (enum pdu_type)(first & 3);
    switch (first & 3) {
    case PDU_DELIVER:
        read_deliver(c, p, has_header);
        break;
    case PDU_SUBMIT:
        read_submit(c, p, first, has_header);
        break;
    case PDU_REPORT:
        read_report(c, p);
        break;
    default:
        fail(c, "type is reserved");
        break;
    }
}

enum err
pdu_parse(const char *hex, struct pdu *out, const char **reason)
{
    uint8_t octets[OCTETS_MAX] = { 0 };
    int n = read_hex(hex, octets, OCTETS_MAX);
    struct cursor c = { octets, octets + (n > 0 ? n : 0), NULL };
    struct pdu p = { .message_class = -1, .port = -1, .reference = -1,
        .status = -1, .content = PDU_NONE };

    if (n < 0)
        fail(&c, "not hex, or too long");
    read_smsc(&c, &p.smsc);
    read_tpdu(&c, &p);
    if (c.error) {
        if (reason)
            *reason = c.error;
        return ERR_INPUT;
    }
    p.more = c.at < c.end;
    *out = p;
    return OK;
}

enum pdu_outcome
pdu_outcome(int status)
{
    if (status < 0x20)
        return PDU_DELIVERED;
    if (status < 0x40)
        return PDU_TRYING;
    if (status < 0x60)
        return PDU_FAILED;
    return PDU_GIVEN_UP;
}
