#include "diary/fake.h"

#include <sodium.h>

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(FAKE_KEY == crypto_shorthash_KEYBYTES, "the key of the hash");

/* Runs of five, six and seven digits, one bit each, one set behind another. */
enum { LEAST = 5, MOST = 7, SET_5 = 0, SET_6 = 100000, SET_7 = 1100000,
    BITS = 11100000 };

bool
fake_start(struct fake *f, const uint8_t key[FAKE_KEY])
{
    memcpy(f->key, key, FAKE_KEY);
    f->real = calloc(1, BITS / 8);
    return f->real != NULL;
}

void
fake_end(struct fake *f)
{
    sodium_memzero(f->key, sizeof(f->key));
    if (f->real)
        sodium_memzero(f->real, BITS / 8);
    free(f->real);
    f->real = NULL;
}

/* --- what was real -------------------------------------------------------- */

static size_t
place(const char *digits, size_t n)
{
    size_t v = n == 5 ? SET_5 : n == 6 ? SET_6 : SET_7, number = 0;

    for (size_t i = 0; i < n; i++)
        number = number * 10 + (size_t)(digits[i] - '0');
    return v + number;
}

void
fake_note(struct fake *f, const char *digits, size_t n)
{
    size_t at;

    if (n < LEAST)
        return;
    for (size_t i = 0; i == 0 || i + MOST <= n; i++) {
        at = place(digits + i, n < MOST ? n : MOST);
        f->real[at / 8] |= (uint8_t)(1u << at % 8);
    }
}

static bool
is_real(const struct fake *f, const char *digits, size_t n)
{
    size_t at;

    if (n < LEAST)
        return false;
    for (size_t i = 0; i == 0 || i + MOST <= n; i++) {
        at = place(digits + i, n < MOST ? n : MOST);
        if (f->real[at / 8] & 1u << at % 8)
            return true;
    }
    return false;
}

bool
fake_tells(const struct fake *f, const char *text)
{
    while (*text) {
        size_t n = strspn(text, "0123456789");

        if (is_real(f, text, n))
            return true;
        text += n;
        text += strcspn(text, "0123456789");
    }
    return false;
}

/* --- what stands there instead -------------------------------------------- */

/* A number that follows from text, what it is for, and the key alone. */
static unsigned
draw(const struct fake *f, char use, const char *text, size_t n, size_t at)
{
    unsigned char in[96], out[crypto_shorthash_BYTES];
    size_t len = n < sizeof(in) - 4 ? n : sizeof(in) - 4;
    unsigned v = 0;

    in[0] = (unsigned char)use;
    in[1] = (unsigned char)(at >> 8);
    in[2] = (unsigned char)at;
    in[3] = (unsigned char)n;
    memcpy(in + 4, text, len);
    crypto_shorthash(out, in, len + 4, f->key);
    for (int i = 0; i < 4; i++)
        v = v << 8 | out[i];
    return v;
}

void
fake_digits(struct fake *f, char *digits, size_t n)
{
    fake_note(f, digits, n);
    for (size_t i = 0; i < n; i++) {
        const char *behind = digits + i + 1;    /* still as they were */
        unsigned v = draw(f, 'd', behind, n - i - 1, 0);
        int d = digits[i] - '0';

        if (i > 0 || n == 1)
            digits[i] = (char)('0' + (d + 1 + (int)(v % 9)) % 10);
        else if (d > 0)
            digits[i] = (char)('1' + (d + (int)(v % 8)) % 9);
    }
}

void
fake_word(struct fake *f, char *word, size_t n)
{
    char real[64];
    size_t len = n < sizeof(real) ? n : sizeof(real);

    memcpy(real, word, len);
    for (size_t i = 0; i < n; i++) {
        unsigned v = draw(f, 'w', real, len, i);
        int first = isupper((unsigned char)word[i]) ? 'A' : 'a';

        word[i] = (char)(first + (word[i] - first + 1 + (int)(v % 25)) % 26);
    }
}

void
fake_hex(struct fake *f, char *text, size_t n)
{
    char real[64];
    size_t len = n < sizeof(real) ? n : sizeof(real);

    memcpy(real, text, len);
    for (size_t i = 0; i < n; i++) {
        unsigned v = draw(f, 'h', real, len, i);
        int c = (unsigned char)text[i];

        if (isdigit(c))
            text[i] = (char)('0' + (c - '0' + 1 + (int)(v % 9)) % 10);
        else if (isxdigit(c))
            text[i] = (char)((isupper(c) ? 'A' : 'a')
                + (toupper(c) - 'A' + 1 + (int)(v % 5)) % 6);
    }
}
