#include "modem/ussd.h"

#include "link/link.h"
#include "modem/tpdu.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { UNITS_MAX = 400, ESCAPE = 0x1b, EURO = 0x20ac };

/* Adds one character; false when there is no room. */
static bool
put(char *text, size_t room, size_t *n, uint32_t c)
{
    size_t need = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

    if (*n + need + 1 > room)
        return false;
    if (need == 1) {
        text[(*n)++] = (char)c;
    } else {
        text[(*n)++] = (char)((0xf00 >> need) | c >> 6 * (need - 1));
        for (size_t i = need - 1; i > 0; i--)
            text[(*n)++] = (char)(0x80 | (c >> 6 * (i - 1) & 0x3f));
    }
    text[*n] = '\0';
    return true;
}

static void
from_units(const uint16_t *u, size_t count, char *text, size_t room)
{
    size_t n = 0;

    text[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        uint32_t c = u[i];

        if (c >= 0xd800 && c < 0xdc00 && i + 1 < count && u[i + 1] >= 0xdc00
            && u[i + 1] < 0xe000)
            c = 0x10000 + ((c - 0xd800) << 10) + (u[++i] - 0xdc00u);
        else if (c >= 0xd800 && c < 0xe000)
            c = 0xfffd;
        if (c == '\r' || c == 0)
            continue;
        if (!put(text, room, &n, c < 0x20 && c != '\n' ? '?' : c))
            return;
    }
}

static int
octets_of(const char *hex, size_t digits, uint8_t *out, size_t room)
{
    unsigned value;

    if (digits % 2 || digits / 2 > room)
        return -1;
    for (size_t i = 0; i < digits / 2; i++) {
        if (!isxdigit((unsigned char)hex[2 * i])
            || sscanf(hex + 2 * i, "%2x", &value) != 1
            || !isxdigit((unsigned char)hex[2 * i + 1]))
            return -1;
        out[i] = (uint8_t)value;
    }
    return (int)(digits / 2);
}

static size_t
ucs2_units(const uint8_t *o, int n, uint16_t *u)
{
    for (int i = 0; i < n / 2; i++)
        u[i] = (uint16_t)(o[2 * i] << 8 | o[2 * i + 1]);
    return (size_t)n / 2;
}

/* Latin letters further than U+00FF are one script; marks and signs of money
 * (U+2000 to U+20CF) belong to all: 0. */
static int
script_of(uint16_t u)
{
    if (u >= 0x2000 && u < 0x20d0)
        return 0;
    return u < 0x250 || (u >= 0x1e00 && u < 0x1f00) ? 1 : 2 + (u >> 9);
}

/* Letters of one script, with ASCII between them: text, not chance. */
static bool
looks_like_text(const uint16_t *u, size_t count)
{
    int script = 0, s;

    for (size_t i = 0; i < count; i++) {
        if (u[i] < 0x100 && (u[i] >= 0x20 || u[i] == '\n' || u[i] == '\r'))
            continue;
        s = script_of(u[i]);
        if (u[i] < 0x100 || (script && s && script != s))
            return false;
        if (s)
            script = s;
    }
    return count > 0;
}

static size_t
septet_units(const uint8_t *o, int n, uint16_t *u)
{
    size_t count = 0, septets = (size_t)n * 8 / 7;
    bool escaped = false;

    for (size_t i = 0; i < septets && count < UNITS_MAX; i++) {
        size_t bit = i * 7;
        int s = (o[bit / 8] >> bit % 8
                 | (bit / 8 + 1 < (size_t)n ? o[bit / 8 + 1] : 0)
                       << (8 - bit % 8))
                & 0x7f;
        if (s == ESCAPE && !escaped) {
            escaped = true;
            continue;
        }
        u[count++] = tpdu_letter((uint8_t)s, escaped);
        escaped = false;
    }
    if (count && (u[count - 1] == '\r' || u[count - 1] == '@')
        && septets % 8 == 0)
        count--;                /* padding, TS 23.038 §6.1.2.3.1 */
    return count;
}

static bool
plain_enough(const uint16_t *u, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if ((u[i] >= 0x100 && u[i] != EURO)
            || (u[i] < 0x20 && u[i] != '\n' && u[i] != '\r'))
            return false;
    return count > 0;
}

/* UCS-2 by the coding scheme, TS 23.038 §5; -1 without one. */
static bool
says_ucs2(int dcs)
{
    return dcs >= 0 && (dcs == 0x11 || ((dcs & 0xc0) == 0x40
                                        && (dcs & 0x0c) == 0x08));
}

/* Eight bit data, TS 23.038 §5. */
static bool
says_octets(int dcs)
{
    return dcs >= 0 && (dcs & 0xcc) == 0x44;
}

/* Packed septets, or UCS-2, are not all ASCII but by a rare chance. */
static bool
all_ascii(const uint8_t *o, int n)
{
    for (int i = 0; i < n; i++)
        if (o[i] > 0x7e || (o[i] < 0x20 && o[i] != '\n' && o[i] != '\r'))
            return false;
    return true;
}

static bool
all_digits(const char *s, size_t n)
{
    return strspn(s, "0123456789") >= n;
}

/* Fills u when raw is text in hex; 0 when it is plain. */
static size_t
decode_hex(const char *raw, size_t n, int dcs, uint16_t *u)
{
    uint8_t o[2 * UNITS_MAX];
    int count = n >= 4 ? octets_of(raw, n, o, sizeof(o)) : -1;
    bool number = all_digits(raw, n) && n <= 20;
    size_t units;

    if (count < 0)
        return 0;
    if (says_octets(dcs) || (count >= 6 && all_ascii(o, count) && !number
            && !says_ucs2(dcs))) {
        for (units = 0; units < (size_t)count && units < UNITS_MAX; units++)
            u[units] = o[units];
        if (plain_enough(u, units))
            return units;
    }
    if (count % 2 == 0) {
        units = ucs2_units(o, count, u);
        /* "1250" is a number, and a letter of Ethiopia. */
        if (says_ucs2(dcs) || (number ? plain_enough(u, units)
                : looks_like_text(u, units)))
            return units;
    }
    if (number)
        return 0;
    units = septet_units(o, count, u);
    return plain_enough(u, units) ? units : 0;
}

/* Letters beyond ASCII that are UTF-8 are so by no chance. */
static bool
is_utf8(const char *raw, size_t n)
{
    bool beyond = false;
    size_t at = 0;

    for (int bytes; at < n; at += (size_t)bytes) {
        bytes = link_utf8_bytes((const unsigned char *)raw + at);
        if (!bytes || ((unsigned char)raw[at] < 0x20 && raw[at] != '\n'))
            return false;
        beyond |= bytes > 1;
    }
    return beyond && at == n;
}

/* The language in front of the text, by the coding scheme: two letters and the
 * end of a line, of UCS-2 packed into the first unit (TS 23.038 §5). How many
 * units it takes. */
static size_t
language_units(const uint16_t *u, size_t count, int dcs)
{
    unsigned swapped = u[0] >> 8 | (u[0] & 0xffu) << 8;

    if (dcs == 0x10 && count > 3 && u[2] == '\r')
        return 3;
    return dcs == 0x11 && count > 1 && islower((int)(swapped & 0x7f))
        && islower((int)(swapped >> 7 & 0x7f)) && swapped >> 14 == 0 ? 1 : 0;
}

static void
decode(const char *raw, size_t n, int dcs, char *text, size_t room)
{
    uint16_t u[UNITS_MAX] = { 0 };
    size_t count = decode_hex(raw, n, dcs, u), skip;

    if (count) {
        skip = language_units(u, count, dcs);
        from_units(u + skip, count - skip, text, room);
        return;
    }
    if (is_utf8(raw, n)) {
        snprintf(text, room, "%.*s", (int)n, raw);
        return;
    }
    for (size_t i = 0; i < n && count < UNITS_MAX; i++) {
        unsigned char c = (unsigned char)raw[i];
        u[count++] = c < 0x20 && c != '\n' ? tpdu_letter(c, false) : c;
    }
    from_units(u, count, text, room);
}

/* Without quotes: what stands between the first comma and the last, behind
 * which there are digits alone. */
static void
read_bare(const char *line, char *text, size_t room)
{
    const char *p = strchr(line, ','), *last = strrchr(line, ',');
    size_t n;

    if (!p)
        return;
    p += 1 + strspn(p + 1, " ");
    n = strlen(p);
    if (last > p && last[1] && all_digits(last + 1 + strspn(last + 1, " "),
            strlen(last + 1 + strspn(last + 1, " "))))
        n = (size_t)(last - p);
    else
        last = NULL;
    decode(p, n, last ? atoi(last + 1) : -1, text, room);
}

/* Where a text in quotes starts; NULL: it stands without, and may have some
 * inside. */
static const char *
quoted_from(const char *line)
{
    const char *p = strchr(line, ','), *end = strrchr(line, '"');

    if (!p || !end || *(p += 1 + strspn(p + 1, " ")) != '"')
        return NULL;
    if (end == p)
        return p + 1;           /* not closed */
    end += 1 + strspn(end + 1, " ");
    if (*end == ',')
        end += 1 + strspn(end + 1, " 0123456789");
    return *end ? NULL : p + 1;
}

enum err
ussd_read(const char *line, int32_t *status, char *text, size_t room)
{
    const char *p, *end;
    int m, dcs = -1;

    text[0] = '\0';
    if (strncmp(line, "+CUSD:", 6) || sscanf(line + 6, "%2d", &m) != 1 || m < 0
        || m > 5)
        return ERR_INPUT;
    *status = m;
    if (!(p = quoted_from(line))) {
        read_bare(line, text, room);
        return OK;
    }
    end = strrchr(p, '"');
    if (!end)
        end = p + strlen(p);
    else if (end[1 + strspn(end + 1, " ")] == ',')
        dcs = atoi(strchr(end, ',') + 1);
    decode(p, (size_t)(end - p), dcs, text, room);
    return OK;
}

void
ussd_name(const char *raw, char *text, size_t room)
{
    uint8_t o[2 * UNITS_MAX];
    uint16_t u[UNITS_MAX] = { 0 };
    size_t n = strlen(raw), units;
    int count = n % 4 == 0 && n >= 4 ? octets_of(raw, n, o, sizeof(o)) : -1;

    if (count > 0) {
        units = ucs2_units(o, count, u);
        if (looks_like_text(u, units)) {
            from_units(u, units, text, room);
            return;
        }
    }
    snprintf(text, room, "%s", raw);
}
