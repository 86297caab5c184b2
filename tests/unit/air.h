/* air.h - PDUs as a modem lists them, put together octet by octet from
 * TS 23.040 §9.2 for the tests; shares nothing with the reader. */
#ifndef NOTEHOME_AIR_H
#define NOTEHOME_AIR_H

#include "link/link.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define AIR_UNUSED __attribute__((unused))

struct air {
    const char *from;           /* "+254..." or national digits */
    const char *text;           /* ASCII, sent as UCS-2 */
    const uint16_t *units;      /* instead of text */
    int units_count;
    int reference, total, n;    /* total 0: stands alone */
    bool wide;                  /* 16 bit reference */
    int second;                 /* of the time stamp */
    bool no_stamp;              /* noughts instead */
    int dcs;                    /* 0: 0x08 */
    int port;                   /* 0: none; then 8 bit data */
    const char *smsc;           /* hex of the address; NULL: none */
};

static AIR_UNUSED char *
air_put(char *to, unsigned octet)
{
    return to + sprintf(to, "%02X", octet & 0xff);
}

/* Semi-octets, swapped; an odd one out gets an F. */
static AIR_UNUSED char *
air_digits(char *to, const char *digits)
{
    size_t n = strlen(digits);

    for (size_t i = 0; i < n; i += 2) {
        *to++ = i + 1 < n ? digits[i + 1] : 'F';
        *to++ = digits[i];
    }
    *to = 0;
    return to;
}

static AIR_UNUSED char *
air_address(char *to, const char *number)
{
    bool international = *number == '+';

    number += international;
    to = air_put(to, (unsigned)strlen(number));
    to = air_put(to, international ? 0x91 : 0x81);
    return air_digits(to, number);
}

/* 23 November 2026, 12:00 and so many seconds (some days at most), UTC+3. */
static AIR_UNUSED char *
air_stamp(char *to, int second)
{
    char digits[60];
    int hour = 12 + second / 3600;

    snprintf(digits, sizeof(digits), "2611%02d%02d%02d%02d12", 23 + hour / 24,
        hour % 24, second / 60 % 60, second % 60);
    return air_digits(to, digits);
}

/* An SMS-DELIVER. */
static AIR_UNUSED struct link_part
air_deliver(const struct air *a)
{
    struct link_part p = { .store = LINK_STORE_SM, .index = 1 };
    int units = a->units ? a->units_count : (int)strlen(a->text);
    int udh = (a->total ? a->wide ? 6 : 5 : 0) + (a->port ? 6 : 0);
    char *to = p.pdu;

    if (a->smsc)
        to += sprintf(to, "%s", a->smsc);
    else
        to = air_put(to, 0);
    to = air_put(to, udh ? 0x44 : 0x04);
    to = air_address(to, a->from);
    to = air_put(to, 0);
    to = air_put(to, a->port ? 0x04 : a->dcs ? (unsigned)a->dcs : 0x08);
    to = a->no_stamp ? air_digits(to, "00000000000000")
                     : air_stamp(to, a->second);
    to = air_put(to, (unsigned)((udh ? udh + 1 : 0) + 2 * units));
    if (udh)
        to = air_put(to, (unsigned)udh);
    if (a->total) {
        to = air_put(to, a->wide ? 8 : 0);
        to = air_put(to, a->wide ? 4 : 3);
        if (a->wide)
            to = air_put(to, (unsigned)a->reference >> 8);
        to = air_put(to, (unsigned)a->reference);
        to = air_put(to, (unsigned)a->total);
        to = air_put(to, (unsigned)a->n);
    }
    if (a->port)
        to += sprintf(to, "0504%04X%04X", (unsigned)a->port, 9200u);
    for (int i = 0; i < units; i++) {
        unsigned u = a->units ? a->units[i] : (unsigned char)a->text[i];

        to = air_put(to, u >> 8);
        to = air_put(to, u);
    }
    return p;
}

/* An SMS-STATUS-REPORT. */
static AIR_UNUSED struct link_part
air_report(const char *to_number, int reference, int status)
{
    struct link_part p = { .store = LINK_STORE_SM, .index = 1 };
    char *to = air_put(p.pdu, 0);

    to = air_put(to, 0x06);
    to = air_put(to, (unsigned)reference);
    to = air_address(to, to_number);
    to = air_stamp(to, 0);
    to = air_stamp(to, 5);
    air_put(to, (unsigned)status);
    return p;
}

#endif
