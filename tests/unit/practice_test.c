#include "test.h"

#include "web/view/practice.h"

#include <string.h>

static const char *
typed(const char *keys)
{
    static char text[40];
    char last = 0, next[40];

    text[0] = '\0';
    for (; *keys; keys++) {
        practice_key(text, *keys, last == *keys, next, sizeof(next));
        memcpy(text, next, sizeof(text));
        last = *keys;
    }
    return text;
}

TEST(the_keypad_types_as_a_basic_phone_does)
{
    CHECK_TEXT(typed("44"), "h");
    CHECK_TEXT(typed("4433555>555666"), "hello");
    CHECK_TEXT(typed("2222"), "2");
    CHECK_TEXT(typed("22222"), "a");
    CHECK_TEXT(typed("203"), "a d");
    CHECK_TEXT(typed("23<"), "a");
    CHECK_TEXT(typed("<<"), "");
}

TEST(the_keypad_takes_away_a_whole_letter_and_never_writes_too_far)
{
    char out[6];

    practice_key("a\xc3\xa9", '<', false, out, sizeof(out));
    CHECK_TEXT(out, "a");
    practice_key("abcde", '2', false, out, sizeof(out));
    CHECK_TEXT(out, "abcde");
    practice_key("abcdefgh", 'x', false, out, sizeof(out));
    CHECK_TEXT(out, "abcde");
}

TEST(without_a_practice_network_nothing_is_practised)
{
    struct config c = { .modems = 1 };

    CHECK(!practice_is_on(&c));
    strcpy(c.practice, "/nonexistent/socket");
    CHECK(!practice_is_on(&c));
    CHECK_INT(practice_ring(&c, "+254712000001"), ERR_GONE);
    CHECK_INT(practice_ring(&c, "1; quit"), ERR_INPUT);
    CHECK_INT(practice_text(&c, "+2547\nquit", "x"), ERR_INPUT);
}
