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
    CHECK_INT(state(LINK_ERROR_NONE, -1, "+CPIN: SIM PIN2"), PIN_READY);
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

TEST(a_sim_that_is_not_ready_or_not_there_is_no_open_one)
{
    static const struct {
        const char *text;
        enum pin_state state;
    } rows[] = {
        { "+CPIN: NOT READY", PIN_OTHER }, { "+CPIN: NOT INSERTED", PIN_NO_SIM },
        { "+CPIN: SIM REMOVED", PIN_NO_SIM },
        { "+CPIN: READY\n+CPIN: SIM PIN", PIN_WANTED },
        { "+CPIN: NOT READY\n+CPIN: READY", PIN_READY },
        { "+CPIN:READY", PIN_READY }, { "+CPIN: \"READY\"", PIN_READY },
        { "+CPIN: SIM PUK2", PIN_READY },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (state(LINK_ERROR_NONE, -1, rows[i].text) != rows[i].state)
            fail_msg("%s", rows[i].text);
}

TEST(a_lock_of_an_operator_is_told_in_words_and_by_number)
{
    static const char *const words[] = { "+CPIN: PH_NET PIN",
        "+CPIN: PH-NET PUK", "+CPIN: PH-CORP PIN", "+CPIN: PH SP PIN",
        "+CPIN: PH-SIM PIN", "+CPIN: PH-FSIM PIN" };
    static const int codes[] = { 5, 40, 41, 42, 43, 44, 45, 46, 47 };

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (state(LINK_ERROR_NONE, -1, words[i]) != PIN_LOCKED)
            fail_msg("%s", words[i]);
    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
        CHECK_INT(state(LINK_ERROR_CME, codes[i], ""), PIN_LOCKED);
    CHECK_INT(state(LINK_ERROR_CMS, 312, ""), PIN_LOCKED);
    CHECK_INT(state(LINK_ERROR_CMS, 42, ""), PIN_UNSUPPORTED);
    CHECK_INT(state(LINK_ERROR_CME, 17, ""), PIN_UNSUPPORTED);
}

TEST(ready_without_ok_is_ready)
{
    struct relay_answer a = { .code = -1, .text = "+CPIN: READY" };

    CHECK_INT(pin_state(&a), PIN_READY);
    strcpy(a.text, "+CPIN:READY");
    CHECK_INT(pin_state(&a), PIN_READY);
    strcpy(a.text, "+CPIN: NOT READY");
    CHECK_INT(pin_state(&a), PIN_OTHER);
}

TEST(the_tries_left_are_read)
{
    CHECK_INT(pin_tries("+CPINR: SIM PIN,2,3"), 2);
    CHECK_INT(pin_tries("^CPIN: SIM PIN,3,10,2,10,3"), 2);
    CHECK_INT(pin_tries("^CPIN: SIM PIN,,10,1,10,3"), 1);
    CHECK_INT(pin_tries("^CPIN: READY,,10,3,10,3"), -1);
    CHECK_INT(pin_tries(""), -1);
}
