/* unicode.h - UTF-8 text: valid, composed, folded for comparing, in words.
 * Over libutf8proc. Pure; any thread. Results are the caller's (free). */
#ifndef NOTEHOME_UNICODE_H
#define NOTEHOME_UNICODE_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Whether text is UTF-8 throughout (no overlong forms, no surrogates). */
bool unicode_valid(const char *text);
bool unicode_valid_bytes(const char *text, size_t bytes);

/* The code point at *at, which moves on; 0 at the end (it stays). A byte that
 * is no UTF-8 gives U+FFFD and is passed. */
uint32_t unicode_next(const char **at);

/* Writes c as UTF-8 (1..4 bytes, no NUL) and returns the bytes; 0 when c is no
 * scalar value. */
size_t unicode_put(uint32_t c, char out[4]);

/* Writes c, at most U+10FFFF, as UTF-16 and returns the units: 1 or 2. */
int unicode_put_units(uint32_t c, uint16_t out[2]);

/* Whether c may stand in a message: line feed or no control character, and no
 * non-character (U+FFFE, U+FDD0, ...). */
bool unicode_printable(uint32_t c);

/* The canonical composed form. ERR_INPUT: not UTF-8. */
MUST_CHECK enum err unicode_nfc(const char *text, char **out);

/* For comparing and searching: case folded; marks taken off Latin, Greek,
 * Cyrillic and Arabic letters (other scripts keep them: they are vowels there);
 * letters such as đ ı ł ø ß made plain; Arabic alef, yeh and kaf forms made
 * one, tatweel gone; Ethiopic letters of one sound in Amharic made one; digits
 * of any script ASCII; apostrophes and dashes of any shape made ' and -;
 * invisible characters gone; runs of white space become one blank, none at the
 * ends. Folding twice changes nothing. ERR_INPUT: not UTF-8. */
MUST_CHECK enum err unicode_fold(const char *text, char **out);

/* The next run of letters, marks and digits at or after *at, which moves behind
 * it. False: none left. Text between words is not looked at, so ' and - end a
 * word. *word points into the text. */
bool unicode_word(const char **at, const char **word, size_t *bytes);

/* Capital and small letters, for scripts that have them. */
bool unicode_is_upper(uint32_t c);
bool unicode_is_lower(uint32_t c);

/* 0..9 for a decimal digit of any script (also Ethiopic 1..9), else -1. */
int unicode_digit(uint32_t c);

/* How many code points text has; a byte that is no UTF-8 counts as one. */
int unicode_count(const char *text);

/* Cuts text to at most max - 1 bytes between characters; writes it with its NUL
 * to out and returns its length. */
size_t unicode_copy(const char *text, char *out, size_t max);

#ifdef __cplusplus
}
#endif

#endif
