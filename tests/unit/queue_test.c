/* The queue up to the hand-over: what is added, who is next, who waits. */
#include "store_world.h"

#include "store/people/people.h"
#include "store/thread/thread.h"

#include <pthread.h>

TEST(the_order_is_priority_then_due_then_arrival)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t bulk = world_add_as(db, "+254712000001", "b", PRIORITY_BULK);
    int64_t first = world_add(db, "+254712000002", "n1");
    int64_t second = world_add(db, "+254712000003", "n2");
    int64_t urgent = world_add_as(db, "+254712000004", "u", PRIORITY_URGENT);

    CHECK(world_claim(db, &p) == urgent);
    CHECK(world_claim(db, &p) == first);
    CHECK(world_claim(db, &p) == second);
    CHECK(world_claim(db, &p) == bulk);
    CHECK(world_claim(db, &p) == 0);
    db_close(db);
}

TEST(a_message_is_claimed_by_one_modem_only)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t id = world_add(db, "+254712000001", "hello");

    world_sim(db, SOUTH, 1);
    CHECK(world_claim_by(db, NORTH, &p) == id);
    CHECK(world_claim_by(db, SOUTH, &p) == 0);
    CHECK(world_state(db, id) == MESSAGE_SENDING);
    db_close(db);
}

TEST(the_attempt_is_in_the_journal_when_the_claim_returns)
{
    struct db *db = world_open();
    struct queue_part p;

    world_add(db, "+254712000001", "hello");
    CHECK(world_claim(db, &p) != 0);
    CHECK(p.send.attempt > 0);
    CHECK_INT(world_number(db, "SELECT count(*) FROM attempt"
        " WHERE ended IS NULL"), 1);
    CHECK_TEXT(p.send.number, "+254712000001");
    CHECK_INT(p.send.units, 5);
    CHECK_INT(p.send.text[0], 'h');
    CHECK_INT(p.send.validity, 168);    /* 166 + 2 days */
    db_close(db);
}

TEST(a_long_text_goes_part_by_part_with_one_reference)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t id = world_add(db, "+254712000001", WORLD_LONG);
    int reference;

    CHECK(world_claim(db, &p) == id);
    CHECK_INT(p.n, 1);
    CHECK_INT(p.total, 2);
    CHECK_INT(p.send.udh_bytes, 6);
    reference = p.send.udh[3];
    world_sent(db, &p, 7);
    CHECK(world_state(db, id) == MESSAGE_QUEUED);
    CHECK(world_claim(db, &p) == id);
    CHECK_INT(p.n, 2);
    CHECK_INT(p.send.udh[3], reference);
    world_sent(db, &p, 8);
    CHECK(world_state(db, id) == MESSAGE_SENT);
    world_add(db, "+254712000001", WORLD_LONG);
    CHECK(world_claim(db, &p) != 0);
    CHECK_INT(p.send.udh[3], (reference + 1) & 255);
    db_close(db);
}

TEST(an_urgent_text_enters_between_two_parts_of_a_bulk_text)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t bulk = world_add_as(db, "+254712000001", WORLD_LONG, PRIORITY_BULK);
    int64_t urgent;

    CHECK(world_claim(db, &p) == bulk);
    urgent = world_add_as(db, "+254712000002", "come", PRIORITY_URGENT);
    world_sent(db, &p, 1);
    CHECK(world_claim(db, &p) == urgent);
    world_sent(db, &p, 2);
    CHECK(world_claim(db, &p) == bulk);
    CHECK_INT(p.n, 2);
    db_close(db);
}

TEST(quiet_hours_over_midnight_let_only_urgent_texts_pass)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t id, urgent, next = 0;

    world_rules.quiet_from = 21 * 60;
    world_rules.quiet_to = 6 * 60;
    world_at(DAWN + 11 * HOUR + 59 * MINUTE);
    world_sent(db, (world_add(db, "+254712000001", "a"),
        world_claim(db, &p), &p), 1);
    world_at(DAWN + 12 * HOUR);         /* 21:00 */
    id = world_add(db, "+254712000001", "b");
    CHECK_INT(queue_claim(db, NORTH, "north", &world_rules, &p, &next),
        ERR_EMPTY);
    CHECK(next == DAWN + 21 * HOUR);
    CHECK(world_wait(db, id) == WAIT_QUIET);
    world_at(DAWN + 15 * HOUR + 30 * MINUTE); /* half past midnight */
    CHECK(world_claim(db, &p) == 0);
    urgent = world_add_as(db, "+254712000002", "u", PRIORITY_URGENT);
    CHECK(world_wait(db, urgent) == WAIT_NONE);
    CHECK(world_claim(db, &p) == urgent);
    CHECK(world_claim(db, &p) == 0);
    world_at(DAWN + 21 * HOUR);         /* 06:00 */
    CHECK(world_claim(db, &p) == id);
    CHECK(world_wait(db, id) == WAIT_NONE);
    db_close(db);
}

TEST(a_phone_that_opted_out_meanwhile_gets_nothing_but_the_confirmation)
{
    struct db *db = world_open();
    struct queue_part p;
    struct queue_request r = { .number = "+254712000001", .text = "bye",
        .even_if_opted_out = true };
    int64_t id = world_add(db, "+254712000001", "x"), last = 0;

    CHECK_INT(phone_set_state(db, "+254712000001", PHONE_OPTED_OUT, "t",
        &no_reason), OK);
    CHECK_INT(queue_add(db, &r, &world_rules, &last, NULL), OK);
    CHECK(world_claim(db, &p) == last);
    CHECK(world_state(db, id) == MESSAGE_FAILED);
    CHECK_TEXT(world_reason(db, id), "the phone asked for no more texts");
    r.even_if_opted_out = false;
    CHECK_INT(queue_add(db, &r, &world_rules, &last, NULL), ERR_REFUSED);
    db_close(db);
}

TEST(what_cannot_be_sent_is_refused_with_a_sentence)
{
    struct db *db = world_open();
    static char big[3000];
    const struct {
        struct queue_request r;
        enum err e;
    } bad[] = {
        { { .number = "", .text = "x" }, ERR_INPUT },
        { { .number = "MPESA", .text = "x" }, ERR_REFUSED },
        { { .number = "23456", .text = "x" }, ERR_REFUSED },
        { { .number = "+254712000001", .text = "" }, ERR_INPUT },
        { { .number = "+254712000001", .text = " \n " }, ERR_INPUT },
        { { .number = "+254712000001", .text = "a\x01" }, ERR_INPUT },
        { { .number = "+254712000001", .text = "\xff" }, ERR_INPUT },
        { { .number = "+254712000001", .text = big }, ERR_INPUT },
        { { .number = "+254712000001", .text = "x", .due = DAWN - HOUR },
            ERR_INPUT },
        { { .number = "+254712000001", .text = "x", .expires = DAWN },
            ERR_INPUT },
        { { .number = "+254712000001", .text = "x", .family = 99 },
            ERR_NOT_FOUND },
        { { .number = "+254712000001", .text = "x", .thread = 99 },
            ERR_NOT_FOUND },
    };

    memset(big, 'x', sizeof(big) - 1);
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        int64_t id = 0;
        struct reason refused;

        CHECK_INT(queue_add(db, &bad[i].r, &world_rules, &id,
            &refused), bad[i].e);
        CHECK(reason_given(&refused));
        CHECK(id == 0);
    }
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"), 0);
    db_close(db);
}

TEST(a_family_hears_from_its_sim_while_that_one_works)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t id;

    world_sim(db, SOUTH, 1);
    world_add(db, "+254712000001", "x");
    CHECK(world_claim_by(db, SOUTH, &p) != 0);
    world_sent(db, &p, 1);
    id = world_add(db, "+254712000001", "y");
    CHECK(world_claim_by(db, NORTH, &p) == 0);
    CHECK(world_claim_by(db, SOUTH, &p) == id);
    world_sent(db, &p, 2);
    id = world_add(db, "+254712000001", "z");
    world_sim(db, SOUTH, 0);            /* its dongle is gone */
    CHECK(world_claim_by(db, NORTH, &p) == id);
    db_close(db);
}

TEST(every_sim_helps_with_what_is_urgent_its_own_families_first)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t north[2], south;

    world_sim(db, SOUTH, 1);
    world_add(db, "+254712000001", "x");
    CHECK(world_claim_by(db, NORTH, &p) != 0);
    world_sent(db, &p, 1);
    world_add(db, "+254712000002", "x");
    CHECK(world_claim_by(db, SOUTH, &p) != 0);
    world_sent(db, &p, 1);
    for (int i = 0; i < 2; i++)
        north[i] = world_add_as(db, "+254712000001", "u", PRIORITY_URGENT);
    south = world_add_as(db, "+254712000002", "u", PRIORITY_URGENT);
    CHECK(world_claim_by(db, SOUTH, &p) == south);
    world_sent(db, &p, 1);
    CHECK(world_claim_by(db, SOUTH, &p) == north[0]);
    world_sent(db, &p, 1);
    CHECK(world_claim_by(db, NORTH, &p) == north[1]);
    world_sent(db, &p, 1);
    CHECK_TEXT(world_text(db, "SELECT sim FROM phone"
        " WHERE number = '+254712000001'"), NORTH); /* still its home */
    db_close(db);
}

TEST(a_text_queued_before_its_phone_had_a_sim_goes_home)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t second;

    world_sim(db, SOUTH, 1);
    world_add(db, "+254712000001", "x");
    second = world_add(db, "+254712000001", "y");
    CHECK(world_claim_by(db, SOUTH, &p) != 0);
    world_sent(db, &p, 1);
    CHECK(world_claim_by(db, NORTH, &p) == 0);
    CHECK(world_claim_by(db, SOUTH, &p) == second);
    db_close(db);
}

TEST(the_rest_of_a_long_text_waits_for_the_sim_of_its_first_parts)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t id = world_add(db, "+254712000001", WORLD_LONG);

    world_sim(db, SOUTH, 1);
    CHECK(world_claim_by(db, SOUTH, &p) == id);
    world_sent(db, &p, 1);
    world_sim(db, SOUTH, 0);
    CHECK(world_claim_by(db, NORTH, &p) == 0);
    CHECK(world_wait(db, id) == WAIT_DONGLE);
    world_sim(db, SOUTH, 1);
    CHECK(world_claim_by(db, SOUTH, &p) == id);
    CHECK_INT(p.n, 2);
    db_close(db);
}

TEST(without_a_working_dongle_everything_waits_for_one)
{
    struct db *db = world_open();
    int64_t id = world_add(db, "+254712000001", "x");

    CHECK(world_wait(db, id) == WAIT_NONE);
    world_sim(db, NORTH, 0);
    CHECK(world_wait(db, id) == WAIT_DONGLE);
    db_close(db);
}

TEST(a_queued_text_can_be_taken_back_and_one_on_its_way_cannot)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t a = world_add(db, "+254712000001", "x");
    int64_t b = world_add(db, "+254712000002", "x"), again = 0;

    CHECK(world_claim(db, &p) == a);
    CHECK_INT(queue_cancel(db, a, "Jane"), ERR_REFUSED);
    CHECK_INT(queue_cancel(db, b, "Jane"), OK);
    CHECK_INT(queue_cancel(db, b, "Jane"), ERR_REFUSED);
    CHECK_INT(queue_cancel(db, 99, "Jane"), ERR_NOT_FOUND);
    CHECK(world_state(db, b) == MESSAGE_CANCELLED);
    CHECK(world_claim(db, &p) == 0);
    CHECK_INT(world_number(db, "SELECT count(*) FROM audit"
        " WHERE action = 'message.cancel' AND who = 'Jane'"), 1);
    CHECK_INT(queue_resend(db, b, &world_rules, "Jane", &again), OK);
    CHECK(again != b);
    CHECK_INT(queue_resend(db, b, &world_rules, "Jane", &again), ERR_REFUSED);
    CHECK_INT(queue_resend(db, a, &world_rules, "Jane", &again), ERR_REFUSED);
    CHECK(world_claim(db, &p) == again);
    CHECK_TEXT(p.send.number, "+254712000002");
    db_close(db);
}

static void
count_row(void *user, const struct message *m)
{
    int64_t *ids = user;

    while (*ids)
        ids++;
    *ids = m->id;
}

TEST(the_queue_lists_what_is_not_final_in_the_order_of_sending)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t ids[8] = { 0 };
    int64_t done = world_add(db, "+254712000001", "x");
    int64_t bulk, urgent;

    CHECK(world_claim(db, &p) == done);
    world_sent(db, &p, 1);
    bulk = world_add_as(db, "+254712000001", "x", PRIORITY_BULK);
    urgent = world_add_as(db, "+254712000001", "x", PRIORITY_URGENT);
    CHECK_INT(queue_list(db, 10, count_row, ids), OK);
    CHECK(ids[0] == urgent && ids[1] == bulk && ids[2] == 0);
    db_close(db);
}

struct taker {
    struct db *db;
    const char *imsi;
    int taken;
};

static void *
take_all(void *user)
{
    struct taker *t = user;
    struct queue_part p;

    while (world_claim_by(t->db, t->imsi, &p)) {
        world_sent(t->db, &p, t->taken++ & 255);
        (void)world_state(t->db, p.message);
    }
    return NULL;
}

TEST(two_modems_at_once_never_take_the_same_part)
{
    char path[] = "/tmp/notehome-queue-XXXXXX", file[64], number[20];
    struct taker takers[2] = { { .imsi = NORTH }, { .imsi = SOUTH } };
    pthread_t threads[2];
    struct db *db;

    CHECK(mkdtemp(path));
    snprintf(file, sizeof(file), "%s/t.db", path);
    db = world_open_at(file);
    world_sim(db, SOUTH, 1);
    for (int i = 0; i < 60; i++) {
        snprintf(number, sizeof(number), "+2547%08d", i);
        world_add(db, number, "hello");
    }
    for (int i = 0; i < 2; i++) {
        takers[i].db = db;
        CHECK(!pthread_create(&threads[i], NULL, take_all, &takers[i]));
    }
    for (int i = 0; i < 2; i++)
        CHECK(!pthread_join(threads[i], NULL));
    CHECK_INT(takers[0].taken + takers[1].taken, 60);
    CHECK_INT(world_number(db, "SELECT count(*) FROM attempt"), 60);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message WHERE state = 3"),
        60);
    db_close(db);
    snprintf(file, sizeof(file), "rm -r %s", path);
    CHECK_INT(system(file), 0);
}

/* Fills the queue in one transaction. */
static void
fill(struct db *db, int count)
{
    char number[20];

    CHECK_INT(db_begin(db), OK);
    for (int i = 0; i < count; i++) {
        snprintf(number, sizeof(number), "+2547%08d", i);
        world_add_as(db, number, "School is closed on Friday.", PRIORITY_BULK);
    }
    CHECK_INT(db_commit(db), OK);
}

/* Rows gone through without an index in so many claims, each with the
 * settling of the text before it. */
static int64_t
scanned(struct db *db, struct queue_part *p, int claims)
{
    int64_t before = db_scanned(db);

    for (int i = 0; i < claims; i++) {
        world_sent(db, p, i & 255);
        CHECK(world_claim(db, p) != 0);
    }
    return db_scanned(db) - before;
}

TEST(ten_thousand_waiting_texts_do_not_slow_a_claim)
{
    static const char *const others[] = { "DROP INDEX message_next",
        "DROP INDEX message_open" };
    struct db *db = world_open();
    struct queue_part p;

    fill(db, 10000);
    CHECK(world_claim(db, &p) != 0);
    for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
        world_sql(db, others[i]);       /* they help, and are walked through */
    CHECK_INT(scanned(db, &p, 50), 0);
    world_rules.caps.per_day = 1000;
    world_rules.caps.numbers_per_day = 1000;
    CHECK_INT(scanned(db, &p, 50), 0);
    world_rules.caps.numbers_per_month = 1000;
    world_rules.caps.same_per_day = 1000;
    CHECK_INT(scanned(db, &p, 50), 0);
    world_sql(db, "DROP INDEX message_queue");  /* and now it is slow */
    CHECK(scanned(db, &p, 1) >= 9000);
    db_close(db);
}
