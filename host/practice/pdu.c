#include "practice/alphabet.h"
#include "practice/pdu.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { TYPE_MASK = 3, SUBMIT = 1, VALIDITY_UNLIMITED = -1 };

/* A window on octets still to be read; bad is set by the first overrun. */
struct reader {
    const uint8_t *p;
    size_t left;
    bool bad;
};

static uint8_t
take(struct reader *r)
{
    if (!r->left) {
        r->bad = true;
        return 0;
    }
    r->left--;
    return *r->p++;
}

static const char digit_letters[] = "0123456789*#abc";

/* Semi-octets into characters, TS 23.040 §9.1.2.3. */
static void
digits_read(const uint8_t *p, size_t count, char *out)
{
    for (size_t i = 0; i < count; i++) {
        unsigned d = (i % 2 ? p[i / 2] >> 4 : p[i / 2]) & 15;

        if (d == 15)
            break;
        *out++ = digit_letters[d];
    }
    *out = '\0';
}

static int
digit_value(char c)
{
    const char *at = c ? strchr(digit_letters, c) : NULL;

    return at ? (int)(at - digit_letters) : -1;
}

static void
letters_read(const uint8_t *p, size_t octets, size_t semi, char *out)
{
    uint8_t septets[11];
    uint16_t units[11];
    size_t n = semi * 4 / 7;

    n = alphabet_unpack(p, octets, 0, septets, n > 11 ? 11 : n);
    n = alphabet_read(septets, n, 0, 0, units);
    alphabet_utf8(units, n, out);
}

static void
address_read(struct reader *r, struct pdu_address *a)
{
    size_t semi = take(r), octets = (semi + 1) / 2;
    char *out = a->text;

    a->toa = take(r);
    a->text[0] = '\0';
    if (semi > 20 || octets > r->left) {
        r->bad = true;
        return;
    }
    if ((a->toa & 0x70) == 0x50) {
        letters_read(r->p, octets, semi, out);
    } else {
        if ((a->toa & 0x70) == 0x10)
            *out++ = '+';
        digits_read(r->p, semi, out);
    }
    r->p += octets;
    r->left -= octets;
}

enum err
pdu_address_set(struct pdu_address *a, const char *text, uint8_t toa)
{
    const char *digits = text + (*text == '+');
    size_t n = strlen(digits);
    bool plain = n > 0;

    for (size_t i = 0; i < n; i++)
        plain = plain && digit_value(digits[i]) >= 0;
    if (!toa)
        toa = !plain ? 0xd0 : *text == '+' ? 0x91 : 0x81;
    if ((toa & 0x70) != 0x50 && (!plain || n > 20))
        return ERR_INPUT;
    if (strlen(text) >= sizeof(a->text))
        return ERR_INPUT;
    a->toa = toa;
    snprintf(a->text, sizeof(a->text), "%s", text);
    return OK;
}

/* An alphanumeric address: at most 11 septets. */
static int
letters_write(const char *text, uint8_t *out)
{
    uint16_t units[12];
    uint8_t septets[24];
    size_t n = alphabet_units(text, units, 12), count = 0;

    for (size_t i = 0; i < n; i++) {
        int k = alphabet_septets(units[i], 0, 0, septets + count);

        if (!k)
            return -1;
        count += (size_t)k;
    }
    if (!count || count > 11)
        return -1;
    out[0] = (uint8_t)((count * 7 + 3) / 4);
    return 2 + (int)alphabet_pack(septets, count, 0, out + 2);
}

/* Length octet, type, semi-octets; the octets written or -1. */
static int
address_write(const struct pdu_address *a, uint8_t *out)
{
    const char *d = a->text + (a->text[0] == '+');
    size_t n = strlen(d);

    out[1] = a->toa;
    if ((a->toa & 0x70) == 0x50)
        return letters_write(a->text, out);
    if (n > 20)
        return -1;
    out[0] = (uint8_t)n;
    for (size_t i = 0; i < n; i += 2) {
        int low = digit_value(d[i]);
        int high = i + 1 < n ? digit_value(d[i + 1]) : 15;

        if (low < 0 || high < 0)
            return -1;
        out[2 + i / 2] = (uint8_t)(high << 4 | low);
    }
    return 2 + (int)(n + 1) / 2;
}

size_t
pdu_smsc_len(const uint8_t *p, size_t len)
{
    return len && p[0] <= 11 && (size_t)p[0] + 1 <= len ? (size_t)p[0] + 1 : 0;
}

size_t
pdu_smsc_write(const char *number, uint8_t *out)
{
    struct pdu_address a;
    uint8_t raw[16];
    int n;

    out[0] = 0;
    if (!*number || pdu_address_set(&a, number, 0) || (a.toa & 0x70) == 0x50
        || (n = address_write(&a, raw)) < 0)
        return 1;
    /* Here the length counts octets after it, not digits. */
    out[0] = (uint8_t)(n - 1);
    memcpy(out + 1, raw + 1, (size_t)n - 1);
    return (size_t)n;
}

static uint8_t
swapped(int v)
{
    return (uint8_t)((v % 10) << 4 | v / 10 % 10);
}

static int
unswapped(uint8_t o)
{
    return (o & 15) * 10 + (o >> 4);
}

/* Seven octets of local time and zone, TS 23.040 §9.2.3.11. */
static void
time_write(int64_t ms, int zone_minutes, uint8_t out[7])
{
    time_t t = (time_t)(ms / 1000 + zone_minutes * 60);
    int quarters = zone_minutes / 15;
    struct tm tm;

    gmtime_r(&t, &tm);
    out[0] = swapped(tm.tm_year % 100);
    out[1] = swapped(tm.tm_mon + 1);
    out[2] = swapped(tm.tm_mday);
    out[3] = swapped(tm.tm_hour);
    out[4] = swapped(tm.tm_min);
    out[5] = swapped(tm.tm_sec);
    out[6] = swapped(quarters < 0 ? -quarters : quarters);
    if (quarters < 0)
        out[6] |= 8;
}

static int64_t
time_read(const uint8_t p[7])
{
    struct tm tm = { 0 };
    int quarters = unswapped(p[6] & 0xf7);

    tm.tm_year = unswapped(p[0]) + 100;
    tm.tm_mon = unswapped(p[1]) - 1;
    tm.tm_mday = unswapped(p[2]);
    tm.tm_hour = unswapped(p[3]);
    tm.tm_min = unswapped(p[4]);
    tm.tm_sec = unswapped(p[5]);
    if (p[6] & 8)
        quarters = -quarters;
    return ((int64_t)timegm(&tm) - quarters * 15 * 60) * 1000;
}

/* A relative validity period, TS 23.040 §9.2.3.12.1. */
static int64_t
relative_validity(uint8_t v)
{
    const int64_t minute = 60000;

    if (v <= 143)
        return (v + 1) * 5 * minute;
    if (v <= 167)
        return 12 * 60 * minute + (v - 143) * 30 * minute;
    if (v <= 196)
        return (v - 166) * 24 * 60 * minute;
    return (int64_t)(v - 192) * 7 * 24 * 60 * minute;
}

/* The enhanced format, §9.2.3.12.3: relative, seconds or hh:mm:ss. */
static int64_t
enhanced_validity(const uint8_t p[7])
{
    switch (p[0] & 7) {
    case 1:
        return relative_validity(p[1]);
    case 2:
        return p[1] * (int64_t)1000;
    case 3:
        return ((unswapped(p[1]) * 60 + unswapped(p[2])) * 60
                   + unswapped(p[3])) * (int64_t)1000;
    default:
        return VALIDITY_UNLIMITED;
    }
}

static int64_t
validity_read(struct reader *r, int format, int64_t now_ms)
{
    uint8_t raw[7];

    if (format == 0)
        return VALIDITY_UNLIMITED;
    if (format == 2)
        return relative_validity(take(r));
    for (int i = 0; i < 7; i++)
        raw[i] = take(r);
    if (format == 1)
        return enhanced_validity(raw);
    return time_read(raw) > now_ms ? time_read(raw) - now_ms : 0;
}

enum err
pdu_submit_read(const uint8_t *p, size_t len, int64_t now_ms,
    struct pdu_submit *out)
{
    struct reader r = { p, len, false };
    uint8_t first = take(&r);

    memset(out, 0, sizeof(*out));
    if ((first & TYPE_MASK) != SUBMIT)
        return ERR_INPUT;
    out->reject_duplicates = first & 0x04;
    out->report_wanted = first & 0x20;
    out->reply_path = first & 0x80;
    out->user.udhi = first & 0x40;
    out->mr = take(&r);
    address_read(&r, &out->to);
    out->pid = take(&r);
    out->user.dcs = take(&r);
    out->validity_ms = validity_read(&r, first >> 3 & 3, now_ms);
    out->user.udl = take(&r);
    if (r.bad)
        return ERR_INPUT;
    return pdu_user_read(&out->user, r.p, r.left);
}

enum err
pdu_deliver_write(const struct pdu_deliver *d, struct pdu_bytes *out)
{
    uint8_t *p = out->data;
    int n;

    /* No more messages wait, TS 23.040 §9.2.3.2. */
    *p++ = (uint8_t)(0x04 | (d->user.udhi ? 0x40 : 0));
    n = address_write(&d->from, p);
    if (n < 0 || d->user.ud_len > PDU_UD_MAX)
        return ERR_INPUT;
    p += n;
    *p++ = d->pid;
    *p++ = d->user.dcs;
    time_write(d->scts_ms, d->zone_minutes, p);
    p += 7;
    *p++ = d->user.udl;
    memcpy(p, d->user.ud, d->user.ud_len);
    out->len = (size_t)(p - out->data) + d->user.ud_len;
    return OK;
}

enum err
pdu_report_write(const struct pdu_report *r, struct pdu_bytes *out)
{
    uint8_t *p = out->data;
    int n;

    *p++ = 0x06;
    *p++ = r->mr;
    n = address_write(&r->to, p);
    if (n < 0)
        return ERR_INPUT;
    p += n;
    time_write(r->scts_ms, r->zone_minutes, p);
    time_write(r->done_ms, r->zone_minutes, p + 7);
    p += 14;
    *p++ = r->status;
    out->len = (size_t)(p - out->data);
    return OK;
}

int
pdu_unhex(const char *hex, size_t len, uint8_t *out, size_t room)
{
    static const char digits[] = "0123456789ABCDEF0123456789abcdef";

    if (len % 2 || len / 2 > room)
        return -1;
    for (size_t i = 0; i < len; i++) {
        const char *at = hex[i] ? strchr(digits, hex[i]) : NULL;
        unsigned v = at ? (unsigned)(at - digits) % 16 : 0;

        if (!at)
            return -1;
        out[i / 2] = (uint8_t)(i % 2 ? out[i / 2] | v : v << 4);
    }
    return (int)(len / 2);
}

void
pdu_hex(const uint8_t *p, size_t len, char *out)
{
    for (size_t i = 0; i < len; i++) {
        *out++ = "0123456789ABCDEF"[p[i] >> 4];
        *out++ = "0123456789ABCDEF"[p[i] & 15];
    }
    *out = '\0';
}
