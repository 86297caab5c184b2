/* Several names in one text. */
#include "test.h"

#include "text/lines.h"

TEST(lines_are_given_one_after_the_other_empty_ones_too)
{
    const char *at = "4B\n\n5A";
    size_t n = 9;

    CHECK(*lines_next(&at, &n) == '4');
    CHECK_INT(n, 2);
    CHECK(lines_next(&at, &n) != NULL);
    CHECK_INT(n, 0);
    CHECK(*lines_next(&at, &n) == '5');
    CHECK_INT(n, 2);
    CHECK(lines_next(&at, &n) == NULL);
    at = "";
    CHECK(lines_next(&at, &n) == NULL);
}

TEST(a_line_is_had_as_a_whole_only)
{
    CHECK(lines_have("4B\n5A", "4B"));
    CHECK(lines_have("4B\n5A", "5A"));
    CHECK(lines_have("\n4B\n5A\n", "5A"));
    CHECK(!lines_have("4B\n5A", "4"));
    CHECK(!lines_have("4B\n5A", "4B\n5A"));
    CHECK(!lines_have("14B", "4B"));
    CHECK(!lines_have("", "4B"));
}
