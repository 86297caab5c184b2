/* How attempts end: every class of refusal. */
#include "store_world.h"

#include "store/people/people.h"
#include "store/sims/modems.h"

#define PARENT "+254712000001"

/* SOUTH sends the n texts that NORTH does not get any more. */
static void
south_takes_over(struct db *db, int n)
{
    struct queue_part p;

    for (int i = 0; i < n; i++) {
        CHECK(world_claim(db, &p) == 0);
        CHECK(world_claim_by(db, SOUTH, &p) != 0);
        world_sent(db, &p, 1);
    }
}

TEST(sent_needs_a_reference)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t id = world_claim_new(db, PARENT, &p);

    world_sent(db, &p, 0);
    CHECK(world_state(db, id) == MESSAGE_SENT);
    id = world_claim_new(db, PARENT, &p);
    world_sent(db, &p, -1);
    CHECK(world_state(db, id) == MESSAGE_UNSURE);
    db_close(db);
}

TEST(a_second_answer_to_one_attempt_changes_nothing)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t id = world_claim_new(db, PARENT, &p);

    world_settle(db, &p, LINK_UNKNOWN, -1, LINK_ERROR_NONE, -1);
    world_sent(db, &p, 3);
    world_refused(db, &p, 1);
    CHECK(world_state(db, id) == MESSAGE_UNSURE);
    p.send.attempt = 999;
    world_sent(db, &p, 3);
    db_close(db);
}

TEST(every_code_has_its_class)
{
    static const struct {
        enum queue_fault fault;
        int codes[32];
    } cms[] = {
        { FAULT_RECIPIENT, { 1, 28, 30, 95, 96, 97, 98, 99, 128, 129, 130, 143,
            144, 145, 159, 195, 196, 198, 199, 304, 305 } },
        { FAULT_ACCOUNT, { 8, 10, 50, 69, 193 } },
        { FAULT_UNCLEAR, { 21, 27, 29, 81, 111, 127, 255, 22, 200 } },
        { FAULT_NETWORK, { 38, 41, 42, 47, 192, 194, 331 } },
        { FAULT_SIM, { 310, 311, 312, 313, 314, 315, 316, 317, 318 } },
        { FAULT_MODEM, { 300, 301, 302, 303, 320, 321, 322 } },
        { FAULT_SETUP, { 330 } },
        { FAULT_UNKNOWN, { 332, 500, 512, 600, 197, -1 } },
    };
    static const struct {
        enum queue_fault fault;
        int codes[16];
    } cme[] = {
        { FAULT_NETWORK, { 30, 32 } },
        { FAULT_SIM, { 5, 10, 11, 12, 13, 14, 15, 16, 17, 18, 40, 47 } },
        { FAULT_MODEM, { 1, 3, 4, 20, 23 } },
        { FAULT_UNKNOWN, { 31, 100, 512 } },
    };
    struct reason r = queue_fault_reason(LINK_ERROR_CMS, 1);

    for (size_t i = 0; i < sizeof(cms) / sizeof(*cms); i++)
        for (int k = 0; k < 32 && cms[i].codes[k]; k++) {
            CHECK_INT(queue_fault_of(LINK_ERROR_CMS, cms[i].codes[k]),
                cms[i].fault);
            CHECK_INT(queue_fault_reason(LINK_ERROR_CMS,
                cms[i].codes[k]).code, REASON_CMS);
        }
    for (size_t i = 0; i < sizeof(cme) / sizeof(*cme); i++)
        for (int k = 0; k < 16 && cme[i].codes[k]; k++)
            CHECK_INT(queue_fault_of(LINK_ERROR_CME, cme[i].codes[k]),
                cme[i].fault);
    CHECK_INT(queue_fault_of(LINK_ERROR_CMS, 0), FAULT_UNKNOWN);
    CHECK_INT(queue_fault_of(LINK_ERROR_CME, 0), FAULT_MODEM);
    CHECK_INT(queue_fault_of(LINK_ERROR_PLAIN, -1), FAULT_UNKNOWN);
    CHECK_TEXT(in_words(&r),
        "the network does not know this number (CMS 1)");
}

TEST(a_recipient_error_fails_at_once_and_marks_the_number_on_the_second_day)
{
    struct db *db = world_open();
    struct queue_part p;
    struct people_phone phone;
    int64_t id = world_claim_new(db, PARENT, &p);

    world_refused(db, &p, 28);
    CHECK(world_state(db, id) == MESSAGE_FAILED);
    CHECK_TEXT(world_reason(db, id),
        "the network does not know this number (CMS 28)");
    world_claim_new(db, PARENT, &p);
    world_refused(db, &p, 28);
    CHECK_INT(phone_get(db, PARENT, &phone), OK);
    CHECK_INT(phone.state, PHONE_WORKING);
    world_later(DAY);
    world_claim_new(db, PARENT, &p);
    world_refused(db, &p, 1);
    CHECK_INT(phone_get(db, PARENT, &phone), OK);
    CHECK_INT(phone.state, PHONE_FAILING);
    CHECK_INT(world_number(db, "SELECT detail_code FROM audit"
        " WHERE action = 'phone.failing'"), REASON_CMS);
    world_claim_new(db, PARENT, &p);    /* failing numbers are still tried */
    world_sent(db, &p, 1);
    CHECK_INT(phone_get(db, PARENT, &phone), OK);
    CHECK_INT(phone.state, PHONE_WORKING);
    db_close(db);
}

TEST(a_mistake_of_ours_is_not_held_against_the_number)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t id = world_claim_new(db, PARENT, &p);

    world_refused(db, &p, 304);
    CHECK(world_state(db, id) == MESSAGE_FAILED);
    CHECK_INT(world_number(db, "SELECT failures FROM phone"), 0);
    db_close(db);
}

TEST(three_account_errors_in_a_row_pause_the_sim_and_lose_nothing)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t ids[3], next = 0;

    for (int i = 0; i < 3; i++) {
        char number[20];

        snprintf(number, sizeof(number), "+25471200000%d", i);
        ids[i] = world_claim_new(db, number, &p);
        world_refused(db, &p, 50);
        CHECK(world_state(db, ids[i]) == MESSAGE_QUEUED);
        CHECK(world_wait(db, ids[i]) == WAIT_CREDIT);
    }
    world_add(db, "+254712000009", "y");
    CHECK_INT(queue_claim(db, NORTH, "north", &world_rules, &p, &next),
        ERR_EMPTY);
    CHECK(next >= world_now + 24 * MINUTE && next <= world_now + 36 * MINUTE);
    world_at(next);
    CHECK(world_claim(db, &p) != 0);
    world_sent(db, &p, 1);              /* credit is back */
    for (int i = 0; i < 3; i++) {
        CHECK(world_claim(db, &p) != 0);
        world_sent(db, &p, 2 + i);
    }
    CHECK_INT(world_number(db, "SELECT refusals FROM sim"), 0);
    db_close(db);
}

TEST(another_sim_takes_over_what_one_without_credit_cannot_send)
{
    struct db *db = world_open();
    struct queue_part p;

    world_sim(db, SOUTH, 1);
    world_claim_new(db, PARENT, &p);
    world_sent(db, &p, 1);
    for (int i = 0; i < 3; i++) {
        world_claim_new(db, PARENT, &p);
        world_refused(db, &p, 8);
    }
    south_takes_over(db, 3);
    db_close(db);
}

TEST(what_no_sim_has_sent_to_yet_goes_by_another_as_soon_as_one_pauses)
{
    struct db *db = world_open();
    struct queue_part p;
    char number[20];

    world_sim(db, SOUTH, 1);
    for (int i = 0; i < 3; i++) {
        snprintf(number, sizeof(number), "+25471200000%d", i);
        world_claim_new(db, number, &p);
        world_refused(db, &p, 8);
    }
    south_takes_over(db, 3);
    db_close(db);
}

TEST(an_unclear_refusal_gets_a_few_tries_with_long_pauses)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t id = world_claim_new(db, PARENT, &p), next = 0, last = world_now;
    int tries = 1;

    world_refused(db, &p, 21);
    while (world_state(db, id) == MESSAGE_QUEUED) {
        CHECK_INT(queue_claim(db, NORTH, "north", &world_rules, &p, &next),
            ERR_EMPTY);
        CHECK(next - last >= 4 * MINUTE);
        world_at(last = next);
        CHECK(world_claim(db, &p) == id);
        world_refused(db, &p, 21);
        tries++;
    }
    CHECK_INT(tries, 4);
    CHECK(world_state(db, id) == MESSAGE_FAILED);
    db_close(db);
}

TEST(no_network_for_a_minute_delays_a_text_by_little_more)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t id = world_claim_new(db, PARENT, &p), next = 0;

    while (world_now < DAWN + MINUTE) {
        world_refused(db, &p, 331);
        CHECK(world_state(db, id) == MESSAGE_QUEUED);
        CHECK(world_wait(db, id) == WAIT_RETRY);
        CHECK_INT(queue_claim(db, NORTH, "north", &world_rules, &p, &next),
            ERR_EMPTY);
        world_at(next);
        CHECK(world_claim(db, &p) == id);
    }
    world_sent(db, &p, 1);
    CHECK(world_state(db, id) == MESSAGE_SENT);
    CHECK(world_now < DAWN + 130 * SECOND);
    db_close(db);
}

TEST(a_number_out_of_reach_is_tried_ever_more_rarely_until_the_text_expires)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t id = world_claim_new(db, PARENT, &p), next = 0;
    int tries = 1;

    for (;;) {
        world_refused(db, &p, 41);
        CHECK_INT(queue_claim(db, NORTH, "north", &world_rules, &p, &next),
            ERR_EMPTY);
        CHECK(next - world_now <= 72 * MINUTE);
        world_at(next);
        if (world_claim(db, &p) != id)
            break;
        tries++;
    }
    CHECK(world_state(db, id) == MESSAGE_EXPIRED);
    CHECK(tries > 40 && tries < 80);
    db_close(db);
}

TEST(one_number_out_of_reach_never_holds_up_the_next)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t bad = world_claim_new(db, PARENT, &p);
    int64_t same = world_add(db, PARENT, "y");
    int64_t good = world_add(db, "+254712000002", "z");
    int64_t urgent;

    world_refused(db, &p, 38);
    CHECK(world_claim(db, &p) == good);
    world_sent(db, &p, 1);
    CHECK(world_claim(db, &p) == 0);    /* the same number rests */
    CHECK(world_wait(db, same) == WAIT_RETRY);
    urgent = world_add_as(db, PARENT, "u", PRIORITY_URGENT);
    CHECK(world_claim(db, &p) == urgent); /* but for what is urgent */
    world_sent(db, &p, 2);
    CHECK(world_claim(db, &p) == bad);  /* and its success frees the rest */
    CHECK(world_claim(db, &p) == same);
    db_close(db);
}

TEST(five_numbers_in_a_row_that_the_network_refuses_pause_the_sim)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t next = 0;
    char number[20];

    for (int i = 0; i < 6; i++) {
        snprintf(number, sizeof(number), "+25471200000%d", i);
        world_add(db, number, "x");
    }
    for (int i = 0; i < 5; i++) {
        CHECK(world_claim(db, &p) != 0);
        world_refused(db, &p, 42);
    }
    CHECK_INT(queue_claim(db, NORTH, "north", &world_rules, &p, &next),
        ERR_EMPTY);
    CHECK(next >= world_now + 24 * SECOND && next <= world_now + 36 * SECOND);
    world_at(next);
    CHECK(world_claim(db, &p) != 0);
    world_sent(db, &p, 1);
    for (int i = 0; i < 5; i++) {
        CHECK(world_claim(db, &p) != 0);
        world_sent(db, &p, 2 + i);
    }
    db_close(db);
}

/* Claims what may go and refuses it with 38 for so many times, then takes all;
 * how long it took until nothing waits. The longest pause comes out too. */
static int64_t
refuse(struct db *db, int refusals, int64_t *longest)
{
    int64_t began = world_now, next = 0, last = world_now;
    struct queue_part p;
    enum err e;
    int sent = 0;

    *longest = 0;
    for (int i = 0; i < 1000 && sent < 5; i++) {
        e = queue_claim(db, NORTH, "north", &world_rules, &p, &next);
        if (e == ERR_EMPTY) {
            CHECK(next > world_now);
            world_at(next);
            if (world_now - last > *longest)
                *longest = world_now - last;
            continue;
        }
        CHECK(e == OK);
        last = world_now;
        if (refusals-- > 0)
            world_refused(db, &p, 38);
        else
            world_sent(db, &p, ++sent);
    }
    CHECK_INT(sent, 5);
    return world_now - began;
}

TEST(a_network_that_refuses_is_tried_every_two_minutes_at_least)
{
    static const int refusals[] = { 10, 60 };

    for (int r = 0; r < 2; r++) {
        struct db *db = world_open();
        int64_t longest, took;
        char number[20];

        for (int i = 0; i < 5; i++) {
            snprintf(number, sizeof(number), "+25471200000%d", i);
            world_add(db, number, "x");
        }
        took = refuse(db, refusals[r], &longest);
        CHECK(longest <= 2 * MINUTE);
        if (!r)
            CHECK(took <= 7 * MINUTE);
        db_close(db);
    }
}

TEST(to_few_numbers_too_a_network_that_refuses_is_tried_every_two_minutes)
{
    for (int numbers = 1; numbers < 5; numbers++)
        for (int urgent = 0; urgent < 2; urgent++) {
            struct db *db = world_open();
            int64_t longest, took;
            char number[20];

            for (int i = 0; i < 5; i++) {
                snprintf(number, sizeof(number), "+25471200000%d", i % numbers);
                world_add_as(db, number, "x",
                    urgent ? PRIORITY_URGENT : PRIORITY_NORMAL);
            }
            took = refuse(db, 10, &longest);
            CHECK(longest <= (urgent ? 30 * SECOND : 2 * MINUTE));
            CHECK(took <= (urgent ? 5 : 12) * MINUTE);
            db_close(db);
        }
}

TEST(a_number_that_alone_is_refused_for_half_an_hour_waits_ever_longer)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t id = world_claim_new(db, PARENT, &p), next = 0;
    int tries = 1;

    for (;; tries++) {
        world_refused(db, &p, 38);
        CHECK_INT(queue_claim(db, NORTH, "north", &world_rules, &p, &next),
            ERR_EMPTY);
        world_at(next);
        if (world_claim(db, &p) != id)
            break;
    }
    CHECK(world_state(db, id) == MESSAGE_EXPIRED);
    CHECK(tries > 60 && tries < 140);
    db_close(db);
}

TEST(something_urgent_waits_half_a_minute_for_a_network_that_refuses)
{
    struct queue_request later = { .number = "+254712000007", .text = "closed",
        .priority = PRIORITY_URGENT };
    struct db *db = world_open();
    struct queue_part p;
    int64_t next = 0, held;
    char number[20];

    /* these two do not wait for the network */
    held = world_add_as(db, "+254712000008", "held", PRIORITY_URGENT);
    CHECK_INT(query_on(db, "UPDATE message SET wait = 6, next = 1 << 60"
        " WHERE id = :id", held), OK);
    later.due = world_now + 7 * DAY;
    CHECK_INT(queue_add(db, &later, &world_rules, &held, NULL), OK);

    for (int i = 0; i < 5; i++) {
        snprintf(number, sizeof(number), "+25471200000%d", i);
        world_add(db, number, "x");
    }
    for (int i = 0; i < 20; i++) {
        while (queue_claim(db, NORTH, "north", &world_rules, &p, &next) == OK)
            world_refused(db, &p, 38);
        if (i < 19)
            world_at(next);
    }
    CHECK(next > world_now + 40 * SECOND);
    CHECK(queue_sweep(db, &world_rules) == OK);
    CHECK_INT(queue_claim(db, NORTH, "north", &world_rules, &p, &next),
        ERR_EMPTY);
    CHECK(next > world_now + 40 * SECOND);
    world_add_as(db, "+254712000009", "urgent", PRIORITY_URGENT);
    CHECK(queue_sweep(db, &world_rules) == OK);
    CHECK_INT(queue_claim(db, NORTH, "north", &world_rules, &p, &next),
        ERR_EMPTY);
    CHECK(next <= world_now + 30 * SECOND);
    world_at(next);
    CHECK(world_claim(db, &p) != 0);
    world_refused(db, &p, 38);
    CHECK_INT(queue_claim(db, NORTH, "north", &world_rules, &p, &next),
        ERR_EMPTY);
    CHECK(next <= world_now + 30 * SECOND);
    db_close(db);
}

TEST(two_numbers_out_of_reach_never_pause_the_sim)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t good;

    world_add(db, PARENT, "x");
    world_add(db, "+254712000002", "x");
    for (int i = 0; i < 12; i++) {
        world_later(2 * MINUTE);
        while (world_claim(db, &p))
            world_refused(db, &p, 41);
    }
    good = world_add(db, "+254712000003", "y");
    CHECK(world_claim(db, &p) == good);
    db_close(db);
}

TEST(a_sim_or_set_up_error_stops_that_sim_and_keeps_the_queue)
{
    static const int codes[] = { 311, 330 };

    for (int i = 0; i < 2; i++) {
        struct db *db = world_open();
        struct queue_part p;
        int64_t id = world_claim_new(db, PARENT, &p);

        world_refused(db, &p, codes[i]);
        CHECK(world_state(db, id) == MESSAGE_QUEUED);
        CHECK(world_wait(db, id) == WAIT_DONGLE);
        CHECK(world_claim(db, &p) == 0);
        world_later(6 * MINUTE);
        CHECK(world_claim(db, &p) == id);
        db_close(db);
    }
}

TEST(a_dongle_that_starts_again_ends_the_pause_for_its_fault)
{
    struct db *db = world_open();
    struct link_ready r = { .imei = "350000000000001", .imsi = NORTH };
    struct queue_part p;
    char name[32];
    int64_t id = world_claim_new(db, PARENT, &p);

    world_refused(db, &p, 310);         /* the SIM was loose */
    CHECK(world_claim(db, &p) == 0);
    CHECK_INT(modems_ready(db, &r, "KE", "", "/dev/x", name, sizeof(name)), OK);
    CHECK(world_claim(db, &p) == id);
    db_close(db);
}

TEST(a_modem_error_and_what_never_left_are_tried_again_soon)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t id = world_claim_new(db, PARENT, &p), next = 0;

    world_settle(db, &p, LINK_NOT_SENT, -1, LINK_ERROR_NONE, -1);
    CHECK_INT(queue_claim(db, NORTH, "north", &world_rules, &p, &next),
        ERR_EMPTY);
    CHECK(next <= world_now + 3 * SECOND);
    for (int i = 0; i < 8; i++) {
        world_at(next);
        CHECK(world_claim(db, &p) == id);
        world_settle(db, &p, LINK_NOT_SENT, -1, LINK_ERROR_NONE, -1);
        CHECK_INT(queue_claim(db, NORTH, "north", &world_rules, &p, &next),
            ERR_EMPTY);
    }
    CHECK(next >= world_now + 3 * MINUTE); /* many in a row: longer */
    world_at(next);
    CHECK(world_claim(db, &p) == id);
    world_refused(db, &p, 302);
    CHECK(world_state(db, id) == MESSAGE_QUEUED);
    world_later(15 * SECOND);
    CHECK(world_claim(db, &p) == id);
    db_close(db);
}

TEST(an_ambiguous_answer_is_unsure_and_never_sent_again_by_itself)
{
    static const struct link_result answers[] = {
        { .outcome = LINK_UNKNOWN, .error = LINK_ERROR_NONE, .code = -1 },
        { .outcome = LINK_REFUSED, .error = LINK_ERROR_PLAIN, .code = -1 },
        { .outcome = LINK_REFUSED, .error = LINK_ERROR_CMS, .code = 0 },
        { .outcome = LINK_REFUSED, .error = LINK_ERROR_CMS, .code = 500 },
        { .outcome = LINK_REFUSED, .error = LINK_ERROR_CME, .code = 31 },
    };

    for (size_t i = 0; i < sizeof(answers) / sizeof(*answers); i++) {
        struct db *db = world_open();
        struct queue_part p;
        int64_t id = world_claim_new(db, PARENT, &p);

        world_settle(db, &p, (enum link_outcome)answers[i].outcome, -1,
            (enum link_error)answers[i].error, answers[i].code);
        CHECK(world_state(db, id) == MESSAGE_UNSURE);
        CHECK(!strncmp(world_reason(db, id), "it may have arrived", 19));
        world_later(HOUR);
        CHECK_INT(queue_sweep(db, &world_rules), OK);
        CHECK(world_claim(db, &p) == 0);
        db_close(db);
    }
}

TEST(the_other_parts_of_an_unsure_text_still_go)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t id = world_add(db, PARENT, WORLD_LONG);

    CHECK(world_claim(db, &p) == id);
    world_settle(db, &p, LINK_UNKNOWN, -1, LINK_ERROR_NONE, -1);
    CHECK(world_state(db, id) == MESSAGE_QUEUED);
    CHECK(world_claim(db, &p) == id);
    CHECK_INT(p.n, 2);
    world_sent(db, &p, 9);
    CHECK(world_state(db, id) == MESSAGE_UNSURE);
    CHECK(strstr(world_reason(db, id), "part 1 of 2"));
    db_close(db);
}

TEST(a_part_that_fails_ends_the_text_and_its_other_parts)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t id = world_add(db, PARENT, WORLD_LONG);

    CHECK(world_claim(db, &p) == id);
    world_refused(db, &p, 1);
    CHECK(world_state(db, id) == MESSAGE_FAILED);
    CHECK(world_claim(db, &p) == 0);
    CHECK_INT(world_number(db, "SELECT state FROM part_out WHERE n = 2"),
        MESSAGE_CANCELLED);
    db_close(db);
}

TEST(only_the_unsent_part_of_a_text_is_tried_again)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t id = world_add(db, PARENT, WORLD_LONG);

    CHECK(world_claim(db, &p) == id);
    world_sent(db, &p, 1);
    CHECK(world_claim(db, &p) == id);
    world_refused(db, &p, 42);
    world_later(MINUTE);
    CHECK(world_claim(db, &p) == id);
    CHECK_INT(p.n, 2);
    world_sent(db, &p, 2);
    CHECK(world_state(db, id) == MESSAGE_SENT);
    CHECK_INT(world_number(db, "SELECT count(*) FROM attempt"), 3);
    db_close(db);
}

TEST(a_network_that_refuses_reports_gets_the_text_without)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t id;

    world_rules.reports = true;
    id = world_claim_new(db, PARENT, &p);
    CHECK_INT(p.send.report, 1);
    world_refused(db, &p, 69);
    world_later(10 * SECOND);
    CHECK(world_claim(db, &p) == id);
    CHECK_INT(p.send.report, 0);
    world_sent(db, &p, 1);
    CHECK_INT(world_number(db, "SELECT refusals FROM sim"), 0);
    db_close(db);
}
