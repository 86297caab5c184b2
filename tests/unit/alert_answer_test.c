/* What staff answer from their own phones: into the right thread or to a person,
 * never lost, never doubled. */
#include "store_world.h"

#include "air.h"
#include "send/send_alert.h"
#include "store/alert/alert_heard.h"
#include "store/inbox/inbox.h"
#include "store/people/people_edit.h"
#include "store/staff/staff.h"
#include "store/thread/thread.h"

#include <unistd.h>

#define GRACE "+254720000011"
#define JUMA "+254720000012"
#define SALMA "+254712000001"   /* the mother of a child in 4B */
#define FATHER "+254712000002"

static struct rules rules;
static char code[ALERT_CODE];
static int second;

static void
add_family(struct db *db, const char *child, const char *guardian,
    const char *phone)
{
    struct people_row r = { .child = child, .class_name = "4B",
        .guardian = guardian, .phone = phone };
    struct reason why = { 0 };
    bool changed = false;

    CHECK_INT(db_begin(db), OK);
    CHECK_INT(people_add_row(db, &r, "KE", &changed, &why), OK);
    CHECK_INT(db_commit(db), OK);
}

static struct db *
open_school(const char *path)
{
    struct db *db = world_open_at(path);

    memset(&rules, 0, sizeof(rules));
    rules.queue = (struct queue_rules){ .validity = 2 * DAY };
    rules.alert = (struct alert_rules){ .country = "KE", .language = "en",
        .queue = &rules.queue };
    rules.inbox = (struct inbox_rules){ .country = "KE", .language = "en",
        .school = "Hillside", .queue = &rules.queue, .alert = &rules.alert };
    strcpy(rules.config.school.country, "KE");
    strcpy(rules.config.school.language, "en");
    strcpy(rules.config.school.name, "Hillside");
    world_sql(db, "INSERT INTO staff (id, name, role, password, created)"
        " VALUES (1, 'Grace', 2, '', 1), (2, 'Juma', 2, '', 1)");
    world_sql(db, "INSERT INTO alert_person (staff, number, proved, at_once,"
        " answers) VALUES (1, '" GRACE "', 1, 2, 1),"
        " (2, '" JUMA "', 1, 0, 1)");
    add_family(db, "Salma Ali", "Amina Ali", SALMA);
    return db;
}

static void
hear(struct db *db, const char *from, const char *text)
{
    struct air a = { .from = from, .text = text, .second = second++ % 40000 };
    struct link_part p = air_deliver(&a);

    CHECK_INT(inbox_receive(db, NORTH, "north", &p, &rules.inbox, NULL), OK);
    CHECK_INT(send_alert_answers(db, &rules), OK);
}

/* Salma's mother writes, Grace is told; her code is in `code`. */
static void
ask(struct db *db)
{
    hear(db, SALMA, "Is there school tomorrow?");
    CHECK_INT(alert_tell(db, &rules.alert), OK);
    snprintf(code, sizeof(code), "%s", world_text(db,
        "SELECT code FROM alert ORDER BY id DESC LIMIT 1"));
    CHECK(*code != '\0');
}

/* Hears "CODE words" from that phone. */
static void
reply(struct db *db, const char *from, const char *words)
{
    char text[400];

    snprintf(text, sizeof(text), "%s %s", code, words);
    hear(db, from, text);
}

/* How many texts the family got of a person. */
static int64_t
to_family(struct db *db)
{
    return world_number(db, "SELECT count(*) FROM message"
        " WHERE direction = 2 AND number = '" SALMA "'");
}

/* What a person has to look at in the tray of staff's phones. */
static int64_t
to_look_at(struct db *db)
{
    return world_number(db, "SELECT count(*) FROM message m JOIN thread t"
        " ON t.id = m.thread WHERE t.tray = 6 AND m.direction = 1"
        " AND m.handled = 0 AND t.unread > 0 AND t.waiting > 0");
}

static const char *
last_match(struct db *db)
{
    struct message m = { 0 };
    const char *words;

    CHECK_INT(message_get(db, world_number(db, "SELECT max(id) FROM message"
        " WHERE direction = 1"), &m), OK);
    words = in_words(&m.match);
    message_clear(&m);
    return words;
}

static const char *
last_to(struct db *db, const char *number)
{
    char sql[200];

    snprintf(sql, sizeof(sql), "SELECT body FROM message WHERE direction = 2"
        " AND number = '%s' ORDER BY id DESC LIMIT 1", number);
    return world_text(db, sql);
}

TEST(an_answer_goes_to_the_family_under_the_teachers_name)
{
    struct db *db = open_school(":memory:");

    ask(db);
    reply(db, GRACE, "ok, tutaongea kesho");
    CHECK_INT(to_family(db), 1);
    assert_string_equal(last_to(db, SALMA), "ok, tutaongea kesho");
    CHECK_INT(world_number(db, "SELECT count(*) FROM message m JOIN thread t"
        " ON t.id = m.thread WHERE m.author = 'Grace' AND m.automatic = 0"
        " AND t.family IS NOT NULL"), 1);
    CHECK_INT(world_number(db, "SELECT sum(waiting) FROM thread"), 0);
    CHECK_INT(world_number(db, "SELECT sum(unread) FROM thread"), 0);
    CHECK_INT(to_look_at(db), 0);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message m JOIN thread t"
        " ON t.id = m.thread WHERE t.tray = 6 AND m.direction = 1"), 1);
    CHECK(strstr(last_match(db), "Grace's own phone, answering"));
    db_close(db);
}

static void
add_father(struct db *db)
{
    add_family(db, "Ali Salma", "Ali Musa", FATHER);
    world_sql(db, "UPDATE family_guardian SET family = (SELECT min(id)"
        " FROM family)");
}

TEST(an_answer_goes_to_who_wrote_and_to_a_person_once_another_did)
{
    struct db *db = open_school(":memory:");

    add_father(db);
    ask(db);
    hear(db, FATHER, "Hello");
    reply(db, GRACE, "he is well");
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"
        " WHERE direction = 2 AND number = '" FATHER "'"), 0);
    CHECK_INT(to_family(db), 0);
    CHECK_INT(to_look_at(db), 1);
    CHECK(strstr(world_reason(db, world_number(db, "SELECT answer FROM alert"
        " ORDER BY id DESC LIMIT 1")), "another phone wrote"));
    db_close(db);
}

TEST(an_answer_does_not_go_to_a_phone_that_is_the_familys_no_more)
{
    struct db *db = open_school(":memory:");

    ask(db);
    world_sql(db, "DELETE FROM guardian_phone");
    reply(db, GRACE, "ok");
    CHECK_INT(to_family(db), 0);
    CHECK_INT(to_look_at(db), 1);
    db_close(db);
}

TEST(what_came_before_the_alert_was_told_is_what_it_told_of)
{
    struct db *db = open_school(":memory:");

    add_father(db);
    world_sql(db, "UPDATE alert_person SET quiet_from = 480, quiet_to = 600");
    hear(db, FATHER, "Hello");
    CHECK_INT(alert_tell(db, &rules.alert), OK);
    world_later(30 * MINUTE);
    hear(db, SALMA, "Is there school tomorrow?");
    world_later(2 * HOUR);
    CHECK_INT(alert_tell(db, &rules.alert), OK);
    snprintf(code, sizeof(code), "%s", world_text(db,
        "SELECT code FROM alert ORDER BY id DESC LIMIT 1"));
    reply(db, GRACE, "yes");
    CHECK_INT(to_family(db), 1);
    CHECK_INT(world_number(db, "SELECT sum(waiting) FROM thread"), 0);
    db_close(db);
}

TEST(a_code_in_small_letters_and_without_a_blank_is_the_same)
{
    static const char *const forms[] = { "%c%c ok", "%c%cok", "%c %c: ok",
        "\"%c%c\" ok", " %c-%c, ok" };

    for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
        struct db *db = open_school(":memory:");
        char text[80];

        ask(db);
        CHECK_INT(strlen(code), 2);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        snprintf(text, sizeof(text), forms[i], code[0] + ('a' - 'A'),
            code[1]);
#pragma GCC diagnostic pop
        hear(db, GRACE, text);
        CHECK_INT(to_family(db), 1);
        assert_string_equal(last_to(db, SALMA), "ok");
        db_close(db);
    }
}

TEST(a_code_is_answered_once_and_says_so_when_it_comes_again)
{
    struct db *db = open_school(":memory:");

    ask(db);
    reply(db, GRACE, "ok");
    reply(db, GRACE, "and bring the pens");
    CHECK_INT(to_family(db), 1);
    CHECK_INT(to_look_at(db), 1);
    CHECK(strstr(last_match(db), "which was answered before"));
    CHECK(strstr(last_to(db, GRACE), "was answered already"));
    db_close(db);
}

TEST(a_late_code_goes_to_a_person_and_its_writer_hears_of_it)
{
    struct db *db = open_school(":memory:");

    ask(db);
    world_later(47 * HOUR);
    reply(db, JUMA, "ok");              /* another's phone */
    CHECK_INT(to_family(db), 0);
    world_later(HOUR);
    reply(db, GRACE, "ok");
    CHECK_INT(to_family(db), 0);
    CHECK_INT(to_look_at(db), 2);
    CHECK(strstr(last_match(db), "which has expired"));
    CHECK(strstr(last_to(db, GRACE), "came too late"));
    /* the family waits as before */
    CHECK_INT(world_number(db, "SELECT count(*) FROM thread"
        " WHERE family IS NOT NULL AND waiting > 0"), 1);
    db_close(db);
}

TEST(a_code_from_another_phone_reaches_no_family)
{
    struct db *db = open_school(":memory:");

    ask(db);
    reply(db, "+254733000009", "I am the teacher");     /* a stranger */
    CHECK_INT(to_family(db), 0);
    CHECK_INT(to_look_at(db), 1);
    CHECK(strstr(last_match(db), "not Grace's own phone"));
    /* nobody is told: a stranger learns nothing */
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"
        " WHERE number = '+254733000009' AND direction = 2"), 0);
    reply(db, SALMA, "from the family itself");
    CHECK_INT(to_family(db), 0);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message m JOIN thread t"
        " ON t.id = m.thread WHERE t.family IS NOT NULL AND m.direction = 1"),
        2);                     /* it is the family's own words */
    reply(db, GRACE, "ok");     /* and the right one still answers */
    CHECK_INT(to_family(db), 1);
    db_close(db);
}

TEST(what_has_no_code_or_an_unknown_one_goes_to_a_person)
{
    struct db *db = open_school(":memory:");

    ask(db);
    hear(db, GRACE, "I am ill today");
    CHECK(strstr(last_match(db), "Grace's own phone, without a code"));
    strcpy(code, strcmp(code, "K7") ? "K7" : "M4");
    reply(db, GRACE, "ok");
    CHECK(strstr(last_match(db), "which no alert had"));
    CHECK_INT(to_look_at(db), 2);
    CHECK_INT(to_family(db), 0);
    CHECK_INT(world_number(db, "SELECT count(*) FROM task"), 0);
    db_close(db);
}

/* Texts from that phone with codes that no alert had. */
static void
guess(struct db *db, const char *from, int times)
{
    char text[20], had[80];

    for (const char *at = "CFHJKMNPRTWX"; times > 0; at++) {
        CHECK(*at != '\0');
        snprintf(had, sizeof(had),
            "SELECT count(*) FROM alert WHERE code LIKE '%c%%'", *at);
        snprintf(text, sizeof(text), "%c3 ok", *at);
        if (world_number(db, had))
            continue;
        hear(db, from, text);
        times--;
    }
}

TEST(after_three_wrong_codes_in_a_day_a_person_looks_at_right_ones_too)
{
    struct db *db = open_school(":memory:");

    ask(db);
    guess(db, GRACE, 2);
    reply(db, GRACE, "ok");
    CHECK_INT(to_family(db), 1);
    world_later(HOUR);
    ask(db);
    guess(db, GRACE, 1);
    reply(db, GRACE, "ok");
    CHECK_INT(to_family(db), 1);
    CHECK(strstr(last_match(db), "three wrong codes"));
    CHECK(strstr(last_to(db, GRACE), "was not sent"));
    world_later(DAY + MINUTE);
    reply(db, GRACE, "ok");             /* the same code, still good */
    CHECK_INT(to_family(db), 2);
    db_close(db);
}

TEST(guesses_from_a_phone_that_is_a_parents_too_count_as_well)
{
    struct db *db = open_school(":memory:");

    add_family(db, "Baraka Wanjiru", "Grace Wanjiru", GRACE);
    ask(db);
    guess(db, GRACE, 3);
    reply(db, GRACE, "ok");
    CHECK_INT(to_family(db), 0);
    CHECK(strstr(last_match(db), "three wrong codes"));
    db_close(db);
}

TEST(a_parents_phone_that_is_staffs_too_is_staffs_with_a_code_alone)
{
    struct db *db = open_school(":memory:");

    add_family(db, "Baraka Wanjiru", "Grace Wanjiru", GRACE);
    ask(db);
    hear(db, GRACE, "Baraka is ill today");
    CHECK_INT(to_look_at(db), 0);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message m JOIN thread t"
        " ON t.id = m.thread WHERE t.family IS NOT NULL AND m.direction = 1"
        " AND m.number = '" GRACE "'"), 1);
    reply(db, GRACE, "ok");
    CHECK_INT(to_family(db), 1);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message m JOIN thread t"
        " ON t.id = m.thread WHERE t.tray = 6 AND m.direction = 1"), 1);
    db_close(db);
}

TEST(an_answer_from_who_does_not_see_the_family_any_more_goes_to_a_person)
{
    struct db *db = open_school(":memory:");

    ask(db);
    world_sql(db, "UPDATE staff SET walled = 1, role = 2,"
        " classes = char(10) || '9Z' || char(10)");
    reply(db, GRACE, "ok");
    CHECK_INT(to_family(db), 0);
    CHECK_INT(to_look_at(db), 1);
    db_close(db);
}

TEST(an_answer_after_somebody_elses_goes_to_a_person)
{
    struct db *db = open_school(":memory:");

    ask(db);
    world_sql(db, "UPDATE thread SET waiting = 0 WHERE family IS NOT NULL");
    reply(db, GRACE, "ok");
    CHECK_INT(to_family(db), 0);
    CHECK_INT(to_look_at(db), 1);
    CHECK(strstr(last_to(db, GRACE), "somebody answered before"));
    db_close(db);
}

TEST(who_may_no_longer_answer_does_not)
{
    struct db *db = open_school(":memory:");

    ask(db);
    CHECK_INT(alert_allow(db, 1, false, "head"), OK);
    reply(db, GRACE, "ok");
    CHECK_INT(to_look_at(db), 1);
    CHECK(strstr(last_match(db), "they may not answer from it"));
    CHECK_INT(alert_allow(db, 1, true, "head"), OK);
    world_sql(db, "UPDATE staff SET role = 1 WHERE id = 1");    /* reader */
    reply(db, GRACE, "ok");
    CHECK_INT(to_look_at(db), 2);
    world_sql(db, "UPDATE staff SET role = 2 WHERE id = 1");
    CHECK_INT(staff_close(db, "Grace", "head"), OK);
    reply(db, GRACE, "ok");     /* is a stranger's now */
    CHECK(strstr(last_match(db), "not Grace's own phone"));
    CHECK_INT(to_family(db), 0);
    db_close(db);
}

TEST(an_account_that_closes_between_hearing_and_sending_sends_nothing)
{
    struct db *db = open_school(":memory:");
    struct air a = { .from = GRACE, .second = 30000 };
    struct link_part p;
    char text[40];

    ask(db);
    snprintf(text, sizeof(text), "%s ok", code);
    a.text = text;
    p = air_deliver(&a);
    CHECK_INT(inbox_receive(db, NORTH, "north", &p, &rules.inbox, NULL), OK);
    CHECK_INT(world_number(db, "SELECT state FROM alert"), ALERT_TO_SEND);
    CHECK_INT(staff_close(db, "Grace", "head"), OK);
    CHECK_INT(send_alert_answers(db, &rules), OK);
    CHECK_INT(to_family(db), 0);
    CHECK_INT(to_look_at(db), 1);
    CHECK_INT(world_number(db, "SELECT state FROM alert"), ALERT_HELD);
    db_close(db);
}

TEST(what_the_page_would_refuse_waits_for_a_person)
{
    struct db *db = open_school(":memory:");

    ask(db);
    world_sql(db, "UPDATE phone SET state = 3 WHERE number = '" SALMA "'");
    reply(db, GRACE, "ok");             /* the mother wrote STOP meanwhile */
    CHECK_INT(to_family(db), 0);
    CHECK_INT(to_look_at(db), 1);
    CHECK(strstr(world_reason(db, world_number(db, "SELECT max(id) FROM message"
        " WHERE direction = 1")), "it did not go to the family"));
    CHECK(strstr(last_to(db, GRACE), "was not sent"));
    db_close(db);
}

TEST(a_name_of_a_child_does_not_go_to_a_number_that_nobody_confirmed)
{
    struct db *db = open_school(":memory:");

    ask(db);
    world_sql(db, "UPDATE phone SET state = 4 WHERE number = '" SALMA "'");
    reply(db, GRACE, "Salma is well");
    CHECK_INT(to_family(db), 0);
    CHECK_INT(to_look_at(db), 1);
    db_close(db);
}

TEST(a_code_without_words_keeps_its_right_to_answer)
{
    struct db *db = open_school(":memory:");

    ask(db);
    hear(db, GRACE, code);
    CHECK_INT(to_family(db), 0);
    CHECK_INT(to_look_at(db), 1);
    reply(db, GRACE, "ok");
    CHECK_INT(to_family(db), 1);
    db_close(db);
}

TEST(what_came_after_the_alert_waits_on)
{
    struct db *db = open_school(":memory:");
    char first[ALERT_CODE];

    ask(db);
    snprintf(first, sizeof(first), "%s", code);
    world_later(MINUTE);
    hear(db, SALMA, "And my other question");
    world_later(MINUTE);
    reply(db, GRACE, "ok");
    CHECK_INT(to_family(db), 1);
    CHECK_INT(world_number(db, "SELECT count(*) FROM thread"
        " WHERE family IS NOT NULL AND waiting > 0 AND unread = 1"), 1);
    CHECK_INT(alert_tell(db, &rules.alert), OK);        /* and is told */
    CHECK_INT(world_number(db, "SELECT count(*) FROM alert"), 2);
    CHECK(strcmp(world_text(db, "SELECT code FROM alert ORDER BY id DESC"
        " LIMIT 1"), first) != 0);
    db_close(db);
}

TEST(a_text_of_harm_is_never_an_answer)
{
    struct db *db = open_school(":memory:");

    ask(db);
    reply(db, GRACE, "The teacher beats me");
    CHECK_INT(to_family(db), 0);
    CHECK_INT(world_number(db, "SELECT t.tray FROM message m JOIN thread t"
        " ON t.id = m.thread ORDER BY m.id DESC LIMIT 1 OFFSET 1"), 4);
    CHECK(strstr(last_to(db, GRACE), "was not sent"));
    db_close(db);
}

TEST(stop_from_a_teachers_phone_ends_alerts_and_start_brings_them_back)
{
    struct db *db = open_school(":memory:");
    struct alert_person p;

    hear(db, GRACE, "STOP");
    CHECK_INT(alert_get(db, 1, &p), OK);
    CHECK(p.refuses);
    hear(db, SALMA, "Hello");
    CHECK_INT(alert_tell(db, &rules.alert), OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message WHERE"
        " body LIKE 'Notehome 4B%'"), 0);
    hear(db, GRACE, "START");
    CHECK_INT(alert_get(db, 1, &p), OK);
    CHECK(!p.refuses);
    CHECK_INT(to_family(db), 0);
    db_close(db);
}

/* --- of several parts ----------------------------------------------------- */

static void
hear_part(struct db *db, const char *text, int total, int n)
{
    struct air a = { .from = GRACE, .text = text, .reference = 7,
        .total = total, .n = n, .second = second++ % 40000 };
    struct link_part p = air_deliver(&a);

    CHECK_INT(inbox_receive(db, NORTH, "north", &p, &rules.inbox, NULL), OK);
    CHECK_INT(send_alert_answers(db, &rules), OK);
}

TEST(a_long_answer_goes_once_all_of_it_is_there)
{
    struct db *db = open_school(":memory:");
    char text[60];

    ask(db);
    hear_part(db, "and bring the pens", 2, 2);
    CHECK_INT(to_family(db), 0);
    snprintf(text, sizeof(text), "%s tutaongea kesho ", code);
    hear_part(db, text, 2, 1);
    CHECK_INT(to_family(db), 1);
    assert_string_equal(last_to(db, SALMA),
        "tutaongea kesho and bring the pens");
    hear_part(db, text, 2, 1);          /* listed once more */
    CHECK_INT(to_family(db), 1);
    db_close(db);
}

TEST(half_an_answer_goes_to_a_person_and_stays_there)
{
    struct db *db = open_school(":memory:");
    char text[60];

    ask(db);
    snprintf(text, sizeof(text), "%s do not ", code);
    hear_part(db, text, 2, 1);
    world_later(11 * MINUTE);
    CHECK_INT(inbox_sweep(db, &rules.inbox), OK);
    CHECK_INT(send_alert_answers(db, &rules), OK);
    CHECK_INT(to_family(db), 0);
    CHECK_INT(to_look_at(db), 1);
    CHECK(strstr(last_to(db, GRACE), "was not sent"));
    hear_part(db, "come", 2, 2);
    CHECK_INT(to_family(db), 0);
    CHECK_INT(to_look_at(db), 1);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message WHERE"
        " body LIKE '%do not come'"), 1);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message WHERE"
        " body LIKE '%was not sent%'"), 1);
    db_close(db);
}

/* --- and an end in between ------------------------------------------------ */

TEST(an_end_between_hearing_and_sending_loses_and_doubles_nothing)
{
    char dir[] = "/tmp/notehome-alertXXXXXX", path[80], text[40], command[100];
    struct air a = { .from = GRACE, .second = 30000 };
    struct link_part p;
    struct db *db;

    CHECK(mkdtemp(dir) != NULL);
    snprintf(path, sizeof(path), "%s/x.db", dir);
    db = open_school(path);
    ask(db);
    snprintf(text, sizeof(text), "%s ok", code);
    a.text = text;
    p = air_deliver(&a);
    CHECK_INT(inbox_receive(db, NORTH, "north", &p, &rules.inbox, NULL), OK);
    db_close(db);
    CHECK_INT(db_open(path, &db, command, sizeof(command)), OK);
    CHECK_INT(to_family(db), 0);
    CHECK_INT(send_alert_answers(db, &rules), OK);
    CHECK_INT(send_alert_answers(db, &rules), OK);
    CHECK_INT(to_family(db), 1);
    /* the same part once more, as after an end before it left the SIM */
    CHECK_INT(inbox_receive(db, NORTH, "north", &p, &rules.inbox, NULL), OK);
    CHECK_INT(send_alert_answers(db, &rules), OK);
    CHECK_INT(to_family(db), 1);
    db_close(db);
    snprintf(command, sizeof(command), "rm -r %s", dir);
    CHECK_INT(system(command), 0);
}

TEST(a_phone_that_sends_a_used_code_for_ever_is_told_so_six_times_an_hour)
{
    struct db *db = open_school(":memory:");

    ask(db);
    reply(db, GRACE, "ok");
    for (int i = 0; i < 30; i++)
        reply(db, GRACE, "again");
    CHECK_INT(world_number(db, "SELECT count(*) FROM message WHERE"
        " body LIKE '%answered already%'"), 6);
    CHECK_INT(to_look_at(db), 30);
    CHECK_INT(to_family(db), 1);
    db_close(db);
}

TEST(after_a_restore_no_code_of_before_answers_and_none_is_given_for_two_days)
{
    struct db *db = open_school(":memory:");
    struct air a = { .from = GRACE, .second = 30000 };
    struct link_part p;
    char text[40];

    ask(db);
    snprintf(text, sizeof(text), "%s ok", code);
    a.text = text;
    p = air_deliver(&a);
    CHECK_INT(inbox_receive(db, NORTH, "north", &p, &rules.inbox, NULL), OK);
    CHECK_INT(alert_restored(db), OK);          /* an answer was on its way */
    CHECK_INT(send_alert_answers(db, &rules), OK);
    CHECK_INT(to_family(db), 0);
    CHECK_INT(to_look_at(db), 1);
    world_later(MINUTE);
    world_sql(db, "UPDATE thread SET waiting = 0 WHERE family IS NOT NULL");
    hear(db, SALMA, "And now?");
    CHECK_INT(alert_tell(db, &rules.alert), OK);
    assert_string_equal(last_to(db, GRACE), "Notehome 4B: a family waits.");
    reply(db, GRACE, "ok");
    CHECK_INT(to_family(db), 0);
    world_later(48 * HOUR);
    world_sql(db, "UPDATE thread SET waiting = 0 WHERE family IS NOT NULL");
    ask(db);
    reply(db, GRACE, "ok");
    CHECK_INT(to_family(db), 1);
    db_close(db);
}
