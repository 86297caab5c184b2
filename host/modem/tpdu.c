#include "modem/tpdu.h"

#include <ctype.h>
#include <string.h>

enum { USER_DATA_MAX = 140, ESCAPE = 0x1b };

/* GSM 7 bit default alphabet, TS 23.038 §6.2.1, as UTF-16 units. */
static const uint16_t alphabet[128] = {
    '@', 0xa3, '$', 0xa5, 0xe8, 0xe9, 0xf9, 0xec,
    0xf2, 0xc7, '\n', 0xd8, 0xf8, '\r', 0xc5, 0xe5,
    0x394, '_', 0x3a6, 0x393, 0x39b, 0x3a9, 0x3a0, 0x3a8,
    0x3a3, 0x398, 0x39e, 0xffff, 0xc6, 0xe6, 0xdf, 0xc9,
    ' ', '!', '"', '#', 0xa4, '%', '&', '\'',
    '(', ')', '*', '+', ',', '-', '.', '/',
    '0', '1', '2', '3', '4', '5', '6', '7',
    '8', '9', ':', ';', '<', '=', '>', '?',
    0xa1, 'A', 'B', 'C', 'D', 'E', 'F', 'G',
    'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O',
    'P', 'Q', 'R', 'S', 'T', 'U', 'V', 'W',
    'X', 'Y', 'Z', 0xc4, 0xd6, 0xd1, 0xdc, 0xa7,
    0xbf, 'a', 'b', 'c', 'd', 'e', 'f', 'g',
    'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o',
    'p', 'q', 'r', 's', 't', 'u', 'v', 'w',
    'x', 'y', 'z', 0xe4, 0xf6, 0xf1, 0xfc, 0xe0,
};

/* The extension table, TS 23.038 §6.2.1.1. */
static const struct {
    uint16_t unit;
    uint8_t septet;
} extension[] = {
    { 0x0c, 0x0a }, { '^', 0x14 }, { '{', 0x28 }, { '}', 0x29 },
    { '\\', 0x2f }, { '[', 0x3c }, { '~', 0x3d }, { ']', 0x3e },
    { '|', 0x40 }, { 0x20ac, 0x65 },
};

/* The septets of one unit in s[2]; 0 when the alphabet lacks it. */
static int
septets_of(uint16_t unit, uint8_t s[2])
{
    for (uint8_t i = 0; i < 128; i++)
        if (alphabet[i] == unit) {
            s[0] = i;
            return 1;
        }
    for (size_t i = 0; i < sizeof(extension) / sizeof(extension[0]); i++)
        if (extension[i].unit == unit) {
            s[0] = ESCAPE;
            s[1] = extension[i].septet;
            return 2;
        }
    return 0;
}

uint16_t
tpdu_letter(uint8_t septet, bool extended)
{
    if (!extended)
        return septet < 128 && septet != ESCAPE ? alphabet[septet] : ' ';
    for (size_t i = 0; i < sizeof(extension) / sizeof(extension[0]); i++)
        if (extension[i].septet == septet)
            return extension[i].unit;
    return ' ';
}

static bool
put(struct tpdu *t, uint8_t octet)
{
    if (t->octets >= TPDU_MAX)
        return false;
    t->octet[t->octets++] = octet;
    return true;
}

/* TP-DA, TS 23.040 §9.1.2.5: digits, type of number, swapped half octets. */
static bool
put_address(struct tpdu *t, const char *number)
{
    bool international = number[0] == '+';
    const char *d = number + international;
    size_t n = strlen(d);

    if (n == 0 || n > 20 || strspn(d, "0123456789") != n
        || !put(t, (uint8_t)n) || !put(t, international ? 0x91 : 0x81))
        return false;
    for (size_t i = 0; i < n; i += 2)
        if (!put(t, (uint8_t)((d[i] - '0')
                              | (i + 1 < n ? d[i + 1] - '0' : 0xf) << 4)))
            return false;
    return true;
}

/* TP-UDL and TP-UD in septets; the header is padded to a septet boundary. */
static enum err
put_gsm(struct tpdu *t, const struct link_send *part)
{
    uint8_t septet[2 * 160], bits[USER_DATA_MAX + 2] = { 0 };
    int head = (part->udh_bytes * 8 + 6) / 7, n = 0, most, got;

    most = USER_DATA_MAX * 8 / 7 - head;
    for (int i = 0; i < part->units; i++) {
        if ((got = septets_of(part->text[i], septet + n)) == 0
            || (n += got) > most)
            return ERR_INPUT;
    }
    memcpy(bits, part->udh, (size_t)part->udh_bytes);
    for (int i = 0; i < n; i++) {
        int at = (head + i) * 7;
        bits[at / 8] |= (uint8_t)(septet[i] << at % 8);
        bits[at / 8 + 1] |= (uint8_t)(septet[i] >> (8 - at % 8));
    }
    put(t, (uint8_t)(head + n));
    for (int i = 0; i < ((head + n) * 7 + 7) / 8; i++)
        put(t, bits[i]);
    return OK;
}

static enum err
put_ucs2(struct tpdu *t, const struct link_send *part)
{
    int octets = part->udh_bytes + 2 * part->units;

    if (octets > USER_DATA_MAX)
        return ERR_INPUT;
    put(t, (uint8_t)octets);
    for (int i = 0; i < part->udh_bytes; i++)
        put(t, part->udh[i]);
    for (int i = 0; i < part->units; i++) {
        put(t, (uint8_t)(part->text[i] >> 8));
        put(t, (uint8_t)part->text[i]);
    }
    return OK;
}

enum err
tpdu_build(const struct link_send *part, struct tpdu *out)
{
    struct tpdu t = { 0 };
    enum err e;

    if (part->units > 160 || part->udh_bytes > (int)sizeof(part->udh))
        return ERR_INPUT;
    put(&t, (uint8_t)(0x01 | 0x10 | (part->report ? 0x20 : 0)
                      | (part->udh_bytes ? 0x40 : 0)));
    put(&t, 0);                 /* TP-MR */
    if (!put_address(&t, part->number))
        return ERR_INPUT;
    put(&t, 0);                 /* TP-PID */
    put(&t, part->ucs2 ? 0x08 : 0x00);
    put(&t, (uint8_t)part->validity);
    if ((e = part->ucs2 ? put_ucs2(&t, part) : put_gsm(&t, part)))
        return e;
    *out = t;
    return OK;
}

static int
octet_at(const char *hex, long at)
{
    int value = 0;

    for (int i = 0; i < 2; i++) {
        char c = (char)toupper((unsigned char)hex[2 * at + i]);
        value = value * 16 + (isdigit((unsigned char)c) ? c - '0'
                              : c >= 'A' && c <= 'F'    ? c - 'A' + 10
                                                        : 1000);
    }
    return value;
}

bool
tpdu_equal(const struct tpdu *t, const char *hex, long digits)
{
    long smsc;

    if (digits < 4 || digits % 2 || (smsc = octet_at(hex, 0)) > 11
        || digits / 2 != 1 + smsc + t->octets)
        return false;
    for (int i = 0; i < t->octets; i++)
        if (i != 1 && octet_at(hex, 1 + smsc + i) != t->octet[i])
            return false;
    return true;
}
