/* When a computer halts on its battery. */
#include "base/clock.h"
#include "board/empty.h"
#include "test.h"

static const struct said_status low = { .battery = 11000, .rail = 5000,
    .flags = BOARD_FLAG_BATTERY_CRITICAL | BOARD_FLAG_BATTERY_LOW };

TEST(one_status_halts_nothing_and_the_second_does)
{
    struct empty e = { 0 };

    CHECK(empty_look(&e, &low, false, 1000) == EMPTY_TELL);
    CHECK(empty_look(&e, &low, false, 1400) == EMPTY_WAIT);
    CHECK(empty_look(&e, &low, false, 11000) == EMPTY_HALT);
}

TEST(a_battery_that_is_good_again_begins_anew)
{
    struct said_status good = low;
    struct empty e = { 0 };

    good.flags = 0;
    CHECK(empty_look(&e, &low, false, 1000) == EMPTY_TELL);
    CHECK(empty_look(&e, &good, false, 11000) == EMPTY_NOT);
    CHECK(empty_look(&e, &low, false, 21000) == EMPTY_TELL);
    good.flags = low.flags | BOARD_FLAG_MAINS;
    CHECK(empty_look(&e, &good, false, 31000) == EMPTY_NOT);
}

TEST(the_keepers_text_is_waited_for_a_minute_at_most)
{
    struct empty e = { 0 };

    CHECK(empty_look(&e, &low, false, 1000) == EMPTY_TELL);
    for (int64_t at = 11000; at < 61000; at += 10000)
        CHECK(empty_look(&e, &low, true, at) == EMPTY_WAIT);
    CHECK(empty_look(&e, &low, true, 61000) == EMPTY_HALT);
}

/* Also of a board of before, which does not say that its reference is lost. */
TEST(a_voltage_that_cannot_be_true_halts_nothing)
{
    struct said_status lost = low;
    struct empty e = { 0 };

    lost.rail = 3790;
    for (int64_t at = 1000; at < 10 * MINUTE; at += 10000)
        CHECK(empty_look(&e, &lost, false, at) == EMPTY_NOT);
    lost.rail = 5000;
    lost.flags |= BOARD_FLAG_REFERENCE;
    CHECK(empty_look(&e, &lost, false, 10 * MINUTE) == EMPTY_NOT);
}
