/* What the board says, in words. */
#include "board/said.h"
#include "test.h"

static const char *
status_words(uint32_t flags)
{
    static char said[REASON_SAID];
    struct said_status s = { .battery = 12600, .rail = 5000, .flags = flags };
    struct reason r = said_status_reason(&s);

    return reason_english(&r, said);
}

TEST(the_status_tells_that_somebody_works_on_the_computer)
{
    uint32_t flags = BOARD_FLAG_MAINS | BOARD_FLAG_MODEM_ON;

    CHECK_TEXT(status_words(flags), "runs on mains, battery at 12.6 V");
    flags |= BOARD_FLAG_SERVICE;
    CHECK_TEXT(status_words(flags), "runs on mains, battery at 12.6 V,"
        " somebody works on this computer: the board leaves it alone");
    flags = BOARD_FLAG_SERVICE | BOARD_FLAG_CLOCK_UNSURE;
    CHECK_TEXT(status_words(flags), "runs on battery, battery at 12.6 V, the"
        " dongle's power is off, its clock stood still, somebody works on this"
        " computer: the board leaves it alone");
}

TEST(voltages_that_cannot_be_true_are_not_told)
{
    struct said_status s = { .battery = 9600, .rail = 5000,
        .flags = BOARD_FLAG_MODEM_ON | BOARD_FLAG_REFERENCE };
    static const char words[] = "connected, what it measures cannot be"
        " believed: its voltage reference (U4) or its 5 V supply is bad";
    struct reason r = said_status_reason(&s);
    char said[REASON_SAID];

    CHECK_TEXT(reason_english(&r, said), words);
    s.flags = BOARD_FLAG_MODEM_ON;
    CHECK(said_measures(&s));
    s.rail = 3790;              /* a board of before has no flag for it */
    CHECK(!said_measures(&s));
    s.rail = 5700;
    r = said_status_reason(&s);
    CHECK_TEXT(reason_english(&r, said), words);
}
