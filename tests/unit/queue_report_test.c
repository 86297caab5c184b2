/* Status reports: which part each belongs to, and what it settles; what is sent
 * again without one. */
#include "store_world.h"

#include "store/people/people.h"

#define PARENT "+254712000001"

static int64_t
add_report(struct db *db, const char *number, int reference, int status)
{
    static int key;
    char sql[400];

    snprintf(sql, sizeof(sql), "INSERT INTO report (key, sim, at, pdu,"
        " reference, recipient, stamp, discharged, status) VALUES"
        " (CAST('%d' AS BLOB), '%s', %lld, '', %d, '%s', 0, 0, %d)", key++,
        NORTH, (long long)world_now, reference, number, status);
    world_sql(db, sql);
    return world_number(db, "SELECT max(id) FROM report");
}

TEST(a_report_settles_the_part_it_belongs_to)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t id = world_claim_new(db, PARENT, &p), other;

    world_sent(db, &p, 42);
    other = world_add(db, "+254712000002", "y");
    CHECK(world_claim(db, &p) == other);
    world_sent(db, &p, 42);             /* the same reference, another phone */
    CHECK_INT(queue_report(db, add_report(db, PARENT, 42, 0x20)), OK);
    CHECK(world_state(db, id) == MESSAGE_SENT);
    CHECK_INT(queue_report(db, add_report(db, "0712000001", 42, 0)), OK);
    CHECK(world_state(db, id) == MESSAGE_DELIVERED);
    CHECK(world_state(db, other) == MESSAGE_SENT);
    CHECK_INT(queue_report(db, add_report(db, "+254712000002", 42, 0x46)), OK);
    CHECK(world_state(db, other) == MESSAGE_FAILED);
    CHECK(strstr(world_reason(db, other), "off or out of reach"));
    CHECK_INT(queue_report(db, add_report(db, "+254712000002", 42, 0)), OK);
    CHECK(world_state(db, other) == MESSAGE_DELIVERED);
    CHECK_INT(queue_report(db, add_report(db, PARENT, 41, 0)), ERR_EMPTY);
    db_close(db);
}

TEST(a_report_marks_the_number_however_the_network_writes_it)
{
    struct db *db = world_open();
    struct queue_part p;
    const char *failures = "SELECT failures FROM phone";

    world_claim_new(db, PARENT, &p);
    world_sent(db, &p, 42);
    CHECK_INT(queue_report(db, add_report(db, "0712000001", 42, 0x41)), OK);
    CHECK_INT(world_number(db, failures), 1);
    world_claim_new(db, PARENT, &p);
    world_settle(db, &p, LINK_UNKNOWN, -1, LINK_ERROR_NONE, -1);
    CHECK_INT(queue_report(db, add_report(db, "0712000001", 43, 0)), OK);
    CHECK_INT(world_number(db, failures), 0);
    db_close(db);
}

TEST(a_phone_says_whether_it_was_tried_and_when_a_text_arrived)
{
    struct db *db = world_open();
    struct people_phone phone;
    struct queue_part p;
    int64_t at;

    world_add(db, PARENT, "Good morning");
    CHECK_INT(phone_get(db, PARENT, &phone), OK);
    CHECK(!phone.tried);
    CHECK_INT(phone.arrived, 0);
    CHECK(world_claim(db, &p) > 0);
    world_sent(db, &p, 42);
    CHECK_INT(phone_get(db, PARENT, &phone), OK);
    CHECK(phone.tried);
    CHECK_INT(phone.arrived, 0);
    world_later(MINUTE);
    CHECK_INT(queue_report(db, add_report(db, PARENT, 42, 0x41)), OK);
    CHECK_INT(phone_get(db, PARENT, &phone), OK);
    CHECK_INT(phone.arrived, 0);
    at = world_now;
    world_claim_new(db, PARENT, &p);
    world_sent(db, &p, 43);
    CHECK_INT(queue_report(db, add_report(db, "0712000001", 43, 0)), OK);
    world_later(MINUTE);
    CHECK_INT(phone_get(db, PARENT, &phone), OK);
    CHECK_INT(phone.arrived, at);
    db_close(db);
}

TEST(a_report_before_the_result_is_not_forgotten)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t id = world_claim_new(db, PARENT, &p);

    CHECK_INT(queue_report(db, add_report(db, PARENT, 42, 0)), ERR_EMPTY);
    world_sent(db, &p, 42);
    CHECK(world_state(db, id) == MESSAGE_DELIVERED);
    id = world_claim_new(db, PARENT, &p);
    CHECK_INT(queue_report(db, add_report(db, PARENT, 43, 0)), ERR_EMPTY);
    world_settle(db, &p, LINK_UNKNOWN, -1, LINK_ERROR_NONE, -1);
    CHECK(world_state(db, id) == MESSAGE_DELIVERED);
    db_close(db);
}

TEST(a_report_settles_what_a_silent_dongle_keeps)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t id = world_claim_new(db, PARENT, &p), longer;

    CHECK_INT(queue_report(db, add_report(db, PARENT, 42, 0)), ERR_EMPTY);
    world_later(14 * SECOND);
    CHECK_INT(queue_sweep(db, &world_rules), OK);
    CHECK(world_state(db, id) == MESSAGE_SENDING); /* it may answer yet */
    world_later(SECOND);
    CHECK_INT(queue_sweep(db, &world_rules), OK);
    CHECK(world_state(db, id) == MESSAGE_DELIVERED);
    world_settle(db, &p, LINK_UNKNOWN, -1, LINK_ERROR_NONE, -1);
    CHECK(world_state(db, id) == MESSAGE_DELIVERED);
    CHECK_INT(world_number(db, "SELECT count(*) FROM attempt"
        " WHERE ended IS NULL"), 0);
    longer = world_add(db, PARENT, WORLD_LONG);
    CHECK(world_claim(db, &p) == longer);
    world_later(20 * SECOND);
    CHECK_INT(queue_report(db, add_report(db, PARENT, 43, 0x20)), OK);
    CHECK(world_state(db, longer) == MESSAGE_QUEUED);
    world_sent(db, &p, 43);             /* the result after all */
    CHECK(world_claim(db, &p) == longer);
    CHECK_INT(p.n, 2);
    world_sent(db, &p, 44);
    CHECK(world_state(db, longer) == MESSAGE_SENT);
    db_close(db);
}

TEST(a_report_settles_an_unsure_text_if_it_is_the_only_one)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t id = world_claim_new(db, PARENT, &p), second;

    world_settle(db, &p, LINK_UNKNOWN, -1, LINK_ERROR_NONE, -1);
    CHECK_INT(queue_report(db, add_report(db, "+254712999999", 7, 0)),
        ERR_EMPTY);
    CHECK_INT(queue_report(db, add_report(db, PARENT, 7, 0x21)), OK);
    CHECK(world_state(db, id) == MESSAGE_SENT);
    CHECK_INT(queue_report(db, add_report(db, PARENT, 7, 0)), OK);
    CHECK(world_state(db, id) == MESSAGE_DELIVERED);
    id = world_claim_new(db, PARENT, &p);
    world_settle(db, &p, LINK_UNKNOWN, -1, LINK_ERROR_NONE, -1);
    second = world_claim_new(db, PARENT, &p);
    world_settle(db, &p, LINK_UNKNOWN, -1, LINK_ERROR_NONE, -1);
    CHECK_INT(queue_report(db, add_report(db, PARENT, 8, 0)), ERR_EMPTY);
    CHECK(world_state(db, id) == MESSAGE_UNSURE);
    CHECK(world_state(db, second) == MESSAGE_UNSURE);
    db_close(db);
}

TEST(a_report_that_overtakes_a_result_is_not_taken_for_an_older_unsure_text)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t unsure = world_claim_new(db, PARENT, &p), fresh;

    world_settle(db, &p, LINK_UNKNOWN, -1, LINK_ERROR_NONE, -1);
    world_later(MINUTE);
    fresh = world_claim_new(db, PARENT, &p);
    CHECK_INT(queue_report(db, add_report(db, PARENT, 9, 0)), ERR_EMPTY);
    CHECK(world_state(db, unsure) == MESSAGE_UNSURE);
    world_sent(db, &p, 9);
    CHECK(world_state(db, fresh) == MESSAGE_DELIVERED);
    CHECK(world_state(db, unsure) == MESSAGE_UNSURE);
    fresh = world_claim_new(db, PARENT, &p);
    CHECK_INT(queue_report(db, add_report(db, PARENT, 8, 0)), ERR_EMPTY);
    world_sent(db, &p, 10);
    CHECK(world_state(db, fresh) == MESSAGE_SENT);
    CHECK(world_state(db, unsure) == MESSAGE_DELIVERED);
    db_close(db);
}

TEST(of_two_open_texts_with_one_reference_the_report_names_the_nearer_in_time)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t old = world_claim_new(db, PARENT, &p), new, report;
    char sql[120];

    world_sent(db, &p, 5);
    world_later(DAY);
    new = world_claim_new(db, PARENT, &p);
    world_sent(db, &p, 5);
    report = add_report(db, PARENT, 5, 0x41);
    snprintf(sql, sizeof(sql), "UPDATE report SET stamp = %lld WHERE id = %lld",
        (long long)(world_now - DAY + MINUTE), (long long)report);
    world_sql(db, sql);
    CHECK_INT(queue_report(db, report), OK);
    CHECK(world_state(db, old) == MESSAGE_FAILED);
    CHECK(world_state(db, new) == MESSAGE_SENT);
    db_close(db);
}

TEST(a_text_marked_so_is_sent_again_once_after_a_quarter_of_an_hour)
{
    struct db *db = world_open();
    struct queue_part p;
    struct queue_request r = { .number = PARENT, .text = "x",
        .policy = UNSURE_RESEND };
    int64_t id = 0;

    CHECK_INT(queue_add(db, &r, &world_rules, &id, NULL), OK);
    for (int i = 0; i < 2; i++) {
        CHECK(world_claim(db, &p) == id);
        world_settle(db, &p, LINK_UNKNOWN, -1, LINK_ERROR_NONE, -1);
        world_later(14 * MINUTE);
        CHECK_INT(queue_sweep(db, &world_rules), OK);
        CHECK(world_state(db, id) == MESSAGE_UNSURE);
        world_later(MINUTE);
        CHECK_INT(queue_sweep(db, &world_rules), OK);
    }
    CHECK(world_state(db, id) == MESSAGE_UNSURE);
    db_close(db);
}

/* An UNSURE_RESEND text whose only hand-over was answered by nothing, and
 * which the sweep has queued again. */
static int64_t
queued_again(struct db *db, const char *text)
{
    struct queue_request r = { .number = PARENT, .text = text,
        .policy = UNSURE_RESEND };
    struct queue_part p;
    int64_t id = 0;

    CHECK_INT(queue_add(db, &r, &world_rules, &id, NULL), OK);
    while (world_claim(db, &p) == id)
        world_settle(db, &p, LINK_UNKNOWN, -1, LINK_ERROR_NONE, -1);
    CHECK(world_state(db, id) == MESSAGE_UNSURE);
    world_later(15 * MINUTE);
    CHECK_INT(queue_sweep(db, &world_rules), OK);
    CHECK(world_state(db, id) == MESSAGE_QUEUED);
    return id;
}

TEST(a_report_before_the_second_hand_over_stops_it)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t id = queued_again(db, "x");

    CHECK_INT(queue_report(db, add_report(db, PARENT, 7, 0)), OK);
    CHECK(world_state(db, id) == MESSAGE_DELIVERED);
    CHECK_TEXT(world_reason(db, id), "");
    CHECK(world_claim(db, &p) == 0);
    CHECK_INT(world_number(db, "SELECT count(*) FROM attempt"), 1);
    id = queued_again(db, "y");
    CHECK_INT(queue_report(db, add_report(db, PARENT, 8, 0x20)), OK);
    CHECK(world_state(db, id) == MESSAGE_SENT); /* the network has it */
    CHECK(world_claim(db, &p) == 0);
    db_close(db);
}

TEST(a_report_that_may_be_of_two_parts_queued_again_stops_neither)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t id = queued_again(db, WORLD_LONG);

    CHECK_INT(queue_report(db, add_report(db, PARENT, 7, 0)), ERR_EMPTY);
    for (int n = 1; n <= 2; n++) {
        CHECK(world_claim(db, &p) == id);
        CHECK_INT(p.n, n);
        world_sent(db, &p, 20 + n);
    }
    CHECK(world_state(db, id) == MESSAGE_SENT);
    db_close(db);
}

TEST(a_report_during_a_second_hand_over_that_failed_stops_the_third)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t id = queued_again(db, "x");

    CHECK(world_claim(db, &p) == id);
    CHECK_INT(queue_report(db, add_report(db, PARENT, 7, 0)), ERR_EMPTY);
    world_settle(db, &p, LINK_NOT_SENT, -1, LINK_ERROR_NONE, -1);
    CHECK(world_state(db, id) == MESSAGE_DELIVERED);
    world_later(HOUR);
    CHECK(world_claim(db, &p) == 0);
    db_close(db);
}

TEST(a_late_report_of_a_text_sent_twice_stops_no_other)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t twice = queued_again(db, "x"), other;

    CHECK(world_claim(db, &p) == twice);
    world_sent(db, &p, 30);
    other = queued_again(db, "y");
    CHECK_INT(queue_report(db, add_report(db, PARENT, 7, 0)), ERR_EMPTY);
    CHECK(world_state(db, other) == MESSAGE_QUEUED);
    CHECK_INT(queue_report(db, add_report(db, PARENT, 30, 0)), OK);
    CHECK(world_state(db, twice) == MESSAGE_DELIVERED);
    CHECK(world_claim(db, &p) == other);
    db_close(db);
}

TEST(a_text_that_was_never_handed_over_is_not_settled_by_a_report)
{
    struct db *db = world_open();
    struct queue_part p;
    struct queue_request r = { .number = PARENT, .text = "x",
        .policy = UNSURE_RESEND };
    int64_t id = 0;

    CHECK_INT(queue_add(db, &r, &world_rules, &id, NULL), OK);
    CHECK(world_claim(db, &p) == id);
    world_settle(db, &p, LINK_NOT_SENT, -1, LINK_ERROR_NONE, -1);
    CHECK_INT(queue_report(db, add_report(db, PARENT, 7, 0)), ERR_EMPTY);
    CHECK(world_state(db, id) == MESSAGE_QUEUED);
    db_close(db);
}

TEST(a_copy_that_waits_is_taken_back_when_the_first_proves_delivered)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t id = world_claim_new(db, PARENT, &p), copy = 0;

    world_settle(db, &p, LINK_UNKNOWN, -1, LINK_ERROR_NONE, -1);
    CHECK_INT(queue_resend(db, id, &world_rules, "head", &copy), OK);
    CHECK_INT(queue_report(db, add_report(db, PARENT, 3, 0)), OK);
    CHECK(world_state(db, id) == MESSAGE_DELIVERED);
    CHECK(world_state(db, copy) == MESSAGE_CANCELLED);
    CHECK(strstr(world_reason(db, copy), "arrived"));
    db_close(db);
}

TEST(a_long_text_is_delivered_when_every_part_is)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t id = world_add(db, PARENT, WORLD_LONG);

    for (int i = 1; i <= 2; i++) {
        CHECK(world_claim(db, &p) == id);
        world_sent(db, &p, i);
    }
    CHECK_INT(queue_report(db, add_report(db, PARENT, 2, 0)), OK);
    CHECK(world_state(db, id) == MESSAGE_SENT);
    CHECK_INT(queue_report(db, add_report(db, PARENT, 1, 1)), OK);
    CHECK(world_state(db, id) == MESSAGE_DELIVERED);
    db_close(db);
}

/* A report with the date that the service centre has for the text. */
static int64_t
add_dated(struct db *db, int reference, int status, int64_t stamp)
{
    int64_t id = add_report(db, PARENT, reference, status);
    char sql[120];

    snprintf(sql, sizeof(sql), "UPDATE report SET stamp = %lld WHERE id = %lld",
        (long long)stamp, (long long)id);
    world_sql(db, sql);
    return id;
}

/* Two texts to one number with one reference, so far apart. */
struct two {
    struct db *db;
    int64_t old, new, old_at, new_at;
};

static struct two
two_texts(int64_t apart)
{
    struct two t = { .db = world_open() };
    struct queue_part p;

    t.old_at = world_now;
    t.old = world_claim_new(t.db, PARENT, &p);
    world_sent(t.db, &p, 5);
    world_later(apart);
    t.new_at = world_now;
    t.new = world_claim_new(t.db, PARENT, &p);
    world_sent(t.db, &p, 5);
    return t;
}

/* The network says twice what became of the first one; of the second, which is
 * on its way, it says nothing. */
TEST(two_final_reports_of_one_text_deliver_no_other)
{
    static const int64_t apart[] = { MINUTE, HOUR, DAY, 3 * DAY - HOUR };
    static const int twice[][2] = { { 0, 0 }, { 0x46, 0 }, { 0x41, 0x02 },
        { 0, 0x41 }, { 1, 2 } };

    for (size_t i = 0; i < sizeof(apart) / sizeof(*apart); i++)
        for (size_t k = 0; k < sizeof(twice) / sizeof(*twice); k++)
            for (int dated = 0; dated < 2; dated++) {
                struct two t = two_texts(apart[i]);

                for (int n = 0; n < 2; n++) {
                    enum err e = queue_report(t.db, add_dated(t.db, 5,
                        twice[k][n], dated ? t.old_at + 3000 : 0));

                    CHECK(e == OK || e == ERR_EMPTY);
                }
                CHECK(world_state(t.db, t.new) != MESSAGE_DELIVERED);
                db_close(t.db);
            }
}

TEST(each_of_two_texts_with_one_reference_gets_its_own_dated_report)
{
    struct two t = two_texts(HOUR);

    CHECK_INT(queue_report(t.db, add_dated(t.db, 5, 0, t.new_at + 2000)), OK);
    CHECK(world_state(t.db, t.old) == MESSAGE_SENT);
    CHECK(world_state(t.db, t.new) == MESSAGE_DELIVERED);
    CHECK_INT(queue_report(t.db, add_dated(t.db, 5, 0x46, t.old_at)), OK);
    CHECK(world_state(t.db, t.old) == MESSAGE_FAILED);
    CHECK_INT(queue_report(t.db, add_dated(t.db, 5, 0, t.old_at)), OK);
    CHECK(world_state(t.db, t.old) == MESSAGE_DELIVERED);
    CHECK(world_state(t.db, t.new) == MESSAGE_DELIVERED);
    db_close(t.db);
}

/* The clock of the service centre is hours off, or the two were sent at once: it
 * is not known which arrived, so both stay sent. Nor is a third one meant. */
TEST(a_delivery_that_may_be_of_two_texts_is_of_none)
{
    static const int64_t off[] = { 3 * HOUR, -5 * HOUR, 30 * MINUTE };
    struct queue_part p;
    struct two t;
    int64_t unsure;

    for (size_t i = 0; i < sizeof(off) / sizeof(*off); i++) {
        t = two_texts(HOUR);
        unsure = world_claim_new(t.db, PARENT, &p);
        world_settle(t.db, &p, LINK_UNKNOWN, -1, LINK_ERROR_NONE, -1);
        CHECK_INT(queue_report(t.db, add_dated(t.db, 5, 0,
            t.new_at + off[i])), ERR_EMPTY);
        CHECK(world_state(t.db, t.old) == MESSAGE_SENT);
        CHECK(world_state(t.db, t.new) == MESSAGE_SENT);
        CHECK(world_state(t.db, unsure) == MESSAGE_UNSURE);
        db_close(t.db);
    }
    t = two_texts(2 * MINUTE);
    CHECK_INT(queue_report(t.db, add_dated(t.db, 5, 0, t.new_at)), ERR_EMPTY);
    CHECK(world_state(t.db, t.old) == MESSAGE_SENT);
    CHECK(world_state(t.db, t.new) == MESSAGE_SENT);
    db_close(t.db);
}

TEST(a_report_that_nobody_waited_for_settles_no_text_that_comes_later)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t id;

    CHECK_INT(queue_report(db, add_report(db, PARENT, 5, 0)), ERR_EMPTY);
    world_later(2 * MINUTE);
    id = world_claim_new(db, PARENT, &p);
    world_sent(db, &p, 5);
    CHECK(world_state(db, id) == MESSAGE_SENT);
    db_close(db);
}

TEST(references_come_round_and_the_newest_open_text_is_meant)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t old = world_claim_new(db, PARENT, &p), new;

    world_sent(db, &p, 5);
    CHECK_INT(queue_report(db, add_report(db, PARENT, 5, 0)), OK);
    world_later(HOUR);
    new = world_claim_new(db, PARENT, &p);
    world_sent(db, &p, 5);
    CHECK_INT(queue_report(db, add_report(db, PARENT, 5, 0x46)), OK);
    CHECK(world_state(db, old) == MESSAGE_DELIVERED);
    CHECK(world_state(db, new) == MESSAGE_FAILED);
    world_later(4 * DAY);
    CHECK_INT(queue_report(db, add_report(db, PARENT, 5, 0)), ERR_EMPTY);
    db_close(db);
}

TEST(a_report_of_another_hour_does_not_deliver_an_unsure_text)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t id = world_claim_new(db, PARENT, &p);

    world_settle(db, &p, LINK_UNKNOWN, -1, LINK_ERROR_NONE, -1);
    world_later(2 * HOUR);
    CHECK_INT(queue_report(db, add_dated(db, 9, 0, world_now)), ERR_EMPTY);
    CHECK(world_state(db, id) == MESSAGE_UNSURE);
    CHECK_INT(queue_report(db, add_dated(db, 9, 0,
        world_now - 2 * HOUR + MINUTE)), OK);
    CHECK(world_state(db, id) == MESSAGE_DELIVERED);
    db_close(db);
}

TEST(a_report_that_comes_while_our_date_is_lost_delivers_no_other_text)
{
    const int64_t lost = 946684800000;  /* the year 2000 */
    struct db *db = world_open();
    struct queue_part p;
    int64_t arrived = world_claim_new(db, PARENT, &p), unsure;

    world_sent(db, &p, 42);
    world_at(lost);             /* power came back, without a clock */
    unsure = world_claim_new(db, PARENT, &p);
    world_settle(db, &p, LINK_UNKNOWN, -1, LINK_ERROR_NONE, -1);
    world_later(20 * SECOND);
    CHECK_INT(queue_report(db, add_dated(db, 7, 0, DAWN + MINUTE)), ERR_EMPTY);
    CHECK_INT(queue_report(db, add_dated(db, 42, 0, DAWN + MINUTE)), OK);
    CHECK(world_state(db, unsure) == MESSAGE_UNSURE);
    CHECK(world_state(db, arrived) == MESSAGE_DELIVERED);
    db_close(db);
}
