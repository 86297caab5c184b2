/* A voltage reference that is lost: nothing that the board measures is true,
 * and it must not act on it. */
#include "sim.h"
#include "unit/test.h"

#include <stdlib.h>
#include <string.h>

/* On an empty battery's reading a host halts: so none may come of this. */
static void
never_critical(int reference)
{
    struct sim *s = sim_greeted(3000);

    s->adaptor = 0;
    CHECK(sim_event(s, "ML", 5000) != NULL);
    s->reference = reference;
    CHECK(sim_event(s, "RF", 2000) != NULL);
    CHECK(sim_flag(s, BOARD_FLAG_REFERENCE));
    sim_run_ms(s, 300000);
    CHECK(sim_event(s, "BC", 10) == NULL && sim_event(s, "BL", 10) == NULL);
    CHECK(!sim_flag(s, BOARD_FLAG_BATTERY_CRITICAL));
    CHECK(!sim_flag(s, BOARD_FLAG_BATTERY_LOW));
    s->reference = 2500;
    s->battery = 11000;         /* now it is true */
    sim_run_ms(s, 25000);
    CHECK(!sim_flag(s, BOARD_FLAG_REFERENCE));
    CHECK(!sim_flag(s, BOARD_FLAG_BATTERY_CRITICAL));
    CHECK(sim_event(s, "BC", 40000) != NULL);
    sim_free(s);
}

TEST(a_reference_that_drifts_up_empties_no_battery)
{
    never_critical(3300);       /* 12.7 V read as 9.6, the rail as 3.8 */
}

TEST(a_reference_at_the_supply_empties_no_battery)
{
    never_critical(5000);
}

TEST(a_reference_that_drifts_down_fills_no_battery)
{
    struct sim *s = sim_greeted(3000);

    s->adaptor = 0;
    s->battery = 11000;
    CHECK(sim_event(s, "BC", 40000) != NULL);
    s->reference = 2100;        /* 11.0 V read as 13.1, the rail as 5.95 */
    CHECK(labs(atol(sim_event(s, "RF", 2000)) - 5952) < 20);
    sim_run_ms(s, 300000);
    CHECK(sim_event(s, "BG", 10) == NULL && sim_event(s, "MB", 10) == NULL);
    s->reference = 2500;
    sim_run_ms(s, 3000);
    CHECK(sim_flag(s, BOARD_FLAG_BATTERY_CRITICAL));
    sim_free(s);
}

TEST(the_edges_of_the_window_are_4_0_and_5_6_volts)
{
    static const struct {
        int  rail;
        bool lost;
    } tries[] = { { 4050, false }, { 3950, true }, { 5550, false },
                  { 5650, true }, { 5000, false } };
    struct sim *s = sim_greeted(3000);

    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        s->rail = tries[i].rail;
        sim_run_ms(s, 2500);
        CHECK_INT(sim_flag(s, BOARD_FLAG_REFERENCE), tries[i].lost);
    }
    CHECK_INT(sim_field(sim_ask(s, "CF,grace,60"), 2), 60);
    sim_free(s);
}

/* One bad reading in the half minute is enough to ask for another half. */
TEST(a_reference_that_flickers_decides_nothing)
{
    struct sim *s = sim_greeted(3000);

    s->adaptor = 0;
    CHECK(sim_event(s, "ML", 5000) != NULL);
    s->battery = 11000;
    for (int i = 0; i < 6; i++) {
        sim_run_ms(s, 20000);
        s->reference = 3300;
        sim_run_ms(s, 200);
        s->reference = 2500;
    }
    CHECK(!sim_flag(s, BOARD_FLAG_BATTERY_CRITICAL));
    CHECK(!sim_flag(s, BOARD_FLAG_REFERENCE));
    sim_free(s);
}

TEST(a_cut_is_not_proved_by_a_voltage_that_nobody_believes)
{
    struct sim *s = sim_greeted(35000);

    s->leak = 900;              /* over the 0.7 V that prove a cut */
    s->reference = 5000;        /* but read as 0.45 */
    CHECK(sim_event(s, "RF", 2000) != NULL);
    sim_ask(s, "MO,C,3000");
    CHECK(strncmp(sim_event(s, "MC", 12000), "0,", 2) == 0);
    sim_free(s);
}

/* A second of flashes, a second dark: no other light of the board does so. */
TEST(the_light_of_the_supply_tells_of_it)
{
    struct sim *s = sim_new(NULL);
    long before;

    s->reference = 3300;
    sim_run_ms(s, 5000);
    before = s->rises[SIM_LED_POWER];
    sim_run_ms(s, 20480);
    CHECK(labs(s->rises[SIM_LED_POWER] - before - 40) <= 4);
    s->reference = 2500;
    sim_run_ms(s, 5000);
    before = s->rises[SIM_LED_POWER];
    sim_run_ms(s, 10000);
    CHECK_INT(s->rises[SIM_LED_POWER], before);         /* steady: mains */
    sim_free(s);
}

TEST(a_halted_host_is_not_fed_by_what_nobody_believes)
{
    struct sim *s = sim_greeted(3000);

    sim_ask(s, "HB,120");
    s->adaptor = 0;
    s->battery = 11000;
    CHECK(sim_event(s, "BC", 40000) != NULL);
    sim_ask(s, "SD,60,0");
    sim_run_ms(s, 90000);
    s->reference = 2000;        /* 11.0 V read as 13.75 */
    sim_run_ms(s, 3 * 3600 * 1000);
    CHECK_INT(s->rises[SIM_HOST_CUT], 0);
    s->reference = 2500;
    s->battery = 13400;
    CHECK(sim_wait_out(s, SIM_HOST_CUT, true, 11 * 60 * 1000));
    sim_free(s);
}
