#include "test.h"

#include "web/kit/params.h"

#include <stdlib.h>
#include <string.h>

static enum err
read_all(const char *text, struct params *p)
{
    return params_read(text, strlen(text), p);
}

TEST(a_query_is_taken_apart_and_decoded)
{
    struct params p;

    CHECK_INT(read_all("a=1&b=two+words%21&c&=x&&d=%C3%A9", &p), OK);
    CHECK_TEXT(params_get(&p, "a"), "1");
    CHECK_TEXT(params_get(&p, "b"), "two words!");
    CHECK_TEXT(params_get(&p, "c"), "");
    CHECK_TEXT(params_get(&p, ""), "x");
    CHECK_TEXT(params_get(&p, "d"), "é");
    CHECK(params_get(&p, "e") == NULL);
    params_clear(&p);
}

TEST(the_first_of_two_values_counts)
{
    struct params p;

    CHECK_INT(read_all("a=1&a=2", &p), OK);
    CHECK_TEXT(params_get(&p, "a"), "1");
    params_clear(&p);
}

TEST(a_bad_escape_or_a_nul_or_no_utf8_is_refused)
{
    static const char *const bad[] = { "a=%", "a=%4", "a=%zz", "a=%00",
        "%00=a", "a=%ff", "a=%c3%28", "a=%ed%a0%80" };
    struct params p;

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        CHECK_INT(read_all(bad[i], &p), ERR_INPUT);
        CHECK_INT(p.count, 0);
    }
    CHECK_INT(params_read("a=\0b", 4, &p), ERR_INPUT);
}

TEST(too_many_parameters_are_refused)
{
    char text[PARAMS_MAX * 4 + 8] = "";
    struct params p;

    for (int i = 0; i < PARAMS_MAX; i++)
        strcat(text, "a=1&");
    CHECK_INT(read_all(text, &p), OK);
    CHECK_INT(p.count, PARAMS_MAX);
    params_clear(&p);
    strcat(text, "b");
    CHECK_INT(read_all(text, &p), ERR_INPUT);
}

TEST(numbers_never_overflow)
{
    struct params p;
    int64_t n = 7;

    CHECK(params_digits("9223372036854775807", INT64_MAX, &n));
    CHECK(n == INT64_MAX);
    CHECK(!params_digits("9223372036854775808", INT64_MAX, &n));
    CHECK(!params_digits("99999999999999999999999", INT64_MAX, &n));
    CHECK(!params_digits("201", 200, &n));
    CHECK(params_digits("200", 200, &n));
    CHECK(!params_digits("", 200, &n));
    CHECK(!params_digits("-1", 200, &n));
    CHECK(!params_digits("1 ", 200, &n));
    CHECK_INT(read_all("limit=x&ok=12", &p), OK);
    CHECK_INT(params_int(&p, "limit", 200, 50), 50);
    CHECK_INT(params_int(&p, "ok", 200, 50), 12);
    params_clear(&p);
}

static bool
path(const char *text, char out[32])
{
    return params_path(text, strlen(text), out, 32);
}

TEST(a_path_keeps_its_slashes_and_hides_none)
{
    char out[32];

    CHECK(path("/staff/Amina%20Ali/close", out));
    CHECK_TEXT(out, "/staff/Amina Ali/close");
    CHECK(path("/a+b", out));
    CHECK_TEXT(out, "/a+b");
    CHECK(!path("/staff%2Fclose", out));
    CHECK(!path("/a%00b", out));
    CHECK(!path("/a%0Ab", out));
    CHECK(!path("/%ff", out));
    CHECK(!path("/a/very/long/path/that/does/not/fit", out));
}

TEST(two_numbers_stand_with_a_point_between)
{
    static const char *const bad[] = { "", ".", "1", "1.", ".2", "1.2.3", "-1.2",
        "1. 2", "1,2", " 1.2", "0x1.2", "9223372036854775808.1",
        "1.9223372036854775808", "123456789012345678901234567890.1" };
    int64_t a = 0, b = 0;

    CHECK(params_pair("12.345", &a, &b));
    CHECK_INT(a, 12);
    CHECK_INT(b, 345);
    CHECK(params_pair("9223372036854775807.0", &a, &b));
    CHECK(a == INT64_MAX && b == 0);
    CHECK(!params_pair(NULL, &a, &b));
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        CHECK(!params_pair(bad[i], &a, &b));
}

/* Written into an address and read back; the path's own parameter stays. */
static void
check_address(const char *value)
{
    char to[PARAMS_ADDRESS];
    struct params p;

    params_address("/inbox?view=all", "class", value, to);
    CHECK(strncmp(to, "/inbox?view=all&class=", 22) == 0);
    CHECK_INT(read_all(to + strlen("/inbox?"), &p), OK);
    CHECK_INT(p.count, 2);
    CHECK_TEXT(params_get(&p, "class"), value);
    params_clear(&p);
}

TEST(an_address_keeps_the_name_of_any_class)
{
    static const char *const names[] = { "3C & 3D", "50%", "C#", "1+2", "A=B",
        "say \"yes\"", "it's", "2 ብ", "कक्षा ३", "الصف ٤", "a/b?c", "<b>", "" };
    char words[301], to[PARAMS_ADDRESS];

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        check_address(names[i]);
    for (size_t i = 0; i < 100; i++)
        memcpy(words + 3 * i, "ብ", 3);
    words[300] = '\0';
    check_address(words);
    CHECK_TEXT(params_address("/week", "class", "4B", to), "/week?class=4B");
}
