/* Rules of the firmware that need days, over hal.h alone. What the chip has
 * to do with is in tests/firmware/. */
#include "app.h"
#include "fake_hal.h"
#include "store.h"
#include "test.h"

#include <string.h>

static void
start(void)
{
    fake_start();
    app_start();
    fake_say("01,HI,1,0,100");
    fake_run(3000);
    fake_heard();
}

static bool
answers(const char *request, const char *answer)
{
    fake_heard();
    fake_say(request);
    fake_run(1000);
    return strstr(fake_heard(), answer) != NULL;
}

/* Seconds until the host is reset, at most so many; -1: it is not. */
static int
until_reset(int most)
{
    for (int s = 0; s < most; s++) {
        if (fake.out[HAL_HOST_RESET] || fake.out[HAL_HOST_CUT])
            return s;
        for (int i = 0; i < 10; i++) {
            fake_run_long(100);
            if (fake.out[HAL_HOST_RESET] || fake.out[HAL_HOST_CUT])
                break;
        }
    }
    return -1;
}

static void
until_let_go(void)
{
    while (fake.out[HAL_HOST_RESET] || fake.out[HAL_HOST_CUT])
        fake_run(20);
}

TEST(the_pauses_between_host_resets_grow_to_six_hours_and_stay)
{
    static const int want[] = { 30, 300, 300, 900, 3600, 21600, 21600, 21600 };

    start();
    fake_say("02,HB,30");
    for (int i = 0; i < 8; i++) {
        int waited = until_reset(30000);

        CHECK(waited >= want[i] - 12 && waited <= want[i] + 1);
        until_let_go();
    }
}

TEST(a_host_that_does_not_come_up_is_helped_up_ever_more_rarely)
{
    static const int want[] = { 1800, 3600, 21600, 86400, 86400 };

    start();
    fake_say("02,HB,120");
    CHECK(answers("03,DA", "DA"));
    for (size_t i = 0; i < sizeof(want) / sizeof(*want); i++) {
        int waited = until_reset(90000);

        CHECK(waited >= want[i] - 12 && waited <= want[i] + 1);
        until_let_go();
    }
}

TEST(sixty_days_without_a_host_wake_nobody)
{
    start();
    for (int day = 0; day < 60; day++) {
        fake_run_long(86400000u);
        CHECK(!fake.out[HAL_HOST_RESET] && !fake.out[HAL_HOST_CUT]);
        CHECK(fake.out[HAL_MODEM]);
    }
}

/* The clock of milliseconds wraps after 49.7 days. */
TEST(the_rules_hold_when_the_clock_wraps)
{
    start();
    fake_run_long((0u - fake.millis - 20000u) / 100 * 100);
    CHECK(answers("03,MO,C,1000", "MO,C,1000"));
    fake_run(2000);
    CHECK(fake.out[HAL_MODEM]);
    CHECK(answers("04,MO,C,1000", "ER,7"));
    fake_run(30000);
    CHECK(answers("05,MO,C,1000", "MO,C,1000"));
    fake_run(33000);
    fake_say("06,HB,30");
    CHECK(until_reset(60) >= 29);
    until_let_go();
}

/* The clock wraps in between, and a moment that is past looks ahead. */
TEST(a_host_that_halted_weeks_ago_is_fed_when_power_comes_back)
{
    static const int days[] = { 1, 26 };

    for (size_t i = 0; i < sizeof(days) / sizeof(*days); i++) {
        start();
        CHECK(answers("03,SD,120,0", "SD,120,0"));
        fake.adc[HAL_ADC_ADAPTOR] = 0;
        fake.adc[HAL_ADC_BATTERY] = 587;        /* 11.0 V */
        for (int day = 0; day < days[i]; day++)
            fake_run_long(86400000u);
        CHECK(!fake.out[HAL_HOST_CUT]);
        fake.adc[HAL_ADC_ADAPTOR] = 737;
        CHECK(until_reset(600) >= 0);
    }
}

TEST(six_cuts_an_hour_and_no_more_for_a_day)
{
    int cuts = 0;

    start();
    for (int minute = 0; minute < 24 * 60; minute++) {
        char text[32] = "00,MO,C,1000";

        text[0] = "0123456789ABCDEF"[minute / 16 % 16];
        text[1] = "0123456789ABCDEF"[minute % 16];
        cuts += answers(text, ",MO,C,1000");
        fake_run_long(59000);
    }
    CHECK_INT(cuts, 24 * 6);
}

TEST(the_status_uptime_counts_seconds_over_days)
{
    start();
    fake_run_long(86400000u);
    CHECK(answers("02,ST", "ST,86403,"));
}

TEST(a_record_survives_a_cut_at_each_byte_with_any_value_left_there)
{
    uint8_t content[STORE_COUNTERS_SIZE], got[STORE_COUNTERS_SIZE];
    static uint8_t before[HAL_EEPROM_SIZE];

    start();
    memset(content, 0x11, sizeof content);
    for (int i = 0; i < 20; i++) {      /* the ring has come round */
        content[0] = (uint8_t)i;
        store_save(STORE_COUNTERS, content);
        while (store_busy(STORE_COUNTERS))
            store_tick();
    }
    memcpy(before, fake.eeprom, sizeof before);
    memset(content, 0x22, sizeof content);
    for (long cut = 1; cut <= 32; cut++)
        for (int torn = 0; torn < 256; torn++) {
            memcpy(fake.eeprom, before, sizeof before);
            fake.writes = 0;
            fake.cut = cut;
            fake.torn = (uint8_t)torn;
            fake.dead = false;
            store_start();
            store_save(STORE_COUNTERS, content);
            for (int i = 0; i < 200; i++)
                store_tick();
            fake.dead = false;
            fake.cut = 0;
            store_start();
            CHECK(store_load(STORE_COUNTERS, got));
            CHECK(memcmp(got, content, sizeof got) == 0
                  || (got[0] == 19 && got[1] == 0x11 && got[27] == 0x11));
        }
}

TEST(a_worn_out_slot_is_passed_over)
{
    uint8_t content[STORE_SETTINGS_SIZE] = { 1, 2, 3 };
    uint8_t got[STORE_SETTINGS_SIZE];

    start();
    for (int i = 0; i < 10; i++) {
        content[5] = (uint8_t)i;
        store_save(STORE_SETTINGS, content);
        for (int n = 0; n < 400 && store_busy(STORE_SETTINGS); n++) {
            store_tick();
            fake.eeprom[512 + 40 + 7] = 0xEE;   /* slot 1 keeps nothing */
        }
        CHECK(store_succeeded(STORE_SETTINGS));
        CHECK(store_load(STORE_SETTINGS, got));
        CHECK_INT(got[5], i);
    }
    CHECK(!store_faulty());
}

TEST(an_eeprom_that_takes_nothing_is_told_and_the_board_works_on)
{
    start();
    fake.dead = true;           /* writes vanish */
    fake_heard();
    fake_say("10,CF,grace,60");
    fake_run(4000);
    CHECK(strstr(fake_heard(), "$10,ER,8") != NULL);
    fake_run(3000);
    CHECK(strstr(fake_heard(), ",EE,1") != NULL);
    CHECK(answers("11,CF,grace", "CF,grace,120"));
    CHECK(answers("12,MO,C,1000", "MO,C,1000"));
}

static int
events_told(void)
{
    int n = 0;

    for (const char *at = fake_heard(); (at = strstr(at, ",EV,")); at++)
        n++;
    return n;
}

/* The line sends 76 bytes in 20 ms, and its buffer takes 127: eight events at
 * once would fill it, and an answer to the host would be lost. */
TEST(events_that_are_due_at_once_leave_room_for_an_answer)
{
    start();
    for (int i = 0; i < 8; i++) {
        fake.in[HAL_BUTTON] = true;
        fake_run(100);
        fake.in[HAL_BUTTON] = false;
        fake_run(100);
    }
    fake_run_long(100);
    fake_heard();
    fake.millis += BOARD_EVENT_MS;      /* nothing was told meanwhile */
    app_tick(fake.millis);
    CHECK_INT(events_told(), 1);
    for (int i = 1; i < 8; i++) {
        fake_run(20);
        CHECK_INT(events_told(), 1);
    }
    fake_run(500);
    CHECK_INT(events_told(), 0);
}
