#include "test.h"

#include "base/clock.h"
#include "web/kit/throttle.h"

#include <stdio.h>

TEST(guessing_gets_slower_and_peace_heals)
{
    int64_t now = 1000000 * SECOND;

    clock_fake(now);
    for (int i = 0; i < THROTTLE_FREE - 1; i++)
        throttle_failed("name:amina");
    CHECK_INT(throttle_wait("name:amina"), 0);
    throttle_failed("name:amina");
    CHECK_INT(throttle_wait("name:amina"), SECOND);
    throttle_failed("name:amina");
    CHECK_INT(throttle_wait("name:amina"), 2 * SECOND);
    for (int i = 0; i < 50; i++)
        throttle_failed("name:amina");
    CHECK_INT(throttle_wait("name:amina"), 5 * MINUTE);
    CHECK_INT(throttle_wait("name:juma"), 0);
    clock_fake(now + 2 * HOUR);
    CHECK_INT(throttle_wait("name:amina"), 0);
    throttle_failed("name:amina");
    CHECK_INT(throttle_wait("name:amina"), 0);
    clock_fake(0);
}

TEST(a_good_password_forgives)
{
    clock_fake(5000 * SECOND);
    for (int i = 0; i < 9; i++)
        throttle_failed("x");
    CHECK(throttle_wait("x") > 0);
    throttle_good("x");
    CHECK_INT(throttle_wait("x"), 0);
    clock_fake(0);
}

TEST(many_names_push_out_the_oldest_and_nothing_else)
{
    char key[32];

    clock_fake(9000 * SECOND);
    for (int i = 0; i < 5000; i++) {
        snprintf(key, sizeof(key), "ip%d", i);
        throttle_failed(key);
    }
    CHECK_INT(throttle_wait("ip4999"), 0);
    clock_fake(0);
}

TEST(one_address_gets_a_burst_then_so_many_a_second)
{
    int64_t now = 2000000 * SECOND;
    char other[20];

    clock_fake(now);
    for (int i = 0; i < THROTTLE_BURST; i++)
        CHECK(throttle_request("10.0.0.1"));
    CHECK(!throttle_request("10.0.0.1"));
    CHECK(throttle_request("10.0.0.2"));
    clock_fake(now + SECOND / 2);
    for (int i = 0; i < THROTTLE_A_SECOND / 2; i++)
        CHECK(throttle_request("10.0.0.1"));
    CHECK(!throttle_request("10.0.0.1"));
    for (int i = 0; i < 1000; i++) {
        snprintf(other, sizeof(other), "10.1.%d.%d", i / 200, i % 200);
        CHECK(throttle_request(other));
    }
    clock_fake(now + MINUTE);
    CHECK(throttle_request("10.0.0.1"));
    clock_fake(0);
}
