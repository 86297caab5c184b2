/* What waits for its time, and what is too late. */
#include "store/queue/queue_own.h"
#include "store_world.h"

TEST(a_scheduled_text_waits_for_its_time)
{
    struct db *db = world_open();
    struct queue_part p;
    struct queue_request r = { .number = "+254712000001", .text = "later",
        .due = DAWN + HOUR };
    int64_t id = 0, next = 0;

    CHECK_INT(queue_add(db, &r, &world_rules, &id, NULL), OK);
    CHECK(world_wait(db, id) == WAIT_LATER);
    CHECK_INT(queue_claim(db, NORTH, "north", &world_rules, &p, &next),
        ERR_EMPTY);
    CHECK(next == DAWN + HOUR);
    world_at(DAWN + HOUR);
    CHECK(world_wait(db, id) == WAIT_NONE);
    CHECK(world_claim(db, &p) == id);
    db_close(db);
}

TEST(scheduled_texts_hold_while_the_clock_is_unsure_and_others_go)
{
    struct db *db = world_open();
    struct queue_part p;
    struct queue_request r = { .number = "+254712000001", .text = "later",
        .due = DAWN + HOUR };
    int64_t scheduled = 0, now;

    now = world_add(db, "+254712000002", "now");
    CHECK_INT(queue_add(db, &r, &world_rules, &scheduled, NULL), OK);
    world_rules.clock_unsure = true;
    world_at(1000 * SECOND);            /* 1970, after a power cut */
    CHECK(world_claim(db, &p) == now);
    CHECK(world_claim(db, &p) == 0);
    world_at(DAWN + 2 * HOUR);
    CHECK(world_claim(db, &p) == 0);
    CHECK(world_wait(db, scheduled) == WAIT_CLOCK);
    world_rules.clock_unsure = false;
    world_later(2 * MINUTE);
    CHECK(world_claim(db, &p) == scheduled);
    db_close(db);
}

TEST(a_text_asked_for_under_a_wrong_date_lives_from_when_it_is_right)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t id;

    world_rules.clock_unsure = true;
    world_at(946684800 * SECOND);       /* 2000 */
    id = world_add(db, "+254712000001", "x");
    CHECK_INT(queue_sweep(db, &world_rules), OK);
    world_rules.clock_unsure = false;
    world_at(DAWN);
    CHECK_INT(queue_sweep(db, &world_rules), OK);
    CHECK(world_state(db, id) == MESSAGE_QUEUED);
    world_at(DAWN + world_rules.validity - MINUTE);
    CHECK_INT(queue_sweep(db, &world_rules), OK);
    CHECK(world_claim(db, &p) == id);
    db_close(db);
}

TEST(an_expired_text_is_not_sent)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t id = world_add(db, "+254712000001", "x");
    int64_t swept = world_add(db, "+254712000002", "x");

    world_at(DAWN + 2 * DAY);
    CHECK(world_claim(db, &p) == 0);
    CHECK(world_state(db, id) == MESSAGE_EXPIRED);
    CHECK_INT(queue_sweep(db, &world_rules), OK);
    CHECK(world_state(db, swept) == MESSAGE_EXPIRED);
    CHECK(world_claim(db, &p) == 0);
    db_close(db);
}

TEST(an_urgent_text_is_old_after_half_a_day)
{
    struct db *db = world_open();
    int64_t urgent = world_add_as(db, "+254712000001", "no school today",
        PRIORITY_URGENT);
    int64_t other = world_add(db, "+254712000002", "x"), dated;

    world_rules.clock_unsure = true;
    dated = world_add_as(db, "+254712000003", "no school", PRIORITY_URGENT);
    world_rules.clock_unsure = false;
    CHECK_INT(queue_sweep(db, &world_rules), OK);
    world_at(DAWN + 12 * HOUR - 1);
    CHECK_INT(queue_sweep(db, &world_rules), OK);
    CHECK(world_state(db, urgent) == MESSAGE_QUEUED);
    CHECK(world_state(db, dated) == MESSAGE_QUEUED);
    world_at(DAWN + 12 * HOUR);
    CHECK_INT(queue_sweep(db, &world_rules), OK);
    CHECK(world_state(db, urgent) == MESSAGE_EXPIRED);
    CHECK(world_state(db, dated) == MESSAGE_EXPIRED);
    CHECK(world_state(db, other) == MESSAGE_QUEUED);
    db_close(db);
}

/* Somebody typed the wrong year, and set it right an hour later. */
TEST(a_text_asked_for_under_a_date_ahead_goes_when_the_date_is_right)
{
    struct db *db = world_open();
    struct queue_part p;
    struct queue_request later = { .number = "+254712000003", .text = "later",
        .due = DAWN + 3 * DAY };
    int64_t put_off = world_add(db, "+254712000001", "x"), ahead, scheduled = 0;

    CHECK_INT(queue_add(db, &later, &world_rules, &scheduled, NULL), OK);
    world_at(DAWN + 365 * DAY);
    ahead = world_add(db, "+254712000002", "x");
    world_sql(db, "UPDATE message SET next = next + 31536000000,"
                  " expires = 0 WHERE id = 1");
    world_at(DAWN + HOUR);
    CHECK_INT(queue_sweep(db, &world_rules), OK);
    CHECK(world_claim(db, &p) == put_off);
    CHECK(world_claim(db, &p) == ahead);
    CHECK(world_claim(db, &p) == 0);
    world_at(DAWN + 3 * DAY);
    CHECK(world_claim(db, &p) == scheduled);
    db_close(db);
}

TEST(a_text_asked_for_under_a_date_ahead_lives_no_longer_than_others)
{
    struct db *db = world_open();
    int64_t ahead;

    world_at(DAWN + 365 * DAY);
    ahead = world_add(db, "+254712000002", "x");
    world_at(DAWN);
    CHECK_INT(queue_sweep(db, &world_rules), OK);
    world_later(HOUR);
    /* its SIM is well again */
    world_sql(db, "UPDATE message SET next = max(at, due)");
    CHECK_INT(queue_sweep(db, &world_rules), OK);
    CHECK(world_number(db, "SELECT next FROM message") == world_now);
    world_at(DAWN + world_rules.validity - MINUTE);
    CHECK_INT(queue_sweep(db, &world_rules), OK);
    CHECK(world_state(db, ahead) == MESSAGE_QUEUED);
    world_later(MINUTE);
    CHECK_INT(queue_sweep(db, &world_rules), OK);
    CHECK(world_state(db, ahead) == MESSAGE_EXPIRED);
    db_close(db);
}

TEST(a_broadcast_asked_for_under_a_date_ahead_keeps_its_minute)
{
    struct db *db = world_open();
    struct queue_part p;
    struct queue_request r = { .number = "+254712000001", .text = "x",
        .due = DAWN + 365 * DAY + MINUTE };
    int64_t id = 0;

    world_at(DAWN + 365 * DAY);
    CHECK_INT(queue_add(db, &r, &world_rules, &id, NULL), OK);
    world_at(DAWN);
    for (int i = 0; i < 6; i++, world_later(10 * SECOND)) {
        CHECK_INT(queue_sweep(db, &world_rules), OK);
        CHECK(world_claim(db, &p) == 0);
    }
    CHECK(world_claim(db, &p) == id);
    db_close(db);
}

TEST(a_text_that_waits_for_its_next_try_is_not_hurried)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t id = world_add(db, "+254712000001", "x");

    world_sql(db, "UPDATE message SET next = at + 86400000");
    CHECK_INT(queue_sweep(db, &world_rules), OK);
    CHECK(world_claim(db, &p) == 0);
    world_later(DAY);
    CHECK_INT(queue_sweep(db, &world_rules), OK);
    CHECK(world_claim(db, &p) == id);
    db_close(db);
}

TEST(what_waits_for_a_person_waits_on_whatever_the_date_does)
{
    struct db *db = world_open();
    struct queue_part p;

    world_at(DAWN + 365 * DAY);
    world_add(db, "+254712000001", "x");
    world_add(db, "+254712000002", "x");
    world_sql(db, "UPDATE message SET wait = 6, next = 9223372036854775807"
                  " WHERE id = 1");             /* WAIT_APPROVAL */
    world_sql(db, "UPDATE message SET wait = 9, next = 9223372036854775807"
                  " WHERE id = 2");             /* WAIT_PAUSED */
    world_at(DAWN);
    CHECK_INT(queue_sweep(db, &world_rules), OK);
    CHECK(world_claim(db, &p) == 0);
    db_close(db);
}

/* The computer started at dawn; the date moves by so much. */
static bool
date_moves(struct db *db, const char *boot, int64_t by)
{
    bool moved;

    CHECK_INT(queue_date_is(db, &world_rules, boot, DAWN + by, world_now,
        &moved), OK);
    return moved;
}

TEST(a_machine_that_wakes_days_behind_expires_nothing_when_its_date_is_set)
{
    struct db *db = world_open();
    struct queue_part p;
    struct queue_request chosen = { .number = "+254712000004", .text = "x",
        .expires = DAWN + DAY };
    int64_t before, since, urgent, until = 0;

    world_at(DAWN - DAY);
    before = world_add(db, "+254712000001", "of yesterday");
    world_at(DAWN);
    CHECK(!date_moves(db, "one", 0));
    world_later(HOUR);
    since = world_add(db, "+254712000002", "x");
    urgent = world_add_as(db, "+254712000003", "no school", PRIORITY_URGENT);
    CHECK_INT(queue_add(db, &chosen, &world_rules, &until, NULL), OK);
    CHECK(!date_moves(db, "one", MINUTE));      /* a clock that is put right */
    world_later(4 * DAY);
    CHECK(date_moves(db, "one", 4 * DAY));
    CHECK(!date_moves(db, "one", 4 * DAY));     /* once */
    CHECK_INT(queue_sweep(db, &world_rules), OK);
    CHECK(world_state(db, before) == MESSAGE_EXPIRED);
    CHECK(world_state(db, until) == MESSAGE_EXPIRED);   /* as somebody chose */
    CHECK(world_state(db, since) == MESSAGE_QUEUED);
    CHECK(world_claim(db, &p) == urgent);
    CHECK(world_claim(db, &p) == since);
    db_close(db);
}

TEST(a_date_that_was_set_ahead_by_mistake_makes_no_text_live_longer)
{
    struct db *db = world_open();
    int64_t id;

    CHECK(!date_moves(db, "one", 0));
    id = world_add(db, "+254712000001", "x");
    world_later(20 * DAY);
    CHECK(date_moves(db, "one", 20 * DAY));
    world_at(DAWN + HOUR);
    CHECK(date_moves(db, "one", 0));
    world_at(DAWN + world_rules.validity);
    CHECK_INT(queue_sweep(db, &world_rules), OK);
    CHECK(world_state(db, id) == MESSAGE_EXPIRED);
    db_close(db);
}

TEST(a_year_ahead_or_another_start_is_no_sleep)
{
    struct db *db = world_open();
    int64_t id;

    CHECK(!date_moves(db, "one", 0));
    id = world_add(db, "+254712000001", "x");
    world_later(4 * DAY);
    CHECK(!date_moves(db, "two", 4 * DAY));     /* it was off for days */
    CHECK_INT(queue_sweep(db, &world_rules), OK);
    CHECK(world_state(db, id) == MESSAGE_EXPIRED);
    id = world_add(db, "+254712000001", "x");
    CHECK(!date_moves(db, "two", 4 * DAY));
    world_later(365 * DAY);
    CHECK(date_moves(db, "two", 369 * DAY));
    CHECK_INT(queue_sweep(db, &world_rules), OK);
    CHECK(world_state(db, id) == MESSAGE_EXPIRED);
    db_close(db);
}
