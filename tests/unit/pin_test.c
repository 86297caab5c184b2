#include "modem/pin.h"
#include "test.h"

#include <string.h>

static enum pin_state
state(enum link_error error, int code, const char *text)
{
    struct relay_answer a = { .answered = true, .error = error, .code = code };

    strcpy(a.text, text);
    return pin_state(&a);
}

TEST(the_sims_lock_is_understood)
{
    CHECK_INT(state(LINK_ERROR_NONE, -1, "+CPIN: READY"), PIN_READY);
    CHECK_INT(state(LINK_ERROR_NONE, -1, "+CPIN: SIM PIN"), PIN_WANTED);
    CHECK_INT(state(LINK_ERROR_NONE, -1, "+CPIN: SIM PUK"), PIN_PUK);
    CHECK_INT(state(LINK_ERROR_NONE, -1, "+CPIN: SIM PIN2"), PIN_OTHER);
    CHECK_INT(state(LINK_ERROR_CME, 10, ""), PIN_NO_SIM);
    CHECK_INT(state(LINK_ERROR_CME, 14, ""), PIN_OTHER);
    CHECK_INT(state(LINK_ERROR_CME, 13, ""), PIN_OTHER);
    CHECK_INT(state(LINK_ERROR_CMS, 515, ""), PIN_OTHER);
    CHECK_INT(state(LINK_ERROR_NONE, -1, "+CPIN: PH-NET PIN"), PIN_LOCKED);
    CHECK_INT(state(LINK_ERROR_NONE, -1, "+CPIN: PH-NETSUB PIN"), PIN_LOCKED);
    CHECK_INT(state(LINK_ERROR_NONE, -1, "+CPIN: PH-SP PIN"), PIN_LOCKED);
    CHECK_INT(state(LINK_ERROR_CMS, 311, ""), PIN_WANTED);
    CHECK_INT(state(LINK_ERROR_PLAIN, -1, ""), PIN_UNSUPPORTED);
}

TEST(ready_without_ok_is_ready)
{
    struct relay_answer a = { .code = -1, .text = "+CPIN: READY" };

    CHECK_INT(pin_state(&a), PIN_READY);
}

TEST(the_tries_left_are_read)
{
    CHECK_INT(pin_tries("+CPINR: SIM PIN,2,3"), 2);
    CHECK_INT(pin_tries("^CPIN: SIM PIN,3,10,2,10,3"), 2);
    CHECK_INT(pin_tries("^CPIN: SIM PIN,,10,1,10,3"), 1);
    CHECK_INT(pin_tries("^CPIN: READY,,10,3,10,3"), -1);
    CHECK_INT(pin_tries(""), -1);
}
