/* The dongle's power, at the pin: rules of firmware/modem.h. */
#include "sim.h"
#include "unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double
off_for(struct sim *s, uint64_t at_most_ms)
{
    uint64_t since = s->changed[SIM_MODEM_EN];

    CHECK(!s->out[SIM_MODEM_EN]);
    CHECK(sim_wait_out(s, SIM_MODEM_EN, true, at_most_ms));
    return (double)(s->changed[SIM_MODEM_EN] - since) / 1000;
}

TEST(a_cycle_cuts_for_as_long_as_asked_and_proves_it)
{
    struct sim *s = sim_greeted(0);
    double ms;
    int proved, lowest, told;

    CHECK_TEXT(sim_ask(s, "MO,C,3000"), "MO,C,3000");
    CHECK(sim_flag(s, BOARD_FLAG_MODEM_CYCLING));
    CHECK(!sim_flag(s, BOARD_FLAG_MODEM_ON));
    ms = off_for(s, 4000);
    CHECK(ms >= 3000 && ms <= 3040);
    CHECK(sscanf(sim_event(s, "MC", 1000), "%d,%d,%d", &proved, &lowest,
                 &told) == 3);
    CHECK_INT(proved, 1);
    CHECK(lowest < 700);
    CHECK(told >= 3000 && told <= 3040);
    CHECK(strncmp(sim_ask(s, "CT"), "CT,1,0,0,1,0,", 13) == 0);
    sim_free(s);
}

TEST(without_a_time_the_setting_holds)
{
    struct sim *s = sim_greeted(0);
    double ms;

    CHECK_TEXT(sim_ask(s, "CF,offtime,2000"), "CF,offtime,2000");
    CHECK_TEXT(sim_ask(s, "MO,C"), "MO,C");
    ms = off_for(s, 3000);
    CHECK(ms >= 2000 && ms <= 2040);
    sim_free(s);
}

TEST(a_cycle_that_leaves_power_on_the_dongle_is_not_proved)
{
    struct sim *s = sim_greeted(0);
    double ms;

    s->leak = 1400;             /* back through the data lines */
    sim_ask(s, "MO,C,2000");
    ms = off_for(s, 9000);
    CHECK(ms >= 6990 && ms <= 7040);    /* five seconds of hope */
    CHECK(strncmp(sim_event(s, "MC", 1000), "0,1", 3) == 0);
    CHECK(strncmp(sim_ask(s, "CT"), "CT,1,0,0,0,1,", 13) == 0);
    sim_free(s);
}

TEST(off_times_out_of_1_to_60_seconds_are_refused)
{
    struct sim *s = sim_greeted(0);

    CHECK_TEXT(sim_ask(s, "MO,C,999"), "ER,4");
    CHECK_TEXT(sim_ask(s, "MO,C,60001"), "ER,4");
    CHECK_TEXT(sim_ask(s, "MO,C,4294967295"), "ER,4");
    CHECK_TEXT(sim_ask(s, "MO,C,-1"), "ER,3");
    CHECK_TEXT(sim_ask(s, "MO,C,"), "ER,3");
    CHECK_TEXT(sim_ask(s, "MO,2"), "ER,3");
    CHECK_TEXT(sim_ask(s, "MO,CC"), "ER,3");
    CHECK_TEXT(sim_ask(s, "MO"), "ER,3");
    CHECK(s->out[SIM_MODEM_EN]);
    CHECK_INT(s->rises[SIM_MODEM_EN], 0);
    sim_free(s);
}

TEST(the_longest_cut_is_never_longer_than_60_seconds)
{
    struct sim *s = sim_greeted(0);
    double ms;

    s->leak = 2000;
    CHECK_TEXT(sim_ask(s, "MO,C,60000"), "MO,C,60000");
    ms = off_for(s, 70000);
    CHECK(ms >= 59900 && ms <= 60000);
    sim_free(s);
}

TEST(off_ends_by_itself_after_60_seconds)
{
    struct sim *s = sim_greeted(0);
    double ms;

    CHECK_TEXT(sim_ask(s, "MO,0"), "MO,0");
    sim_run_ms(s, 30000);
    CHECK_TEXT(sim_ask(s, "MO,0"), "MO,0");     /* and is not prolonged */
    ms = off_for(s, 40000);
    CHECK(ms >= 59900 && ms <= 60000);
    sim_free(s);
}

TEST(off_and_on_again_takes_a_second_at_least)
{
    struct sim *s = sim_greeted(0);
    double ms;

    CHECK_TEXT(sim_ask(s, "MO,0"), "MO,0");
    CHECK_TEXT(sim_ask(s, "MO,1"), "MO,1");
    ms = off_for(s, 2000);
    CHECK(ms >= 1000 && ms <= 1040);
    CHECK_TEXT(sim_ask(s, "MO,1"), "MO,1");
    sim_free(s);
}

TEST(between_two_cuts_the_dongle_is_on_for_30_seconds)
{
    struct sim *s = sim_greeted(0);

    sim_ask(s, "MO,C,1000");
    CHECK_TEXT(sim_ask(s, "MO,C,1000"), "ER,5");
    CHECK_TEXT(sim_ask(s, "MO,0"), "ER,5");
    CHECK_TEXT(sim_ask(s, "MO,1"), "ER,5");
    CHECK(sim_event(s, "MC", 3000) != NULL);
    sim_run_ms(s, 28000);
    CHECK_TEXT(sim_ask(s, "MO,C,1000"), "ER,7");
    CHECK_TEXT(sim_ask(s, "MO,0"), "ER,7");
    CHECK(s->out[SIM_MODEM_EN]);
    sim_run_ms(s, 2000);
    CHECK_TEXT(sim_ask(s, "MO,C,1000"), "MO,C,1000");
    sim_free(s);
}

TEST(the_seventh_cut_in_an_hour_is_refused)
{
    struct sim *s = sim_greeted(0);

    for (int i = 0; i < 6; i++) {
        CHECK_TEXT(sim_ask(s, i % 2 ? "MO,0" : "MO,C,1000"),
                   i % 2 ? "MO,0" : "MO,C,1000");
        sim_ask(s, "MO,1");
        sim_run_ms(s, 60000);
    }
    CHECK_TEXT(sim_ask(s, "MO,C,1000"), "ER,7");
    sim_run_ms(s, 3600000 - 6 * 60000 - 10000);
    CHECK_TEXT(sim_ask(s, "MO,C,1000"), "ER,7");
    sim_run_ms(s, 11000);
    CHECK_TEXT(sim_ask(s, "MO,C,1000"), "MO,C,1000");
    sim_run_ms(s, 32000);
    CHECK_TEXT(sim_ask(s, "MO,C,1000"), "ER,7");        /* the second's hour */
    sim_free(s);
}

/* A short asks for the next cut at the very moment that the limits allow, so
 * the pin shows what the firmware's own clock makes of 30 s and of an hour. */
TEST(a_cut_at_the_first_moment_is_not_a_microsecond_early)
{
    struct sim *s = sim_greeted(0);
    uint64_t first, on, rest;

    CHECK_TEXT(sim_ask(s, "MO,C,1000"), "MO,C,1000");
    first = s->changed[SIM_MODEM_EN];
    s->fault = true;
    for (int cuts = 1; cuts <= 6; cuts++) {
        CHECK(sim_wait_out(s, SIM_MODEM_EN, true, 61000));
        on = s->changed[SIM_MODEM_EN];
        CHECK(sim_wait_out(s, SIM_MODEM_EN, false, 3600000));
        rest = s->changed[SIM_MODEM_EN] - on;
        CHECK(rest >= 30000000);
        CHECK(rest < 30050000 || cuts == 6);
    }
    CHECK(s->changed[SIM_MODEM_EN] - first >= 3600000000u);
    CHECK(s->changed[SIM_MODEM_EN] - first < 3600050000u);
    sim_free(s);
}

TEST(the_limits_hold_over_a_reset_of_the_board)
{
    struct sim *s = sim_greeted(0);

    sim_ask(s, "MO,C,1000");
    CHECK(sim_event(s, "MC", 3000) != NULL);
    sim_reset(s);
    sim_greet(s);
    CHECK_TEXT(sim_ask(s, "MO,C,1000"), "ER,7");
    sim_run_ms(s, 31000);
    CHECK_TEXT(sim_ask(s, "MO,C,1000"), "MO,C,1000");
    sim_free(s);
}

TEST(a_reset_in_the_middle_of_a_cut_leaves_the_dongle_on)
{
    struct sim *s = sim_greeted(0);

    sim_ask(s, "MO,C,10000");
    sim_run_ms(s, 3000);
    sim_reset(s);
    CHECK(s->out[SIM_MODEM_EN]);
    sim_run_ms(s, 20000);
    CHECK(s->out[SIM_MODEM_EN]);
    CHECK_INT(s->rises[SIM_MODEM_EN], 1);
    CHECK(strncmp(sim_event(s, "MC", 3000), "1,", 2) == 0);
    sim_free(s);
}

TEST(with_the_host_off_the_dongle_gets_no_power)
{
    struct sim *s = sim_greeted(0);

    s->host_vbus = false;
    sim_run_ms(s, 1800);
    CHECK(s->out[SIM_MODEM_EN]);        /* a hub that starts anew */
    sim_run_ms(s, 400);
    CHECK(!s->out[SIM_MODEM_EN]);
    CHECK_TEXT(sim_ask(s, "MO,1"), "ER,7");
    sim_run_ms(s, 300000);
    CHECK(!s->out[SIM_MODEM_EN]);
    s->host_vbus = true;
    CHECK(sim_wait_out(s, SIM_MODEM_EN, true, 2200));
    sim_free(s);
}

/* 0.1 ms after the pin turned, when little of it was noted. */
TEST(a_hang_just_as_the_switch_goes_off_leaves_the_dongle_its_rest)
{
    struct sim *s = sim_greeted(0);

    s->host_vbus = false;
    CHECK(sim_wait_out(s, SIM_MODEM_EN, false, 2200));
    sim_hang(s, false);
    s->host_vbus = true;
    CHECK(sim_wait(s, "!0,HI", 2000) != NULL);
    CHECK(s->out[SIM_MODEM_EN]);
    sim_greet(s);
    CHECK_TEXT(sim_ask(s, "MO,C,1000"), "ER,7");
    sim_free(s);
}

TEST(a_board_without_that_wire_is_told_so)
{
    struct sim *s = sim_greeted(0);

    CHECK_TEXT(sim_ask(s, "CF,hostvbus,0"), "CF,hostvbus,0");
    s->host_vbus = false;
    sim_run_ms(s, 5000);
    CHECK(s->out[SIM_MODEM_EN]);
    sim_free(s);
}

TEST(a_short_on_the_dongle_is_told_and_rested)
{
    struct sim *s = sim_greeted(0);

    s->fault = true;
    CHECK(sim_event(s, "MF", 500) != NULL);
    CHECK(s->out[SIM_MODEM_EN]);
    sim_run_ms(s, 2000);
    CHECK(!s->out[SIM_MODEM_EN]);
    s->fault = false;
    sim_run_ms(s, 61000);
    CHECK(s->out[SIM_MODEM_EN]);
    sim_free(s);
}

TEST(a_switch_that_gives_no_power_is_told)
{
    struct sim *s = sim_greeted(0);

    sim_ask(s, "MO,C,1000");
    s->full = 3900;
    CHECK(sim_event(s, "MC", 3000) != NULL);
    CHECK(atoi(sim_event(s, "MN", 4000)) > 3800);
    sim_free(s);
}

TEST(a_request_that_is_repeated_acts_once)
{
    struct sim *s = sim_greeted(0);
    char first[64];

    snprintf(first, sizeof first, "%s", sim_ask(s, "MO,C,1000"));
    for (int i = 0; i < 3; i++) {
        sim_run_ms(s, 300);
        sim_say_again(s, "MO,C,1000");
        CHECK(sim_wait(s, "MO,C,1000", 300) != NULL);
    }
    sim_run_ms(s, 60000);
    CHECK_INT(s->rises[SIM_MODEM_EN], 1);
    CHECK_TEXT(first, "MO,C,1000");
    sim_free(s);
}

TEST(another_major_version_switches_no_power)
{
    struct sim *s = sim_new(NULL);

    sim_wait(s, "HI", 500);
    CHECK_TEXT(sim_ask(s, "MO,C,1000"), "ER,7");        /* nobody said HI */
    CHECK(strncmp(sim_ask(s, "HI,2,0,1"), "HI,1,0,", 7) == 0);
    CHECK_TEXT(sim_ask(s, "MO,0"), "ER,7");
    CHECK_TEXT(sim_ask(s, "SD,0,0"), "ER,7");
    CHECK_TEXT(sim_ask(s, "CF,grace"), "ER,7");
    CHECK(strncmp(sim_ask(s, "ST"), "ST,", 3) == 0);    /* frozen */
    CHECK(strncmp(sim_ask(s, "HB"), "ST,", 3) == 0);
    CHECK(strncmp(sim_ask(s, "TM"), "TM,", 3) == 0);
    CHECK_INT(s->rises[SIM_MODEM_EN], 0);
    CHECK(strncmp(sim_ask(s, "HI,1,7,1"), "HI,1,0,", 7) == 0);
    CHECK_TEXT(sim_ask(s, "MO,C,1000"), "MO,C,1000");
    sim_free(s);
}
