/* What a bad host, a bad supply or a bad clock can make the board do: nothing
 * without a bound. */
#include "sim.h"
#include "unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Bytes without a gap for so many seconds, from text over and over. */
static void
flood(struct sim *s, const char *text, int seconds)
{
    size_t n = strlen(text);
    uint64_t until = sim_us(s) + (uint64_t)seconds * 1000000;

    while (sim_us(s) < until) {
        while (s->in_head - s->in_tail < sizeof s->in / 2)
            sim_bytes(s, text, n);
        sim_run_ms(s, 100);
    }
    s->in_head = s->in_tail;
}

/* Time goes on and the watchdog over the host, whatever comes in. */
static void
lives_through(const char *text)
{
    struct sim *s = sim_greeted(0);

    sim_ask(s, "HB,30");
    flood(s, text, 29);
    CHECK_INT(s->rises[SIM_HOST_RST], 0);
    flood(s, text, 2);
    CHECK_INT(s->rises[SIM_HOST_RST], 1);
    CHECK_INT(s->boots, 1);
    sim_run_ms(s, 1000);
    CHECK(strncmp(sim_ask(s, "ST"), "ST,", 3) == 0);
    sim_free(s);
}

TEST(a_flood_of_requests_stops_neither_time_nor_watchdog)
{
    lives_through("$11,ST*5FD4\r$12,TM*DE87\r$13,ST*B2BC\r");
}

/* The dearest requests: heartbeats, which are sealed against a reset, too. */
TEST(a_flood_of_heartbeats_stops_no_light)
{
    struct sim *s = sim_greeted(0);
    long before = s->rises[SIM_LED_BEAT];

    flood(s, "$11,HB*F2AA\r$12,HB*6976\r", 30);
    CHECK_INT(s->boots, 1);
    CHECK(labs(s->rises[SIM_LED_BEAT] - before - 15) <= 1);
    sim_free(s);
}

TEST(a_flood_of_noise_stops_neither_time_nor_watchdog)
{
    lives_through("$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$");
}

TEST(a_host_that_lost_power_with_the_board_has_time_to_come_up)
{
    struct sim *s = sim_greeted(0);

    sim_ask(s, "HB,120");
    sim_run_ms(s, 110000);
    sim_dip(s);
    CHECK(!sim_wait_out(s, SIM_HOST_RST, true, 299000));
    CHECK(sim_wait_out(s, SIM_HOST_RST, true, 2000));
    sim_free(s);
}

/* Optiboot says nothing of a reset: then it may have been a dip. */
TEST(a_start_whose_cause_is_hidden_leaves_the_host_time_three_times)
{
    struct sim *s = sim_greeted(0);

    s->hide_cause = true;
    sim_ask(s, "HB,120");
    for (int i = 0; i < 4; i++) {
        sim_run_ms(s, 250000);
        CHECK_INT(s->rises[SIM_HOST_RST], i == 0);
        if (i == 0) {           /* it was due; the host beats again */
            sim_ask(s, "HB,120");
            sim_run_ms(s, 110000);
        }
        sim_reset(s);
        s->rises[SIM_HOST_RST] = 0;
    }
    CHECK(sim_wait_out(s, SIM_HOST_RST, true, 51000));
    sim_free(s);
}

TEST(a_setting_that_is_as_it_was_is_not_written)
{
    struct sim *s = sim_greeted(1000);
    long before;

    CHECK_TEXT(sim_ask(s, "CF,grace,60"), "CF,grace,60");
    before = s->ee_writes;
    for (int i = 0; i < 50; i++)
        CHECK_TEXT(sim_ask(s, "CF,grace,60"), "CF,grace,60");
    CHECK_INT(s->ee_writes, before);
    sim_free(s);
}

/* In any minute, and a port that is opened in between begins none. */
TEST(ten_settings_a_minute_are_written_and_no_more)
{
    struct sim *s = sim_greeted(1000);
    char text[40];

    for (int i = 0; i < 10; i++) {
        snprintf(text, sizeof text, "CF,id,%d", 100 + i);
        CHECK_TEXT(sim_ask(s, text), text);
        sim_run_ms(s, 3000);
    }
    CHECK_TEXT(sim_ask(s, "CF,id,200"), "ER,5");
    sim_reset(s);
    sim_greet(s);
    CHECK_TEXT(sim_ask(s, "CF,id,200"), "ER,5");
    CHECK_TEXT(sim_ask(s, "CF,id,109"), "CF,id,109");
    sim_run_ms(s, 30000);       /* a minute since the first */
    CHECK_TEXT(sim_ask(s, "CF,id,200"), "CF,id,200");
    sim_free(s);
}

TEST(a_host_usb_that_flaps_cuts_the_dongle_six_times_an_hour)
{
    struct sim *s = sim_greeted(0);
    long on = s->rises[SIM_MODEM_EN];

    for (int i = 0; i < 60; i++) {
        s->host_vbus = i % 2;
        sim_run_ms(s, 30000);
    }
    s->host_vbus = true;
    sim_run_ms(s, 5000);
    CHECK_INT(s->rises[SIM_MODEM_EN] - on, 6);
    CHECK(s->out[SIM_MODEM_EN]);
    CHECK_TEXT(sim_ask(s, "MO,C,3000"), "ER,7");
    s->host_vbus = false;       /* an hour after the first */
    sim_run_ms(s, 1800000 + 60000);
    CHECK(!s->out[SIM_MODEM_EN]);
    sim_free(s);
}

static struct sim *
after_power_cut(struct sim *s, uint32_t clock)
{
    uint8_t eeprom[1024];

    sim_eeprom(s, eeprom);
    sim_free(s);
    s = sim_new(eeprom);
    s->clock.base_unix = clock;
    sim_greet(s);
    return s;
}

/* The clock was wrong by a year, and set: that year was no outage. */
TEST(a_clock_that_was_set_makes_no_outage)
{
    struct sim *s = sim_greeted(1000);

    sim_run_ms(s, 130000);
    CHECK_TEXT(sim_ask(s, "TM,1830000000"), "TM,1830000000,0");
    sim_run_ms(s, 5000);
    s = after_power_cut(s, 1830000600);
    CHECK(labs(sim_field(sim_ask(s, "CT"), 8) - 600) <= 10);
    sim_free(s);
}

/* The board ran for a day while its clock was not there. */
TEST(a_time_that_no_clock_saw_is_no_outage)
{
    struct sim *s = sim_greeted(1000);

    sim_run_ms(s, 130000);
    s->clock.absent = true;
    sim_run_ms(s, 7200000);
    s->clock.absent = false;
    s = after_power_cut(s, 1795248000 + 7200 + 130 + 30);
    CHECK_INT(sim_field(sim_ask(s, "CT"), 6), 0);
    sim_free(s);
}
