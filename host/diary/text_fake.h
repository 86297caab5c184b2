/* text_fake.h - words of people, in the codings that dongles have: in place, as
 * long as they were, each letter by a letter and each digit by a digit. */
#ifndef NOTEHOME_TEXT_FAKE_H
#define NOTEHOME_TEXT_FAKE_H

#include "diary/fake.h"

/* Bytes: letters and digits; what is beyond ASCII becomes 'x'. */
void text_fake(struct fake *f, char *text, size_t n);
/* Septets, one in a byte. foreign: of another table than the default one, so
 * that a letter may stand anywhere. */
void text_fake_gsm(struct fake *f, uint8_t *septets, size_t n, bool foreign);
void text_fake_units(struct fake *f, uint16_t *units, size_t n);
/* Packed septets in octets, after so many fill bits. */
void text_fake_packed(struct fake *f, uint8_t *octets, size_t bytes,
    unsigned fill, size_t septets, bool foreign);
/* UTF-16, big end first. */
void text_fake_ucs2(struct fake *f, uint8_t *octets, size_t bytes);
/* Hexadecimal digits of either: UCS-2 by its look, else packed septets. */
void text_fake_hex(struct fake *f, char *hex, size_t n);

/* False: no hex of at most room octets; *n is how many. */
bool text_unhex(const char *hex, size_t digits, uint8_t *out, size_t room,
    size_t *n);
/* Over what stood there, in small letters where those were. */
void text_hex(const uint8_t *octets, size_t n, char *hex);

#endif
