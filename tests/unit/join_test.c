#include "test.h"
#include "text/join.h"

#include <stdlib.h>

static void
check_joined(const struct join_part *parts, int count, const char *want)
{
    char *text = NULL;

    CHECK(join_text(parts, count, &text) == OK);
    CHECK_TEXT(text, want);
    free(text);
}

TEST(a_picture_cut_between_two_parts_is_whole_again)
{
    const uint16_t a[] = { 'a', 0xD83D }, b[] = { 0xDE00, 'b' };
    const struct join_part parts[] = { { a, 2 }, { b, 2 } };

    check_joined(parts, 2, "a😀b");
}

TEST(an_escape_at_a_parts_border_is_of_the_next_parts_letter)
{
    const uint16_t a[] = { '5', 0x1B }, b[] = { 'e', 'x', 0x1B };
    const struct join_part euro[] = { { a, 2 }, { b, 2 } },
        none[] = { { a, 2 }, { b + 1, 1 } }, gone[] = { { a, 2 }, { NULL, 0 },
        { b, 3 } };

    check_joined(euro, 2, "5\u20acx");
    check_joined(none, 2, "5 x");
    check_joined(gone, 3, "5 [part 2 of 3 missing]ex ");
}

TEST(half_a_pair_becomes_a_replacement)
{
    const uint16_t a[] = { 0xD83D, 'x', 0xDE00, 0xD83D };
    const struct join_part parts[] = { { a, 4 } };

    check_joined(parts, 1, "\uFFFDx\uFFFD\uFFFD");
}

TEST(a_missing_part_says_so)
{
    const uint16_t a[] = { 'o', 'n', 'e', 0xD83D }, c[] = { 0xDE00, '3' };
    const struct join_part parts[] = { { a, 4 }, { NULL, 0 }, { c, 2 } };

    check_joined(parts, 3, "one\uFFFD[part 2 of 3 missing]\uFFFD3");
}

TEST(controls_go_and_line_ends_become_line_feeds)
{
    const uint16_t a[] = { 0xFEFF, 'a', 0, '\r', '\n', 'b', '\r', 'c', '\t', 7,
        0x85, 0x1B, 0xFFFE, '\f', 'd' };
    const struct join_part parts[] = { { a, 15 } };

    check_joined(parts, 1, "a\nb\nc  d");
}

TEST(a_line_end_over_a_seam_is_one)
{
    const uint16_t a[] = { 'a', '\r' }, b[] = { '\n', 'b' };
    const struct join_part parts[] = { { a, 2 }, { b, 2 } };

    check_joined(parts, 2, "a\nb");
}

TEST(nothing_joins_to_nothing)
{
    const uint16_t a[] = { 'a' };
    const struct join_part none = { a, 0 }, bad = { a, 161 };
    char *text;

    check_joined(&none, 1, "");
    CHECK(join_text(&none, 0, &text) == ERR_INPUT);
    CHECK(join_text(&bad, 1, &text) == ERR_INPUT);
    CHECK(join_text(&none, 256, &text) == ERR_INPUT);
}
