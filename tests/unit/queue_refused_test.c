/* Refusals that may be about the report, the SIM or the number. */
#include "store_world.h"

#include "store/people/people.h"
#include "store/sims/modems.h"
#include "store/sims/sim_credit.h"

#define PARENT "+254712000001"

TEST(each_code_that_may_blame_the_report_is_tried_once_without)
{
    static const int codes[] = { 69, 97, 111 };

    for (int i = 0; i < 3; i++) {
        struct db *db = world_open();
        struct queue_part p;
        int64_t id;

        world_rules.reports = true;
        id = world_claim_new(db, PARENT, &p);
        world_refused(db, &p, codes[i]);
        CHECK_INT(world_number(db, "SELECT refusals FROM sim"), 0);
        world_later(10 * SECOND);
        CHECK(world_claim(db, &p) == id);
        CHECK_INT(p.send.report, 0);
        world_refused(db, &p, codes[i]);
        world_later(10 * SECOND);
        CHECK(world_claim(db, &p) == 0);
        db_close(db);
    }
}

TEST(a_sim_that_lost_its_message_centre_is_given_the_one_it_had)
{
    struct link_ready r = { .imei = "111", .imsi = NORTH,
        .smsc = "+254722500029" };
    struct db *db = world_open();
    struct queue_part p;
    char name[32];
    int64_t id;

    CHECK_INT(modems_ready(db, &r, "KE", "", "/dev/x", name, sizeof(name)),
        OK);
    r.smsc[0] = '\0';
    CHECK_INT(modems_ready(db, &r, "KE", "", "/dev/x", name, sizeof(name)),
        OK);
    id = world_add(db, PARENT, "x");
    CHECK(world_claim(db, &p) == id);
    CHECK_TEXT(p.send.smsc, "+254722500029");
    world_settle(db, &p, LINK_NOT_SENT, -1, LINK_ERROR_CMS, 330);
    CHECK(world_state(db, id) == MESSAGE_QUEUED);
    CHECK(world_wait(db, id) == WAIT_DONGLE);
    CHECK(strstr(world_reason(db, id), "message centre") != NULL);
    world_later(6 * MINUTE);
    CHECK(world_claim(db, &p) == id);
    db_close(db);
}

TEST(rejected_to_several_numbers_is_about_the_sim_and_fails_no_text)
{
    struct db *db = world_open();
    struct queue_part p;
    char number[20];

    world_sql(db, "UPDATE sim SET balance_code = '*144#'");
    for (int i = 0; i < 5; i++) {
        snprintf(number, sizeof(number), "+25471200000%d", i);
        world_add(db, number, "x");
    }
    for (int i = 0; i < 5; i++) {
        CHECK(world_claim(db, &p) != 0);
        world_refused(db, &p, 21);
    }
    CHECK(world_claim(db, &p) == 0);
    CHECK_INT(world_number(db, "SELECT waits FROM sim"), WAIT_CREDIT);
    CHECK_INT(sim_credit_ask_wanted(db), OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM ussd"), 1);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"
        " WHERE state = 1"), 5);
    db_close(db);
}

TEST(rejected_to_one_number_on_two_days_marks_that_number)
{
    struct db *db = world_open();
    struct queue_part p;

    for (int day = 0; day < 2; day++) {
        int64_t id = world_claim_new(db, PARENT, &p);

        while (world_state(db, id) != MESSAGE_FAILED) {
            world_refused(db, &p, 21);
            world_later(5 * HOUR);
            if (world_state(db, id) == MESSAGE_QUEUED)
                CHECK(world_claim(db, &p) == id);
        }
        world_later(DAY);
    }
    CHECK_INT(world_number(db, "SELECT state FROM phone WHERE number = '"
        PARENT "'"), PHONE_FAILING);
    CHECK_INT(world_number(db, "SELECT waits FROM sim"), 0);
    db_close(db);
}

TEST(no_reason_given_is_unsure_and_asks_for_the_balance)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t id;

    world_sql(db, "UPDATE sim SET balance_code = '*144#'");
    id = world_claim_new(db, PARENT, &p);
    world_settle(db, &p, LINK_UNKNOWN, -1, LINK_ERROR_CMS, 500);
    CHECK(world_state(db, id) == MESSAGE_UNSURE);
    CHECK(strstr(world_reason(db, id), "(CMS 500)") != NULL);
    CHECK_INT(world_number(db, "SELECT count(*) FROM ussd"), 0);
    CHECK_INT(sim_credit_ask_wanted(db), OK);
    CHECK_TEXT(world_text(db, "SELECT code FROM ussd"), "*144#");
    db_close(db);
}
