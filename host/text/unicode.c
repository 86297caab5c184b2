/* unicode.c - UTF-8 text over libutf8proc. */
#include "text/unicode.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum { REPLACEMENT = 0xFFFD };

/* The code point at text, its length in *bytes; -1 when it is no UTF-8. */
static int32_t
decode(const char *text, size_t max, size_t *bytes)
{
    utf8proc_int32_t c;
    utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)text,
        max > 4 ? 4 : (utf8proc_ssize_t)max, &c);

    if (n <= 0)
        return -1;
    *bytes = (size_t)n;
    return c;
}

bool
unicode_valid_bytes(const char *text, size_t bytes)
{
    size_t n = 0;

    for (size_t at = 0; at < bytes; at += n)
        if (decode(text + at, bytes - at, &n) < 0)
            return false;
    return true;
}

bool
unicode_valid(const char *text)
{
    return unicode_valid_bytes(text, strlen(text));
}

uint32_t
unicode_next(const char **at)
{
    size_t n = 1;
    int32_t c;

    if (!**at)
        return 0;
    c = decode(*at, strnlen(*at, 4), &n);
    *at += n;
    return c < 0 ? REPLACEMENT : (uint32_t)c;
}

size_t
unicode_put(uint32_t c, char out[4])
{
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        return 0;
    return (size_t)utf8proc_encode_char(
        (utf8proc_int32_t)c, (utf8proc_uint8_t *)out);
}

int
unicode_put_units(uint32_t c, uint16_t out[2])
{
    if (c < 0x10000) {
        out[0] = (uint16_t)c;
        return 1;
    }
    out[0] = (uint16_t)(0xD800 + ((c - 0x10000) >> 10));
    out[1] = (uint16_t)(0xDC00 + ((c - 0x10000) & 0x3FF));
    return 2;
}

bool
unicode_printable(uint32_t c)
{
    if (c < 0x20 || (c >= 0x7F && c <= 0x9F))
        return c == '\n';
    return (c & 0xFFFE) != 0xFFFE && !(c >= 0xFDD0 && c <= 0xFDEF)
        && !(c >= 0xD800 && c <= 0xDFFF) && c <= 0x10FFFF;
}

enum err
unicode_nfc(const char *text, char **out)
{
    utf8proc_uint8_t *s = NULL;
    utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)text, 0, &s,
        UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPOSE);

    if (n < 0)
        return n == UTF8PROC_ERROR_NOMEM ? ERR_MEMORY : ERR_INPUT;
    *out = (char *)s;
    return OK;
}

/* Where the ten digits of each script start; all runs are in order. */
static const uint32_t zeros[] = { 0x30, 0x660, 0x6F0, 0x7C0, 0x966, 0x9E6,
    0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50, 0xED0,
    0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90,
    0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0,
    0xAA50, 0xABF0, 0xFF10, 0x104A0, 0x11066, 0x1D7CE, 0x1D7D8, 0x1D7E2,
    0x1D7EC, 0x1D7F6, 0x1E950 };

int
unicode_digit(uint32_t c)
{
    for (size_t i = 0; i < sizeof(zeros) / sizeof(*zeros); i++)
        if (c >= zeros[i] && c <= zeros[i] + 9)
            return (int)(c - zeros[i]);
    if (c >= 0x1369 && c <= 0x1371) /* Ethiopic has no zero */
        return (int)(c - 0x1368);
    return -1;
}

/* The general category as a set of one. */
static unsigned
category(uint32_t c)
{
    return 1u << utf8proc_category((utf8proc_int32_t)c);
}

#define SET(k) (1u << UTF8PROC_CATEGORY_##k)

bool
unicode_is_upper(uint32_t c)
{
    return category(c) & (SET(LU) | SET(LT));
}

bool
unicode_is_lower(uint32_t c)
{
    return category(c) & SET(LL);
}

static bool
in_word(uint32_t c)
{
    const unsigned letters = SET(LU) | SET(LL) | SET(LT) | SET(LM) | SET(LO);
    const unsigned marks = SET(MN) | SET(MC) | SET(ME);
    const unsigned numbers = SET(ND) | SET(NL) | SET(NO);

    return (category(c) & (letters | marks | numbers)) || c == 0x200C
        || c == 0x200D;         /* joiners stand inside words */
}

bool
unicode_word(const char **at, const char **word, size_t *bytes)
{
    const char *start, *end = *at;
    uint32_t c;

    do {
        start = end;
        c = unicode_next(&end);
    } while (c && !in_word(c));
    *word = start;
    while (c && in_word(c)) {
        *at = end;
        c = unicode_next(&end);
    }
    if (!*start) {
        *at = start;
        return false;
    }
    *bytes = (size_t)(*at - start);
    return true;
}

int
unicode_count(const char *text)
{
    int n = 0;

    while (unicode_next(&text))
        n++;
    return n;
}

size_t
unicode_copy(const char *text, char *out, size_t max)
{
    size_t n = 0;

    if (max == 0)
        return 0;
    while (*text) {
        const char *next = text;

        unicode_next(&next);
        if (n + (size_t)(next - text) >= max)
            break;
        memcpy(out + n, text, (size_t)(next - text));
        n += (size_t)(next - text);
        text = next;
    }
    out[n] = '\0';
    return n;
}
