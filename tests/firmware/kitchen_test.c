/* The kitchen-table build: a Nano, a relay module that a low pin switches, a
 * clock module and a cut USB cable. No wire to the host's VBUS, no button. The
 * dongle's and the host's supply go through the relays' closed contacts. AREF
 * is the Nano's 3.3 V; 5 V supply and VBUS are halved by 10k and 10k, the
 * battery comes by 100k and 22k. */
#include "sim.h"
#include "unit/test.h"

#include <stdlib.h>
#include <string.h>

/* The relay of a pin is drawn, and its contact open, while that pin is low. */
static bool
is_open(const struct sim *s, enum sim_out pin)
{
    return !s->out[pin];
}

static struct sim *
table(const uint8_t *eeprom)
{
    struct sim *s = sim_new(eeprom);

    s->relays = true;
    sim_look(s);
    s->host_vbus = false;
    s->adaptor = 0;
    s->reference = 3300;
    /* As the board's own dividers would show the same at the pins. */
    s->rail = 5000 / 2 * 25 / 10;
    s->full = 5020 / 2 * 25 / 10;
    s->battery = 12700 * 22 / 122 * 115 / 15;
    return s;
}

/* Set once by a person, as the building steps say. */
static void
set_up(uint8_t *eeprom)
{
    struct sim *s = table(NULL);

    sim_greet(s);
    CHECK_TEXT(sim_ask(s, "CF,lowacts,2"), "CF,lowacts,2");
    CHECK_TEXT(sim_ask(s, "CF,resetby,2"), "CF,resetby,2");
    sim_eeprom(s, eeprom);
    sim_free(s);
}

static void
count_open(struct sim *s, enum sim_out out, bool level, void *param)
{
    (void)s;
    if (out == SIM_HOST_CUT && !level)
        ++*(int *)param;
}

TEST(a_host_that_speaks_gets_its_dongle_without_a_wire_to_its_usb)
{
    struct sim *s = table(NULL);

    sim_run_ms(s, 10000);
    CHECK(!s->out[SIM_MODEM_EN]);       /* is the host off? nobody knows */
    sim_greet(s);
    CHECK(sim_wait_out(s, SIM_MODEM_EN, true, 4000));
    sim_run_ms(s, 7200000);             /* it may be silent from now on */
    CHECK(s->out[SIM_MODEM_EN]);
    sim_reset(s);
    sim_run_ms(s, 60000);
    CHECK(s->out[SIM_MODEM_EN]);
    sim_free(s);
}

TEST(a_host_off_on_a_board_with_that_wire_still_takes_the_dongle_along)
{
    struct sim *s = sim_greeted(0);

    sim_run_ms(s, 60000);
    s->host_vbus = false;
    CHECK(sim_wait_out(s, SIM_MODEM_EN, false, 2300));
    sim_run_ms(s, 600000);
    CHECK(!s->out[SIM_MODEM_EN]);
    sim_free(s);
}

TEST(the_feed_relay_rests_at_start_and_opens_only_to_cut)
{
    uint8_t eeprom[1024];
    struct sim *s;
    int opened = 0;

    set_up(eeprom);
    s = table(eeprom);
    s->watch = count_open;
    s->watch_param = &opened;
    sim_greet(s);
    sim_run_ms(s, 5000);
    sim_reset(s);
    sim_run_ms(s, 5000);
    CHECK_INT(opened, 0);
    sim_greet(s);
    sim_ask(s, "HB,30");
    CHECK(sim_wait_out(s, SIM_HOST_CUT, false, 31000));
    CHECK(is_open(s, SIM_HOST_CUT));
    CHECK(sim_wait_out(s, SIM_HOST_CUT, true, 10500));
    CHECK_INT(opened, 1);
    sim_free(s);
}

TEST(the_dongles_relay_opens_for_a_cut_and_closes_again)
{
    uint8_t eeprom[1024];
    struct sim *s;

    set_up(eeprom);
    s = table(eeprom);
    sim_greet(s);
    CHECK(sim_wait_out(s, SIM_MODEM_EN, true, 4000));
    sim_run_ms(s, 35000);
    CHECK_TEXT(sim_ask(s, "MO,C,3000"), "MO,C,3000");
    sim_run_ms(s, 100);
    CHECK(is_open(s, SIM_MODEM_EN));
    CHECK(strncmp(sim_event(s, "MC", 9000), "1,", 2) == 0);     /* proved */
    CHECK(s->out[SIM_MODEM_EN]);
    sim_free(s);
}

TEST(the_nanos_3_3_volts_are_a_reference_that_can_be_calibrated)
{
    struct sim *s = table(NULL);
    long battery;

    sim_greet(s);
    sim_run_ms(s, 5000);
    CHECK(!sim_flag(s, BOARD_FLAG_REFERENCE));
    CHECK(!sim_flag(s, BOARD_FLAG_RAIL_LOW));
    battery = sim_field(sim_ask(s, "ST"), 2);
    CHECK(labs(battery - 12700) < 1270);        /* a tenth can be corrected */
    CHECK(sim_field(sim_ask(s, "ST"), 5) > BOARD_VBUS_GOOD_MV);
    sim_free(s);
}

/* Nothing measures: so nothing may halt the computer. */
TEST(without_a_reference_no_battery_is_empty)
{
    struct sim *s = table(NULL);

    s->reference = 5000;        /* AREF left open: anything */
    sim_greet(s);
    sim_run_ms(s, 120000);
    CHECK(sim_flag(s, BOARD_FLAG_REFERENCE));
    CHECK(!sim_flag(s, BOARD_FLAG_BATTERY_CRITICAL));
    sim_free(s);
}
