#include "modem/health.h"
#include "test.h"

TEST(registration_and_operator_are_read)
{
    char name[32];

    CHECK_INT(health_registered("+CREG: 0,1"), 1);
    CHECK_INT(health_registered("+CREG: 2,5,\"00C3\",\"1A2B\""), 5);
    CHECK_INT(health_registered("+CREG:0,1"), 1);
    CHECK_INT(health_registered("+CREG: 1"), -1);
    CHECK_INT(health_registered("+CREG: 8,-2"), -1);
    CHECK(health_operator("+COPS: 0,0,\"Practice Net\",2", name, 32));
    CHECK_TEXT(name, "Practice Net");
    CHECK(health_operator("+COPS: 0,0,\"00530061006600610072\",2", name, 32));
    CHECK_TEXT(name, "Safar");
    CHECK(!health_operator("+COPS: 0", name, 32));
}
