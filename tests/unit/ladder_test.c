#include "base/clock.h"
#include "dongle/ladder.h"
#include "test.h"

static struct ladder l;
static const struct ladder_means none, board = { .power = true },
    both = { .usb = true, .power = true };

/* The rungs of n silent troubles, five seconds apart, as letters. */
static const char *
climb(int n, enum link_trouble t, struct ladder_means means, int64_t *now)
{
    static const char letters[] = "?wrPku";
    static char out[100];
    int i;

    for (i = 0; i < n && i < 99; i++) {
        struct ladder_step s = ladder_next(&l, t, means, *now);
        out[i] = letters[s.rung];
        *now += s.pause + 5 * SECOND;
    }
    out[i] = '\0';
    return out;
}

TEST(with_a_board_a_silent_dongle_loses_its_power_after_three_workers)
{
    int64_t now = HOUR;

    l = (struct ladder){ .row = 0 };
    CHECK_TEXT(climb(5, LINK_TROUBLE_NO_ANSWER, board, &now), "wwwPk");
    l = (struct ladder){ .row = 0 };
    CHECK_TEXT(climb(5, LINK_TROUBLE_SILENT, board, &now), "wwwrP");
}

TEST(a_usb_port_is_reset_once_in_a_row_before_power_is_cut)
{
    int64_t now = HOUR;

    l = (struct ladder){ .row = 0 };
    CHECK_TEXT(climb(6, LINK_TROUBLE_NO_ANSWER, both, &now), "wwwuPk");
    CHECK_TEXT(climb(1, LINK_TROUBLE_NO_ANSWER, both, &now), "k");
    ladder_well(&l);
    CHECK_TEXT(climb(5, LINK_TROUBLE_SILENT, both, &now), "wwwru");
}

TEST(without_a_board_new_workers_go_on_and_then_it_is_left_alone)
{
    int64_t now = HOUR;

    l = (struct ladder){ .row = 0 };
    CHECK_TEXT(climb(10, LINK_TROUBLE_SILENT, none, &now), "wwwrwwwwkk");
}

TEST(the_power_is_never_cut_more_than_four_times_an_hour)
{
    int64_t now = HOUR, cuts[200];
    int n = 0;

    l = (struct ladder){ .row = 0 };
    for (int i = 0; i < 150 && n < 200; i++) {
        struct ladder_step s = ladder_next(&l, LINK_TROUBLE_NO_ANSWER, board,
            now);
        if (s.rung == RECOVERY_POWER)
            cuts[n++] = now;
        if (i % 20 == 0)
            ladder_well(&l);    /* being well in between changes nothing */
        now += s.pause + SECOND;
    }
    CHECK(n > 5);
    for (int i = 0; i + 1 < n; i++)
        CHECK(cuts[i + 1] - cuts[i] >= LADDER_APART);
    for (int i = 0; i + LADDER_CUTS < n; i++)
        CHECK(cuts[i + LADDER_CUTS] - cuts[i] >= HOUR);
}

TEST(a_parked_dongle_is_tried_again_within_a_quarter_of_an_hour)
{
    int64_t last = 0, now = HOUR;

    l = (struct ladder){ .row = 100 };
    for (int i = 0; i < 10; i++) {
        struct ladder_step s = ladder_next(&l, LINK_TROUBLE_SILENT, none,
            now);
        CHECK_INT(s.rung, RECOVERY_PARKED);
        CHECK(s.pause >= last && s.pause <= 15 * MINUTE);
        last = s.pause;
    }
}

TEST(a_dongle_that_was_well_begins_at_the_bottom)
{
    int64_t now = HOUR;

    l = (struct ladder){ .row = 9, .parked = 3 };
    ladder_well(&l);
    CHECK_TEXT(climb(1, LINK_TROUBLE_SILENT, board, &now), "w");
}

TEST(what_a_person_must_do_is_no_rung)
{
    CHECK(!ladder_climbs(LINK_TROUBLE_NO_SIM));
    CHECK(!ladder_climbs(LINK_TROUBLE_PIN_WRONG));
    CHECK(!ladder_climbs(LINK_TROUBLE_NO_DEVICE));
    CHECK(!ladder_climbs(LINK_TROUBLE_BUSY));
    CHECK(ladder_climbs(LINK_TROUBLE_SILENT));
}
