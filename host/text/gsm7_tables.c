/* gsm7_tables.c - 3GPP TS 23.038 §6.2.1 and Annex A as data. Septets count
 * from 0; "\33" stands at the escape. */
#include "text/gsm7_tables.h"

#include "text/gsm7.h"

#include <stddef.h>

/* §6.2.1 */
static const uint16_t default_main[] =
    u"@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\33ÆæßÉ"
    u" !\"#¤%&'()*+,-./0123456789:;<=>?"
    u"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    u"¿abcdefghijklmnopqrstuvwxyzäöñüà";

/* A.3.1 */
static const uint16_t turkish_main[] =
    u"@£$¥€éùıòÇ\nĞğ\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\33ŞşßÉ"
    u" !\"#¤%&'()*+,-./0123456789:;<=>?"
    u"İABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    u"çabcdefghijklmnopqrstuvwxyzäöñüà";

/* A.3.3 */
static const uint16_t portuguese_main[] =
    u"@£$¥êéúíóç\nÔô\rÁáΔ_ªÇÀ∞^\\€Ó|\33ÂâÊÉ"
    u" !\"#º%&'()*+,-./0123456789:;<=>?"
    u"ÍABCDEFGHIJKLMNOPQRSTUVWXYZÃÕÚÜ§"
    u"~abcdefghijklmnopqrstuvwxyzãõ`üà";

/* A.3.13; escaped, since joined letters cannot be told apart on a screen. */
static const uint16_t urdu_main[] =
    u"\u0627\u0622\u0628\u067B\u0680\u067E\u06A6\u062A"
    u"\u06C2\u067F\n\u0679\u067D\r\u067A\u067C"
    u"\u062B\u062C\u0681\u0684\u0683\u0685\u0686\u0687"
    u"\u062D\u062E\u062F\33\u068C\u0688\u0689\u068A"
    u" !\u068F\u068D\u0630\u0631\u0691\u0693"
    u")(\u0699\u0632,\u0696.\u0698"
    u"0123456789:;\u069A\u0633\u0634?"
    u"\u0635\u0636\u0637\u0638\u0639\u0641\u0642\u06A9"
    u"\u06AA\u06AB\u06AF\u06B3\u06B1\u0644\u0645\u0646"
    u"\u06BA\u06BB\u06BC\u0648\u06C4\u06D5\u06C1\u06BE"
    u"\u0621\u06CC\u06D0\u06D2\u064D\u0650\u064F\u0657"
    u"\u0654abcdefghijklmnopqrstuvwxyz\u0655\u0651\u0653\u0656\u0670";

/* The nine Indic locking tables (A.3.4 to A.3.12) are one: what stands at a
 * place is the same letter of each script's Unicode block, here as its offset
 * in the block. 0xFF: a sign of its own, below. */
static const uint8_t indic_offset[128] = {
    0x01, 0x02, 0x03, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0A, 0x0B, 0xFF, 0x0C,
    0x0D, 0xFF, 0x0E, 0x0F, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17,
    0x18, 0x19, 0x1A, 0xFF, 0x1B, 0x1C, 0x1D, 0x1E, 0xFF, 0xFF, 0x1F, 0x20,
    0x21, 0x22, 0x23, 0x24, 0xFF, 0xFF, 0x25, 0x26, 0xFF, 0x27, 0xFF, 0x28,
    0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
    0x29, 0x2A, 0x2B, 0xFF, 0x2C, 0x2D, 0x2E, 0x2F, 0x30, 0x31, 0x32, 0x33,
    0x34, 0x35, 0x36, 0x37, 0x38, 0x39, 0x3C, 0x3D, 0x3E, 0x3F, 0x40, 0x41,
    0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4A, 0x4B, 0x4C, 0x4D,
    0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
    0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
    0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
};
static const uint16_t indic_signs[] =
    u"          \n  \r             \33     !      )(  , . 0123456789:;   ?"
    u"                                 abcdefghijklmnopqrstuvwxyz     ";

_Static_assert(sizeof(default_main) == 2 * 129, "128 places and the end");
_Static_assert(sizeof(turkish_main) == 2 * 129, "128 places and the end");
_Static_assert(sizeof(portuguese_main) == 2 * 129, "128 places and the end");
_Static_assert(sizeof(urdu_main) == 2 * 129, "128 places and the end");
_Static_assert(sizeof(indic_signs) == 2 * 129, "128 places and the end");

struct indic {
    uint16_t block;
    const char *gaps;           /* offsets that the table leaves empty */
    uint16_t last[6];           /* at 0x60 and 0x7B..0x7F */
    uint16_t danda;             /* single shift, at 0x19; the next at 0x1A */
    const uint16_t *more;       /* single shift, at more_places in order */
};

/* Single shift (A.2.4 to A.2.13): signs, ten digits, then these places. */
static const uint16_t indic_shift_signs[] =
    u"@£$¥¿\"¤%&'\f*+\0-/<=>¡^¡_#*";
static const uint8_t more_places[] = { 0x26, 0x27, 0x2A, 0x2B, 0x2C, 0x2D,
    0x2E, 0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39, 0x3A,
    0x3B, 0x3F };

static const struct indic indic[] = {
    [GSM7_BENGALI] = { 0x0980,
        "\x0D\x0E\x11\x12\x29\x31\x33\x34\x35\x45\x46\x49\x4A",
        { 0x09CE, 0x09D7, 0x09DC, 0x09DD, 0x09F0, 0x09F1 }, 0,
        u"\u09E1\u09E2\u09E3\u09F2\u09F3\u09F4\u09F5\u09F6\u09F7\u09F8\u09F9"
        u"\u09FA" },
    [GSM7_GUJARATI] = { 0x0A80, "\x0E\x12\x29\x31\x34\x46\x4A",
        { 0x0AD0, 0x0AE0, 0x0AE1, 0x0AE2, 0x0AE3, 0x0AF1 }, 0x0964, u"" },
    [GSM7_HINDI] = { 0x0900, "",
        { 0x0950, 0x0972, 0x097B, 0x097C, 0x097E, 0x097F }, 0x0964,
        u"\u0951\u0952\u0953\u0954\u0958\u0959\u095A\u095B\u095C\u095D\u095E"
        u"\u095F\u0960\u0961\u0962\u0963\u0970\u0971" },
    [GSM7_KANNADA] = { 0x0C80, "\x01\x0D\x11\x29\x34\x45\x49",
        { 0x0CD5, 0x0CD6, 0x0CE0, 0x0CE1, 0x0CE2, 0x0CE3 }, 0x0964,
        u"\u0CDE\u0CF1\u0CF2" },
    [GSM7_MALAYALAM] = { 0x0D00, "\x01\x0D\x11\x29\x3C\x45\x49",
        { 0x0D57, 0x0D60, 0x0D61, 0x0D62, 0x0D63, 0x0D79 }, 0x0964,
        u"\u0D70\u0D71\u0D72\u0D73\u0D74\u0D75\u0D7A\u0D7B\u0D7C\u0D7D\u0D7E"
        u"\u0D7F" },
    [GSM7_ORIYA] = { 0x0B00, "\x0D\x0E\x11\x12\x29\x31\x34\x45\x46\x49\x4A",
        { 0x0B56, 0x0B57, 0x0B60, 0x0B61, 0x0B62, 0x0B63 }, 0x0964,
        u"\u0B5C\u0B5D\u0B5F\u0B70\u0B71" },
    [GSM7_PUNJABI] = { 0x0A00, "\x0B\x0C\x0D\x0E\x11\x12\x29\x31\x34\x37\x3D"
                               "\x43\x44\x45\x46\x49\x4A",
        { 0x0A51, 0x0A70, 0x0A71, 0x0A72, 0x0A73, 0x0A74 }, 0x0964,
        u"\u0A59\u0A5A\u0A5B\u0A5C\u0A5E\u0A75" },
    [GSM7_TAMIL] = { 0x0B80, "\x01\x0B\x0C\x0D\x11\x16\x17\x18\x1B\x1D\x20\x21"
                             "\x22\x25\x26\x27\x2B\x2C\x2D\x3C\x3D\x43\x44\x45"
                             "\x49",
        { 0x0BD0, 0x0BD7, 0x0BF0, 0x0BF1, 0x0BF2, 0x0BF9 }, 0x0964,
        u"\u0BF3\u0BF4\u0BF5\u0BF6\u0BF7\u0BF8\u0BFA" },
    [GSM7_TELUGU] = { 0x0C00, "\x0D\x11\x29\x34\x3C\x45\x49",
        { 0x0C55, 0x0C56, 0x0C60, 0x0C61, 0x0C62, 0x0C63 }, 0,
        u"\u0C58\u0C59\u0C78\u0C79\u0C7A\u0C7B\u0C7C\u0C7D\u0C7E\u0C7F" },
    [GSM7_URDU] = { 0, "", { 0 }, 0x0600,
        u"\u060C\u060D\u060E\u060F\u0610\u0611\u0612\u0613\u0614\u061B\u061F"
        u"\u0640\u0652\u0658\u066B\u066C\u0672\u0673\u06CD\u06D4" },
};

/* What differs from the default extension table. */
struct pair {
    uint8_t septet;
    uint16_t unit;
};
static const struct pair default_shift[] = { { 0x0A, '\f' }, { 0x14, '^' },
    { 0x28, '{' }, { 0x29, '}' }, { 0x2F, '\\' }, { 0x3C, '[' }, { 0x3D, '~' },
    { 0x3E, ']' }, { 0x40, '|' }, { 0x65, u'€' }, { 0, 0 } };  /* §6.2.1.1 */
static const struct pair turkish_shift[] = { { 0x47, u'Ğ' }, { 0x49, u'İ' },
    { 0x53, u'Ş' }, { 0x63, u'ç' }, { 0x67, u'ğ' }, { 0x69, u'ı' },
    { 0x73, u'ş' }, { 0, 0 } };                                 /* A.2.1 */
static const struct pair spanish_shift[] = { { 0x09, u'ç' }, { 0x41, u'Á' },
    { 0x49, u'Í' }, { 0x4F, u'Ó' }, { 0x55, u'Ú' }, { 0x61, u'á' },
    { 0x69, u'í' }, { 0x6F, u'ó' }, { 0x75, u'ú' }, { 0, 0 } }; /* A.2.2 */
static const struct pair portuguese_shift[] = { { 0x05, u'ê' }, { 0x09, u'ç' },
    { 0x0B, u'Ô' }, { 0x0C, u'ô' }, { 0x0E, u'Á' }, { 0x0F, u'á' },
    { 0x12, u'Φ' }, { 0x13, u'Γ' }, { 0x15, u'Ω' }, { 0x16, u'Π' },
    { 0x17, u'Ψ' }, { 0x18, u'Σ' }, { 0x19, u'Θ' }, { 0x1F, u'Ê' },
    { 0x41, u'À' }, { 0x49, u'Í' }, { 0x4F, u'Ó' }, { 0x55, u'Ú' },
    { 0x5B, u'Ã' }, { 0x5C, u'Õ' }, { 0x61, u'Â' }, { 0x69, u'í' },
    { 0x6F, u'ó' }, { 0x75, u'ú' }, { 0x7B, u'ã' }, { 0x7C, u'õ' },
    { 0x7F, u'â' }, { 0, 0 } };                                 /* A.2.3 */


bool
gsm7_has_locking(int language)
{
    return language >= 0 && language <= GSM7_URDU && language != GSM7_SPANISH;
}

bool
gsm7_has_shift(int language)
{
    return language >= 0 && language <= GSM7_URDU;
}

static uint16_t
indic_main(const struct indic *t, unsigned septet)
{
    uint8_t offset = indic_offset[septet];

    if (septet == 0x60)
        return t->last[0];
    if (septet >= 0x7B)
        return t->last[1 + septet - 0x7B];
    if (offset == 0xFF)
        return indic_signs[septet];
    for (const char *gap = t->gaps; *gap; gap++)
        if (*gap == (char)offset)
            return ' ';
    return (uint16_t)(t->block + offset);
}

uint16_t
gsm7_main(int language, unsigned septet)
{
    septet &= 0x7F;
    switch (language) {
    case GSM7_TURKISH:
        return turkish_main[septet];
    case GSM7_PORTUGUESE:
        return portuguese_main[septet];
    case GSM7_URDU:
        return urdu_main[septet];
    default:
        if (language >= GSM7_BENGALI && language <= GSM7_TELUGU)
            return indic_main(&indic[language], septet);
        return default_main[septet];
    }
}

static uint16_t
find_pair(const struct pair *p, unsigned septet)
{
    while (p->unit && p->septet != septet)
        p++;
    return p->unit;
}

/* Bengali has no danda there: its digits start at that place. */
static uint16_t
bengali_digit(unsigned septet)
{
    if (septet == 0x19 || septet == 0x1A)
        return (uint16_t)(0x09E6 + septet - 0x19);
    if (septet < 0x24)
        return (uint16_t)(0x09E8 + septet - 0x1C);
    return septet == 0x24 ? 0x09DF : 0x09E0;
}

static uint16_t
indic_shift(int language, const struct indic *t, unsigned septet)
{
    uint16_t zero = language == GSM7_URDU ? 0x06F0 : t->block + 0x66;
    const uint16_t *more = t->more;

    if (septet < 0x19)
        return indic_shift_signs[septet];
    if (language == GSM7_BENGALI && septet <= 0x25 && septet != GSM7_ESCAPE)
        return bengali_digit(septet);
    if (septet >= 0x1C && septet <= 0x25)
        return (uint16_t)(zero + septet - 0x1C);
    if (septet >= 'A' && septet <= 'Z')
        return (uint16_t)septet;
    if ((septet == 0x19 || septet == 0x1A) && t->danda)
        return (uint16_t)(t->danda + septet - 0x19);
    for (size_t i = 0; i < sizeof(more_places) && more[i]; i++)
        if (more_places[i] == septet)
            return more[i];
    return 0;
}

uint16_t
gsm7_shift(int language, unsigned septet)
{
    uint16_t unit = 0;

    septet &= 0x7F;
    if (language == GSM7_TURKISH)
        unit = find_pair(turkish_shift, septet);
    else if (language == GSM7_SPANISH)
        unit = find_pair(spanish_shift, septet);
    else if (language == GSM7_PORTUGUESE)
        unit = find_pair(portuguese_shift, septet);
    else if (language >= GSM7_BENGALI && language <= GSM7_URDU)
        unit = indic_shift(language, &indic[language], septet);
    return unit ? unit : find_pair(default_shift, septet);
}

int
gsm7_main_at(uint32_t unit)
{
    for (int s = 0; s < 128; s++)
        if (default_main[s] == unit)
            return s;
    return -1;
}

int
gsm7_shift_at(uint32_t unit)
{
    for (const struct pair *p = default_shift; p->unit; p++)
        if (p->unit == unit)
            return p->septet;
    return -1;
}
