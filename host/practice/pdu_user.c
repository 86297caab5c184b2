/* The user data of a TPDU: header and text, TS 23.040 §9.2.3.24. */
#include "practice/alphabet.h"
#include "practice/pdu.h"

#include <string.h>

enum {
    IE_CONCAT8 = 0x00,
    IE_CONCAT16 = 0x08,
    IE_SINGLE = 0x24,
    IE_LOCKING = 0x25
};

enum coding { SEPTETS, OCTETS, UCS2 };

/* TS 23.038 §4; reserved values count as the default alphabet. */
static enum coding
coding_of(uint8_t dcs)
{
    if (dcs < 0x80)
        return (dcs & 0x0c) == 0x04 ? OCTETS
            : (dcs & 0x0c) == 0x08  ? UCS2
                                    : SEPTETS;
    if ((dcs & 0xf0) == 0xe0)
        return UCS2;
    if ((dcs & 0xf0) == 0xf0)
        return dcs & 4 ? OCTETS : SEPTETS;
    return SEPTETS;
}

static void
element_read(struct pdu_user *u, uint8_t id, const uint8_t *p, size_t len)
{
    if (id == IE_CONCAT8 && len == 3) {
        u->width = 8;
        u->ref = p[0];
        u->total = p[1];
        u->part = p[2];
    } else if (id == IE_CONCAT16 && len == 4) {
        u->width = 16;
        u->ref = (unsigned)p[0] << 8 | p[1];
        u->total = p[2];
        u->part = p[3];
    } else if (id == IE_SINGLE && len == 1) {
        u->single = p[0];
    } else if (id == IE_LOCKING && len == 1) {
        u->locking = p[0];
    }
}

/* Octets of the header with its length octet. */
static size_t
header_len(const struct pdu_user *u)
{
    return u->udhi && u->ud_len ? (size_t)u->ud[0] + 1 : 0;
}

enum err
pdu_user_read(struct pdu_user *u, const uint8_t *p, size_t len)
{
    size_t want = u->udl, at = 1, end;

    if (coding_of(u->dcs) == SEPTETS)
        want = (want * 7 + 7) / 8;
    if (len != want || len > PDU_UD_MAX)
        return ERR_INPUT;
    memcpy(u->ud, p, len);
    u->ud_len = len;
    u->width = u->locking = u->single = 0;
    u->ref = u->part = u->total = 0;
    if (!u->udhi)
        return OK;
    end = header_len(u);
    if (!end || end > len)
        return ERR_INPUT;
    while (at + 2 <= end) {
        size_t n = u->ud[at + 1];

        if (at + 2 + n > end)
            return ERR_INPUT;
        element_read(u, u->ud[at], u->ud + at + 2, n);
        at += 2 + n;
    }
    /* A part that cannot be one of its total is no part, §9.2.3.24.1. */
    if (!u->part || u->part > u->total)
        u->width = 0;
    return OK;
}

/* Writes the header for u's reference and tables; returns its octets. */
static size_t
header_write(const struct pdu_user *u, uint8_t *out)
{
    size_t n = 1;

    if (u->width == 8) {
        const uint8_t ie[] = { IE_CONCAT8, 3, (uint8_t)u->ref,
            (uint8_t)u->total, (uint8_t)u->part };

        memcpy(out + n, ie, sizeof(ie));
        n += sizeof(ie);
    } else if (u->width == 16) {
        const uint8_t ie[] = { IE_CONCAT16, 4, (uint8_t)(u->ref >> 8),
            (uint8_t)u->ref, (uint8_t)u->total, (uint8_t)u->part };

        memcpy(out + n, ie, sizeof(ie));
        n += sizeof(ie);
    }
    if (u->single) {
        out[n++] = IE_SINGLE;
        out[n++] = 1;
        out[n++] = (uint8_t)u->single;
    }
    if (u->locking) {
        out[n++] = IE_LOCKING;
        out[n++] = 1;
        out[n++] = (uint8_t)u->locking;
    }
    out[0] = (uint8_t)(n - 1);
    return n > 1 ? n : 0;
}

size_t
pdu_user_room(const struct pdu_user *u, bool ucs2)
{
    uint8_t header[16];
    size_t n = header_write(u, header);

    return ucs2 ? PDU_UD_MAX - n : (PDU_UD_MAX - n) * 8 / 7;
}

static enum err
septets_write(struct pdu_user *u, size_t header, const uint16_t *units,
    size_t n)
{
    uint8_t septets[2 * PDU_UNITS_MAX];
    size_t count = 0, skip = (header * 8 + 6) / 7;

    for (size_t i = 0; i < n; i++) {
        int k = alphabet_septets(units[i], u->locking, u->single,
            septets + count);

        if (!k || count + (size_t)k > pdu_user_room(u, false))
            return ERR_INPUT;
        count += (size_t)k;
    }
    u->udl = (uint8_t)(skip + count);
    u->ud_len = header
        + alphabet_pack(septets, count, (unsigned)(skip * 7 - header * 8),
            u->ud + header);
    return OK;
}

enum err
pdu_user_write(struct pdu_user *u, bool ucs2, const uint16_t *units, size_t n)
{
    size_t header = header_write(u, u->ud);

    u->udhi = header > 0;
    if (!ucs2)
        return n > PDU_UNITS_MAX ? ERR_INPUT
                                 : septets_write(u, header, units, n);
    if (2 * n > pdu_user_room(u, true))
        return ERR_INPUT;
    u->dcs = (uint8_t)((u->dcs & ~0x0c) | 0x08);
    for (size_t i = 0; i < n; i++) {
        u->ud[header + 2 * i] = (uint8_t)(units[i] >> 8);
        u->ud[header + 2 * i + 1] = (uint8_t)units[i];
    }
    u->ud_len = header + 2 * n;
    u->udl = (uint8_t)u->ud_len;
    return OK;
}

size_t
pdu_user_units(const struct pdu_user *u, uint16_t *out)
{
    size_t header = header_len(u), n = 0;

    if (header > u->ud_len)
        return 0;
    if (coding_of(u->dcs) == SEPTETS) {
        size_t skip = (header * 8 + 6) / 7;
        uint8_t septets[PDU_UNITS_MAX];

        n = u->udl > skip ? u->udl - skip : 0;
        n = alphabet_unpack(u->ud + header, u->ud_len - header,
            (unsigned)(skip * 7 - header * 8), septets,
            n > PDU_UNITS_MAX ? PDU_UNITS_MAX : n);
        return alphabet_read(septets, n, u->locking, u->single, out);
    }
    if (coding_of(u->dcs) == UCS2) {
        for (size_t i = header; i + 1 < u->ud_len; i += 2)
            out[n++] = (uint16_t)(u->ud[i] << 8 | u->ud[i + 1]);
        return n;
    }
    for (size_t i = header; i < u->ud_len; i++)
        out[n++] = u->ud[i];
    return n;
}
