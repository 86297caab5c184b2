#include "modem/start.h"
#include "test.h"

static const char *
number_in(const char *text)
{
    static char out[24];

    return start_read_number(text, out, sizeof(out)) ? out : "";
}

TEST(a_sims_own_number_is_read_where_it_has_one)
{
    CHECK_TEXT(number_in("+CNUM: \"\",\"+254700000001\",145"), "+254700000001");
    CHECK_TEXT(number_in("+CNUM: \"Line, 1\",\"0700000001\",129\n"
        "+CNUM: \"Fax\",\"0700000002\",129"), "0700000001");
    CHECK_TEXT(number_in("+CNUM: \"\",\"\",255"), "");
    CHECK_TEXT(number_in("+CNUM: \"\",\"+2547\x1b[2J\",145"), "");
    CHECK_TEXT(number_in("+CNUM: \"\",\"+254700000001"), "");
    CHECK_TEXT(number_in("+CNUM: ,,"), "");
    CHECK_TEXT(number_in("+CNUM: \"\",\"1234567890123456789012345\",129"), "");
    CHECK_TEXT(number_in(""), "");
}
