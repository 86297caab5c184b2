#include "diary/text_fake.h"

#include <ctype.h>
#include <string.h>

enum { SEPTETS = 256, OCTETS = 256, ESCAPE = 0x1b };

/* --- bytes ---------------------------------------------------------------- */

void
text_fake(struct fake *f, char *text, size_t n)
{
    for (size_t i = 0, len; i < n; i += len) {
        for (len = 0; i + len < n && isdigit((unsigned char)text[i + len]);)
            len++;
        if (len) {
            fake_digits(f, text + i, len);
            continue;
        }
        while (i + len < n && isalpha((unsigned char)text[i + len]))
            len++;
        if (len) {
            fake_word(f, text + i, len);
            continue;
        }
        len = 1;
        if ((unsigned char)text[i] >= 0x80)
            text[i] = 'x';
    }
}

/* --- septets -------------------------------------------------------------- */

/* Letters and digits of ASCII stand where they do there. */
void
text_fake_gsm(struct fake *f, uint8_t *s, size_t n, bool foreign)
{
    char ascii[SEPTETS] = { 0 };

    if (n > SEPTETS)
        n = SEPTETS;
    for (size_t i = 0; i < n; i++) {
        bool escaped = i > 0 && s[i - 1] == ESCAPE;
        bool plain = s[i] == ' ' || s[i] == '\n' || s[i] == '\r'
            || s[i] == ESCAPE || (!foreign && s[i] > ' ' && s[i] < '@');

        if (escaped)
            ascii[i] = foreign ? 'e' : '\0';
        else if (isdigit(s[i]) || (!foreign && isalpha(s[i])))
            ascii[i] = (char)s[i];
        else
            ascii[i] = plain ? '\0' : 'x';
    }
    text_fake(f, ascii, n);
    for (size_t i = 0; i < n; i++)
        if (ascii[i])
            s[i] = (uint8_t)ascii[i];
}

static unsigned
get_septet(const uint8_t *octets, size_t bytes, size_t bit)
{
    unsigned v = octets[bit / 8];

    if (bit / 8 + 1 < bytes)
        v |= (unsigned)octets[bit / 8 + 1] << 8;
    return v >> bit % 8 & 0x7f;
}

static void
set_septet(uint8_t *octets, size_t bytes, size_t bit, unsigned septet)
{
    unsigned keep = ~(0x7fu << bit % 8), put = septet << bit % 8;

    octets[bit / 8] = (uint8_t)((octets[bit / 8] & keep) | put);
    if (bit % 8 > 1 && bit / 8 + 1 < bytes)
        octets[bit / 8 + 1] = (uint8_t)((octets[bit / 8 + 1] & keep >> 8)
            | put >> 8);
}

void
text_fake_packed(struct fake *f, uint8_t *octets, size_t bytes, unsigned fill,
    size_t septets, bool foreign)
{
    uint8_t s[SEPTETS] = { 0 };
    size_t n = 0;

    for (; n < septets && n < SEPTETS && fill + (n + 1) * 7 <= bytes * 8; n++)
        s[n] = (uint8_t)get_septet(octets, bytes, fill + n * 7);
    text_fake_gsm(f, s, n, foreign);
    for (size_t i = 0; i < n; i++)
        set_septet(octets, bytes, fill + i * 7, s[i]);
}

/* --- UTF-16 --------------------------------------------------------------- */

/* The zero of the digits that u is one of; 0: it is none. */
static uint16_t
zero_of(uint16_t u)
{
    static const uint16_t zeros[] = { 0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xa66,
        0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0x1040, 0xff10 };

    for (size_t i = 0; i < sizeof(zeros) / sizeof(*zeros); i++)
        if (u >= zeros[i] && u < zeros[i] + 10)
            return zeros[i];
    return 0;
}

/* A letter of the same script. */
static uint16_t
letter_like(uint16_t u)
{
    static const struct {
        uint16_t from, to, letter;
    } scripts[] = { { 0x370, 0x400, 0x3b1 }, { 0x400, 0x530, 0x430 },
        { 0x600, 0x700, 0x628 }, { 0x900, 0x980, 0x915 },
        { 0x980, 0xa00, 0x995 }, { 0x1200, 0x1380, 0x1200 },
        { 0x2000, 0x2070, 0x20 }, { 0xd800, 0xdc00, 0xd83d },
        { 0xdc00, 0xe000, 0xde00 } };

    for (size_t i = 0; i < sizeof(scripts) / sizeof(*scripts); i++)
        if (u >= scripts[i].from && u < scripts[i].to)
            return scripts[i].letter;
    return 0xe9;
}

void
text_fake_units(struct fake *f, uint16_t *u, size_t n)
{
    char ascii[SEPTETS] = { 0 };

    if (n > SEPTETS)
        n = SEPTETS;
    for (size_t i = 0; i < n; i++)
        ascii[i] = (char)(zero_of(u[i]) ? '0' + u[i] - zero_of(u[i])
            : u[i] < 0x80 && isalpha(u[i]) ? u[i] : 0);
    text_fake(f, ascii, n);
    for (size_t i = 0; i < n; i++)
        if (zero_of(u[i]))
            u[i] = (uint16_t)(zero_of(u[i]) + ascii[i] - '0');
        else if (ascii[i])
            u[i] = (uint16_t)ascii[i];
        else if (u[i] >= 0x80)
            u[i] = letter_like(u[i]);
}

void
text_fake_ucs2(struct fake *f, uint8_t *octets, size_t bytes)
{
    uint16_t u[SEPTETS] = { 0 };
    size_t n = bytes / 2 < SEPTETS ? bytes / 2 : SEPTETS;

    for (size_t i = 0; i < n; i++)
        u[i] = (uint16_t)(octets[2 * i] << 8 | octets[2 * i + 1]);
    text_fake_units(f, u, n);
    for (size_t i = 0; i < n; i++) {
        octets[2 * i] = (uint8_t)(u[i] >> 8);
        octets[2 * i + 1] = (uint8_t)u[i];
    }
    for (size_t i = 2 * n; i < bytes; i++)
        octets[i] = 0;
}

/* --- hexadecimal ---------------------------------------------------------- */

static int
nibble(char c)
{
    return c >= '0' && c <= '9' ? c - '0'
        : c >= 'A' && c <= 'F' ? c - 'A' + 10
        : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool
text_unhex(const char *hex, size_t digits, uint8_t *out, size_t room, size_t *n)
{
    if (digits % 2 || digits / 2 > room)
        return false;
    for (size_t i = 0; i < digits; i += 2) {
        int high = nibble(hex[i]), low = nibble(hex[i + 1]);

        if (high < 0 || low < 0)
            return false;
        out[i / 2] = (uint8_t)(high << 4 | low);
    }
    *n = digits / 2;
    return true;
}

void
text_hex(const uint8_t *octets, size_t n, char *hex)
{
    bool small = false;

    for (size_t i = 0; i < 2 * n; i++)
        small |= hex[i] >= 'a' && hex[i] <= 'f';
    for (size_t i = 0; i < 2 * n; i++) {
        unsigned v = octets[i / 2] >> (i % 2 ? 0 : 4) & 15;

        hex[i] = (char)(v < 10 ? '0' + v : (small ? 'a' : 'A') + v - 10);
    }
}

/* Every unit has a high octet of the first one's script, or none. */
static bool
looks_ucs2(const uint8_t *octets, size_t n)
{
    if (n < 2 || n % 2)
        return false;
    for (size_t i = 0; i < n; i += 2)
        if (octets[i] > 0x20 && octets[i] != 0xd8 && octets[i] != 0xd9
            && (octets[i] & 0xfc) != 0xdc)
            return false;
    return true;
}

void
text_fake_hex(struct fake *f, char *hex, size_t n)
{
    uint8_t octets[OCTETS] = { 0 };
    size_t bytes;
    char before[2 * OCTETS];

    if (!text_unhex(hex, n, octets, sizeof(octets), &bytes)) {
        fake_hex(f, hex, n);
        return;
    }
    if (looks_ucs2(octets, bytes))
        text_fake_ucs2(f, octets, bytes);
    else
        text_fake_packed(f, octets, bytes, 0, bytes * 8 / 7, false);
    memcpy(before, hex, n);
    text_hex(octets, bytes, hex);
    if (!memcmp(before, hex, n))
        fake_hex(f, hex, n);    /* it was no such text */
}
