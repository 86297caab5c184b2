#include "modem/ussd_code.h"
#include "test.h"

static const char *
written(enum ussd_way way, const char *code)
{
    static char out[512];

    return ussd_code(way, code, out, sizeof(out)) ? out : "";
}

TEST(a_code_is_written_in_each_of_three_ways)
{
    CHECK_TEXT(written(USSD_WAY_UCS2, "*100#"),
        "AT+CUSD=1,\"002A0031003000300023\",15");
    CHECK_TEXT(written(USSD_WAY_LETTERS, "*100#"), "AT+CUSD=1,\"*100#\",15");
    CHECK_TEXT(written(USSD_WAY_PACKED, "*100#"),
        "AT+CUSD=1,\"AA180C3602\",15");
    CHECK_TEXT(written(USSD_WAY_PACKED, "1"), "AT+CUSD=1,\"31\",15");
    /* Seven letters leave a septet free: CR, or the modem reads an "@". */
    CHECK_TEXT(written(USSD_WAY_PACKED, "*12345#"),
        "AT+CUSD=1,\"AA986C46AB8D1A\",15");
    CHECK_TEXT(written(USSD_WAY_LETTERS, ""), "");
    CHECK_TEXT(written(USSD_WAY_LETTERS, "\"1"), "");
    CHECK_TEXT(written(USSD_WAY_UCS2, "\xc3\xa9"), "");
}

TEST(the_way_that_worked_last_is_tried_first)
{
    for (int known = -1; known <= 4; known++) {
        bool seen[LINK_USSD_WAYS + 1] = { false };

        for (int n = 0; n < LINK_USSD_WAYS; n++) {
            enum ussd_way way = ussd_way_try(n, known);

            CHECK(way >= 1 && (int)way <= LINK_USSD_WAYS && !seen[way]);
            seen[way] = true;
        }
        CHECK_INT(ussd_way_try(LINK_USSD_WAYS, known), USSD_WAY_UNKNOWN);
        if (known >= 1 && known <= LINK_USSD_WAYS)
            CHECK_INT(ussd_way_try(0, known), known);
    }
}
