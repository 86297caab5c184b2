#include "store_world.h"

#include "dongle/credit_watch.h"
#include "store/sims/menu.h"
#include "store/sims/modems.h"
#include "store/sims/sim_credit.h"

static int64_t
add_menu(struct db *db, enum menu_kind kind, const char *name,
    const char *steps, const char *reads)
{
    struct menu m = { .kind = kind, .network = "63907",
        .checked = "2026-11-22" };
    struct reason refused = { 0 };

    snprintf(m.name, sizeof(m.name), "%s", name);
    snprintf(m.steps, sizeof(m.steps), "%s", steps);
    snprintf(m.reads, sizeof(m.reads), "%s", reads);
    if (menu_save(db, &m, "head", &refused))
        fail_msg("%s", in_words(&refused));
    return m.id;
}

static int64_t
balance_menu(struct db *db)
{
    return add_menu(db, MENU_BALANCE, "Balance",
        "*100#\nMy account = 3\nCheck balance = 1", "Airtime");
}

/* The worker takes a step (which must be `code`) and the network answers. */
static void
screen(struct db *db, const char *code, int status, const char *text)
{
    struct link_ussd u = { 0 };

    assert_int_equal(modems_ussd_claim(db, NORTH, &u), OK);
    CHECK_TEXT(u.text, code);
    u.status = status;
    snprintf(u.text, sizeof(u.text), "%s", text);
    CHECK_INT(modems_ussd_settle(db, &u), OK);
}

static bool
silent(struct db *db)
{
    struct link_ussd u;

    return modems_ussd_claim(db, NORTH, &u) == ERR_EMPTY;
}

static struct menu_run
run_of(struct db *db, int64_t id)
{
    struct menu_run r;

    assert_int_equal(menu_run_get(db, id, &r), OK);
    return r;
}

static const char *
words_of(struct db *db, int64_t id)
{
    struct menu_run r = run_of(db, id);

    return in_words(&r.words);
}

TEST(the_steps_of_a_menu_are_a_code_and_answers_to_screens)
{
    struct menu_step s[MENU_STEPS_MAX];

    CHECK_INT(menu_steps("*144#", s), 1);
    CHECK_INT(menu_steps("*1#; My = own = 12 ;\n\n  Balance=1\r\n", s), 3);
    CHECK_TEXT(s[0].answer, "*1#");
    CHECK_TEXT(s[1].expect, "My = own");
    CHECK_TEXT(s[1].answer, "12");
    CHECK_TEXT(s[2].expect, "Balance");
    CHECK_INT(menu_steps("", s), 0);
    CHECK_INT(menu_steps("call me", s), 0);
    CHECK_INT(menu_steps("*1#; 2", s), 0);
    CHECK_INT(menu_steps("*1#; Balance =", s), 0);
    CHECK_INT(menu_steps("1;a=1;a=1;a=1;a=1;a=1;a=1;a=1;a=1", s), 0);
}

TEST(a_menu_of_three_screens_gives_the_balance_and_is_closed)
{
    struct db *db = world_open();
    int64_t menu = balance_menu(db), run = 0;

    CHECK_INT(menu_start(db, "sim1", menu, false, "head", &run), OK);
    screen(db, "*100#", 1, "Karibu\n1 Data\n3 MY ACCOUNT");
    screen(db, "3", 1, "1 Check balance\n2 Top up");
    screen(db, "1", 1, "Airtime: KES 37.50. Bonga 12. 0 Back");
    screen(db, "", 2, "");
    CHECK(silent(db));
    CHECK_INT(run_of(db, run).state, MENU_DONE);
    CHECK_INT(world_number(db, "SELECT credit_amount FROM sim"), 3750);
    CHECK_TEXT(world_text(db, "SELECT credit FROM sim"), "balance KES 37.50");
    db_close(db);
}

TEST(a_menu_that_begins_with_a_service_of_the_sim_is_not_walked)
{
    struct rules rules = { .queue = { .validity = DAY } };
    struct db *db = world_open();
    int64_t menu = balance_menu(db), run = 0;

    world_sql(db, "UPDATE menu SET steps = '**21*0712345678#'");
    CHECK_INT(menu_start(db, NULL, menu, true, "head", &run), ERR_REFUSED);
    CHECK_INT(credit_watch_look(db, &rules), OK);
    CHECK(silent(db));
    CHECK_INT(world_number(db, "SELECT count(*) FROM ussd"), 0);
    CHECK_INT(world_number(db, "SELECT count(*) FROM menu_run"), 0);
    db_close(db);
}

TEST(what_waited_in_a_backup_is_not_dialled)
{
    struct db *db = world_open();
    int64_t menu = add_menu(db, MENU_BUY, "A bundle", "*200#", ""), run = 0;
    int64_t id;

    CHECK_INT(menu_start(db, NULL, menu, true, "head", &run), OK);
    world_sql(db, "UPDATE ussd SET asked = asked + 86400000");
    CHECK_INT(modems_restored(db), OK);
    CHECK(silent(db));
    CHECK_INT(run_of(db, run).state, MENU_FAILED);
    CHECK_INT(modems_ussd(db, NULL, "*144#", "head", &id), OK);
    CHECK(!silent(db));
    db_close(db);
}

TEST(a_menu_that_changed_is_not_answered_and_is_closed)
{
    struct db *db = world_open();
    int64_t run = 0;

    CHECK_INT(menu_start(db, NULL, balance_menu(db), false, "head", &run), OK);
    screen(db, "*100#", 1, "1 Data\n3 Buy a phone");
    screen(db, "", 2, "");
    CHECK(silent(db));
    CHECK_INT(run_of(db, run).state, MENU_FAILED);
    CHECK(strstr(words_of(db, run), "\"My account\" was expected") != NULL);
    CHECK(strstr(words_of(db, run), "Buy a phone") != NULL);
    db_close(db);
}

TEST(a_walk_ends_when_the_operator_or_the_minute_ends_the_session)
{
    struct db *db = world_open();
    int64_t menu = balance_menu(db), run = 0;

    CHECK_INT(menu_start(db, NULL, menu, false, "head", &run), OK);
    screen(db, "*100#", 2, "Try later");
    CHECK_INT(run_of(db, run).state, MENU_FAILED);
    CHECK(silent(db));
    CHECK_INT(menu_start(db, NULL, menu, false, "head", &run), OK);
    screen(db, "*100#", 1, "3 My account");
    screen(db, "3", 5, "");
    CHECK_INT(run_of(db, run).state, MENU_FAILED);
    CHECK_TEXT(words_of(db, run), "The network did not answer in time.");
    CHECK(silent(db));
    db_close(db);
}

TEST(a_walk_ends_with_its_worker_and_gives_no_answer_into_another_session)
{
    struct db *db = world_open();
    int64_t run = 0;

    CHECK_INT(menu_start(db, NULL, balance_menu(db), false, "head", &run), OK);
    screen(db, "*100#", 1, "3 My account");
    CHECK_INT(modems_lost(db, NORTH), OK);
    world_sim(db, NORTH, 1);
    CHECK_INT(run_of(db, run).state, MENU_FAILED);
    CHECK(strstr(words_of(db, run), "went away") != NULL);
    CHECK(silent(db));
    db_close(db);
}

TEST(nothing_else_is_dialled_while_a_menu_is_walked_through)
{
    struct db *db = world_open();
    int64_t menu = balance_menu(db), run = 0, id;

    CHECK_INT(menu_start(db, NULL, menu, false, "head", &run), OK);
    CHECK_INT(modems_ussd(db, NULL, "*1#", "head", &id), ERR_BUSY);
    CHECK_INT(menu_start(db, NULL, menu, false, "head", &id), ERR_BUSY);
    screen(db, "*100#", 0, "");
    CHECK_INT(modems_ussd(db, NULL, "*1#", "head", &id), OK);
    CHECK_INT(menu_start(db, NULL, menu, false, "head", &run), ERR_BUSY);
    screen(db, "*1#", 0, "");
    CHECK_INT(menu_start(db, NULL, menu, false, "head", &run), OK);
    db_close(db);
}

TEST(a_purchase_needs_a_person_who_is_sure_and_is_written_down)
{
    struct db *db = world_open();
    int64_t menu = add_menu(db, MENU_BUY, "10 texts", "*200#; 10 texts = 1",
        ""), run = 0;

    CHECK_INT(menu_start(db, NULL, menu, false, "head", &run), ERR_REFUSED);
    CHECK_INT(db_begin(db), OK);
    CHECK_INT(db_end(db, menu_ask_balance(db, NORTH, menu)), ERR_REFUSED);
    CHECK(silent(db));
    CHECK_INT(menu_start(db, NULL, menu, true, "head", &run), OK);
    CHECK_TEXT(world_text(db, "SELECT who || action || detail FROM audit"
        " WHERE action = 'menu.buy'"), "headmenu.buy10 texts");
    screen(db, "*200#", 1, "1 10 texts");
    screen(db, "1", 0, "You have bought 10 texts");
    CHECK_INT(run_of(db, run).state, MENU_DONE);
    db_close(db);
}

TEST(the_daily_question_goes_through_the_balance_menu)
{
    struct rules rules = { .queue = { .validity = DAY } };
    struct db *db = world_open();

    add_menu(db, MENU_BUY, "A bundle", "*200#", "");
    balance_menu(db);
    CHECK_INT(credit_watch_look(db, &rules), OK);
    screen(db, "*100#", 1, "3 my account");
    screen(db, "3", 1, "1 check balance");
    screen(db, "1", 0, "Airtime KES 900.00");
    CHECK_INT(world_number(db, "SELECT credit_amount FROM sim"), 90000);
    world_later(HOUR);
    CHECK_INT(credit_watch_look(db, &rules), OK);
    CHECK(silent(db));
    world_sql(db, "UPDATE sim SET balance_code = '*9#'");
    world_later(DAY);
    CHECK_INT(credit_watch_look(db, &rules), OK);
    screen(db, "*9#", 0, "KES 1.00");
    db_close(db);
}

TEST(the_balance_counts_as_asked_only_when_the_question_is_kept)
{
    struct rules rules = { .queue = { .validity = DAY } };
    struct db *db = world_open();

    balance_menu(db);
    world_sql(db, "CREATE TRIGGER full BEFORE INSERT ON ussd"
        " BEGIN SELECT RAISE(ABORT, 'no room'); END");
    CHECK(credit_watch_look(db, &rules) != OK);
    CHECK_INT(world_number(db, "SELECT credit_asked FROM sim"), 0);
    CHECK_INT(world_number(db, "SELECT count(*) FROM menu_run"), 0);
    world_sql(db, "DROP TRIGGER full");
    CHECK_INT(credit_watch_look(db, &rules), OK);
    screen(db, "*100#", 1, "3 my account");
    db_close(db);
}

TEST(what_is_left_of_bundles_and_their_end_are_kept)
{
    struct db *db = world_open();
    int64_t run = 0, menu = add_menu(db, MENU_BUNDLES, "Bundles",
        "*100#; Bundles = 2", "");

    CHECK_INT(menu_start(db, NULL, menu, false, "head", &run), OK);
    screen(db, "*100#", 1, "2 Bundles");
    screen(db, "2", 0, "450 SMS, valid until 25/11/2026");
    CHECK_TEXT(world_text(db, "SELECT bundle FROM sim"),
        "450 SMS, valid until 25/11/2026");
    CHECK(world_number(db, "SELECT bundle_ends FROM sim") > clock_now());
    CHECK_INT(world_number(db, "SELECT credit_at FROM sim"), 0);
    db_close(db);
}

static void
count(void *user, const struct menu *m)
{
    (void)m;
    ++*(int *)user;
}

TEST(a_menu_is_its_operators_and_can_be_changed_and_forgotten)
{
    struct db *db = world_open();
    struct menu m = { .kind = MENU_BALANCE, .network = "62001",
        .name = "Other", .steps = "*1#", .checked = "2026-11-22" };
    struct reason refused = { 0 };
    int64_t id = balance_menu(db), run;
    int n = 0;

    CHECK_INT(balance_menu(db), id);
    CHECK_INT(menu_save(db, &m, "head", &refused), OK);
    CHECK_INT(menu_list(db, NORTH, count, &n), OK);
    CHECK_INT(n, 1);
    CHECK_INT(menu_start(db, NULL, m.id, false, "head", &run), ERR_NOT_FOUND);
    strcpy(m.steps, "none");
    CHECK_INT(menu_save(db, &m, "head", &refused), ERR_INPUT);
    CHECK(reason_given(&refused));
    CHECK_INT(menu_remove(db, id, "head"), OK);
    CHECK_INT(menu_remove(db, id, "head"), ERR_NOT_FOUND);
    db_close(db);
}
