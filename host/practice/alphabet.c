#include "practice/alphabet.h"

#include <string.h>
#include <uchar.h>

enum { ESC = 0x1b, TABLES = 4, BROKEN = 0xfffd };

/* The main tables, in septet order; ESC's place (0x1b) holds a blank. */
#define GREEK u"ΦΓΛΩΠΨΣΘΞ "
#define UPPER u"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define LOWER u"abcdefghijklmnopqrstuvwxyz"
static const char16_t *const locking_table[TABLES] = {
    [ALPHABET_DEFAULT] = u"@£$¥èéùìòÇ\nØø\rÅåΔ_" GREEK u"ÆæßÉ"
                         u" !\"#¤%&'()*+,-./0123456789:;<=>?"
                         u"¡" UPPER u"ÄÖÑÜ§¿" LOWER u"äöñüà",
    [ALPHABET_TURKISH] = u"@£$¥€éùıòÇ\nĞğ\rÅåΔ_" GREEK u"ŞşßÉ"
                         u" !\"#¤%&'()*+,-./0123456789:;<=>?"
                         u"İ" UPPER u"ÄÖÑÜ§ç" LOWER u"äöñüà",
    [ALPHABET_PORTUGUESE] = u"@£$¥êéúíóç\nÔô\rÁáΔ_ªÇÀ∞^\\€Ó| ÂâÊÉ"
                            u" !\"#º%&'()*+,-./0123456789:;<=>?"
                            u"Í" UPPER u"ÃÕÚÜ§~" LOWER u"ãõ`üà",
};

/* The tables behind ESC: pairs of septet and letter, ended by a 0 letter. */
struct shifted {
    uint8_t septet;
    char16_t letter;
};

#define COMMON                                                                \
    { 0x0a, u'\f' }, { 0x14, u'^' }, { 0x28, u'{' }, { 0x29, u'}' },          \
        { 0x2f, u'\\' }, { 0x3c, u'[' }, { 0x3d, u'~' }, { 0x3e, u']' },      \
        { 0x40, u'|' }, { 0x65, u'€' }

static const struct shifted shift_default[] = { COMMON, { 0, 0 } };
static const struct shifted shift_turkish[] = {
    COMMON, { 0x47, u'Ğ' }, { 0x49, u'İ' }, { 0x53, u'Ş' }, { 0x63, u'ç' },
    { 0x67, u'ğ' }, { 0x69, u'ı' }, { 0x73, u'ş' }, { 0, 0 }
};
static const struct shifted shift_spanish[] = {
    COMMON, { 0x09, u'ç' }, { 0x41, u'Á' }, { 0x49, u'Í' }, { 0x4f, u'Ó' },
    { 0x55, u'Ú' }, { 0x61, u'á' }, { 0x69, u'í' }, { 0x6f, u'ó' },
    { 0x75, u'ú' }, { 0, 0 }
};
static const struct shifted shift_portuguese[] = {
    COMMON, { 0x05, u'ê' }, { 0x09, u'ç' }, { 0x0b, u'Ô' }, { 0x0c, u'ô' },
    { 0x0e, u'Á' }, { 0x0f, u'á' }, { 0x12, u'Φ' }, { 0x13, u'Γ' },
    { 0x15, u'Ω' }, { 0x16, u'Π' }, { 0x17, u'Ψ' }, { 0x18, u'Σ' },
    { 0x19, u'Θ' }, { 0x1f, u'Ê' }, { 0x41, u'À' }, { 0x49, u'Í' },
    { 0x4f, u'Ó' }, { 0x55, u'Ú' }, { 0x5b, u'Ã' }, { 0x5c, u'Õ' },
    { 0x61, u'Â' }, { 0x69, u'í' }, { 0x6f, u'ó' }, { 0x75, u'ú' },
    { 0x7b, u'ã' }, { 0x7c, u'õ' }, { 0x7f, u'â' }, { 0, 0 }
};
static const struct shifted *const single_table[TABLES] = {
    [ALPHABET_DEFAULT] = shift_default,
    [ALPHABET_TURKISH] = shift_turkish,
    [ALPHABET_SPANISH] = shift_spanish,
    [ALPHABET_PORTUGUESE] = shift_portuguese,
};

static const char16_t *
locking_letters(int table)
{
    if (table < 0 || table >= TABLES || !locking_table[table])
        table = ALPHABET_DEFAULT;
    return locking_table[table];
}

static const struct shifted *
single_letters(int table)
{
    if (table < 0 || table >= TABLES)
        table = ALPHABET_DEFAULT;
    return single_table[table];
}

int
alphabet_septets(uint16_t unit, int locking, int single, uint8_t out[2])
{
    const char16_t *letters = locking_letters(locking);

    for (int i = 0; i < 128; i++)
        if (i != ESC && letters[i] == unit) {
            out[0] = (uint8_t)i;
            return 1;
        }
    for (const struct shifted *s = single_letters(single); s->letter; s++)
        if (s->letter == unit) {
            out[0] = ESC;
            out[1] = s->septet;
            return 2;
        }
    return 0;
}

size_t
alphabet_read(const uint8_t *septets, size_t n, int locking, int single,
    uint16_t *out)
{
    const char16_t *letters = locking_letters(locking);
    const struct shifted *s;
    size_t count = 0;

    for (size_t i = 0; i < n; i++) {
        uint8_t c = septets[i] & 0x7f;

        if (c != ESC) {
            out[count++] = letters[c];
            continue;
        }
        if (++i == n)
            break;
        c = septets[i] & 0x7f;
        for (s = single_letters(single); s->letter && s->septet != c; s++)
            ;
        out[count++] = s->letter ? s->letter : letters[c];
    }
    return count;
}

size_t
alphabet_pack(const uint8_t *septets, size_t n, unsigned fill, uint8_t *out)
{
    size_t octets = (fill + 7 * n + 7) / 8;

    memset(out, 0, octets);
    for (size_t i = 0; i < n; i++) {
        size_t bit = fill + 7 * i;
        unsigned v = (unsigned)(septets[i] & 0x7f) << (bit % 8);

        out[bit / 8] |= (uint8_t)v;
        if (v >> 8)
            out[bit / 8 + 1] |= (uint8_t)(v >> 8);
    }
    return octets;
}

size_t
alphabet_unpack(const uint8_t *in, size_t len, unsigned fill,
    uint8_t *septets, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++) {
        size_t bit = fill + 7 * i;
        unsigned v;

        if (bit + 7 > 8 * len)
            break;
        v = in[bit / 8];
        if (bit % 8 > 1)
            v |= (unsigned)in[bit / 8 + 1] << 8;
        septets[i] = (v >> (bit % 8)) & 0x7f;
    }
    return i;
}

/* One code point of UTF-8; steps over a broken byte as U+FFFD. */
static uint32_t
next_point(const unsigned char **p)
{
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    unsigned char c = *(*p)++;
    int more = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : 1;
    uint32_t point = c & (0x3fu >> more);
    int i;

    if (c < 0x80)
        return c;
    if (c < 0xc2 || c > 0xf4)
        return BROKEN;
    for (i = 0; i < more; i++) {
        if (((*p)[i] & 0xc0) != 0x80)
            return BROKEN;
        point = point << 6 | ((*p)[i] & 0x3f);
    }
    if (point < least[more + 1] || point > 0x10ffff
        || (point >= 0xd800 && point < 0xe000))
        return BROKEN;
    *p += more;
    return point;
}

size_t
alphabet_units(const char *utf8, uint16_t *out, size_t room)
{
    const unsigned char *p = (const unsigned char *)utf8;
    size_t n = 0;

    while (*p) {
        uint32_t point = next_point(&p);

        if (n + (point > 0xffff ? 2 : 1) > room)
            break;
        if (point > 0xffff) {
            point -= 0x10000;
            out[n++] = (uint16_t)(0xd800 | point >> 10);
            out[n++] = (uint16_t)(0xdc00 | (point & 0x3ff));
        } else {
            out[n++] = (uint16_t)point;
        }
    }
    return n;
}

static char *
put_point(char *p, uint32_t c)
{
    if (c < 0x80) {
        *p++ = (char)c;
        return p;
    }
    if (c < 0x800) {
        *p++ = (char)(0xc0 | c >> 6);
    } else {
        if (c < 0x10000) {
            *p++ = (char)(0xe0 | c >> 12);
        } else {
            *p++ = (char)(0xf0 | c >> 18);
            *p++ = (char)(0x80 | (c >> 12 & 0x3f));
        }
        *p++ = (char)(0x80 | (c >> 6 & 0x3f));
    }
    *p++ = (char)(0x80 | (c & 0x3f));
    return p;
}

size_t
alphabet_utf8(const uint16_t *units, size_t n, char *out)
{
    char *p = out;

    for (size_t i = 0; i < n; i++) {
        uint32_t c = units[i];

        if (c >= 0xd800 && c < 0xdc00 && i + 1 < n
            && (units[i + 1] & 0xfc00) == 0xdc00)
            c = 0x10000 + ((c & 0x3ff) << 10 | (units[++i] & 0x3ff));
        else if (c >= 0xd800 && c < 0xe000)
            c = BROKEN;
        p = put_point(p, c);
    }
    *p = '\0';
    return (size_t)(p - out);
}
