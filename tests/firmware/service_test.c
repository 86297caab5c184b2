/* Hands off: somebody works on the host, and holds the button to say so. */
#include "sim.h"
#include "unit/test.h"

#include <string.h>

static void
hold(struct sim *s, uint64_t ms)
{
    s->button = true;
    sim_run_ms(s, ms);
    s->button = false;
    sim_run_ms(s, 100);
}

static long
hits(const struct sim *s)
{
    return s->rises[SIM_HOST_CUT] + s->rises[SIM_HOST_RST];
}

/* The daemon has died: it beat, and said nothing more. */
static struct sim *
in_service(void)
{
    struct sim *s = sim_greeted(0);

    sim_ask(s, "HB,120");
    hold(s, 3100);
    CHECK(sim_flag(s, BOARD_FLAG_SERVICE));
    return s;
}

TEST(a_technician_with_a_dead_daemon_is_left_alone_for_an_hour)
{
    struct sim *s = in_service();
    uint64_t held = sim_us(s);

    CHECK_TEXT(sim_event(s, "BT", 3000), "1");
    sim_run_ms(s, 3590 * 1000);
    CHECK_INT(hits(s), 0);
    CHECK(sim_flag(s, BOARD_FLAG_SERVICE));
    CHECK(sim_wait_out(s, SIM_HOST_RST, true, 11000));  /* what was due */
    CHECK(sim_us(s) - held <= 3600200000);
    CHECK(!sim_flag(s, BOARD_FLAG_SERVICE));
    sim_free(s);
}

TEST(a_short_press_is_no_service)
{
    struct sim *s = sim_greeted(0);

    sim_ask(s, "HB,120");
    hold(s, 2900);
    CHECK(!sim_flag(s, BOARD_FLAG_SERVICE));
    CHECK(sim_wait_out(s, SIM_HOST_RST, true, 121000));
    sim_free(s);
}

TEST(a_heartbeat_ends_service)
{
    struct sim *s = in_service();

    sim_run_ms(s, 1000000);
    CHECK(strncmp(sim_ask(s, "HB,120"), "ST,", 3) == 0);
    CHECK(!sim_flag(s, BOARD_FLAG_SERVICE));
    CHECK(sim_wait_out(s, SIM_HOST_RST, true, 121000));
    CHECK_TEXT(sim_event(s, "HR", 3000), "1,1");
    sim_free(s);
}

/* `notehome board service`: the daemon lives, and beats. */
TEST(service_that_the_host_asked_for_outlives_heartbeats_until_it_says_so)
{
    struct sim *s = sim_greeted(0);

    CHECK_TEXT(sim_ask(s, "SV,1"), "SV,1");
    sim_ask(s, "HB,120");
    CHECK(sim_flag(s, BOARD_FLAG_SERVICE));
    sim_run_ms(s, 900000);
    CHECK_INT(hits(s), 0);
    CHECK_TEXT(sim_ask(s, "SV,0"), "SV,0");
    CHECK(!sim_flag(s, BOARD_FLAG_SERVICE));
    CHECK(sim_wait_out(s, SIM_HOST_RST, true, 1000));   /* what was due */
    CHECK_TEXT(sim_ask(s, "SV,2"), "ER,4");
    CHECK_TEXT(sim_ask(s, "SV"), "ER,3");
    sim_free(s);
}

TEST(other_words_of_the_host_do_not_end_service)
{
    struct sim *s = in_service();

    sim_ask(s, "HI,1,0,1");
    sim_ask(s, "ST");
    sim_ask(s, "CF,sound,0");
    sim_ask(s, "DA");
    CHECK(sim_flag(s, BOARD_FLAG_SERVICE));
    sim_run_ms(s, 3500000);     /* the rescue of DA is due in it */
    CHECK_INT(hits(s), 0);
    CHECK(sim_wait_out(s, SIM_HOST_CUT, true, 110000));
    sim_free(s);
}

TEST(service_goes_on_when_a_terminal_opens_the_port)
{
    struct sim *s = in_service();

    sim_run_ms(s, 600000);
    sim_reset(s);
    CHECK(sim_flag(s, BOARD_FLAG_SERVICE));
    sim_run_ms(s, 2980000);
    CHECK_INT(hits(s), 0);
    CHECK(sim_wait_out(s, SIM_HOST_RST, true, 30000));
    sim_free(s);
}

TEST(held_again_the_hour_begins_anew)
{
    struct sim *s = in_service();

    sim_run_ms(s, 3000000);
    hold(s, 3100);
    sim_run_ms(s, 3590000);
    CHECK_INT(hits(s), 0);
    sim_free(s);
}

TEST(power_that_comes_back_feeds_no_host_in_service)
{
    struct sim *s = sim_greeted(0);

    sim_run_ms(s, 3000);
    sim_ask(s, "HB,120");
    s->adaptor = 0;
    CHECK(sim_event(s, "ML", 5000) != NULL);
    sim_ask(s, "SD,60,0");
    hold(s, 3100);
    s->adaptor = 13800;
    sim_run_ms(s, 3590000);
    CHECK_INT(hits(s), 0);
    CHECK(sim_wait_out(s, SIM_HOST_CUT, true, 11000));
    sim_free(s);
}

/* Exactly one of the three at a time, each in its turn, then none. */
TEST(the_lights_run_while_in_service)
{
    struct sim *s = in_service();
    long before[3], together = 0;
    uint64_t until;

    sim_ask(s, "LD,1,1");       /* whatever the host set */
    sim_run_ms(s, 1000);
    for (int i = 0; i < 3; i++)
        before[i] = s->rises[SIM_LED_POWER + i];
    for (until = sim_us(s) + 10240000; sim_us(s) < until;) {
        sim_run_ms(s, 10);
        together += s->out[SIM_LED_POWER] + s->out[SIM_LED_NETWORK]
                    + s->out[SIM_LED_UNREAD] > 1;
    }
    for (int i = 0; i < 3; i++)
        CHECK_INT(s->rises[SIM_LED_POWER + i] - before[i], 10);
    CHECK_INT(together, 0);
    sim_ask(s, "HB,120");
    sim_run_ms(s, 100);
    CHECK(s->out[SIM_LED_POWER] && s->out[SIM_LED_NETWORK]);
    CHECK(!s->out[SIM_LED_UNREAD]);
    sim_free(s);
}
