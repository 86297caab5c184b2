#include "modem/announce.h"
#include "test.h"

#include <string.h>

static const char *
chosen(const char *listed, bool direct)
{
    static char out[32];

    out[0] = '\0';
    return announce_choose(listed, direct, out, sizeof(out)) ? out : "";
}

TEST(each_value_is_one_that_is_listed)
{
    static const struct {
        const char *listed, *stored, *direct;
    } rows[] = {
        { "+CNMI: (0,1,2),(0,1,2,3),(0,2,3),(0,1,2),(0,1)",
            "AT+CNMI=2,1,0,2,0", "AT+CNMI=2,1,0,1,0" },
        { "+CNMI: (0-2),(0,1,3),(0),(0,1),(0,1)", "AT+CNMI=2,1,0,1,0",
            "AT+CNMI=2,1,0,1,0" },
        { "+CNMI: (2),(0-1,3),(0,2),(0-1),(0)", "AT+CNMI=2,1,0,1,0",
            "AT+CNMI=2,1,0,1,0" },
        { "+CNMI: (0-3),(0,1),(0,2,3),(0,2),(1)", "AT+CNMI=2,1,0,2,1",
            "AT+CNMI=2,1,0,2,1" },
        { "+CNMI: (0-3),(0-3),(0,2),(0,1),(0,1)", "AT+CNMI=2,1,0,1,0",
            "AT+CNMI=2,1,0,1,0" },
        { "+CNMI: (0,1),(0,1),(0),(0,1,2),(1)", "AT+CNMI=1,1,0,2,1",
            "AT+CNMI=1,1,0,1,1" },
        { "+CNMI:(3),(2),(2,3),(0),(0,1)", "AT+CNMI=3,2,2,0,0",
            "AT+CNMI=3,2,2,0,0" },
        { "+CNMI: (0, 1, 2),( 1 ),(0)", "AT+CNMI=2,1,0,0,0",
            "AT+CNMI=2,1,0,0,0" },
        { "+CNMI: 2,1,0,0,0", "", "" },
        { "", "", "" },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        CHECK_TEXT(chosen(rows[i].listed, false), rows[i].stored);
        CHECK_TEXT(chosen(rows[i].listed, true), rows[i].direct);
    }
}

TEST(a_store_is_named_in_whatever_brackets)
{
    CHECK(announce_has_store("+CPMS: (\"SM\",\"BM\",\"SR\"),(\"SM\")", "SR"));
    CHECK(announce_has_store("+CPMS: ((\"SM\",\"SR\"),(\"SM\"))", "SR"));
    CHECK(announce_has_store("+CPMS: \"ME\",\"MT\",\"SM\"", "SM"));
    CHECK(!announce_has_store("+CPMS: (),(),()", "SR"));
    CHECK(!announce_has_store("\"SR\"", "SR"));
}
