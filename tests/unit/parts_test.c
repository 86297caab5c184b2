#include "test.h"
#include "text/gsm7.h"
#include "text/join.h"
#include "text/parts.h"
#include "text/unicode.h"

#include <stdlib.h>
#include <string.h>

static struct parts_size
size_of(const char *text)
{
    struct parts_size s;

    CHECK(parts_measure(text, PARTS_WIDTH_8, &s) == OK);
    return s;
}

/* n times the letter. */
static char *
many(const char *letter, int n)
{
    char *s = calloc((size_t)n + 1, strlen(letter));

    for (int i = 0; i < n; i++)
        memcpy(s + (size_t)i * strlen(letter), letter, strlen(letter));
    return s;
}

static void
check_size(const char *letter, int n, bool ucs2, int parts, int left)
{
    char *text = many(letter, n);
    struct parts_size s = size_of(text);

    CHECK_INT(s.ucs2, ucs2);
    CHECK_INT(s.parts, parts);
    CHECK_INT(s.left, left);
    free(text);
}

TEST(a_gsm_text_takes_160_alone_and_153_a_part)
{
    check_size("a", 0, false, 1, 160);
    check_size("a", 160, false, 1, 0);
    check_size("a", 161, false, 2, 145);
    check_size("a", 306, false, 2, 0);
    check_size("a", 307, false, 3, 152);
}

TEST(any_other_text_takes_70_alone_and_67_a_part)
{
    check_size("ሰ", 70, true, 1, 0);
    check_size("ሰ", 71, true, 2, 63);
    check_size("ሰ", 134, true, 2, 0);
    check_size("ሰ", 603, true, 9, 0);
}

TEST(a_pair_never_straddles_two_parts)
{
    check_size("€", 80, false, 1, 0);
    check_size("€", 81, false, 2, 143);     /* 76 and 5: 153 is odd */
    check_size("😀", 35, true, 1, 0);
    check_size("😀", 36, true, 2, 61);      /* 33 and 3: 67 is odd */
    check_size("😀", 100, true, 4, 65);     /* 33, 33, 33, 1 */
}

TEST(a_16_bit_reference_costs_one_unit_a_part)
{
    struct parts_size s;
    char *text = many("a", 305);

    CHECK(parts_measure(text, PARTS_WIDTH_16, &s) == OK);
    CHECK_INT(s.per_part, 152);
    CHECK_INT(s.parts, 3);
    free(text);
    text = many("ሰ", 133);
    CHECK(parts_measure(text, PARTS_WIDTH_16, &s) == OK);
    CHECK_INT(s.per_part, 66);
    CHECK_INT(s.parts, 3);
    free(text);
}

TEST(parts_carry_the_header_of_the_standard)
{
    static struct part p[3];
    char *text = many("a", 200);
    int n = 0;

    CHECK(parts_split(text, PARTS_WIDTH_8, 0x12AB, p, 3, &n) == OK);
    CHECK_INT(n, 2);
    CHECK_INT(p[1].udh_bytes, 6);
    CHECK(memcmp(p[1].udh, "\x05\x00\x03\xAB\x02\x02", 6) == 0);
    CHECK_INT(p[0].units, 153);
    CHECK_INT(p[1].units, 47);
    CHECK(parts_split(text, PARTS_WIDTH_16, 0x12AB, p, 3, &n) == OK);
    CHECK_INT(p[0].udh_bytes, 7);
    CHECK(memcmp(p[0].udh, "\x06\x08\x04\x12\xAB\x02\x01", 7) == 0);
    free(text);
    CHECK(parts_split("short", PARTS_WIDTH_8, 1, p, 3, &n) == OK);
    CHECK_INT(n, 1);
    CHECK_INT(p[0].udh_bytes, 0);
    CHECK_INT(p[0].units, 5);
}

TEST(a_text_that_cannot_go_is_refused)
{
    static struct part p[PARTS_MAX];
    struct parts_size s;
    char *text;
    int n = 7;

    CHECK(parts_split("", PARTS_WIDTH_8, 1, p, 1, &n) == ERR_INPUT);
    CHECK(parts_split("a\xFF", PARTS_WIDTH_8, 1, p, 1, &n) == ERR_INPUT);
    CHECK(parts_split("\xED\xA0\xBD", PARTS_WIDTH_8, 1, p, 1, &n) == ERR_INPUT);
    CHECK(parts_split("a\x07", PARTS_WIDTH_8, 1, p, 1, &n) == ERR_INPUT);
    CHECK(parts_split("a\x1B", PARTS_WIDTH_8, 1, p, 1, &n) == ERR_INPUT);
    CHECK(parts_measure("\xEF\xBF\xBF", PARTS_WIDTH_8, &s) == ERR_INPUT);
    text = many("a", 161);
    CHECK(parts_split(text, PARTS_WIDTH_8, 1, p, 1, &n) == ERR_REFUSED);
    free(text);
    text = many("a", 153 * 255 + 1);
    CHECK(parts_split(text, PARTS_WIDTH_8, 1, p, PARTS_MAX, &n) == ERR_REFUSED);
    CHECK_INT(size_of(text).parts, 256);
    text[153 * 255] = '\0';
    CHECK(parts_split(text, PARTS_WIDTH_8, 1, p, PARTS_MAX, &n) == OK);
    CHECK_INT(n, 255);
    free(text);
}

/* A text of up to 900 letters from one of a few mixtures. */
static void
random_text(char *out, unsigned *seed)
{
    static const char *const letters[] = { "a", "Z", " ", "\n", "é", "€", "[",
        "~", "ç", "ሰ", "ا", "न", "😀", "👩🏾", "ŋ", "’" };
    int pool = rand_r(seed) % 2 ? 8 : 16;
    int n = 1 + rand_r(seed) % 900;

    *out = '\0';
    for (int i = 0; i < n; i++)
        out = stpcpy(out, letters[rand_r(seed) % pool]);
}

/* Septets or UTF-16 units that a part uses. */
static int
used(const struct part *p)
{
    int n = 0;

    for (int i = 0; i < p->units; i++)
        n += p->ucs2 ? 1 : gsm7_cost(p->text[i]);
    return n;
}

TEST(what_is_split_joins_to_the_same_text)
{
    static struct part p[PARTS_MAX];
    static struct join_part j[PARTS_MAX];
    static char text[10000];
    unsigned seed = 20261121;

    for (int round = 0; round < 3000; round++) {
        enum parts_width width = round % 2 ? PARTS_WIDTH_16 : PARTS_WIDTH_8;
        struct parts_size s;
        char *back = NULL;
        int n = 0;

        random_text(text, &seed);
        CHECK(parts_measure(text, width, &s) == OK);
        CHECK(parts_split(text, width, 9, p, PARTS_MAX, &n) == OK);
        CHECK_INT(n, s.parts);
        for (int i = 0; i < n; i++) {
            CHECK(used(&p[i]) <= s.per_part);
            CHECK_INT(p[i].ucs2, s.ucs2);
            CHECK((p[i].text[0] & 0xFC00) != 0xDC00);
            CHECK_INT(p[i].n, i + 1);
            j[i] = (struct join_part){ p[i].text, p[i].units };
        }
        CHECK_INT(used(&p[n - 1]) + s.left, s.per_part);
        CHECK(join_text(j, n, &back) == OK);
        CHECK_TEXT(back, text);
        free(back);
    }
}
