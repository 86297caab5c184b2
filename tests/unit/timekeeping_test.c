#include "inbox_world.h"

#include "board/timekeeping.h"

#define TODAY ((int64_t)1795248000 * SECOND)

static enum timekeeping_step
judge(struct timekeeping_facts f)
{
    return timekeeping_judge(&f);
}

TEST(a_date_before_the_program_was_made_is_not_believed)
{
    CHECK_INT(judge((struct timekeeping_facts){ .now = 3 * DAY }),
        TIME_UNSURE);
    CHECK_INT(judge((struct timekeeping_facts){ .now = TODAY }), TIME_FINE);
}

TEST(a_date_before_the_newest_message_is_not_believed)
{
    CHECK_INT(judge((struct timekeeping_facts){ .now = TODAY - HOUR,
        .newest = TODAY }), TIME_UNSURE);
    CHECK_INT(judge((struct timekeeping_facts){ .now = TODAY - MINUTE,
        .newest = TODAY }), TIME_FINE);
}

TEST(a_wrong_date_is_taken_from_a_board_that_is_sure)
{
    struct timekeeping_facts f = { .now = 3 * DAY, .newest = TODAY - DAY,
        .board = true, .board_sure = true, .board_time = TODAY };

    CHECK_INT(timekeeping_judge(&f), TIME_TAKE);
    f.board_sure = false;
    CHECK_INT(timekeeping_judge(&f), TIME_UNSURE);
    f.board_sure = true;
    f.board_time = TODAY - 2 * DAY;
    CHECK_INT(timekeeping_judge(&f), TIME_UNSURE);
}

TEST(a_machine_that_woke_in_the_past_takes_the_boards_time_at_start_only)
{
    struct timekeeping_facts f = { .now = TODAY, .board = true,
        .board_sure = true, .board_time = TODAY + HOUR, .starting = true };

    CHECK_INT(timekeeping_judge(&f), TIME_TAKE);
    f.starting = false;
    CHECK_INT(timekeeping_judge(&f), TIME_FINE);
    f.starting = true;
    f.board_time = TODAY - HOUR;
    CHECK_INT(timekeeping_judge(&f), TIME_FINE);
}

TEST(the_boards_clock_follows_network_time)
{
    struct timekeeping_facts f = { .now = TODAY, .synchronised = true,
        .board = true, .board_sure = true, .board_time = TODAY + HOUR,
        .starting = true };

    CHECK_INT(timekeeping_judge(&f), TIME_GIVE);
    f.board_time = TODAY + SECOND;
    CHECK_INT(timekeeping_judge(&f), TIME_FINE);
    f.board_sure = false;
    CHECK_INT(timekeeping_judge(&f), TIME_GIVE);
    f.board = false;
    CHECK_INT(timekeeping_judge(&f), TIME_FINE);
}

TEST(a_board_whose_clock_stood_still_is_set_by_a_likely_date)
{
    CHECK_INT(judge((struct timekeeping_facts){ .now = TODAY, .board = true }),
        TIME_GIVE);
    CHECK_INT(judge((struct timekeeping_facts){ .now = DAY, .board = true }),
        TIME_UNSURE);
}

TEST(network_time_is_believed_even_when_messages_came_from_the_future)
{
    CHECK_INT(judge((struct timekeeping_facts){ .now = TODAY,
        .newest = TODAY + 300 * DAY, .synchronised = true }), TIME_FINE);
}

static int64_t
newest(struct db *db)
{
    struct timekeeping_facts f = { .now = 0 };

    CHECK_INT(timekeeping_look(db, &f), OK);
    return f.newest;
}

/* Somebody types the wrong year, and sets it right later. */
TEST(a_text_that_the_network_dates_alike_proves_the_date)
{
    struct db *db = world_open();
    struct air a = { .from = "+254712000001", .text = "x" };

    CHECK(newest(db) == 0);
    take(db, &a);                       /* at DAWN, by the centre too */
    world_at(DAWN + 365 * DAY);
    world_add(db, "+254712000001", "x");
    a.second = 60;
    take(db, &a);
    world_at(DAWN + 3 * HOUR);
    CHECK(newest(db) == DAWN + 365 * DAY);
    a.second = 120;                     /* it was long on its way */
    take(db, &a);
    CHECK(newest(db) == DAWN + 365 * DAY);
    a.second = 3 * 3600;
    take(db, &a);
    CHECK(newest(db) == DAWN + 3 * HOUR);
    db_close(db);
}

TEST(a_machine_that_woke_in_the_past_is_not_proved_right_by_an_older_text)
{
    struct db *db = world_open();

    take(db, &(struct air){ .from = "+254712000001", .text = "x" });
    world_later(HOUR);
    world_add(db, "+254712000001", "x");
    world_at(DAWN + MINUTE);
    CHECK(newest(db) == DAWN + HOUR);
    db_close(db);
}
