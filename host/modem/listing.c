#include "modem/listing.h"

#include "link/link.h"
#include "modem/line.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { OCTETS_MAX = 176, SMSC_MAX = 12, INDEX_MAX = 99999 };

/* Takes a decimal number of up to five digits and moves *p past it. */
static bool
take_number(const char **p, int *out)
{
    int n = 0, digits = 0;

    *p += strspn(*p, " ");
    for (; isdigit((unsigned char)**p); (*p)++)
        if (++digits <= 5)
            n = n * 10 + (**p - '0');
    *p += strspn(*p, " ");
    *out = n;
    return digits >= 1 && digits <= 5;
}

/* The length after the last comma (or after the blank, without one). */
static bool
take_length(const char *p, int *octets)
{
    const char *comma = strrchr(p, ',');

    if (comma)
        p = comma + 1;
    return take_number(&p, octets) && p[strspn(p, " ")] == '\0';
}

static bool
after(const char *line, const char *word, const char **rest)
{
    size_t n = strlen(word);

    if (strncmp(line, word, n) || !line_printable(line))
        return false;
    *rest = line + n;
    return true;
}

bool
listing_cmgl(const char *line, int *index, int *status, int *octets)
{
    const char *p;

    return after(line, "+CMGL:", &p) && take_number(&p, index) && *p++ == ','
           && take_number(&p, status) && *p == ',' && *status <= 3
           && take_length(p, octets);
}

bool
listing_cmgr(const char *line, int *status, int *octets)
{
    const char *p;

    return after(line, "+CMGR:", &p) && take_number(&p, status) && *p == ','
           && *status <= 3 && take_length(p, octets);
}

bool
listing_direct(const char *line, int *octets)
{
    const char *p;

    return (after(line, "+CMT:", &p) || after(line, "+CDS:", &p))
           && take_length(p, octets);
}

static int
hex_value(char c)
{
    return isdigit((unsigned char)c)  ? c - '0'
           : c >= 'A' && c <= 'F'     ? c - 'A' + 10
           : c >= 'a' && c <= 'f'     ? c - 'a' + 10
                                      : -1;
}

static int
octet(const char *hex, size_t at)
{
    return hex_value(hex[2 * at]) * 16 + hex_value(hex[2 * at + 1]);
}

/* Some count the service centre's octets in. A text whose own lengths fit all
 * that is there was not cut on its way: TS 23.040 §9.2.2.1. */
static bool
counts_all(const char *line, size_t n, int smsc, int octets)
{
    size_t at = (size_t)smsc + 1, user;

    if (smsc < 1 || n != 2 * (size_t)octets || at + 2 > (size_t)octets
        || octet(line, at) & 3)
        return false;
    at += 3 + (size_t)(octet(line, at + 1) + 1) / 2;
    if (at + 10 > (size_t)octets)
        return false;
    user = (size_t)octet(line, at + 9);
    if ((octet(line, at + 1) & 0x0c) == 0)
        user = (user * 7 + 7) / 8;
    return at + 10 + user == (size_t)octets;
}

bool
listing_pdu(const char *line, int octets, char *out)
{
    size_t n = strspn(line, "0123456789ABCDEFabcdef");
    int smsc;

    if (line[n + strspn(line + n, " ")] || n < 4 || octets < 1
        || octets > OCTETS_MAX)
        return false;
    smsc = octet(line, 0);
    if (smsc > SMSC_MAX - 1
        || (n != 2 * (size_t)(1 + smsc + octets)
            && !counts_all(line, n, smsc, octets)))
        return false;
    for (size_t i = 0; i < n; i++)
        out[i] = (char)toupper((unsigned char)line[i]);
    out[n] = '\0';
    return true;
}

void
listing_damaged(const char *line, char *out)
{
    size_t n = 0;

    for (; *line && n < LINK_PDU_MAX - 1; line++)
        out[n++] = (char)(*line >= 0x20 && *line <= 0x7e ? *line : '?');
    out[n] = '\0';
}

int
listing_substitute(int store, int index, char *out)
{
    char d[16];

    snprintf(d, sizeof(d), "%d%05u", store, (unsigned)index % (INDEX_MAX + 1));
    /* No SMSC; DELIVER; six digits, national; PID, DCS 0; a date; no text. */
    snprintf(out, LISTING_SUBSTITUTE,
        "00040681%c%c%c%c%c%c00006210100000000000", d[1], d[0], d[3], d[2],
        d[5], d[4]);
    return (int)strlen(out) / 2 - 1;
}

bool
listing_slot(const char *sender, int *store, int *index)
{
    if (strlen(sender) != 6 || strspn(sender, "0123456789") != 6)
        return false;
    *store = sender[0] - '0';
    return sscanf(sender + 1, "%5d", index) == 1;
}
