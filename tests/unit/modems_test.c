#include "reason_words.h"
#include "test.h"

#include "base/clock.h"
#include "store/sims/modems.h"

#include <stdio.h>
#include <string.h>

static struct db *
open_db(void)
{
    struct db *db;
    char why[200];

    CHECK_INT(db_open(":memory:", &db, why, sizeof(why)), OK);
    return db;
}

/* A dongle answers at a port; the name it gets. */
static const char *
ready_at(struct db *db, const char *device, const char *imei,
    const char *imsi, const char *name)
{
    static char out[32];
    struct link_ready r = { .model = "E173" };

    snprintf(r.imei, sizeof(r.imei), "%s", imei);
    snprintf(r.imsi, sizeof(r.imsi), "%s", imsi);
    CHECK_INT(modems_ready(db, &r, "KE", name, device, out, sizeof(out)), OK);
    return out;
}

static const char *
ready(struct db *db, const char *imei, const char *imsi, const char *name)
{
    return ready_at(db, "/dev/ttyUSB0", imei, imsi, name);
}

static const char *
working(struct db *db)
{
    static char out[200];
    struct query q = query_start(db,
        "SELECT imsi FROM sim WHERE working = 1 ORDER BY imsi");

    *out = '\0';
    while (query_row(&q)) {
        strcat(out, query_get_text(&q, 0));
        strcat(out, " ");
    }
    CHECK_INT(query_end(&q), OK);
    return out;
}

TEST(a_name_stays_with_the_sim)
{
    struct db *db = open_db();

    CHECK_TEXT(ready(db, "A", "111", ""), "sim1");
    CHECK_TEXT(ready(db, "B", "222", ""), "sim2");
    CHECK_TEXT(ready(db, "C", "111", ""), "sim1");
    CHECK_TEXT(ready(db, "A", "333", ""), "sim3");
    CHECK_TEXT(ready(db, "A", "222", ""), "sim2");
    CHECK_TEXT(ready(db, "D", "", ""), "sim4");
    CHECK_TEXT(ready(db, "D", "", ""), "sim4");
    db_close(db);
}

TEST(the_configured_name_is_the_name)
{
    struct db *db = open_db();

    CHECK_TEXT(ready(db, "A", "111", "north"), "north");
    CHECK_TEXT(ready(db, "A", "111", ""), "north");
    CHECK_TEXT(ready(db, "A", "111", "south"), "south");
    db_close(db);
}

TEST(a_sim_works_while_its_dongle_answers)
{
    struct db *db = open_db();

    ready(db, "A", "111", "");
    ready(db, "B", "222", "");
    CHECK_TEXT(working(db), "111 222 ");
    ready(db, "A", "333", "");      /* another SIM in the same dongle */
    CHECK_TEXT(working(db), "222 333 ");
    CHECK_INT(modems_lost(db, "333"), OK);
    CHECK_TEXT(working(db), "222 ");
    CHECK_INT(modems_reset(db), OK);
    CHECK_TEXT(working(db), "");
    db_close(db);
}

/* Cheap ones share one IMEI. */
TEST(two_dongles_of_one_imei_both_work)
{
    struct db *db = open_db();

    ready_at(db, "/dev/ttyUSB0", "A", "111", "");
    ready_at(db, "/dev/ttyUSB3", "A", "222", "");
    CHECK_TEXT(working(db), "111 222 ");
    CHECK_INT(modems_lost(db, "111"), OK);
    CHECK_TEXT(working(db), "222 ");
    ready_at(db, "/dev/ttyUSB0", "A", "111", "");
    CHECK_TEXT(working(db), "111 222 ");
    db_close(db);
}

/* The name of a SIM that does not tell its IMSI. */
static const char *
identified(const char *imei, const char *device, bool shared)
{
    static struct link_ready r;

    memset(&r, 0, sizeof(r));
    snprintf(r.imei, sizeof(r.imei), "%s", imei);
    modems_identify(&r, device, shared);
    return r.imsi;
}

TEST(sims_that_do_not_tell_their_imsi_are_apart)
{
    struct link_ready r = { .imsi = "639990001000001", .imei = "358" };
    struct db *db = open_db();
    char one[20], two[20];

    modems_identify(&r, "/dev/ttyUSB0", false);
    CHECK_TEXT(r.imsi, "639990001000001");
    CHECK_TEXT(identified("358240051111110", "/dev/ttyUSB0", false),
        "i358240051111110");
    CHECK_TEXT(identified("358240051111110", "/dev/ttyUSB0", true),
        "d/dev/ttyUSB0");
    CHECK_TEXT(identified("", "/dev/serial/by-id/usb-HUAWEI_Mobile-if00-port0",
        false), "d_Mobile-if00-port0");
    snprintf(one, sizeof(one), "%s", identified("A", "/dev/ttyUSB0", false));
    snprintf(two, sizeof(two), "%s", identified("B", "/dev/ttyUSB3", false));
    CHECK_TEXT(ready_at(db, "/dev/ttyUSB0", "A", one, ""), "sim1");
    CHECK_TEXT(ready_at(db, "/dev/ttyUSB3", "B", two, ""), "sim2");
    CHECK_TEXT(working(db), "iA iB ");
    CHECK_TEXT(ready_at(db, "/dev/ttyUSB7", "A", one, ""), "sim1");
    CHECK_TEXT(ready_at(db, "/dev/ttyUSB7", "A", "111", ""), "sim3");
    CHECK_TEXT(working(db), "111 iB ");     /* it told it after all */
    db_close(db);
}

TEST(a_ussd_code_goes_to_the_sim_and_its_answer_comes_back)
{
    struct db *db = open_db();
    struct link_ussd u;
    struct ussd got;
    int64_t id;

    ready(db, "A", "111", "");
    CHECK_INT(modems_ussd_claim(db, "111", &u), ERR_EMPTY);
    CHECK_INT(modems_ussd(db, NULL, "*144#", "head", &id), OK);
    CHECK_INT(modems_ussd_claim(db, "222", &u), ERR_EMPTY);
    CHECK_INT(modems_ussd_claim(db, "111", &u), OK);
    CHECK(u.id == id);
    CHECK_TEXT(u.text, "*144#");
    CHECK_INT(modems_ussd_claim(db, "111", &u), ERR_EMPTY);
    strcpy(u.text, "Balance: 12.50");
    u.status = 2;
    CHECK_INT(modems_ussd_settle(db, &u), OK);
    strcpy(u.text, "late");
    CHECK_INT(modems_ussd_settle(db, &u), OK);
    CHECK_INT(modems_ussd_get(db, id, &got), OK);
    CHECK_INT(got.state, USSD_DONE);
    CHECK_INT(got.status, 2);
    CHECK_TEXT(in_words(&got.answer), "Balance: 12.50");
    CHECK_TEXT(got.code, "*144#");
    CHECK_INT(modems_ussd_get(db, 99, &got), ERR_NOT_FOUND);
    db_close(db);
}

TEST(a_code_has_no_letters_but_a_menu_may_be_answered_with_a_name)
{
    struct db *db = open_db();
    struct link_ussd u;
    int64_t id;

    clock_fake(1700000000000);
    ready(db, "A", "111", "");
    CHECK_INT(modems_ussd(db, "sim1", "JOHN", "head", &id), ERR_INPUT);
    CHECK_INT(modems_ussd(db, "sim1", "", "head", &id), ERR_INPUT);
    CHECK_INT(modems_ussd(db, "sim1", "*1;AT#", "head", &id), ERR_INPUT);
    CHECK_INT(modems_ussd(db, "sim1", "*123456789012345678901234567890"
        "123456789012345678901234567890123#", "head", &id), ERR_INPUT);
    CHECK_INT(modems_ussd(db, "sim1", "*1#", "head", &id), OK);
    CHECK_INT(modems_ussd_claim(db, "111", &u), OK);
    u.status = 1;
    strcpy(u.text, "Your name?");
    CHECK_INT(modems_ussd_settle(db, &u), OK);
    CHECK_INT(modems_ussd(db, "sim1", "a\rAT", "head", &id), ERR_INPUT);
    CHECK_INT(modems_ussd(db, "sim1", "JOHN", "head", &id), OK);
    CHECK_INT(modems_ussd_claim(db, "111", &u), OK);
    u.status = 1;
    CHECK_INT(modems_ussd_settle(db, &u), OK);
    clock_fake(1700000000000 + USSD_SESSION + 1);
    CHECK_INT(modems_ussd(db, "sim1", "JOHN", "head", &id), ERR_INPUT);
    clock_fake(0);
    db_close(db);
}

TEST(which_sim_is_meant_is_never_guessed)
{
    struct db *db = open_db();
    int64_t id;

    CHECK_INT(modems_ussd(db, NULL, "*1#", "head", &id), ERR_NOT_FOUND);
    ready(db, "A", "111", "");
    ready(db, "B", "222", "");
    CHECK_INT(modems_ussd(db, NULL, "*1#", "head", &id), ERR_REFUSED);
    CHECK_INT(modems_ussd(db, "sim9", "*1#", "head", &id), ERR_NOT_FOUND);
    CHECK_INT(modems_ussd(db, "222", "*1#", "head", &id), OK);
    CHECK_INT(modems_lost(db, "222"), OK);
    CHECK_INT(modems_ussd(db, NULL, "*1#", "head", &id), OK);
    db_close(db);
}

TEST(an_old_or_interrupted_code_fails)
{
    struct db *db = open_db();
    struct link_ussd u;
    struct ussd got;
    int64_t one, two;

    clock_fake(1700000000000);
    ready(db, "A", "111", "");
    CHECK_INT(modems_ussd(db, NULL, "*1#", "head", &one), OK);
    clock_fake(1700000000000 + USSD_PATIENCE + 1);
    CHECK_INT(modems_ussd(db, NULL, "*2#", "head", &two), OK);
    CHECK_INT(modems_ussd_claim(db, "111", &u), OK);
    CHECK(u.id == two);
    CHECK_INT(modems_ussd_get(db, one, &got), OK);
    CHECK_INT(got.state, USSD_FAILED);
    CHECK_INT(modems_lost(db, "111"), OK);
    CHECK_INT(modems_ussd_get(db, two, &got), OK);
    CHECK_INT(got.state, USSD_FAILED);
    CHECK_INT(got.status, -1);
    clock_fake(0);
    db_close(db);
}

/* What is noted as the own number of the SIM 111 after it says this. */
static const char *
number_after(struct db *db, const char *number)
{
    static char out[64];
    char name[32];
    struct link_ready r = { .imei = "A", .imsi = "111" };
    struct query q;

    snprintf(r.number, sizeof(r.number), "%s", number);
    CHECK_INT(modems_ready(db, &r, "KE", "", "/dev/ttyUSB0", name,
        sizeof(name)), OK);
    q = query_start(db, "SELECT number FROM sim WHERE imsi = '111'");
    CHECK(query_row(&q));
    query_copy_text(&q, 0, out, sizeof(out));
    CHECK_INT(query_end(&q), OK);
    return out;
}

TEST(a_sim_tells_its_own_number_but_what_people_noted_counts_more)
{
    struct db *db = open_db();
    struct query q;

    CHECK_TEXT(number_after(db, ""), "");
    CHECK_TEXT(number_after(db, "12345"), "");
    q = query_start(db, "INSERT INTO guardian (id, name, folded)"
        " VALUES (1, 'Salma', 'salma')");
    CHECK_INT(query_end(&q), OK);
    q = query_start(db, "INSERT INTO phone (id, number, raw, since)"
        " VALUES (1, '+254712000001', '', 1)");
    CHECK_INT(query_end(&q), OK);
    q = query_start(db, "INSERT INTO guardian_phone (guardian, phone)"
        " VALUES (1, 1)");
    CHECK_INT(query_end(&q), OK);
    CHECK_TEXT(number_after(db, "0712000001"), "");
    CHECK_TEXT(number_after(db, "0712000009"), "+254712000009");
    CHECK_TEXT(number_after(db, "+254712000008"), "+254712000009");
    db_close(db);
}

TEST(another_name_is_the_sims_own_and_stays_with_its_history)
{
    struct reason refused = { 0 };
    char name[32];
    struct db *db = open_db();

    ready(db, "A", "111", "");
    ready(db, "B", "222", "");
    CHECK(modems_rename(db, "111", "sim2", "amina", &refused)
        == ERR_EXISTS);
    CHECK(modems_rename(db, "111", " ", "amina", &refused)
        == ERR_INPUT);
    CHECK_TEXT(in_words(&refused), "The name of a SIM is empty.");
    CHECK(modems_rename(db, "111", "a/b", "amina", &refused)
        == ERR_INPUT);
    CHECK(modems_rename(db, "999", "x", "amina", &refused)
        == ERR_NOT_FOUND);
    CHECK(modems_rename(db, "111", "Office", "amina", &refused)
        == OK);
    CHECK(modems_name(db, "111", name, sizeof(name)) == OK);
    CHECK_TEXT(name, "Office");
    CHECK_TEXT(ready(db, "C", "111", ""), "Office");
    CHECK_TEXT(ready(db, "D", "333", ""), "sim1");      /* free again */
    db_close(db);
}
