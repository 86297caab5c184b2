#include "text/octets.h"

#include "text/unicode.h"

#include <string.h>

enum { MARK = 0xfeff, TURNED_MARK = 0xfffe, LETTERS = 3 };

static uint16_t
turned(uint16_t u)
{
    return (uint16_t)(u << 8 | u >> 8);
}

static bool
is_ascii(uint16_t u)
{
    return (u >= 0x20 && u < 0x7f) || u == '\n' || u == '\r';
}

static bool
is_digit(uint16_t u)
{
    return u >= '0' && u <= '9';
}

/* Signs that stand in texts of any script; halves of pictures. */
static bool
is_common(uint16_t u)
{
    return is_ascii(u) || (u >= 0xa0 && u < 0x100)
           || (u >= 0x2000 && u < 0x2070) || (u >= 0x20a0 && u < 0x20d0)
           || (u >= 0xd800 && u < 0xe000);
}

/* Not Chinese or Korean, of which any two may look alike when turned. */
static bool
is_alphabet(uint16_t u)
{
    return u < 0x1400 || (u >= 0x1e00 && u < 0x1f00);
}

/* Letters of one script at most, for a script lies on two pages of 256. */
static bool
is_one_script(const uint16_t *u, int n, bool turn)
{
    int page = -1;

    for (int i = 0; i < n; i++) {
        uint16_t c = turn ? turned(u[i]) : u[i];

        if (is_common(c))
            continue;
        if (c < 0xa0 || (page >= 0 && page != c >> 9)
            || (turn && !is_alphabet(c)))
            return false;
        page = c >> 9;
    }
    return n > 0;
}

/* "Yes" turned; but a single letter may be Chinese: U+4E00 is their one. */
static bool
is_turned_ascii(const uint16_t *u, int n)
{
    for (int i = 0; i < n; i++)
        if (!is_ascii(turned(u[i])) || is_ascii(u[i]))
            return false;
    return n > 1 || (n == 1 && is_digit(turned(u[0])));
}

bool
octets_turn(uint16_t *text, int *n)
{
    bool mark = *n > 0 && (text[0] == MARK || text[0] == TURNED_MARK);
    bool turn = mark ? text[0] == TURNED_MARK
                     : is_turned_ascii(text, *n)
                           || (is_one_script(text, *n, true)
                               && !is_one_script(text, *n, false));

    if (mark)
        memmove(text, text + 1, (size_t)--*n * sizeof(*text));
    for (int i = 0; turn && i < *n; i++)
        text[i] = turned(text[i]);
    return turn;
}

/* --- what is declared to be data ------------------------------------------ */

static size_t
from_utf8(const uint8_t *d, size_t n, uint16_t *text, size_t max)
{
    char copy[256];
    const char *at = copy;
    size_t to = 0;
    uint32_t c;

    if (n >= sizeof(copy) || memchr(d, 0, n)
        || !unicode_valid_bytes((const char *)d, n))
        return 0;
    memcpy(copy, d, n);
    copy[n] = '\0';
    while ((c = unicode_next(&at)) && to + 2 <= max) {
        if (c != '\r' && c != MARK && !unicode_printable(c))
            return 0;
        if (c != MARK)
            to += (size_t)unicode_put_units(c, text + to);
    }
    return to;
}

static size_t
from_utf16(const uint8_t *d, size_t n, uint16_t *text, size_t max)
{
    int units = (int)(n / 2);

    if (n % 2 || n / 2 > max || n / 2 < LETTERS)
        return 0;
    for (int i = 0; i < units; i++)
        text[i] = (uint16_t)(d[2 * i] << 8 | d[2 * i + 1]);
    octets_turn(text, &units);
    return is_one_script(text, units, false) ? (size_t)units : 0;
}

/* Seven of ten are plain letters, digits or blanks: it is no chance. */
static size_t
from_latin1(const uint8_t *d, size_t n, uint16_t *text, size_t max)
{
    size_t plain = 0;

    if (n > max)
        return 0;
    for (size_t i = 0; i < n; i++) {
        if (!is_ascii(d[i]) && d[i] < 0xa0)
            return 0;
        plain += d[i] == ' ' || is_digit(d[i]) || ((d[i] | 0x20) >= 'a'
            && (d[i] | 0x20) <= 'z');
        text[i] = d[i];
    }
    return n >= LETTERS && plain * 10 >= n * 7 ? n : 0;
}

size_t
octets_text(const uint8_t *d, size_t n, uint16_t *text, size_t max)
{
    size_t units;

    if ((units = from_utf8(d, n, text, max))
        || (units = from_utf16(d, n, text, max)))
        return units;
    return from_latin1(d, n, text, max);
}
