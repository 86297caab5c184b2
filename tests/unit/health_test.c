#include "modem/health.h"
#include "test.h"

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
