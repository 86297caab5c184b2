/* LEDs, buzzer and button at their pins: firmware/panel.h. */
#include "sim.h"
#include "unit/test.h"

#include <string.h>

/* How often an output rises in so many ms. */
static long
rises(struct sim *s, enum sim_out out, uint64_t ms)
{
    long before = s->rises[out];

    sim_run_ms(s, ms);
    return s->rises[out] - before;
}

static void
press(struct sim *s, uint64_t ms)
{
    s->button = true;
    sim_run_ms(s, ms);
    s->button = false;
}

/* How many events of the button wait; all get acknowledged. */
static int
presses(struct sim *s)
{
    int n = 0;

    while (sim_event(s, "BT", 2500))
        n++;
    return n;
}

TEST(a_glitch_of_five_milliseconds_is_no_press)
{
    struct sim *s = sim_greeted(3000);

    for (int i = 0; i < 200; i++) {
        press(s, 1);
        sim_run_ms(s, 40 + i % 17);     /* at every phase of the tick */
    }
    CHECK_INT(presses(s), 0);
    for (int i = 0; i < 200; i++) {
        s->button = true;
        sim_run_us(s, 200);
        sim_run_us(s, 200);
        s->button = false;
        sim_run_ms(s, 30 + i % 13);
    }
    CHECK_INT(presses(s), 0);
    sim_free(s);
}

TEST(a_press_that_bounces_is_one_press)
{
    struct sim *s = sim_greeted(3000);

    for (int i = 0; i < 5; i++) {       /* closing */
        press(s, 1);
        sim_run_us(s, 700);
    }
    press(s, 100);
    for (int i = 0; i < 5; i++) {       /* opening */
        sim_run_us(s, 700);
        press(s, 1);
    }
    CHECK_INT(presses(s), 1);
    sim_free(s);
}

TEST(a_press_of_fifty_milliseconds_is_always_seen)
{
    struct sim *s = sim_greeted(3000);

    for (int i = 0; i < 7; i++) {
        press(s, 50);
        sim_run_ms(s, 60 + (uint64_t)i * 3);
    }
    CHECK_INT(presses(s), 7);
    sim_free(s);
}

TEST(a_long_press_is_told_while_it_lasts_and_once)
{
    struct sim *s = sim_greeted(3000);

    s->button = true;
    CHECK(sim_event(s, "BT", 2900) == NULL);
    CHECK_TEXT(sim_event(s, "BT", 1000), "1");
    CHECK(sim_flag(s, BOARD_FLAG_BUTTON));
    s->button = false;
    sim_run_ms(s, 100);
    CHECK(!sim_flag(s, BOARD_FLAG_BUTTON));
    CHECK_INT(presses(s), 0);
    sim_free(s);
}

TEST(the_buzzer_plays_its_patterns)
{
    struct sim *s = sim_greeted(3000);

    sim_ask(s, "BZ,1");
    sim_run_ms(s, 40);          /* a turn of all parts */
    CHECK_INT(rises(s, SIM_BUZZER, 3000), 0);   /* it sounds already */
    CHECK_INT(s->rises[SIM_BUZZER], 1);
    sim_ask(s, "BZ,2");
    sim_run_ms(s, 3000);
    CHECK_INT(s->rises[SIM_BUZZER], 3);
    sim_ask(s, "BZ,3");
    sim_run_ms(s, 120000);
    CHECK(s->rises[SIM_BUZZER] >= 3 + 58 && s->rises[SIM_BUZZER] <= 3 + 60);
    CHECK(!s->out[SIM_BUZZER]);
    sim_free(s);
}

TEST(the_button_silences_the_buzzer_at_once)
{
    struct sim *s = sim_greeted(3000);

    sim_ask(s, "BZ,3");
    sim_run_ms(s, 5000);
    press(s, 60);
    CHECK(!s->out[SIM_BUZZER]);
    CHECK_INT(rises(s, SIM_BUZZER, 10000), 0);
    CHECK_INT(presses(s), 1);
    sim_free(s);
}

TEST(a_board_set_silent_makes_no_sound)
{
    struct sim *s = sim_greeted(3000);

    sim_ask(s, "CF,sound,0");
    sim_ask(s, "BZ,3");
    CHECK_INT(rises(s, SIM_BUZZER, 5000), 0);
    sim_free(s);
}

TEST(the_lights_show_what_the_host_sets)
{
    struct sim *s = sim_greeted(3000);

    sim_ask(s, "LD,1,1");
    sim_ask(s, "LD,2,3");
    sim_run_ms(s, 100);
    CHECK(s->out[SIM_LED_NETWORK]);
    CHECK(rises(s, SIM_LED_UNREAD, 5000) >= 18);
    sim_ask(s, "LD,2,2");
    CHECK(rises(s, SIM_LED_UNREAD, 10240) == 5);
    sim_ask(s, "LD,2,4");
    CHECK(rises(s, SIM_LED_UNREAD, 10240) == 5);
    sim_ask(s, "LD,2,0");
    sim_run_ms(s, 100);
    CHECK_INT(rises(s, SIM_LED_UNREAD, 5000), 0);
    CHECK(!s->out[SIM_LED_UNREAD]);
    sim_free(s);
}

TEST(the_lights_mean_the_board_when_the_host_is_silent)
{
    struct sim *s = sim_greeted(3000);

    sim_ask(s, "LD,1,1");
    sim_ask(s, "LD,2,1");
    sim_run_ms(s, 55000);
    CHECK(s->out[SIM_LED_NETWORK] && s->out[SIM_LED_UNREAD]);
    sim_run_ms(s, 6000);
    CHECK(!s->out[SIM_LED_NETWORK] && !s->out[SIM_LED_UNREAD]);
    sim_ask(s, "ST");           /* it speaks again: as it was */
    sim_run_ms(s, 100);
    CHECK(s->out[SIM_LED_NETWORK] && s->out[SIM_LED_UNREAD]);
    sim_free(s);
}

TEST(the_green_light_tells_mains_battery_and_low_battery)
{
    struct sim *s = sim_greeted(3000);

    CHECK_INT(rises(s, SIM_LED_POWER, 5000), 0);
    CHECK(s->out[SIM_LED_POWER]);
    s->adaptor = 0;
    sim_run_ms(s, 5000);
    CHECK(rises(s, SIM_LED_POWER, 10240) == 5);
    s->battery = 11500;
    sim_run_ms(s, 40000);
    CHECK(rises(s, SIM_LED_POWER, 5120) >= 18);
    sim_free(s);
}

TEST(the_light_on_the_controller_beats)
{
    struct sim *s = sim_greeted(3000);

    CHECK(rises(s, SIM_LED_BEAT, 20480) == 10);
    sim_free(s);
}
