#include "modem/calls.h"
#include "test.h"

TEST(rings_become_one_call)
{
    struct calls c = { 0 };
    struct link_call out[2];

    CHECK_INT(calls_ring(&c, "+254700100200", 1000, out), 1);
    CHECK_INT(out[0].ended, 0);
    CHECK_INT(calls_ring(&c, "+254700100200", 4000, out), 0);
    CHECK_INT(calls_tick(&c, 13999, out), 0);
    CHECK_INT(calls_tick(&c, 14000, out), 1);
    CHECK_INT(out[0].ended, 1);
    CHECK_INT(calls_ended(&c, out), 0);
    CHECK_INT(calls_ring(&c, "", 20000, out), 1);
    CHECK_INT(calls_ring(&c, "+254700100201", 21000, out), 2);
    CHECK_INT(out[0].ended, 1);
    CHECK_TEXT(out[1].number, "+254700100201");
    CHECK_INT(calls_ended(&c, out), 1);
}
