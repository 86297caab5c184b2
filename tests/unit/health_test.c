#include "modem/health.h"
#include "test.h"

#include "base/clock.h"

TEST(registration_and_operator_are_read)
{
    char name[32];

    CHECK_INT(health_registered("+CREG: 0,1"), 1);
    CHECK_INT(health_registered("+CREG: 2,5,\"00C3\",\"1A2B\""), 5);
    CHECK_INT(health_registered("+CREG:0,1"), 1);
    CHECK_INT(health_registered("+CEREG: 0,1"), 1);
    CHECK_INT(health_registered("+CGREG: 0,10"), 10);
    CHECK_INT(health_registered("+COPS: 0,1"), -1);
    CHECK_INT(health_registered("+CREG: 1"), -1);
    CHECK_INT(health_registered("+CREG: 8,-2"), -1);
    CHECK(health_operator("+COPS: 0,0,\"Practice Net\",2", name, 32));
    CHECK_TEXT(name, "Practice Net");
    CHECK(health_operator("+COPS: 0,0,\"00530061006600610072\",2", name, 32));
    CHECK_TEXT(name, "Safar");
    CHECK(!health_operator("+COPS: 0", name, 32));
}

TEST(a_notice_beside_the_answer_and_each_form_of_it_is_read)
{
    static const struct {
        const char *text;
        int stat;
    } rows[] = {
        { "+CREG: 5,\"00C3\",\"1A2B\"\n+CREG: 2,1,\"00C3\",\"1A2B\",7", 1 },
        { "+CREG: 2,0\n+CREG: 1,\"00C3\",\"1A2B\"", 1 },
        { "+CREG: 5,00C3,1A2B", 5 }, { "+CREG: 2,1,00C3,1A2B", 1 },
        { "+CEREG: 4,\"FFFE\",\"01C3D201\",7", 4 },
        { "+CEREG: 10,\"1A2B\",\"01C3D201\",7", 10 },
        { "+CEREG: 2,9,\"1A2B\",\"01C3D201\",7,,,\"00000000\"", 9 },
        { "+CGREG: 0, 10", 10 }, { "+CEREG: 5,6,,,9", 6 },
        { "+CREG: 0,0\n+CGREG: 0,5", 5 }, { "+CREG: x,1", -1 },
        { "+CREG: 0,", -1 },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (health_registered(rows[i].text) != rows[i].stat)
            fail_msg("%s: %d", rows[i].text, health_registered(rows[i].text));
}

TEST(an_operators_name_is_read_with_and_without_quotes)
{
    static const char *const rows[][2] = {
        { "+COPS: 0,0,\"242 01 Telenor\",7", "242 01 Telenor" },
        { "+COPS: 0,2,\"24201\",9", "24201" }, { "+COPS: 0,2,24201,7", "24201" },
        { "+COPS: 1,0,Safaricom", "Safaricom" },
        { "+COPS: 0, 0, \"MTN, Uganda\"", "MTN, Uganda" },
        { "+COPS: 4,1,\"MTN-UG\",0", "MTN-UG" },
        { "+COPS: 0,0,\"004D0054004E\",7", "MTN" },
        { "+COPS: 0,0,\"\",7", "" }, { "+COPS: 0,0", "" }, { "+COPS: 2", "" },
        { "+COPS: 0,0,\"MTN", "" },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char name[32] = "";

        CHECK(health_operator(rows[i][0], name, sizeof(name))
            == (*rows[i][1] != '\0'));
        CHECK_TEXT(name, rows[i][1]);
    }
}

TEST(on_lte_the_signal_is_told_by_its_own_command)
{
    int32_t percent = -1, dbm = 0;

    CHECK(health_signal("+CESQ: 99,99,255,255,20,50", &percent, &dbm));
    CHECK_INT(dbm, -91);
    CHECK_INT(percent, 72);
    CHECK(health_signal("+CESQ: 99,99,40,20,255,255", &percent, &dbm));
    CHECK_INT(dbm, -81);
    CHECK(health_signal("+CESQ: 20,0,255,255,255,255", &percent, &dbm));
    CHECK_INT(dbm, -91);
    CHECK(!health_signal("+CESQ: 99,99,255,255,255,255", &percent, &dbm));
    CHECK(!health_signal("+CSQ: 20,99", &percent, &dbm));
    CHECK(health_signal("+CESQ: 99,99,255,255,20,1", &percent, &dbm));
    CHECK_INT(percent, 0);
}

TEST(texts_can_go_in_every_state_that_lets_them)
{
    static const int yes[] = { 1, 5, 6, 7, 9, 10 }, no[] = { -1, 0, 2, 3, 4,
        8, 11 };
    struct link_health h = { 0 };
    struct health mine;

    for (size_t i = 0; i < 6; i++) {
        h.registered = yes[i];
        CHECK(link_registered(&h));
    }
    for (size_t i = 0; i < 7; i++) {
        h.registered = no[i];
        CHECK(!link_registered(&h));
    }
    health_start(&mine);
    CHECK(health_text_went(&mine, 5000));
    mine.now.registered = 6;
    CHECK(!health_text_went(&mine, 6000));
}

TEST(a_lock_is_asked_for_only_where_no_network_was_ever_found)
{
    struct health h;

    health_start(&h);
    CHECK(!health_asks_lock(&h, HOUR));
    h.without = HOUR;
    h.now.registered = 2;
    CHECK(!health_asks_lock(&h, HOUR + 2 * MINUTE - 1));
    CHECK(health_asks_lock(&h, HOUR + 2 * MINUTE));
    h.now.registered = 3;
    CHECK(!health_asks_lock(&h, HOUR + 30 * SECOND - 1));
    CHECK(health_asks_lock(&h, HOUR + 30 * SECOND));
    h.asked = true;
    CHECK(!health_asks_lock(&h, HOUR + 30 * SECOND));
    h.asked = false;
    h.had = true;
    CHECK(!health_asks_lock(&h, 2 * HOUR));
}

TEST(what_cardlock_says_is_a_lock_or_none)
{
    CHECK(health_locked("^CARDLOCK: 1,10,0"));
    CHECK(health_locked("^CARDLOCK:1,8,63902"));
    CHECK(health_locked("^CARDLOCK: 3,0,0"));
    CHECK(!health_locked("^CARDLOCK: 2,10,0"));
    CHECK(!health_locked("^CARDLOCK: 0,10,0"));
    CHECK(!health_locked("^CARDLOCK: 12,10,0"));
    CHECK(!health_locked("^CARDLOCK:"));
    CHECK(!health_locked(""));
}
