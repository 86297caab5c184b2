/* What waits for its time, and what is too late. */
#include "store_world.h"

TEST(a_scheduled_text_waits_for_its_time)
{
    struct db *db = world_open();
    struct queue_part p;
    struct queue_request r = { .number = "+254712000001", .text = "later",
        .due = DAWN + HOUR };
    int64_t id = 0, next = 0;

    CHECK_INT(queue_add(db, &r, &world_rules, &id, NULL, 0), OK);
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
    CHECK_INT(queue_add(db, &r, &world_rules, &scheduled, NULL, 0), OK);
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
