/* fake.h - what stands in a diary instead of numbers and words: as long, of the
 * same kind, the same for the same, and never the same as itself. Two numbers
 * that end alike have fakes that end alike, so "0712..." and "+254712..." stay
 * one. Without the key nobody finds the way back. */
#ifndef NOTEHOME_FAKE_H
#define NOTEHOME_FAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { FAKE_KEY = 16 };

struct fake {
    uint8_t key[FAKE_KEY];
    uint8_t *real;              /* owned: a bit for each run of digits that was
                                 * seen, see fake_tells() */
};

/* False without memory. */
bool fake_start(struct fake *f, const uint8_t key[FAKE_KEY]);
void fake_end(struct fake *f);

/* In place. digits: '0' to '9' alone; the first of a number stays no 0, or
 * one. word: letters of ASCII alone, their case stays. hex: any; what is no
 * hexadecimal digit stays. */
void fake_digits(struct fake *f, char *digits, size_t n);
void fake_word(struct fake *f, char *word, size_t n);
void fake_hex(struct fake *f, char *text, size_t n);

/* Remembers n digits as real, without changing them. */
void fake_note(struct fake *f, const char *digits, size_t n);

/* Whether text shows a run of five or six digits that is a real one, or seven
 * in a row of one. */
bool fake_tells(const struct fake *f, const char *text);

#endif
