/* diary.h - a modem's diary: what was said at the ports of dongles, written so
 * that a school may give it away. Numbers, words, PINs, identities of SIM and
 * dongle, places and codes are replaced (line_fake.h) before anything leaves
 * the memory; lengths, PDUs and the dialect stay. One thread owns it.
 *
 * As text:
 *
 *   notehome-diary 1
 *   port 0 12d1:1506 02 01         USB ids, protocol and number of the
 * interface;
 *                                  "-" where it is not known
 *   0.000 0 =                      opened, seconds since the start
 *   0.012 0 > AT\r                 from us
 *   0.020 0 < \r\nOK\r\n           from the dongle
 *
 * What is no printable letter of ASCII, and a backslash, is \r, \n, \t or
 * \xHH. */
#ifndef NOTEHOME_DIARY_H
#define NOTEHOME_DIARY_H

#include "base/err.h"
#include "diary/fake.h"

enum {
    DIARY_PORTS = 16,
    DIARY_BYTES_MAX = 160 << 10,    /* of what was said */
    DIARY_TEXT_MAX = 1 << 20        /* of what is made of it */
};

struct diary;

enum diary_way { DIARY_UP, DIARY_DOWN, DIARY_OPENED };

/* NULL without memory. began: monotonic ms. */
struct diary *diary_new(int64_t began);
void diary_free(struct diary *d);       /* accepts NULL; wipes what was said */

/* The number of a port, the same for the same path; vendor, product, protocol
 * and interface are -1 where they are not known. -1: too many ports. */
int diary_port(struct diary *d, const char *path, int vendor, int product,
    int protocol, int interface);
/* -1: not seen yet. */
int diary_find_port(const struct diary *d, const char *path);

/* Notes what passed at a port. False: it is full, and notes nothing more. */
bool diary_add(struct diary *d, int64_t at, int port, enum diary_way way,
    const char *bytes, size_t n);

/* Digits that must not stand there, whoever said them: an IMEI, a number. */
void diary_secret(struct diary *d, const char *text);

/* Writes it; *text is the caller's (free()). ERR_MEMORY. */
MUST_CHECK enum err diary_write(const struct diary *d, char **text);

#endif
