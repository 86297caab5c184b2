/* Old texts are forgotten, in small steps; what can be counted stays. */
#include "store_world.h"

#include "store/thread/retention.h"

static void
add(struct db *db, int64_t at, int state, const char *body)
{
    char sql[300];

    snprintf(sql, sizeof(sql), "INSERT INTO message (thread, direction, kind,"
        " state, number, body, at) VALUES (1, 2, 1, %d, '+254712000001',"
        " '%s', %lld)", state, body, (long long)at);
    world_sql(db, sql);
    snprintf(sql, sizeof(sql), "INSERT INTO message_words (rowid, words)"
        " SELECT max(id), '%s' FROM message", body);
    world_sql(db, sql);
}

static struct db *
world_with_a_thread(void)
{
    struct db *db = world_open_at(":memory:");

    world_sql(db, "INSERT INTO thread (id, number, tray) VALUES"
        " (1, '+254712000001', 2)");
    return db;
}

/* One text a month from so many days ago until yesterday. */
static void
add_months(struct db *db, int days)
{
    for (; days > 0; days -= 30)
        add(db, DAWN - days * DAY, 4, "each month");
}

static int
forget_all(struct db *db, int months)
{
    int n = 0, all = 0;

    do {
        CHECK(retention_step(db, months, &n) == OK);
        all += n;
    } while (n);
    CHECK(retention_settle(db) == OK);
    return all;
}

TEST(texts_older_than_a_year_go_and_are_still_counted)
{
    struct db *db = world_with_a_thread();

    for (int i = 0; i < 120; i++)
        add(db, DAWN - 400 * DAY + i, 4, "old words");
    add(db, DAWN - 364 * DAY, 4, "younger words");
    add_months(db, 300);
    add(db, DAWN, 4, "today");
    CHECK_INT(forget_all(db, 12), 120);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"), 132);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"
                               " WHERE body <> ''"), 12);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message_words"
                               " WHERE message_words MATCH 'old'"), 0);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message_words"
                               " WHERE message_words MATCH 'words'"), 1);
    CHECK_INT(forget_all(db, 12), 0);
    /* Later the other one is old too. */
    add(db, DAWN + 20 * DAY, 4, "news");
    world_at(DAWN + 20 * DAY);
    CHECK_INT(forget_all(db, 12), 1);
    db_close(db);
}

/* What the queue left behind a text: a part, an attempt, a report. */
static void
add_rows(struct db *db, int id)
{
    char sql[400];

    snprintf(sql, sizeof(sql), "INSERT INTO part_out (message, n, total, state,"
        " ucs2, udh, units) VALUES (%d, 1, 1, 4, 0, x'', x'')", id);
    world_sql(db, sql);
    snprintf(sql, sizeof(sql), "INSERT INTO attempt (message, n, number, sim,"
        " modem, report, started, ended) VALUES (%d, 1, '+254712000001',"
        " '" NORTH "', 'north', 1, 1, 2)", id);
    world_sql(db, sql);
    snprintf(sql, sizeof(sql), "INSERT INTO report (key, sim, at, pdu,"
        " reference, recipient, stamp, discharged, status, message, n) VALUES"
        " (x'%08x', '" NORTH "', 1, '', 1, '+254712000001', 1, 1, 0, %d, 1)",
        id, id);
    world_sql(db, sql);
}

static int64_t
rows(struct db *db)
{
    int64_t n = world_number(db, "SELECT count(*) FROM part_out");

    CHECK_INT(world_number(db, "SELECT count(*) FROM attempt"), n);
    CHECK_INT(world_number(db, "SELECT count(*) FROM report"), n);
    return n;
}

static int
rows_gone(struct db *db, int months)
{
    int n = 0, all = 0;

    do {
        CHECK_INT(retention_rows_step(db, months, &n), OK);
        all += n;
    } while (n);
    return all;
}

TEST(what_stands_behind_a_forgotten_text_goes_and_nothing_younger)
{
    struct db *db = world_with_a_thread();

    for (int i = 1; i <= 450; i++) {
        add(db, DAWN - 400 * DAY + i, 4, "old words");
        add_rows(db, i);
    }
    add_months(db, 300);
    for (int i = 451; i <= 460; i++)
        add_rows(db, i);
    CHECK_INT(rows_gone(db, 12), 0);    /* nothing is forgotten yet */
    CHECK_INT(forget_all(db, 12), 450);
    CHECK_INT(rows_gone(db, 2), 0);     /* a month is what limits look at */
    CHECK_INT(rows(db), 460);
    CHECK_INT(rows_gone(db, 12), 450);
    CHECK_INT(rows(db), 10);
    CHECK_INT(world_number(db, "SELECT min(message) FROM attempt"), 451);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"), 460);
    CHECK_INT(rows_gone(db, 12), 0);
    db_close(db);
}

TEST(a_step_is_small)
{
    struct db *db = world_with_a_thread();
    int n = 0;

    for (int i = 0; i < 120; i++)
        add(db, DAWN - 400 * DAY, 4, "old words");
    add_months(db, 360);
    add(db, DAWN, 4, "today");
    CHECK(retention_step(db, 12, &n) == OK);
    CHECK_INT(n, 50);
    db_close(db);
}

TEST(what_waits_to_be_sent_is_kept_whatever_its_age)
{
    struct db *db = world_with_a_thread();

    add(db, DAWN - 500 * DAY, 4, "old");
    add(db, DAWN - 400 * DAY, 1, "waits");
    add(db, DAWN - 400 * DAY, 4, "old and behind it");
    add_months(db, 360);
    add(db, DAWN, 4, "new");
    CHECK_INT(forget_all(db, 12), 1);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"
                               " WHERE body <> ''"), 15);
    db_close(db);
}

TEST(a_clock_that_leaps_ahead_empties_nothing)
{
    struct db *db = world_with_a_thread();

    add(db, DAWN - 200 * DAY, 4, "last spring");
    add(db, DAWN, 4, "today");
    world_at(DAWN + 3650 * DAY);
    CHECK_INT(forget_all(db, 12), 0);
    db_close(db);
}

/* Without a clock of its own a machine wakes in 1970, in 2000, or on the day
 * its system was built. */
TEST(a_text_that_came_under_a_wrong_date_is_not_old_and_makes_no_other_old)
{
    static const int64_t wrong[] = { 0, 946684800 * SECOND,
        DAWN - 500 * DAY };
    struct db *db;

    for (int i = 0; i < 3; i++) {
        db = world_with_a_thread();
        add(db, DAWN - 2 * DAY, 4, "the day before");
        add(db, wrong[i], 4, "by night");
        add(db, DAWN, 4, "today");
        CHECK_INT(forget_all(db, 12), 0);
        CHECK_INT(world_number(db, "SELECT count(*) FROM message"
                                   " WHERE body <> ''"), 3);
        db_close(db);
    }
}

TEST(a_first_text_without_a_date_goes_with_the_next_that_is_old)
{
    struct db *db = world_with_a_thread();

    add(db, 946684800 * SECOND, 4, "first");
    add(db, DAWN, 4, "second");
    CHECK_INT(forget_all(db, 12), 0);
    for (int days = 60; days <= 360; days += 60)
        add(db, DAWN + days * DAY, 4, "later");
    world_at(DAWN + 366 * DAY);
    CHECK_INT(forget_all(db, 12), 2);
    db_close(db);
}

TEST(a_text_from_the_future_holds_up_nothing)
{
    struct db *db = world_with_a_thread();

    add(db, DAWN - 400 * DAY, 4, "old");
    add(db, DAWN + 90 * DAY, 4, "by a clock that ran ahead");
    add(db, DAWN - 399 * DAY, 4, "old too");
    add_months(db, 360);
    add(db, DAWN, 4, "new");
    CHECK_INT(forget_all(db, 12), 3);
    db_close(db);
}

/* Somebody types the wrong year, and texts come and go under it. */
TEST(texts_dated_a_year_ahead_make_no_other_old)
{
    struct db *db = world_with_a_thread();

    add_months(db, 400);
    add(db, DAWN, 4, "today");
    world_at(DAWN + 365 * DAY);
    for (int i = 0; i < 200; i++)
        add(db, world_now, 4, "ahead");
    CHECK_INT(forget_all(db, 12), 2);   /* those of a year ago */
    world_at(DAWN + HOUR);
    add(db, world_now, 4, "the date is right again");
    CHECK_INT(forget_all(db, 12), 0);
    db_close(db);
}

/* A new box may begin with the date on which its system was built. */
TEST(texts_from_before_the_date_was_first_set_are_not_old)
{
    struct db *db = world_with_a_thread();

    for (int i = 0; i < 60; i++)
        add(db, DAWN - 450 * DAY + i * HOUR, 4, "the first days");
    add(db, DAWN, 4, "the date is right");
    CHECK_INT(forget_all(db, 12), 0);
    for (int days = 60; days <= 360; days += 60)
        add(db, DAWN + days * DAY, 4, "later");
    world_at(DAWN + 360 * DAY);
    CHECK_INT(forget_all(db, 12), 0);
    world_at(DAWN + 366 * DAY);
    CHECK_INT(forget_all(db, 12), 61);
    db_close(db);
}

TEST(a_text_from_the_future_takes_no_younger_note_along)
{
    struct db *db = world_with_a_thread();
    char sql[200];

    add(db, DAWN + 90 * DAY, 4, "by a clock that ran ahead");
    add(db, DAWN - 400 * DAY, 4, "old");
    add_months(db, 360);
    add(db, DAWN, 4, "new");
    for (int days = 500; days >= 0; days -= 500) {
        snprintf(sql, sizeof(sql), "INSERT INTO note (thread, at, author, body)"
            " VALUES (1, %lld, 'amina', 'x')", (long long)(DAWN - days * DAY));
        world_sql(db, sql);
    }
    CHECK_INT(forget_all(db, 12), 2);
    CHECK_INT(world_number(db, "SELECT count(*) FROM note"), 1);
    CHECK(world_number(db, "SELECT at FROM note") == DAWN);
    db_close(db);
}

static void
add_lone_report(struct db *db, int key, int64_t at)
{
    char sql[300];

    snprintf(sql, sizeof(sql), "INSERT INTO report (key, sim, at, pdu,"
        " reference, recipient, stamp, discharged, status) VALUES (x'%08x',"
        " '" NORTH "', %lld, '', 1, '+254712000001', 1, 1, 0)", key,
        (long long)at);
    world_sql(db, sql);
}

TEST(a_report_that_found_no_text_within_a_week_is_forgotten)
{
    struct db *db = world_with_a_thread();
    int gone = 0;

    add(db, world_now - 30 * DAY, 4, "words");
    add_rows(db, 1);                    /* one that found its text */
    add_lone_report(db, 901, world_now - 8 * DAY);
    add_lone_report(db, 902, world_now - 6 * DAY);
    CHECK_INT(retention_reports(db, &gone), OK);
    CHECK_INT(gone, 1);
    CHECK_INT(world_number(db, "SELECT count(*) FROM report"), 2);
    world_later(2 * DAY);
    CHECK_INT(retention_reports(db, &gone), OK);
    CHECK_INT(gone, 1);
    CHECK_INT(world_number(db, "SELECT count(*) FROM report"), 1);
    db_close(db);
}
