/* A host that is off comes back: the second half of firmware/host.h. */
#include "sim.h"
#include "unit/test.h"

#include <string.h>

/* SD on an empty battery, no adaptor: 11.2 V, and the host is off. */
static struct sim *
halted_on_battery(void)
{
    struct sim *s = sim_greeted(0);

    s->adaptor = 0;
    sim_ask(s, "HB,120");
    s->battery = 11200;
    CHECK(sim_event(s, "BC", 40000) != NULL);
    CHECK_TEXT(sim_ask(s, "SD,120,0"), "SD,120,0");
    sim_run_ms(s, 600000);
    CHECK_INT(s->rises[SIM_HOST_CUT] + s->rises[SIM_HOST_RST], 0);
    return s;
}

TEST(a_host_halted_on_battery_is_fed_again_when_the_battery_is_good_again)
{
    struct sim *s = halted_on_battery();
    uint64_t good = sim_us(s);

    s->battery = 13400;
    CHECK(sim_wait_out(s, SIM_HOST_CUT, true, 86400 * 1000));
    CHECK(s->changed[SIM_HOST_CUT] - good >= 600000000);
    CHECK(s->changed[SIM_HOST_CUT] - good <= 602000000);
    CHECK_TEXT(sim_event(s, "HR", 3000), "0,2,2");
    CHECK(sim_wait_out(s, SIM_HOST_CUT, false, 11000));
    sim_run_ms(s, 60000);
    sim_ask(s, "HB,120");
    CHECK(sim_beat(s, 3600));
    CHECK_INT(s->rises[SIM_HOST_CUT], 1);
    CHECK_INT(s->rises[SIM_HOST_RST], 0);
    sim_free(s);
}

TEST(a_battery_that_is_good_for_moments_feeds_nobody)
{
    struct sim *s = halted_on_battery();

    for (int i = 0; i < 6; i++) {       /* clouds */
        s->battery = 13400;
        sim_run_ms(s, 590000);
        s->battery = 11600;
        sim_run_ms(s, 40000);
    }
    s->battery = 12000;         /* no more critical, and not good */
    sim_run_ms(s, 3600000);
    CHECK_INT(s->rises[SIM_HOST_CUT] + s->rises[SIM_HOST_RST], 0);
    sim_free(s);
}

TEST(how_long_the_battery_must_be_good_can_be_set)
{
    struct sim *s = halted_on_battery();
    uint64_t good;

    CHECK_TEXT(sim_ask(s, "CF,batwait"), "CF,batwait,10");
    CHECK_TEXT(sim_ask(s, "CF,batwait,0"), "CF,batwait,0");
    s->battery = 13400;
    sim_run_ms(s, 3700 * 1000);         /* never by the battery */
    CHECK_INT(s->rises[SIM_HOST_CUT], 0);
    s->battery = 11200;
    sim_run_ms(s, 60000);
    CHECK_TEXT(sim_ask(s, "CF,batwait,25"), "CF,batwait,25");
    CHECK_TEXT(sim_ask(s, "CF,batwait,241"), "ER,4");
    s->battery = 13400;
    good = sim_us(s);
    CHECK(sim_wait_out(s, SIM_HOST_CUT, true, 1600000));
    CHECK(s->changed[SIM_HOST_CUT] - good >= 1500000000);
    sim_free(s);
}

TEST(a_battery_that_nobody_saw_empty_has_to_be_good_for_an_hour)
{
    struct sim *s = sim_greeted(0);
    uint64_t said;

    s->adaptor = 0;             /* the sun came before SD did */
    sim_run_ms(s, 3000);
    sim_ask(s, "HB,120");
    sim_ask(s, "SD,60,0");
    said = sim_us(s);
    CHECK(sim_wait_out(s, SIM_HOST_CUT, true, 3700000));
    CHECK(s->changed[SIM_HOST_CUT] - said >= 3590000000);
    sim_free(s);
}

TEST(flickering_mains_on_an_empty_battery_starts_nothing_for_five_minutes)
{
    struct sim *s = halted_on_battery();
    uint64_t steady;

    for (int i = 0; i < 60; i++) {      /* dips shorter than "mains lost" */
        s->adaptor = 13800;
        s->battery = 13200;             /* the charger lifts it at once */
        sim_run_ms(s, 45000);
        s->adaptor = 0;
        sim_run_ms(s, i % 2 ? 1200 : 5000);
        s->battery = 11300;
        sim_run_ms(s, i % 2 ? 400 : 5000);
    }
    CHECK_INT(s->rises[SIM_HOST_CUT] + s->rises[SIM_HOST_RST], 0);
    s->adaptor = 13800;
    s->battery = 12000;
    steady = sim_us(s);
    CHECK(sim_wait_out(s, SIM_HOST_CUT, true, 310000));
    CHECK(s->changed[SIM_HOST_CUT] - steady >= 300000000);
    CHECK_TEXT(sim_event(s, "HR", 3000), "0,2,1");
    sim_free(s);
}

TEST(the_wait_for_power_goes_on_over_a_reset_of_the_board)
{
    struct sim *s = halted_on_battery();

    sim_reset(s);
    CHECK(sim_flag(s, BOARD_FLAG_GOING_DOWN));
    s->battery = 13400;
    CHECK(!sim_wait_out(s, SIM_HOST_CUT, true, 599000));
    CHECK(sim_wait_out(s, SIM_HOST_CUT, true, 4000));
    sim_free(s);
}

/* Is nothing done to the host for so long? */
static bool
left_alone(struct sim *s, uint64_t seconds)
{
    long before = s->rises[SIM_HOST_CUT] + s->rises[SIM_HOST_RST];

    sim_run_ms(s, seconds * 1000);
    return s->rises[SIM_HOST_CUT] + s->rises[SIM_HOST_RST] == before;
}

TEST(a_host_that_does_not_come_up_after_a_restart_gets_its_feed_cut)
{
    static const char *const ways[] = { "DA", "SD,30,2" };

    for (int i = 0; i < 2; i++) {
        struct sim *s = sim_greeted(0);
        uint64_t at;

        sim_ask(s, "HB,120");
        at = sim_us(s);
        CHECK_TEXT(sim_ask(s, ways[i]), ways[i]);
        CHECK(sim_next_reset(s, SIM_HOST_CUT, 1800, &at));
        CHECK_TEXT(sim_event(s, "HR", 3000), "1,2,3");
        if (i == 0)             /* later ones: unit/firmware_app_test.c */
            CHECK(sim_next_reset(s, SIM_HOST_CUT, 3600, &at));
        CHECK_INT(s->rises[SIM_HOST_RST], 0);
        sim_free(s);
    }
}

TEST(a_host_that_comes_up_in_time_is_left_alone)
{
    struct sim *s = sim_greeted(0);

    sim_ask(s, "HB,120");
    sim_ask(s, "DA");
    CHECK(left_alone(s, 1700));
    CHECK(sim_beat(s, 1200));
    sim_ask(s, "DA");
    CHECK(left_alone(s, 1790));
    CHECK(sim_wait_out(s, SIM_HOST_CUT, true, 12000));
    CHECK(sim_beat(s, 700));
    sim_ask(s, "DA");           /* and after it came up, anew from the start */
    CHECK(left_alone(s, 1790));
    CHECK(sim_wait_out(s, SIM_HOST_CUT, true, 12000));
    sim_free(s);
}

/* A board that gets power again, with what its EEPROM holds. */
static struct sim *
power_again(struct sim *s)
{
    uint8_t eeprom[1024];

    sim_run_ms(s, 500);
    sim_eeprom(s, eeprom);
    sim_free(s);
    s = sim_new(eeprom);
    sim_greet(s);
    return s;
}

TEST(a_host_that_beat_before_power_went_has_to_come_up_with_it)
{
    struct sim *s = power_again(sim_greeted(0));
    uint64_t at;

    CHECK(left_alone(s, 3600));     /* it never beat */
    sim_ask(s, "HB,120");
    s = power_again(s);
    at = 120000;                /* it looks at its image first */
    CHECK(sim_next_reset(s, SIM_HOST_CUT, 1800, &at));
    CHECK(sim_next_reset(s, SIM_HOST_CUT, 3600, &at));
    sim_free(s);
}

TEST(a_reset_of_the_board_is_no_new_start_of_that_wait)
{
    struct sim *s = sim_greeted(0);

    sim_ask(s, "HB,120");
    sim_ask(s, "DA");
    CHECK(left_alone(s, 900));
    sim_reset(s);
    CHECK(left_alone(s, 890));
    CHECK(sim_wait_out(s, SIM_HOST_CUT, true, 15000));
    sim_reset(s);               /* nor does it forget the first cut */
    CHECK(left_alone(s, 3500));
    CHECK(sim_wait_out(s, SIM_HOST_CUT, true, 110000));
    sim_free(s);
}

TEST(a_host_that_somebody_turned_off_is_not_started_also_after_power_was_away)
{
    struct sim *s = sim_greeted(0);

    sim_ask(s, "HB,120");
    CHECK_TEXT(sim_ask(s, "SD,30,1"), "SD,30,1");
    CHECK_TEXT(sim_ask(s, "DA"), "DA");         /* the daemon ends */
    CHECK(left_alone(s, 3600));
    s = power_again(s);
    CHECK(left_alone(s, 3600));
    sim_ask(s, "HB,120");       /* somebody turned it on */
    sim_ask(s, "DA");
    CHECK(sim_wait_out(s, SIM_HOST_CUT, true, 1801000));
    sim_free(s);
}

TEST(a_daemon_that_ends_after_sd_changes_nothing_of_it)
{
    struct sim *s = halted_on_battery();

    sim_ask(s, "DA");
    CHECK(left_alone(s, 3600));     /* 11.2 V still */
    s->battery = 13400;
    CHECK(sim_wait_out(s, SIM_HOST_CUT, true, 602000));
    sim_free(s);
}

TEST(a_host_that_was_fed_again_has_to_come_up_too)
{
    struct sim *s = halted_on_battery();
    uint64_t at;

    s->battery = 13400;
    CHECK(sim_wait_out(s, SIM_HOST_CUT, true, 602000));
    at = s->changed[SIM_HOST_CUT];
    CHECK(sim_next_reset(s, SIM_HOST_CUT, 1800, &at));
    CHECK(sim_next_reset(s, SIM_HOST_CUT, 3600, &at));
    sim_free(s);
}

TEST(whether_a_host_is_helped_up_can_be_set)
{
    struct sim *s = sim_greeted(0);

    CHECK_TEXT(sim_ask(s, "CF,rescue"), "CF,rescue,30");
    CHECK_TEXT(sim_ask(s, "CF,rescue,0"), "CF,rescue,0");
    sim_ask(s, "HB,120");
    sim_ask(s, "DA");
    CHECK(left_alone(s, 3600));
    s = power_again(s);
    CHECK(left_alone(s, 3600));
    CHECK_TEXT(sim_ask(s, "CF,rescue,60"), "CF,rescue,60");
    sim_ask(s, "HB,120");
    sim_ask(s, "DA");
    CHECK(left_alone(s, 3590));
    CHECK(sim_wait_out(s, SIM_HOST_CUT, true, 15000));
    sim_free(s);
}

TEST(a_host_is_not_helped_up_on_a_battery_that_is_low)
{
    struct sim *s = sim_greeted(0);

    s->adaptor = 0;
    s->battery = 11500;
    CHECK(sim_event(s, "BL", 40000) != NULL);
    sim_ask(s, "HB,120");
    sim_ask(s, "DA");
    CHECK(left_alone(s, 3600));
    s->battery = 12900;
    CHECK(sim_wait_out(s, SIM_HOST_CUT, true, 40000));
    sim_free(s);
}

TEST(where_only_the_reset_line_is_wired_it_is_pressed_instead)
{
    struct sim *s = sim_greeted(0);

    sim_ask(s, "CF,resetby,1");
    sim_ask(s, "HB,120");
    sim_ask(s, "DA");
    CHECK(sim_wait_out(s, SIM_HOST_RST, true, 1801000));
    CHECK_TEXT(sim_event(s, "HR", 3000), "1,1,3");
    sim_ask(s, "CF,resetby,0");
    CHECK(left_alone(s, 3600));
    CHECK_INT(s->rises[SIM_HOST_CUT], 0);
    sim_free(s);
}
