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
