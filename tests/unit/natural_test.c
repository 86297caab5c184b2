/* The order of classes as people write them down. */
#include "test.h"

#include "text/natural.h"

#include <string.h>

static int
order(const char *a, const char *b)
{
    int way = natural_order(a, strlen(a), b, strlen(b));

    return (way > 0) - (way < 0);
}

TEST(classes_stand_as_a_school_writes_them_down)
{
    static const char *const rows[] = { "", "1A", "1B", "2A", "2B", "02B", "10A",
        "11", "Form 1 East", "Form 2", "Form 10", "Grade 9", "Grade 12", "S.1",
        "S.10", "Standard 1", "Std 3", "Std 3 Blue", "p1", "p7", "\xc3\x89 1",
        "\xd8\xa7\xd9\x84\xd8\xb5\xd9\x81 2", "\xd8\xa7\xd9\x84\xd8\xb5\xd9\x81 11" };
    const int n = sizeof(rows) / sizeof(rows[0]);

    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++)
            CHECK_INT(order(rows[i], rows[j]), (i > j) - (i < j));
}

TEST(a_number_of_any_length_is_compared_whole)
{
    CHECK_INT(order("99999999999999999999998", "99999999999999999999999"), -1);
    CHECK_INT(order("100000000000000000000000", "99999999999999999999999"), 1);
    CHECK_INT(order("0", "00"), -1);
    CHECK_INT(order("00", "00"), 0);
    CHECK_INT(order("A0", "A00x"), -1);
}
