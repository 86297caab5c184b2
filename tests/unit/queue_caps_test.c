/* The limits of a SIM: what they hold back, for how long, and what another SIM
 * takes over. */
#include "store_world.h"

#include "store/queue/queue_own.h"

TEST(the_limit_of_a_minute_says_when_to_ask_again)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t next = 0, id = 0;

    world_rules.caps.per_minute = 3;
    for (int i = 0; i < 4; i++)
        id = world_add(db, "+254712000001", "x");
    for (int i = 0; i < 3; i++) {
        CHECK(world_claim(db, &p) != 0);
        world_sent(db, &p, i);
        world_later(SECOND);
    }
    CHECK_INT(queue_claim(db, NORTH, "north", &world_rules, &p, &next),
        ERR_EMPTY);
    CHECK(next == DAWN + MINUTE);
    CHECK(world_wait(db, id) == WAIT_CAP);
    world_at(DAWN + MINUTE);
    CHECK(world_claim(db, &p) == id);
    db_close(db);
}

TEST(what_surely_never_left_counts_against_no_limit)
{
    struct db *db = world_open();
    struct queue_part p;

    world_rules.caps.per_day = 1;
    world_add(db, "+254712000001", "x");
    CHECK(world_claim(db, &p) != 0);
    world_settle(db, &p, LINK_NOT_SENT, -1, LINK_ERROR_NONE, -1);
    world_later(MINUTE);
    CHECK(world_claim(db, &p) != 0);
    world_sent(db, &p, 1);
    world_add(db, "+254712000001", "y");
    CHECK(world_claim(db, &p) == 0);
    db_close(db);
}

TEST(the_limits_of_15_minutes_and_of_a_day_are_counted_per_sim)
{
    struct db *db = world_open();
    struct queue_part p;

    world_sim(db, SOUTH, 1);
    world_rules.caps.per_15_minutes = 2;
    world_rules.caps.per_day = 3;
    for (int i = 0; i < 5; i++)
        world_add(db, i < 3 ? "+254712000001" : "+254712000002", "x");
    CHECK(world_claim(db, &p) != 0);
    CHECK(world_claim(db, &p) != 0);
    CHECK(world_claim(db, &p) == 0);
    CHECK(world_claim_by(db, SOUTH, &p) != 0);
    world_later(15 * MINUTE);
    CHECK(world_claim(db, &p) != 0);
    world_later(15 * MINUTE);
    CHECK(world_claim(db, &p) == 0);    /* three today */
    world_at(DAWN + DAY);
    CHECK(world_claim(db, &p) != 0);
    db_close(db);
}

TEST(the_limit_of_numbers_a_day_holds_new_numbers_back_but_not_known_ones)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t held, known;

    world_rules.caps.numbers_per_day = 2;
    world_add(db, "+254712000001", "x");
    world_add(db, "+254712000002", "x");
    CHECK(world_claim(db, &p) != 0);
    CHECK(world_claim(db, &p) != 0);
    held = world_add(db, "+254712000003", "x");
    known = world_add(db, "+254712000001", "x");
    CHECK(world_claim(db, &p) == known);
    CHECK(world_wait(db, held) == WAIT_NUMBERS);
    CHECK(world_claim(db, &p) == 0);
    world_at(DAWN + DAY + MINUTE);
    CHECK(world_claim(db, &p) == held);
    db_close(db);
}

TEST(what_one_sim_may_not_send_to_more_numbers_another_sends_at_once)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t third;

    world_sim(db, SOUTH, 1);
    world_rules.caps.numbers_per_day = 2;
    world_add(db, "+254712000001", "x");
    world_add(db, "+254712000002", "x");
    CHECK(world_claim(db, &p) != 0);
    CHECK(world_claim(db, &p) != 0);
    third = world_add(db, "+254712000003", "x");
    CHECK(world_claim(db, &p) == 0);
    CHECK(world_claim_by(db, SOUTH, &p) == third);
    world_add(db, "+254712000004", "x");
    CHECK(world_claim_by(db, SOUTH, &p) != 0);
    world_add(db, "+254712000005", "x");
    for (int i = 0; i < 3; i++) {       /* neither may: it is not tossed */
        CHECK(world_claim(db, &p) == 0);
        CHECK(world_claim_by(db, SOUTH, &p) == 0);
    }
    db_close(db);
}

TEST(the_limit_of_numbers_a_month_holds_new_numbers_back_for_thirty_days)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t held;

    world_rules.validity = 60 * DAY;
    world_rules.caps.numbers_per_month = 2;
    world_add(db, "+254712000001", "x");
    CHECK(world_claim(db, &p) != 0);
    world_sent(db, &p, 1);
    world_later(10 * DAY);
    world_add(db, "+254712000002", "x");
    CHECK(world_claim(db, &p) != 0);
    world_sent(db, &p, 2);
    held = world_add(db, "+254712000003", "x");
    CHECK(world_claim(db, &p) == 0);
    CHECK(world_wait(db, held) == WAIT_NUMBERS);
    CHECK(strstr(message_wait_text(world_wait(db, held)), "different"));
    world_add(db, "+254712000001", "again");
    CHECK(world_claim(db, &p) != 0);
    world_sent(db, &p, 3);
    world_later(21 * DAY);              /* the first one's new text counts */
    CHECK(world_claim(db, &p) == 0);
    world_later(10 * DAY + HOUR);
    CHECK(world_claim(db, &p) == held);
    db_close(db);
}

TEST(the_same_text_goes_only_so_often_and_others_pass_it)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t held, other;

    world_rules.caps.same_per_15_minutes = 2;
    world_rules.caps.same_per_day = 3;
    world_add(db, "+254712000001", "no school");
    world_add(db, "+254712000002", "no school");
    CHECK(world_claim(db, &p) != 0);
    CHECK(world_claim(db, &p) != 0);
    held = world_add(db, "+254712000003", "no school");
    other = world_add(db, "+254712000004", "no school today");
    CHECK(world_claim(db, &p) == other);
    CHECK(world_wait(db, held) == WAIT_SAME);
    CHECK(strstr(message_wait_text(world_wait(db, held)), "same text"));
    world_later(15 * MINUTE + SECOND);
    CHECK(world_claim(db, &p) == held);
    held = world_add(db, "+254712000005", "no school");
    CHECK(world_claim(db, &p) == 0);
    world_later(DAY - 10 * MINUTE);
    CHECK(world_claim(db, &p) == held);
    db_close(db);
}

TEST(a_text_over_one_sims_limit_goes_by_another_and_a_long_one_ends_where_it_began)
{
    struct db *db = world_open();
    char text[400];
    struct queue_part p;
    int64_t first, second;

    memset(text, 'x', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';
    world_sim(db, SOUTH, 1);
    world_rules.caps.same_per_day = 1;
    first = world_add(db, "+254712000001", text);
    second = world_add(db, "+254712000002", text);
    CHECK(world_claim(db, &p) == first);
    world_sent(db, &p, 1);
    CHECK(world_claim_by(db, SOUTH, &p) == second);
    world_sent(db, &p, 1);
    CHECK(world_claim(db, &p) == first && p.n == 2);
    world_sent(db, &p, 2);
    CHECK(world_claim_by(db, SOUTH, &p) == second && p.n == 2);
    world_sent(db, &p, 2);
    CHECK(world_claim(db, &p) == first && p.n == 3);
    db_close(db);
}

/* How SQLite would look for the rows. */
static const char *
plan(struct db *db, const char *sql)
{
    static char out[200];
    struct query q = query_start_text(db, sql);

    out[0] = 0;
    if (query_row(&q))
        query_copy_text(&q, 3, out, sizeof(out));
    assert_int_equal(query_end(&q), OK);
    return out;
}

TEST(what_counts_against_a_limit_is_found_by_its_index)
{
    struct db *db = world_open();

    CHECK(strstr(plan(db, "EXPLAIN QUERY PLAN SELECT started FROM attempt"
        " WHERE sim = 'x' AND " ATTEMPT_COUNTS " AND started > 5"),
        "INDEX attempt_sim (sim=? AND started>?)"));
    CHECK(strstr(plan(db, "EXPLAIN QUERY PLAN SELECT 1 FROM attempt"
        " WHERE sim = 'x' AND number = 'y' AND " ATTEMPT_COUNTS
        " AND started > 5"), "INDEX attempt_number"));
    CHECK(strstr(plan(db, "EXPLAIN QUERY PLAN SELECT 1 FROM attempt a"
        " WHERE a.sim = 'x' AND a.reference < 0 AND a." ATTEMPT_IS_PERHAPS_SENT
        " AND a.started > 5"), "INDEX attempt_unproved"));
    db_close(db);
}
