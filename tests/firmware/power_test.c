/* Supplies, clock and what they are remembered by: firmware/power.h,
 * firmware/journal.h and firmware/rtc.h. */
#include "sim.h"
#include "unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

TEST(voltages_are_told_to_three_tenths_of_a_percent_of_full_scale)
{
    struct sim *s = sim_greeted(3000);
    static const int battery[] = { 0, 6000, 10500, 12000, 12700, 14400 };

    for (size_t i = 0; i < sizeof battery / sizeof *battery; i++) {
        s->battery = battery[i];
        s->adaptor = battery[i] + 1000;
        sim_run_ms(s, 15000);
        CHECK(labs(sim_field(sim_ask(s, "ST"), 2) - battery[i]) < 60);
        CHECK(labs(sim_field(sim_ask(s, "ST"), 3) - battery[i] - 1000) < 60);
    }
    CHECK(labs(sim_field(sim_ask(s, "ST"), 4) - 5000) < 20);
    CHECK(labs(sim_field(sim_ask(s, "ST"), 5) - 5020) < 20);
    sim_free(s);
}

TEST(a_calibration_corrects_what_is_told)
{
    struct sim *s = sim_greeted(3000);

    CHECK_TEXT(sim_ask(s, "CF,calbat,10250"), "CF,calbat,10250");
    s->battery = 12000;
    sim_run_ms(s, 15000);
    CHECK(labs(sim_field(sim_ask(s, "ST"), 2) - 12300) < 60);
    sim_free(s);
}

TEST(mains_counts_after_two_seconds_without_a_break)
{
    struct sim *s = sim_greeted(3000);
    uint64_t from;

    CHECK(sim_flag(s, BOARD_FLAG_MAINS));
    for (int i = 0; i < 10; i++) {      /* flicker */
        s->adaptor = 0;
        sim_run_ms(s, 1000);
        s->adaptor = 13800;
        sim_run_ms(s, 1500);
    }
    CHECK(sim_flag(s, BOARD_FLAG_MAINS));
    CHECK(sim_event(s, "ML", 10) == NULL);
    s->adaptor = 0;
    from = sim_us(s);
    CHECK(labs(atol(sim_event(s, "ML", 6000)) - 12700) < 60);
    CHECK(sim_us(s) - from > 2000000);
    CHECK(!sim_flag(s, BOARD_FLAG_MAINS));
    s->adaptor = 13800;
    CHECK(sim_event(s, "MB", 6000) != NULL);
    CHECK(sim_flag(s, BOARD_FLAG_MAINS));
    sim_free(s);
}

TEST(the_battery_counts_after_thirty_seconds_and_comes_back_with_margin)
{
    struct sim *s = sim_greeted(3000);

    s->battery = 11700;
    sim_run_ms(s, 25000);
    s->battery = 12500;         /* a load that went away */
    sim_run_ms(s, 20000);
    CHECK(!sim_flag(s, BOARD_FLAG_BATTERY_LOW));
    s->battery = 11700;
    CHECK(sim_event(s, "BL", 40000) != NULL);
    CHECK(sim_flag(s, BOARD_FLAG_BATTERY_LOW));
    CHECK(!sim_flag(s, BOARD_FLAG_BATTERY_CRITICAL));
    s->battery = 11200;
    CHECK(sim_event(s, "BC", 40000) != NULL);
    CHECK(sim_flag(s, BOARD_FLAG_BATTERY_CRITICAL));
    s->battery = 12000;         /* over low, within the margin of 400 mV */
    CHECK(sim_event(s, "BL", 40000) != NULL);
    sim_run_ms(s, 60000);
    CHECK(sim_flag(s, BOARD_FLAG_BATTERY_LOW));
    s->battery = 12400;
    CHECK(sim_event(s, "BG", 40000) != NULL);
    CHECK(!sim_flag(s, BOARD_FLAG_BATTERY_LOW));
    sim_free(s);
}

TEST(a_board_without_a_battery_is_not_alarmed)
{
    struct sim *s = sim_greeted(3000);

    s->battery = 0;
    sim_run_ms(s, 60000);
    CHECK(!sim_flag(s, BOARD_FLAG_BATTERY_LOW));
    sim_free(s);
}

TEST(under_4_5_volts_nothing_is_stored)
{
    struct sim *s = sim_greeted(3000);
    long before;

    sim_run_ms(s, 1000);
    before = s->ee_writes;
    s->rail = 4400;
    sim_run_ms(s, 200);
    CHECK_TEXT(sim_ask(s, "CF,grace,60"), "ER,8");
    CHECK(sim_event(s, "RL", 3000) != NULL);
    CHECK(sim_flag(s, BOARD_FLAG_RAIL_LOW));
    sim_run_ms(s, 300000);      /* five last-alive records not written */
    CHECK_INT(s->ee_writes, before);
    s->rail = 5000;
    sim_run_ms(s, 200);
    CHECK_TEXT(sim_ask(s, "CF,grace"), "CF,grace,120");
    CHECK_TEXT(sim_ask(s, "CF,grace,60"), "CF,grace,60");
    CHECK(s->ee_writes > before);
    sim_free(s);
}

TEST(a_rail_that_sags_in_the_middle_of_a_write_leaves_the_old_setting)
{
    struct sim *s = sim_greeted(3000);
    uint8_t eeprom[1024];
    long before;

    sim_run_ms(s, 1000);
    before = s->ee_writes;
    sim_say(s, "CF,grace,60");
    while (s->ee_writes < before + 5)
        sim_run_us(s, 500);
    s->rail = 4300;
    CHECK(sim_wait(s, "ER,8", 300) != NULL);
    CHECK_INT(s->ee_writes, before + 5);
    CHECK_TEXT(sim_ask(s, "CF,grace"), "CF,grace,120");
    sim_eeprom(s, eeprom);
    sim_free(s);
    s = sim_new(eeprom);
    sim_greet(s);
    CHECK_TEXT(sim_ask(s, "CF,grace"), "CF,grace,120");
    sim_free(s);
}

TEST(the_clock_is_read_and_set)
{
    struct sim *s = sim_greeted(3000);

    CHECK(labs(sim_field(sim_ask(s, "TM"), 1) - 1795248000) < 10);
    CHECK_TEXT(sim_ask(s, "TM,1835395199"), "TM,1835395199,0");
    sim_run_ms(s, 2000);        /* over the end of February in a leap year */
    CHECK(labs(sim_field(sim_ask(s, "TM"), 1) - 1835395201) <= 1);
    CHECK_TEXT(sim_ask(s, "TM,1577836799"), "ER,4");
    CHECK_TEXT(sim_ask(s, "TM,4102444800"), "ER,4");
    CHECK_TEXT(sim_ask(s, "TM,now"), "ER,3");
    sim_free(s);
}

TEST(a_clock_that_stood_still_is_unsure_until_it_is_set)
{
    struct sim *s = sim_new(NULL);

    s->clock.status = 0x80;
    sim_greet(s);
    CHECK_INT(sim_field(sim_ask(s, "TM"), 2), 1);
    CHECK(sim_flag(s, BOARD_FLAG_CLOCK_UNSURE));
    CHECK_INT(sim_field(sim_ask(s, "ST"), 7), 0);
    CHECK_TEXT(sim_ask(s, "TM,1795300000"), "TM,1795300000,0");
    CHECK(!sim_flag(s, BOARD_FLAG_CLOCK_UNSURE));
    CHECK_INT(s->clock.status & 0x80, 0);
    sim_free(s);
}

TEST(an_impossible_time_is_unsure)
{
    static const uint8_t bad[][7] = {
        { 0x00, 0x00, 0x00, 1, 0x00, 0x01, 0x26 },      /* day 0 */
        { 0x00, 0x00, 0x00, 1, 0x30, 0x02, 0x26 },      /* 30 February */
        { 0x00, 0x00, 0x00, 1, 0x29, 0x02, 0x26 },      /* no leap year */
        { 0x00, 0x00, 0x24, 1, 0x01, 0x01, 0x26 },      /* hour 24 */
        { 0x5A, 0x00, 0x00, 1, 0x01, 0x01, 0x26 },      /* no BCD */
        { 0x00, 0x00, 0x41, 1, 0x01, 0x01, 0x26 },      /* 12-hour mode */
        { 0x00, 0x00, 0x00, 1, 0x01, 0x13, 0x26 },      /* month 13 */
        { 0x00, 0x00, 0x00, 1, 0x01, 0x01, 0x00 },      /* before 2020 */
    };
    struct sim *s = sim_greeted(3000);

    s->clock.raw_on = true;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        memcpy(s->clock.raw, bad[i], 7);
        CHECK_INT(sim_field(sim_ask(s, "TM"), 2), 1);
        CHECK_INT(sim_field(sim_ask(s, "ST"), 7), 0);
    }
    CHECK(sim_event(s, "CU", 3000) != NULL);
    sim_free(s);
}

TEST(a_missing_clock_is_an_answer_and_not_a_hang)
{
    struct sim *s = sim_new(NULL);

    s->clock.absent = true;
    CHECK(sim_wait(s, "HI", 500) != NULL);
    CHECK(!(sim_field(s->said, 9) & BOARD_CAP_CLOCK));
    CHECK_TEXT(sim_event(s, "CU", 3000), "1");
    CHECK_TEXT(sim_ask(s, "TM"), "ER,6");
    CHECK_TEXT(sim_ask(s, "TM,1795300000"), "ER,6");
    CHECK_INT(sim_field(sim_ask(s, "ST"), 7), 0);
    CHECK(!sim_flag(s, BOARD_FLAG_CLOCK));
    sim_run_ms(s, 180000);
    CHECK_INT(s->boots, 1);
    s->clock.absent = false;
    CHECK(sim_field(sim_ask(s, "TM"), 1) > 1795248000);
    sim_free(s);
}

TEST(a_chip_that_holds_the_bus_is_clocked_free)
{
    struct sim *s = sim_greeted(3000);

    s->clock.stuck = 7;         /* it was in the middle of a byte */
    CHECK(sim_field(sim_ask(s, "TM"), 1) >= 1795248000);
    CHECK_INT(s->clock.stuck, 0);
    s->clock.stuck = 1 << 30;   /* broken */
    CHECK_TEXT(sim_ask(s, "TM"), "ER,6");
    sim_run_ms(s, 120000);
    CHECK_INT(s->boots, 1);
    CHECK_INT(s->garbled, 0);
    sim_free(s);
}

/* So long without power, after so long with it. */
static struct sim *
power_away(struct sim *s, int64_t seconds)
{
    uint8_t eeprom[1024];
    int64_t now = s->clock.base_unix
                  + (int64_t)((sim_us(s) - s->clock.base_us) / 1000000);

    sim_eeprom(s, eeprom);
    sim_free(s);
    s = sim_new(eeprom);
    s->clock.base_unix = now + seconds;
    return s;
}

TEST(an_outage_is_measured_afterwards_to_a_minute)
{
    struct sim *s = sim_greeted(3000);
    long length, began;

    sim_run_ms(s, 600000);
    s = power_away(s, 7200);
    CHECK(sscanf(sim_event(s, "OU", 3000), "%ld,%ld", &length, &began) == 2);
    CHECK(length >= 7200 && length <= 7262);
    CHECK(labs(began - (1795248000 + 600)) < 65);
    CHECK(sim_ask(s, "HI,1,0,1")[0] == 'H');
    CHECK_INT(sim_field(sim_ask(s, "CT"), 6), 1);
    CHECK_INT(sim_field(sim_ask(s, "CT"), 7), length);
    sim_run_ms(s, 120000);
    s = power_away(s, 60);
    CHECK(sim_event(s, "OU", 3000) != NULL);
    sim_ask(s, "HI,1,0,1");
    CHECK_INT(sim_field(sim_ask(s, "CT"), 6), 2);
    CHECK_INT(sim_field(sim_ask(s, "CT"), 7), length);      /* the longest */
    CHECK(sim_field(sim_ask(s, "CT"), 8) < 130);            /* the latest */
    sim_free(s);
}

TEST(a_reset_of_the_board_is_no_outage)
{
    struct sim *s = sim_greeted(3000);

    sim_run_ms(s, 130000);
    sim_reset(s);
    sim_greet(s);
    CHECK_INT(sim_field(sim_ask(s, "CT"), 6), 0);
    CHECK_INT(sim_field(sim_ask(s, "CT"), 1), 2);           /* boots */
    sim_free(s);
}

TEST(the_last_alive_ring_lasts_ten_years)
{
    struct sim *s = sim_greeted(3000);
    long before;

    sim_run_ms(s, 70000);
    before = s->ee_writes;
    sim_run_ms(s, 3600000);
    /* Eight bytes each minute over 64 slots, 100,000 writes a cell. */
    CHECK(s->ee_writes - before <= 61 * 8);
    sim_free(s);
}
