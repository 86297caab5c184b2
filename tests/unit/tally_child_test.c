/* What was answered for each child, however many phones its family has, and who
 * is asked once more. */
#include "store_world.h"

#include "air.h"
#include "send/send.h"
#include "store/inbox/inbox.h"
#include "store/people/people.h"
#include "store/thread/tally.h"

#include <time.h>

#define SALMA "+254712000001"   /* mother of Amina, 4B, and Yusuf, 2A */
#define IDRIS "+254712000002"   /* their father */
#define ROSE "+254712000003"    /* mother of Juma, 4B */

static struct inbox_rules rules = { .country = "KE", .language = "en",
    .school = "Hillside", .queue = &world_rules };
static struct reason why;
static int second;

static void
add(struct db *db, const char *child, const char *class_name,
    const char *guardian, const char *phone, const char *family)
{
    struct people_row r = { .child = child, .class_name = class_name,
        .guardian = guardian, .phone = phone, .family = family };
    bool changed;

    CHECK_INT(people_add_row(db, &r, "KE", &changed, &why), OK);
}

static void
hear(struct db *db, const char *from, const char *text)
{
    struct air a = { .from = from, .text = text, .second = second++ % 40000 };
    struct link_part p = air_deliver(&a);

    CHECK_INT(inbox_receive(db, NORTH, "north", &p, &rules, NULL), OK);
}

static void
send_all(struct db *db)
{
    struct queue_part p;

    for (int n = 0; world_claim(db, &p); n++)
        world_sent(db, &p, n & 255);
    world_later(MINUTE);
}

static struct send
to_all(void)
{
    return (struct send){ .text = "Will you come?", .ask = "yes,no",
        .author = "amina", .country = "KE", .language = "en",
        .school = "Hill", .rules = &world_rules, .all = true };
}

/* A school of three children that was asked; the question. */
static int64_t
ask(struct db *db)
{
    struct send s = to_all();
    struct sent sent;

    CHECK_INT(db_begin(db), OK);
    add(db, "Amina Ali", "4B", "Salma Ali", SALMA, "F1");
    add(db, "Yusuf Ali", "2A", "Salma Ali", SALMA, "F1");
    add(db, "Amina Ali", "4B", "Idris Ali", IDRIS, "F1");
    add(db, "Juma Otieno", "4B", "Rose Otieno", ROSE, "F2");
    CHECK_INT(db_commit(db), OK);
    CHECK_INT(send_text(db, &s, &sent, &why), OK);
    CHECK_INT(sent.count, 3);
    free(sent.ids);
    send_all(db);
    return sent.question;
}

static struct tally_child child[8];
static int n_children;

static void
keep(void *user, const struct tally_child *c)
{
    (void)user;
    child[n_children++] = *c;
}

static int
tally(struct db *db, int64_t question, const char *class_name)
{
    n_children = 0;
    CHECK_INT(tally_children(db, question, class_name, keep, NULL), OK);
    return n_children;
}

TEST(two_parents_of_a_child_count_once_and_what_differs_is_shown)
{
    struct db *db = world_open();
    int64_t question = ask(db);

    CHECK_INT(tally(db, question, NULL), 3);
    CHECK_TEXT(child[0].name, "Yusuf Ali");     /* class 2A first */
    CHECK_INT(child[0].state, TALLY_SILENT);
    hear(db, SALMA, "yes");
    hear(db, ROSE, "perhaps, I will see");
    CHECK_INT(tally(db, question, "4B"), 2);
    CHECK_INT(child[0].state, TALLY_ANSWERED);
    CHECK_TEXT(child[0].answer, "yes");
    CHECK_INT(child[1].state, TALLY_UNCLEAR);
    hear(db, IDRIS, "no");
    CHECK_INT(tally(db, question, ""), 3);
    CHECK_INT(child[1].state, TALLY_DIFFERS);
    CHECK_TEXT(child[1].answer, "no, yes");
    world_sql(db, "UPDATE child SET left_at = 1 WHERE name = 'Juma Otieno'");
    CHECK_INT(tally(db, question, "4B"), 1);
    db_close(db);
}

TEST(the_silent_are_reminded_of_the_same_question_and_their_answers_count)
{
    struct db *db = world_open();
    int64_t question = ask(db);
    struct send s = to_all();
    struct sent sent;

    hear(db, SALMA, "yes");             /* so the father is not asked again */
    s.all = false;
    s.ask = NULL;
    s.remind = question;
    CHECK_INT(send_text(db, &s, &sent, &why), OK);
    CHECK_INT(sent.count, 1);
    CHECK(sent.question == question);
    free(sent.ids);
    CHECK_TEXT(world_text(db, "SELECT number FROM message WHERE direction = 2"
        " ORDER BY id DESC LIMIT 1"), ROSE);
    CHECK(strstr(world_text(db, "SELECT body FROM message WHERE direction = 2"
        " ORDER BY id DESC LIMIT 1"), "Reply 1 yes, 2 no"));
    send_all(db);
    hear(db, ROSE, "2");
    CHECK_INT(tally(db, question, "4B"), 2);
    CHECK_TEXT(child[1].answer, "no");
    CHECK_INT(send_text(db, &s, &sent, &why), ERR_NOT_FOUND);
    CHECK_INT(why.code, REASON_NOBODY_SILENT);
    db_close(db);
}

TEST(nobody_is_reminded_of_a_question_whose_answers_do_not_count_any_more)
{
    struct db *db = world_open();
    int64_t question = ask(db);
    struct send s = to_all();
    struct sent sent;

    s.all = false;
    s.ask = NULL;
    s.remind = question;
    world_sql(db, "UPDATE question SET closes = 1");
    CHECK_INT(send_text(db, &s, &sent, &why), ERR_REFUSED);
    CHECK_INT(why.code, REASON_QUESTION_CLOSED);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"
        " WHERE direction = 2"), 3);
    CHECK_INT(world_number(db, "SELECT count(*) FROM batch"), 1);
    db_close(db);
}

/* How many are reminded; nobody: 0, and the reason is that. */
static int
remind(struct db *db, int64_t question, int *skipped)
{
    struct send s = to_all();
    struct sent sent = { 0 };
    enum err e;

    s.all = false;
    s.ask = NULL;
    s.remind = question;
    e = send_text(db, &s, &sent, &why);
    *skipped = sent.skipped;
    free(sent.ids);
    return e ? 0 : sent.count;
}

TEST(a_reminder_goes_to_no_phone_that_may_not_be_texted_by_now)
{
    static const char *const gone[] = {
        "UPDATE guardian SET consent = 'no' WHERE name = 'Rose Otieno'",
        "UPDATE phone SET state = 4 WHERE number = '" ROSE "'",
        "UPDATE phone SET state = 5 WHERE number = '" ROSE "'",
        "DELETE FROM guardian_phone WHERE guardian = (SELECT id FROM guardian"
        " WHERE name = 'Rose Otieno')",
        "DELETE FROM family_guardian WHERE guardian = (SELECT id FROM guardian"
        " WHERE name = 'Rose Otieno')",
    };

    for (size_t i = 0; i < sizeof(gone) / sizeof(gone[0]); i++) {
        struct db *db = world_open();
        int64_t question = ask(db);
        int skipped = 0;

        world_sql(db, gone[i]);
        CHECK_INT(remind(db, question, &skipped), 2);
        CHECK_INT(skipped, 1);
        CHECK_INT(world_number(db, "SELECT count(*) FROM message"
            " WHERE direction = 2 AND number = '" ROSE "'"), 1);
        db_close(db);
    }
}

TEST(a_reminder_goes_to_the_phone_that_was_asked_though_another_is_first_now)
{
    struct db *db = world_open();
    int64_t question = ask(db);
    int skipped = 0;

    world_sql(db, "INSERT INTO phone (id, number, raw, state, since)"
        " VALUES (90, '+254712000090', '', 1, 1)");
    world_sql(db, "INSERT INTO guardian_phone (guardian, phone, rank)"
        " SELECT id, 90, -1 FROM guardian WHERE name = 'Rose Otieno'");
    CHECK_INT(remind(db, question, &skipped), 3);
    CHECK_INT(skipped, 0);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"
        " WHERE direction = 2 AND number = '" ROSE "'"), 2);
    db_close(db);
}

/* As every text to many: not at night for who said when texts are welcome, and
 * not at all to who wants a call. */
TEST(a_reminder_heeds_the_hours_of_a_guardian_and_who_wants_a_call)
{
    struct db *db = world_open();
    int64_t question = ask(db);
    struct send s = to_all();
    struct sent sent;
    struct tm t;
    char sql[160];

    hear(db, SALMA, "yes");
    s.all = false;
    s.ask = NULL;
    s.remind = question;
    localtime_r(&(time_t){ (time_t)(world_now / 1000) }, &t);
    snprintf(sql, sizeof(sql), "UPDATE guardian SET hours_from = %d,"
        " hours_to = %d WHERE name = 'Rose Otieno'", (t.tm_hour + 3) % 24 * 60,
        (t.tm_hour + 5) % 24 * 60);
    world_sql(db, sql);
    CHECK_INT(send_text(db, &s, &sent, &why), OK);
    CHECK_INT(sent.count, 1);
    free(sent.ids);
    CHECK(world_number(db, "SELECT due FROM message WHERE direction = 2"
        " ORDER BY id DESC LIMIT 1") > world_now + 2 * HOUR);
    world_sql(db, "UPDATE guardian SET reads = 3 WHERE name = 'Rose Otieno'");
    CHECK_INT(send_text(db, &s, &sent, &why), ERR_REFUSED);
    CHECK_INT(why.code, REASON_NOBODY_TO_REACH);
    db_close(db);
}
