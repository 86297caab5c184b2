/* alphabet.h - letters on the air: the GSM 7 bit alphabet with its extension
 * and national tables (3GPP TS 23.038 §6.2.1 and annex A), septet packing,
 * and text as UTF-8 or as UTF-16 code units.
 *
 * The practice network's own: it shares nothing with host/text, so that one
 * mistake cannot hide the other. All functions are pure. */
#ifndef NOTEHOME_PRACTICE_ALPHABET_H
#define NOTEHOME_PRACTICE_ALPHABET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* National language identifiers, TS 23.038 §6.2.1.2.4. Spanish has a single
 * shift table only. */
enum {
    ALPHABET_DEFAULT = 0,
    ALPHABET_TURKISH = 1,
    ALPHABET_SPANISH = 2,
    ALPHABET_PORTUGUESE = 3
};

/* Septets of one UTF-16 unit under a locking and a single shift table, 1 or 2
 * written to out; 0 when the tables lack the letter. */
int alphabet_septets(uint16_t unit, int locking, int single, uint8_t out[2]);

/* Reads n septets into UTF-16 units; returns their count, at most n. An
 * unknown table counts as the default one; an unknown escape reads as the
 * letter of the main table (TS 23.038 §6.2.1.1). out holds n units. */
size_t alphabet_read(const uint8_t *septets, size_t n, int locking, int single,
    uint16_t *out);

/* Packs n septets behind fill empty bits (0 to 6); returns octets written.
 * out holds (fill + 7 * n + 7) / 8 octets. */
size_t alphabet_pack(const uint8_t *septets, size_t n, unsigned fill,
    uint8_t *out);

/* Unpacks up to n septets that start fill bits into in; returns how many the
 * len octets really hold. */
size_t alphabet_unpack(const uint8_t *in, size_t len, unsigned fill,
    uint8_t *septets, size_t n);

/* UTF-8 to UTF-16 units, at most room; broken input becomes U+FFFD. */
size_t alphabet_units(const char *utf8, uint16_t *out, size_t room);

/* UTF-16 units to UTF-8 with its final 0; out holds 3 * n + 1 bytes. Half a
 * surrogate pair becomes U+FFFD. Returns the length. */
size_t alphabet_utf8(const uint16_t *units, size_t n, char *out);

#endif
