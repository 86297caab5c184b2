#include "fake_hal.h"
#include "rtc.h"
#include "test.h"

#include <time.h>

TEST(every_day_from_2020_to_2099_is_set_and_read_back)
{
    fake_start();
    for (int64_t t = RTC_FIRST; t <= RTC_LAST; t += 86400 - 3599) {
        uint32_t got;
        bool unsure;
        struct tm tm;
        time_t now = (time_t)t;

        CHECK(rtc_set((uint32_t)t));
        CHECK(rtc_read(&got, &unsure));
        CHECK_INT(got, t);
        CHECK(!unsure);
        gmtime_r(&now, &tm);
        CHECK_INT(fake.chip[4], tm.tm_mday / 10 * 16 + tm.tm_mday % 10);
        CHECK_INT(fake.chip[5], (tm.tm_mon + 1) / 10 * 16
                                + (tm.tm_mon + 1) % 10);
        CHECK_INT(fake.chip[3], tm.tm_wday + 1);
    }
}

TEST(the_first_and_the_last_second_are_set_and_read_back)
{
    static const uint32_t all[] = { RTC_FIRST, RTC_LAST, 1582934399,
                                    1582934400, 1583020799, 4107542399 - 1 };

    fake_start();
    for (int i = 0; i < 5; i++) {
        uint32_t got;
        bool unsure;

        CHECK(rtc_set(all[i]));
        CHECK(rtc_read(&got, &unsure));
        CHECK_INT(got, all[i]);
    }
}

TEST(any_registers_at_all_give_a_time_the_chip_could_show_or_unsure)
{
    uint32_t seed = 3, got;
    bool unsure;

    fake_start();
    for (int i = 0; i < 1000000; i++) {
        for (int r = 0; r < 7; r++) {
            seed = seed * 1664525u + 1013904223u;
            fake.chip[r] = (uint8_t)(seed >> 24);
        }
        CHECK(rtc_read(&got, &unsure));
        CHECK(unsure || (got >= RTC_FIRST && got <= RTC_LAST));
    }
}

TEST(setting_the_clock_clears_the_sign_that_it_stood_still)
{
    uint32_t got;
    bool unsure;

    fake_start();
    fake.chip[15] = 0x88;
    CHECK(rtc_read(&got, &unsure) && unsure);
    CHECK(rtc_set(1795248000));
    CHECK(rtc_read(&got, &unsure) && !unsure);
    CHECK_INT(fake.chip[15], 0x08);
}

TEST(without_a_chip_nothing_is_claimed)
{
    uint32_t got = 5;
    bool unsure = true;

    fake_start();
    fake.no_chip = true;
    CHECK(!rtc_read(&got, &unsure));
    CHECK(!rtc_set(1795248000));
    CHECK_INT(got, 5);
}
