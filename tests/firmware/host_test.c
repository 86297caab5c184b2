/* The watchdog over the host, at its reset pin: rules of firmware/host.h. */
#include "sim.h"
#include "unit/test.h"

#include <string.h>

TEST(before_the_first_heartbeat_the_host_is_left_alone)
{
    struct sim *s = sim_greeted(0);

    sim_run_ms(s, 3600 * 1000);
    CHECK_INT(s->rises[SIM_HOST_RST] + s->rises[SIM_HOST_CUT], 0);
    CHECK(!sim_flag(s, BOARD_FLAG_ARMED));
    sim_ask(s, "HB");
    CHECK(sim_flag(s, BOARD_FLAG_ARMED));
    sim_free(s);
}

TEST(a_silent_host_is_reset_after_the_grace_time_and_not_before)
{
    struct sim *s = sim_greeted(0);
    uint64_t last, up;

    sim_ask(s, "HB,30");
    last = sim_us(s);
    CHECK(sim_wait_out(s, SIM_HOST_RST, true, 40000));
    up = s->changed[SIM_HOST_RST];
    CHECK(up - last >= 29980000 && up - last <= 30040000);
    CHECK(sim_wait_out(s, SIM_HOST_RST, false, 1000));
    CHECK(s->changed[SIM_HOST_RST] - up >= 500000);
    CHECK(s->changed[SIM_HOST_RST] - up <= 540000);
    CHECK_TEXT(sim_event(s, "HR", 3000), "1,1");
    CHECK_INT(s->rises[SIM_HOST_CUT], 0);
    sim_free(s);
}

TEST(a_host_that_beats_is_never_reset)
{
    struct sim *s = sim_greeted(0);

    CHECK(sim_beat(s, 1200));
    CHECK_INT(s->rises[SIM_HOST_RST] + s->rises[SIM_HOST_CUT], 0);
    sim_free(s);
}

TEST(resets_come_three_in_a_row_and_then_with_long_pauses)
{
    struct sim *s = sim_greeted(0);
    uint64_t at = sim_us(s);

    sim_ask(s, "HB,120");
    CHECK(sim_next_reset(s, SIM_HOST_RST, 120, &at));
    CHECK(sim_next_reset(s, SIM_HOST_RST, 300, &at));
    CHECK(sim_next_reset(s, SIM_HOST_CUT, 300, &at));   /* the third: feed */
    CHECK(sim_next_reset(s, SIM_HOST_CUT, 900, &at));
    CHECK(sim_next_reset(s, SIM_HOST_CUT, 3600, &at));
    CHECK_INT(s->rises[SIM_HOST_RST], 2);
    sim_free(s);
}

TEST(the_feed_is_cut_for_the_time_that_is_set)
{
    struct sim *s = sim_greeted(0);
    uint64_t up;

    CHECK_TEXT(sim_ask(s, "CF,resetby,2"), "CF,resetby,2");
    CHECK_TEXT(sim_ask(s, "CF,feedcut,4"), "CF,feedcut,4");
    sim_ask(s, "HB,30");
    CHECK(sim_wait_out(s, SIM_HOST_CUT, true, 31000));
    up = s->changed[SIM_HOST_CUT];
    CHECK(sim_wait_out(s, SIM_HOST_CUT, false, 5000));
    CHECK(s->changed[SIM_HOST_CUT] - up >= 4000000);
    CHECK(s->changed[SIM_HOST_CUT] - up <= 4040000);
    CHECK_TEXT(sim_event(s, "HR", 3000), "1,2");
    sim_free(s);
}

TEST(a_host_that_hangs_again_soon_is_still_in_its_row)
{
    struct sim *s = sim_greeted(0);
    int resets = 0;

    /* Comes up after each reset, beats a minute, hangs. */
    for (int i = 0; i < 24; i++) {
        CHECK(sim_beat(s, 60));
        sim_run_ms(s, 240000);
        resets = (int)(s->rises[SIM_HOST_RST] + s->rises[SIM_HOST_CUT]);
    }
    /* Two hours: three, one after 15 minutes, one after an hour more. */
    CHECK(resets >= 4 && resets <= 5);
    sim_free(s);
}

TEST(ten_minutes_of_heartbeats_end_a_row)
{
    struct sim *s = sim_greeted(0);

    sim_ask(s, "HB,30");
    CHECK_TEXT(sim_event(s, "HR", 32000), "1,1");
    CHECK(sim_beat(s, 620));
    sim_ask(s, "HB,30");
    CHECK_TEXT(sim_event(s, "HR", 330000), "1,1");
    CHECK(sim_beat(s, 60));
    CHECK_TEXT(sim_event(s, "HR", 330000), "2,1");
    sim_free(s);
}

TEST(the_watchdog_goes_on_over_a_reset_of_the_board)
{
    struct sim *s = sim_greeted(0);

    sim_ask(s, "HB,120");
    sim_run_ms(s, 60000);
    sim_reset(s);
    CHECK(!sim_wait_out(s, SIM_HOST_RST, true, 59000));
    CHECK(sim_wait_out(s, SIM_HOST_RST, true, 3000));
    sim_free(s);
}

TEST(a_reset_of_the_board_presses_no_key)
{
    struct sim *s = sim_greeted(0);

    sim_ask(s, "CF,resetby,2");
    sim_ask(s, "HB,30");
    CHECK(sim_wait_out(s, SIM_HOST_CUT, true, 31000));
    sim_reset(s);
    CHECK(!s->out[SIM_HOST_CUT] && !s->out[SIM_HOST_RST]);
    sim_run_ms(s, 200000);
    CHECK_INT(s->rises[SIM_HOST_CUT], 1);
    sim_free(s);
}

TEST(maintenance_disarms_until_the_next_heartbeat)
{
    struct sim *s = sim_greeted(0);

    sim_ask(s, "HB,30");
    CHECK_TEXT(sim_ask(s, "DA"), "DA");
    sim_run_ms(s, 1200000);
    CHECK_INT(s->rises[SIM_HOST_RST], 0);
    sim_ask(s, "HB,30");
    CHECK(sim_wait_out(s, SIM_HOST_RST, true, 31000));
    sim_free(s);
}

TEST(a_host_halted_on_battery_is_fed_again_when_mains_is_back)
{
    struct sim *s = sim_greeted(0);

    sim_run_ms(s, 3000);
    sim_ask(s, "HB,120");
    s->adaptor = 0;
    CHECK(sim_event(s, "ML", 5000) != NULL);
    CHECK_TEXT(sim_ask(s, "SD,60,0"), "SD,60,0");
    sim_run_ms(s, 1800000);
    CHECK_INT(s->rises[SIM_HOST_CUT] + s->rises[SIM_HOST_RST], 0);
    s->adaptor = 13800;
    CHECK(sim_wait_out(s, SIM_HOST_CUT, true, 6000));
    CHECK(sim_wait_out(s, SIM_HOST_CUT, false, 11000));
    sim_run_ms(s, 600000);
    CHECK_INT(s->rises[SIM_HOST_CUT], 1);
    CHECK_INT(s->rises[SIM_HOST_RST], 0);
    sim_free(s);
}

TEST(mains_that_is_back_too_soon_waits_until_the_host_has_halted)
{
    struct sim *s = sim_greeted(0);
    uint64_t said;

    sim_run_ms(s, 3000);
    s->adaptor = 0;
    CHECK(sim_event(s, "ML", 5000) != NULL);
    sim_ask(s, "SD,60,0");
    said = sim_us(s);
    sim_run_ms(s, 5000);
    s->adaptor = 13800;
    CHECK(sim_wait_out(s, SIM_HOST_CUT, true, 70000));
    CHECK(s->changed[SIM_HOST_CUT] - said >= 59900000);
    sim_free(s);
}

TEST(a_host_that_somebody_turned_off_stays_off)
{
    struct sim *s = sim_greeted(0);

    sim_run_ms(s, 3000);
    sim_ask(s, "HB,30");
    CHECK_TEXT(sim_ask(s, "SD,5,1"), "SD,5,1");
    s->adaptor = 0;
    sim_run_ms(s, 60000);
    s->adaptor = 13800;
    sim_run_ms(s, 600000);
    CHECK_INT(s->rises[SIM_HOST_CUT] + s->rises[SIM_HOST_RST], 0);
    CHECK_TEXT(sim_ask(s, "SD,5,3"), "ER,4");
    CHECK_TEXT(sim_ask(s, "SD,601,0"), "ER,4");
    CHECK_TEXT(sim_ask(s, "SD,5"), "ER,3");
    sim_free(s);
}

TEST(a_grace_out_of_30_to_900_seconds_is_refused)
{
    struct sim *s = sim_greeted(0);

    CHECK_TEXT(sim_ask(s, "HB,29"), "ER,4");
    CHECK_TEXT(sim_ask(s, "HB,901"), "ER,4");
    CHECK_TEXT(sim_ask(s, "HB,soon"), "ER,3");
    sim_run_ms(s, 1000000);
    CHECK_INT(s->rises[SIM_HOST_RST], 0);
    sim_free(s);
}
