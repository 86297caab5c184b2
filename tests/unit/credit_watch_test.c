#include "store_world.h"

#include "dongle/credit_watch.h"
#include "dongle/sim_watch.h"
#include "store/inbox/inbox.h"
#include "store/sims/modems.h"
#include "store/sims/sim_credit.h"

#define ROSE "+254712000001"

static struct sim_credit last;
static char said[400];

static void
keep(void *user, const struct sim_credit *s)
{
    (void)user;
    if (!strcmp(s->imsi, NORTH))
        last = *s;
}

static void
hear(void *user, bool bad, const struct reason *line)
{
    size_t n = strlen(said);

    (void)user;
    snprintf(said + n, sizeof(said) - n, "%s%s|", bad ? "!" : "", in_words(line));
}

static const struct sim_credit *
credit(struct db *db)
{
    CHECK_INT(sim_credit_list(db, keep, NULL), OK);
    return &last;
}

static const char *
words(struct db *db)
{
    said[0] = 0;
    sim_credit_say(credit(db), clock_now(), hear, NULL);
    return said;
}

static void
set_code(struct db *db)
{
    world_sql(db, "UPDATE sim SET balance_code = '*144#', price = 800");
}

/* Asked codes that nobody has taken yet. */
static int64_t
waiting(struct db *db)
{
    return world_number(db, "SELECT count(*) FROM ussd WHERE state = 1");
}

static void
answer(struct db *db, const char *text)
{
    struct link_ussd u = { 0 };

    assert_int_equal(modems_ussd_claim(db, NORTH, &u), OK);
    CHECK_TEXT(u.text, "*144#");
    u.status = 0;
    snprintf(u.text, sizeof(u.text), "%s", text);
    CHECK_INT(modems_ussd_settle(db, &u), OK);
}

static void
notice(struct db *db, const char *text)
{
    CHECK_INT(db_begin(db), OK);
    CHECK_INT(db_end(db, sim_credit_notice(db, NORTH, text)), OK);
}

/* Three refusals for want of credit. */
static void
refuse_thrice(struct db *db)
{
    struct queue_part p;

    for (int i = 0; i < 3; i++) {
        assert_true(world_claim(db, &p) > 0);
        world_refused(db, &p, 50);
        if (i < 2)
            world_later(2 * HOUR);
    }
    CHECK_INT(world_claim(db, &p), 0);
}

/* ... and the watch over credit has heard of them. */
static void
run_dry(struct db *db)
{
    refuse_thrice(db);
    CHECK_INT(sim_credit_ask_wanted(db), OK);
}

TEST(a_refused_sim_asks_for_its_balance_and_goes_on_when_credit_is_back)
{
    struct db *db = world_open();
    int64_t id = world_add(db, ROSE, "hello");
    struct queue_part p;

    set_code(db);
    run_dry(db);
    CHECK_INT(world_wait(db, id), WAIT_CREDIT);
    CHECK_INT(waiting(db), 1);
    answer(db, "Your balance is KES 0.00");
    CHECK_INT(credit(db)->level, SIM_CREDIT_GONE);
    CHECK_TEXT(words(db), "!sim1: no credit is left: top it up|");
    CHECK_INT(world_claim(db, &p), 0);
    world_later(5 * MINUTE);
    notice(db, "You have recharged KES 250");
    CHECK_INT(credit(db)->level, SIM_CREDIT_FINE);
    CHECK_INT(world_claim(db, &p), id);
    CHECK_INT(waiting(db), 1);
    world_sent(db, &p, 1);
    db_close(db);
}

TEST(credit_that_the_queue_wants_is_asked_for_once)
{
    struct db *db = world_open();

    set_code(db);
    world_add(db, ROSE, "hello");
    refuse_thrice(db);
    CHECK_INT(waiting(db), 0);
    CHECK_INT(world_number(db, "SELECT credit_wanted FROM sim"), world_now);
    world_later(MINUTE);
    CHECK_INT(sim_credit_ask_wanted(db), OK);
    CHECK_INT(waiting(db), 1);
    CHECK_INT(world_number(db, "SELECT credit_wanted FROM sim"), 0);
    answer(db, "Your balance is KES 0.00");
    CHECK_INT(sim_credit_ask_wanted(db), OK);
    CHECK_INT(waiting(db), 0);
    db_close(db);
}

TEST(credit_that_was_asked_for_within_five_minutes_is_not_asked_for_again)
{
    struct db *db = world_open();

    set_code(db);
    world_add(db, ROSE, "hello");
    refuse_thrice(db);
    world_sql(db, "UPDATE sim SET credit_asked = credit_wanted - 299000");
    CHECK_INT(sim_credit_ask_wanted(db), OK);
    CHECK_INT(waiting(db), 0);
    CHECK_INT(world_number(db, "SELECT credit_wanted FROM sim"), 0);
    world_sql(db, "UPDATE sim SET credit_wanted = credit_asked + 301000");
    CHECK_INT(sim_credit_ask_wanted(db), OK);
    CHECK_INT(waiting(db), 1);
    db_close(db);
}

TEST(credit_that_is_wanted_is_asked_for_once_the_sim_is_back_after_a_restart)
{
    struct rules rules = { .queue = { .clock_unsure = true } };
    struct db *db = world_open();

    set_code(db);
    world_add(db, ROSE, "hello");
    refuse_thrice(db);
    world_sql(db, "UPDATE sim SET working = 0");
    CHECK_INT(credit_watch_look(db, &rules), OK);
    CHECK_INT(waiting(db), 0);
    world_sql(db, "UPDATE sim SET working = 1");
    CHECK_INT(credit_watch_look(db, &rules), OK);
    CHECK_INT(waiting(db), 1);
    db_close(db);
}

TEST(an_unchanged_balance_does_not_end_the_pause)
{
    struct db *db = world_open();
    struct queue_part p;

    set_code(db);
    world_sql(db, "UPDATE sim SET credit_amount = 50000");
    world_add(db, ROSE, "hello");
    run_dry(db);
    answer(db, "Your balance is KES 500.00");
    CHECK_INT(world_claim(db, &p), 0);
    db_close(db);
}

TEST(only_the_balance_code_is_read_for_credit)
{
    struct db *db = world_open();
    int64_t id;
    struct link_ussd u = { 0 };

    set_code(db);
    CHECK_INT(modems_ussd(db, NORTH, "*188#", "head", &id), OK);
    CHECK_INT(modems_ussd_claim(db, NORTH, &u), OK);
    u.status = 0;
    strcpy(u.text, "Balance KES 5.00");
    CHECK_INT(modems_ussd_settle(db, &u), OK);
    CHECK(!credit(db)->has_amount);
    notice(db, "Your balance is KES 5000.00");
    CHECK(!credit(db)->has_amount && !credit(db)->at);
    CHECK_INT(modems_ussd(db, NORTH, "*144#", "head", &id), OK);
    answer(db, "Balance KES 12.00, valid until 24/11/2026");
    CHECK_INT(credit(db)->amount, 1200);
    CHECK_INT(credit(db)->level, SIM_CREDIT_LOW);
    CHECK_TEXT(words(db), "sim1: credit is low, 12.00 left: top it up|"
                          "sim1: its credit ends tomorrow|");
    db_close(db);
}

TEST(the_balance_is_asked_once_a_day_after_quiet_hours)
{
    struct rules rules = { .queue = { .quiet_from = 21 * 60,
        .quiet_to = 6 * 60, .validity = DAY } };
    struct db *db = world_open();

    CHECK_INT(credit_watch_look(db, &rules), OK);
    CHECK_INT(waiting(db), 0);
    set_code(db);
    world_later(-4 * HOUR);
    CHECK_INT(credit_watch_look(db, &rules), OK);
    CHECK_INT(waiting(db), 0);
    world_later(4 * HOUR);
    CHECK_INT(credit_watch_look(db, &rules), OK);
    CHECK_INT(waiting(db), 1);
    answer(db, "Balance: KES 900.00");
    world_later(6 * HOUR);
    CHECK_INT(credit_watch_look(db, &rules), OK);
    CHECK_INT(waiting(db), 0);
    world_later(DAY);
    CHECK_INT(credit_watch_look(db, &rules), OK);
    CHECK_INT(waiting(db), 1);
    db_close(db);
}

TEST(the_keeper_hears_of_low_credit_once_a_day)
{
    struct rules rules = { .queue = { .validity = DAY } };
    struct db *db = world_open();
    const char *count = "SELECT count(*) FROM message WHERE direction = 2";

    strcpy(rules.config.keeper, "+254712000009");
    strcpy(rules.config.school.name, "Hillside");
    CHECK_INT(credit_watch_look(db, &rules), OK);
    CHECK_INT(world_number(db, count), 0);
    notice(db, "Your balance is low");
    for (int i = 0; i < 3; i++) {
        CHECK_INT(credit_watch_look(db, &rules), OK);
        world_later(HOUR);
    }
    CHECK_INT(world_number(db, count), 1);
    CHECK_TEXT(world_text(db, "SELECT body FROM message WHERE direction = 2"),
        "Notehome, Hillside: sim1: credit is low: top it up.");
    world_later(DAY);
    CHECK_INT(credit_watch_look(db, &rules), OK);
    CHECK_INT(world_number(db, count), 2);
    db_close(db);
}

TEST(a_sim_that_works_is_watched_however_many_were_here_before)
{
    struct rules rules = { .queue = { .validity = DAY } };
    struct db *db = world_open();

    set_code(db);
    world_sql(db, "WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL"
        " SELECT i + 1 FROM n WHERE i < 40)"
        " INSERT INTO sim (imsi, name, seen) SELECT '6200100000000' || i,"
        " 'a' || i, 1 FROM n");
    CHECK_INT(credit_watch_look(db, &rules), OK);
    CHECK_INT(waiting(db), 1);
    world_sql(db, "UPDATE sim SET prove = 1, number = '+254712000077',"
        " used_at = 1 WHERE working = 1");
    CHECK_INT(sim_watch_look(db, &rules), OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"
        " WHERE number = '+254712000077'"), 1);
    db_close(db);
}

TEST(what_was_told_under_a_date_ahead_is_told_again)
{
    struct rules rules = { .queue = { .validity = DAY } };
    struct db *db = world_open();

    strcpy(rules.config.keeper, "+254712000009");
    notice(db, "Your balance is low");
    world_at(DAWN + 365 * DAY);
    CHECK_INT(credit_watch_look(db, &rules), OK);
    world_at(DAWN + DAY);
    for (int i = 0; i < 3; i++)
        CHECK_INT(credit_watch_look(db, &rules), OK);
    CHECK_INT(world_number(db,
        "SELECT count(*) FROM message WHERE direction = 2"), 2);
    db_close(db);
}

TEST(a_sim_that_the_network_bars_is_told_to_the_keeper_and_staff)
{
    struct rules rules = { .queue = { .validity = DAY } };
    struct db *db = world_open();

    strcpy(rules.config.keeper, "+254712000009");
    world_add(db, ROSE, "hello");
    run_dry(db);
    CHECK_TEXT(words(db), "!sim1: texts wait, this SIM has no subscription for"
        " texts, or no credit (CMS 50): top it up or ask the operator|");
    CHECK_INT(credit_watch_look(db, &rules), OK);
    CHECK(strstr(world_text(db, "SELECT body FROM message"
        " WHERE number = '+254712000009'"), "ask the operator") != NULL);
    db_close(db);
}

TEST(a_notice_tells_when_a_bundle_ends_and_a_balance_in_one_is_verified)
{
    struct db *db = world_open();

    set_code(db);
    notice(db, "You have 88 SMS left, valid until 25/11/2026");
    CHECK_TEXT(words(db), "sim1: its bundle ends in 2 days|");
    CHECK(!credit(db)->has_amount && !credit(db)->ends);
    CHECK_INT(waiting(db), 0);
    notice(db, "Your balance is KES 5000.00");
    CHECK(!credit(db)->has_amount);
    CHECK_INT(waiting(db), 1);
    answer(db, "Your balance is KES 12.00");
    CHECK_INT(credit(db)->amount, 1200);
    notice(db, "Your balance is KES 9000.00");
    CHECK_INT(waiting(db), 0);
    db_close(db);
}

TEST(the_keeper_hears_once_that_a_bundle_ends_today_also_late_in_the_day)
{
    struct rules rules = { .queue = { .validity = DAY } };
    struct db *db = world_open();
    const char *count = "SELECT count(*) FROM message WHERE direction = 2";

    strcpy(rules.config.keeper, "+254712000009");
    strcpy(rules.config.school.name, "Hillside");
    notice(db, "Your balance is low");
    CHECK_INT(credit_watch_look(db, &rules), OK);
    CHECK_INT(world_number(db, count), 1);
    notice(db, "Your SMS bundle expires tomorrow. Dial *188# to renew");
    for (int i = 0; i < 3; i++) {
        CHECK_INT(credit_watch_look(db, &rules), OK);
        world_later(MINUTE);
    }
    CHECK_INT(world_number(db, count), 2);
    CHECK(strstr(world_text(db, "SELECT body FROM message WHERE direction = 2"
        " ORDER BY id DESC LIMIT 1"), "sim1: its bundle ends tomorrow") != NULL);
    notice(db, "Your SMS bundle is exhausted");
    CHECK_INT(credit_watch_look(db, &rules), OK);
    CHECK_INT(world_number(db, count), 3);
    CHECK(strstr(words(db), "sim1: its bundle has ended") != NULL);
    notice(db, "Get a bundle valid for 1 day at KES 10");
    CHECK_INT(credit_watch_look(db, &rules), OK);
    CHECK_INT(world_number(db, count), 3);
    db_close(db);
}

TEST(the_amount_of_a_notice_is_believed_when_a_second_one_or_the_code_agrees)
{
    struct db *db = world_open();

    set_code(db);
    notice(db, "Your balance is KES 90.00");
    CHECK(!credit(db)->has_amount);
    notice(db, "Your balance is KES 80.00");
    CHECK(!credit(db)->has_amount);
    notice(db, "Your balance is KES 80.00");
    CHECK(credit(db)->has_amount);
    CHECK_INT(credit(db)->amount, 8000);
    CHECK_TEXT(world_text(db, "SELECT credit_currency FROM sim"), "KES");
    answer(db, "Your balance is KES 12.00");
    CHECK_INT(credit(db)->amount, 1200);
    notice(db, "Your balance is KES 12.00. Dial *144#");
    CHECK_INT(credit(db)->amount, 1200);
    CHECK_TEXT(world_text(db, "SELECT credit FROM sim"),
        "Your balance is KES 12.00. Dial *144#");
    notice(db, "Your balance is KES 70.00");
    world_later(4 * DAY);
    notice(db, "Your balance is KES 70.00");
    CHECK_INT(credit(db)->amount, 1200);
    db_close(db);
}

TEST(a_notice_of_an_empty_account_that_may_be_a_banks_is_no_alarm)
{
    struct db *db = world_open();

    set_code(db);
    notice(db, "Your balance is KES 0.00");
    CHECK_INT(credit(db)->level, SIM_CREDIT_FINE);
    CHECK_INT(waiting(db), 1);
    answer(db, "Your balance is KES 300.00");
    CHECK_INT(credit(db)->level, SIM_CREDIT_FINE);
    CHECK_TEXT(words(db), "");
    db_close(db);
}

TEST(an_advert_or_a_menu_in_place_of_the_balance_wakes_no_sim_and_alarms_nobody)
{
    static const char *const rows[] = { "Text BAL to 144 for your balance",
        "No credit? Dial *131# and get KES 100 airtime now",
        "1. Airtime balance\n2. Data balance\n3. Bonga", "Try again later",
        "Your data bundle is exhausted" };
    struct db *db = world_open();
    struct queue_part p;

    set_code(db);
    world_add(db, ROSE, "hello");
    refuse_thrice(db);
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        CHECK_INT(db_begin(db), OK);
        CHECK_INT(db_end(db, sim_credit_answer(db, NORTH, rows[i])), OK);
        notice(db, rows[i]);
        CHECK_INT(credit(db)->level, SIM_CREDIT_FINE);
        CHECK(!credit(db)->has_amount);
        CHECK_INT(world_claim(db, &p), 0);
    }
    db_close(db);
}

TEST(the_end_of_a_sim_is_told_fourteen_and_three_days_before)
{
    struct rules rules = { .queue = { .validity = DAY } };
    struct db *db = world_open();
    int64_t told[40];
    int n = 0;

    strcpy(rules.config.keeper, "+254712000009");
    world_sql(db, "UPDATE sim SET expires = '2026-12-23'"); /* in 30 days */
    for (int day = 30; day > 0; day--, world_later(DAY)) {
        int64_t before = world_number(db, "SELECT count(*) FROM message");

        CHECK_INT(credit_watch_look(db, &rules), OK);
        if (world_number(db, "SELECT count(*) FROM message") > before)
            told[n++] = day;
    }
    CHECK_INT(n, 2);
    CHECK_INT(told[0], 14);
    CHECK_INT(told[1], 3);
    CHECK_TEXT(words(db), "!sim1: this SIM dies on 2026-12-23, today: use it or"
                          " top it up|");
    db_close(db);
}
