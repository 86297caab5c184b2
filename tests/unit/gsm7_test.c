#include "test.h"
#include "text/gsm7.h"
#include "text/gsm7_tables.h"

#include <string.h>

/* The text of septets in a language pair, as UTF-16. */
static size_t
decoded(const uint8_t *s, size_t n, int locking, int shift, uint16_t *out)
{
    bool doubtful = false;
    size_t units = gsm7_decode(s, n, locking, shift, out, 160, &doubtful);

    CHECK(!doubtful);
    return units;
}

TEST(letters_cost_one_septet_and_signs_of_the_extension_two)
{
    CHECK_INT(gsm7_cost('@'), 1);
    CHECK_INT(gsm7_cost('a'), 1);
    CHECK_INT(gsm7_cost(0xE0), 1);      /* à */
    CHECK_INT(gsm7_cost(0xC7), 1);      /* Ç */
    CHECK_INT(gsm7_cost('\n'), 1);
    CHECK_INT(gsm7_cost(0x20AC), 2);    /* € */
    CHECK_INT(gsm7_cost('['), 2);
    CHECK_INT(gsm7_cost('~'), 2);
    CHECK_INT(gsm7_cost(0xE7), 0);      /* ç */
    CHECK_INT(gsm7_cost('`'), 0);
    CHECK_INT(gsm7_cost('\t'), 0);
    CHECK_INT(gsm7_cost(0x1B), 0);
    CHECK_INT(gsm7_cost(0), 0);
    CHECK_INT(gsm7_cost(0x1F600), 0);
}

TEST(every_letter_of_the_alphabet_comes_back)
{
    for (uint32_t c = 1; c < 0x3000; c++) {
        uint8_t s[2];
        uint16_t out[2];
        int n = gsm7_encode(c, s);

        if (n) {
            CHECK_INT(decoded(s, (size_t)n, 0, 0, out), 1);
            CHECK_INT(out[0], c);
        }
    }
}

TEST(the_alphabet_has_127_letters_and_ten_more)
{
    int one = 0, two = 0;

    for (uint32_t c = 1; c < 0x10000; c++) {
        one += gsm7_cost(c) == 1;
        two += gsm7_cost(c) == 2;
    }
    CHECK_INT(one, 127);
    CHECK_INT(two, 10);
}

TEST(septets_are_packed_low_bit_first)
{
    /* "hellohello", TS 23.038 §6.1.2.1.1 */
    const uint8_t octets[] = { 0xE8, 0x32, 0x9B, 0xFD, 0x46, 0x97, 0xD9, 0xEC,
        0x37 };
    uint8_t s[16];

    CHECK_INT(gsm7_unpack(octets, sizeof(octets), 0, 10, s, 16), 10);
    CHECK(memcmp(s, "hellohello", 10) == 0);
    CHECK_INT(gsm7_unpack(octets, sizeof(octets), 0, 255, s, 16), 10);
    CHECK_INT(gsm7_unpack(octets, sizeof(octets), 0, 10, s, 3), 3);
    CHECK_INT(gsm7_unpack(octets, 0, 0, 10, s, 16), 0);
}

TEST(an_escape_to_nothing_shows_the_main_letter)
{
    const uint8_t s[] = { GSM7_ESCAPE, 'a', GSM7_ESCAPE, GSM7_ESCAPE, 'b',
        GSM7_ESCAPE };
    uint16_t out[8];

    CHECK_INT(decoded(s, sizeof(s), 0, 0, out), 4);
    CHECK_INT(out[0], 'a');
    CHECK_INT(out[1], ' ');
    CHECK_INT(out[2], 'b');
    CHECK_INT(out[3], ' ');
}

TEST(each_language_has_its_tables)
{
    /* one letter each from Annex A: language, septet, locking, shift */
    static const struct {
        int language;
        uint8_t septet;
        uint16_t locking, shift;
    } rows[] = {
        { GSM7_TURKISH, 0x07, 0x0131, 0 },
        { GSM7_TURKISH, 0x60, 0x00E7, 0 },
        { GSM7_TURKISH, 0x47, 'G', 0x011E },
        { GSM7_TURKISH, 0x73, 's', 0x015F },
        { GSM7_SPANISH, 0x61, 0, 0x00E1 },
        { GSM7_SPANISH, 0x09, 0, 0x00E7 },
        { GSM7_PORTUGUESE, 0x7B, 0x00E3, 0x00E3 },
        { GSM7_PORTUGUESE, 0x05, 0x00E9, 0x00EA },
        { GSM7_PORTUGUESE, 0x15, 0x221E, 0x03A9 },
        { GSM7_PORTUGUESE, 0x18, 0x20AC, 0x03A3 },
        { GSM7_BENGALI, 0x00, 0x0981, '@' },
        { GSM7_BENGALI, 0x19, 0x0999, 0x09E6 },
        { GSM7_BENGALI, 0x23, 0x09A0, 0x09EF },
        { GSM7_BENGALI, 0x24, 0x09A1, 0x09DF },
        { GSM7_BENGALI, 0x27, 0x09A4, 0x09E2 },
        { GSM7_BENGALI, 0x34, '4', 0x09FA },
        { GSM7_BENGALI, 0x60, 0x09CE, 0 },
        { GSM7_BENGALI, 0x7F, 0x09F1, 0 },
        { GSM7_GUJARATI, 0x0C, 0x0A8D, '+' },
        { GSM7_GUJARATI, 0x57, 0x0AC5, 'W' },
        { GSM7_HINDI, 0x3C, 0x0929, '[' },
        { GSM7_HINDI, 0x5F, 0x094D, 0 },
        { GSM7_HINDI, 0x3A, ':', 0x0971 },
        { GSM7_HINDI, 0x1C, 0x091B, 0x0966 },
        { GSM7_KANNADA, 0x24, 0x0CA1, 0x0CEE },
        { GSM7_KANNADA, 0x2A, 0x0CA5, 0x0CF2 },
        { GSM7_MALAYALAM, 0x4F, 0x0D3D, 'O' },
        { GSM7_MALAYALAM, 0x34, '4', 0x0D7F },
        { GSM7_ORIYA, 0x44, 0x0B30, 'D' },
        { GSM7_ORIYA, 0x2C, ',', 0x0B71 },
        { GSM7_PUNJABI, 0x49, 0x0A35, 'I' },
        { GSM7_PUNJABI, 0x2D, 0x0A27, 0x0A75 },
        { GSM7_TAMIL, 0x22, 0x0B9F, 0x0BEC },
        { GSM7_TAMIL, 0x7F, 0x0BF9, 0 },
        { GSM7_TELUGU, 0x5D, 0x0C4B, 0 },
        { GSM7_TELUGU, 0x1C, 0x0C1B, 0x0C66 },
        { GSM7_TELUGU, 0x32, '2', 0x0C7F },
        { GSM7_URDU, 0x5A, 0x06D0, 'Z' },
        { GSM7_URDU, 0x3F, '?', 0x06D4 },
        { GSM7_URDU, 0x23, 0x068D, 0x06F7 },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        if (rows[i].locking)
            CHECK_INT(gsm7_main(rows[i].language, rows[i].septet),
                rows[i].locking);
        CHECK_INT(gsm7_shift(rows[i].language, rows[i].septet), rows[i].shift);
    }
}

TEST(every_table_keeps_digits_the_escape_and_the_line_feed)
{
    for (int l = GSM7_DEFAULT; l <= GSM7_URDU; l++) {
        for (unsigned d = '0'; d <= '9'; d++)
            CHECK_INT(gsm7_main(l, d), d);
        CHECK_INT(gsm7_main(l, GSM7_ESCAPE), 0x1B);
        CHECK_INT(gsm7_main(l, '\n'), '\n');
        CHECK_INT(gsm7_main(l, '\r'), '\r');
        CHECK_INT(gsm7_main(l, ' '), ' ');
        CHECK_INT(gsm7_main(l, 'z'), 'z');
        CHECK_INT(gsm7_main(l, '?'), '?');
        CHECK_INT(gsm7_shift(l, 0x65), 0x20AC);
        CHECK_INT(gsm7_shift(l, GSM7_ESCAPE), 0);
        CHECK_INT(gsm7_shift(l, 0x2F), '\\');
    }
}

TEST(a_language_nobody_has_defined_is_doubtful)
{
    const uint8_t s[] = { 'h', 'i' };
    uint16_t out[2];
    bool doubtful = false;

    CHECK_INT(gsm7_decode(s, 2, 14, 0, out, 2, &doubtful), 2);
    CHECK(doubtful);
    doubtful = false;
    CHECK_INT(gsm7_decode(s, 2, GSM7_SPANISH, 0, out, 2, &doubtful), 2);
    CHECK(doubtful);                    /* Spanish has no locking table */
    CHECK_INT(out[1], 'i');
}
