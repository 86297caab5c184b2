/* What the board says, in words. */
#include "board/said.h"
#include "test.h"

#include <string.h>

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

static int
warned(const char *fields, enum reason_code codes[2])
{
    struct board_writer w;
    struct board_reader r = { .length = 0 };
    struct board_frame f;
    struct said_hello h;

    board_begin(&w, false, 1, BOARD_HELLO);
    for (const char *c = fields; *c; c += strcspn(c, ",") + !!strchr(c, ',')) {
        char field[16] = "";

        memcpy(field, c, strcspn(c, ","));
        board_add_text(&w, field);
    }
    CHECK(board_end(&w) > 0);
    for (uint8_t i = 0; i < w.length; i++)
        if (board_read(&r, (uint8_t)w.text[i], &f) == BOARD_READ_FRAME)
            CHECK(said_hello(&f, &h) == OK);
    return said_hello_warnings(&h, codes);
}

/* 3741061119 is DE FC 0F FF, 3741126655 DE FD 0F FF, 3674017791 DA FD 0F FF. */
TEST(a_chip_that_is_not_as_it_should_be_is_warned_of)
{
    enum reason_code codes[2];

    CHECK_INT(warned("1,0,200,1,42,1,5,31", codes), 0);
    CHECK_INT(warned("1,0,200,1,42,1,5,31,2,3741061119", codes), 0);
    CHECK_INT(warned("1,0,200,1,42,1,5,31,3,3674017791", codes), 2);
    CHECK_INT(codes[0], REASON_OLD_BOOTLOADER);
    CHECK_INT(codes[1], REASON_BROWN_OUT_FUSE);
    CHECK_INT(warned("1,0,200,1,42,1,5,31,2,3741126655", codes), 1);
    CHECK_INT(codes[0], REASON_BROWN_OUT_FUSE);
}
