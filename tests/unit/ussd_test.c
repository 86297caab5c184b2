#include "modem/ussd.h"
#include "test.h"

#include <string.h>

static const char *
read_as(const char *line, int32_t *status)
{
    static char text[512];

    CHECK(ussd_read(line, status, text, sizeof(text)) == OK);
    return text;
}

TEST(a_ussd_answer_is_read_in_every_dialect)
{
    int32_t m;

    CHECK_TEXT(read_as("+CUSD: 0,\"Balance 5.00\",15", &m), "Balance 5.00");
    CHECK_INT(m, 0);
    CHECK_TEXT(read_as("+CUSD: 1,\"1 Data\n2 Airtime\",15", &m),
        "1 Data\n2 Airtime");
    CHECK_INT(m, 1);
    CHECK_TEXT(read_as("+CUSD: 0,\"00420061006C\",72", &m), "Bal");
    CHECK_TEXT(read_as("+CUSD: 0,\"12301208\",72", &m), "\xe1\x88\xb0\xe1\x88\x88");
    CHECK_TEXT(read_as("+CUSD: 0,\"E8329BFD4697D9EC37\",15", &m),
        "hellohello");
    CHECK_TEXT(read_as("+CUSD: 0,\"0712345678\",15", &m), "0712345678");
    CHECK_TEXT(read_as("+CUSD: 0,\"255754322876\",15", &m), "255754322876");
    CHECK_TEXT(read_as("+CUSD: 0,\"35353535353535\",0", &m), "35353535353535");
    CHECK_TEXT(read_as("+CUSD: 0,255754322876", &m), "255754322876");
    CHECK_TEXT(read_as("+CUSD: 2", &m), "");
    CHECK_INT(m, 2);
    CHECK_TEXT(read_as("+CUSD: 0,\"\",15", &m), "");
}

TEST(what_is_no_ussd_answer_is_refused)
{
    char text[16];
    int32_t m;

    CHECK(ussd_read("+CUSD: 9,\"x\",15", &m, text, sizeof(text)) == ERR_INPUT);
    CHECK(ussd_read("+CUSD:", &m, text, sizeof(text)) == ERR_INPUT);
    CHECK(ussd_read("+CUSD: 0,\"a text that is longer than the room\",15", &m,
        text, sizeof(text)) == OK);
    CHECK(strlen(text) < sizeof(text));
}

TEST(dialects_of_answers_are_read)
{
    int32_t m;

    CHECK_TEXT(read_as("+CUSD: 0, \"Balance 5.00\", 15", &m), "Balance 5.00");
    CHECK_TEXT(read_as("+CUSD: 0,Balance 5.00,15", &m), "Balance 5.00");
    CHECK_TEXT(read_as("+CUSD: 0,Balance 5.00", &m), "Balance 5.00");
    CHECK_TEXT(read_as("+CUSD: 1,1 Data, 2 Airtime,0", &m), "1 Data, 2 Airtime");
    CHECK_TEXT(read_as("+CUSD: 0,\"00420061006C\",15", &m), "Bal");
    /* Octets of eight bits, whatever the coding scheme says. */
    CHECK_TEXT(read_as("+CUSD: 0,\"42616C\",68", &m), "Bal");
    CHECK_TEXT(read_as("+CUSD: 0,\"42616C616E636520352E3030\",15", &m),
        "Balance 5.00");
    CHECK_TEXT(read_as("+CUSD: 0,\"42616C616E636520352E3030\",0", &m),
        "Balance 5.00");
    CHECK_TEXT(read_as("+CUSD: 0,\"E8329BFD4697D9EC37\",0", &m), "hellohello");
    CHECK_TEXT(read_as("+CUSD: 4", &m), "");
    /* Without quotes of its own, and some inside. */
    CHECK_TEXT(read_as("+CUSD: 1,Say \"yes\" or \"no\", then 1,15", &m),
        "Say \"yes\" or \"no\", then 1");
    CHECK_TEXT(read_as("+CUSD: 1,\"yes\" is 1,15", &m), "\"yes\" is 1");
    CHECK_TEXT(read_as("+CUSD: 0,\"Say \"yes\"\",15", &m), "Say \"yes\"");
    CHECK_TEXT(read_as("+CUSD: 0,\"Say \"yes\"\"", &m), "Say \"yes\"");
    CHECK_TEXT(read_as("+CUSD: 0,\"not closed", &m), "not closed");
}

TEST(a_packed_answer_with_signs_behind_an_escape_is_read)
{
    int32_t m;

    CHECK_TEXT(read_as("+CUSD: 0,\"C2305B07DA946B2CD08687DFF8401B547E93026D7A"
                       "7A\",15", &m), "Bal: \xe2\x82\xac" "5, [x] {y} ~z");
}

TEST(a_number_is_no_letter_of_another_script)
{
    int32_t m;

    CHECK_TEXT(read_as("+CUSD: 0,\"1250\",15", &m), "1250");
    CHECK_TEXT(read_as("+CUSD: 0,\"0712\",0", &m), "0712");
    CHECK_TEXT(read_as("+CUSD: 0,\"67126734\",15", &m), "67126734");
    CHECK_TEXT(read_as("+CUSD: 0,\"003100300030\",15", &m), "100");
    CHECK_TEXT(read_as("+CUSD: 0,\"1250\",72", &m), "\xe1\x89\x90");
}

TEST(a_sign_of_money_stands_in_any_script)
{
    int32_t m;

    CHECK_TEXT(read_as("+CUSD: 0,\"092C0948002020B90035\",15", &m),
        "\xe0\xa4\xac\xe0\xa5\x88 \xe2\x82\xb9" "5");
    CHECK_TEXT(read_as("+CUSD: 0,\"20A60031003220190073\",0", &m),
        "\xe2\x82\xa6" "12\xe2\x80\x99s");
    CHECK_TEXT(read_as("+CUSD: 0,\"01101ED300200035\",15", &m),
        "\xc4\x90\xe1\xbb\x93 5");
}

TEST(an_answer_in_more_octets_than_there_is_room_for_is_cut)
{
    enum { OCTETS = 470, KEPT = 400 };
    char line[2 * OCTETS + 32] = "+CUSD: 0,\"", want[KEPT + 1];
    int32_t m;

    for (int i = 0; i < OCTETS; i++)
        strcat(line, "64");
    strcat(line, "\",68");
    memset(want, 'd', KEPT);
    want[KEPT] = '\0';
    CHECK_TEXT(read_as(line, &m), want);
}

/* TS 23.038 §5: "en" and the end of a line; "en" packed into one unit. */
TEST(the_language_in_front_of_an_answer_is_no_part_of_it)
{
    int32_t m;

    CHECK_TEXT(read_as("+CUSD: 0,\"657743186683AA5A\",16", &m), "Bal UZ");
    CHECK_TEXT(read_as("+CUSD: 0,\"653700420061006C\",17", &m), "Bal");
    CHECK_TEXT(read_as("+CUSD: 0,\"00420061006C\",17", &m), "Bal");
}

TEST(an_answer_in_utf_8_or_with_a_blank_before_its_scheme_is_read)
{
    int32_t m;

    CHECK_TEXT(read_as("+CUSD: 0,\"Cr\xc3\xa9" "dit: 500F\",15", &m),
        "Cr\xc3\xa9" "dit: 500F");
    CHECK_TEXT(read_as("+CUSD: 0,\"Cr\xe9" "dit\",15", &m),
        "Cr\xc3\xa9" "dit");
    CHECK_TEXT(read_as("+CUSD: 0,\"12301208\" ,72", &m),
        "\xe1\x88\xb0\xe1\x88\x88");
}
