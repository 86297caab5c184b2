/* What a stopped phone, a wrong number and one that may be wrong get, and whom
 * to ask for the right one. */
#include "store_world.h"

#include "send/send.h"
#include "store/inbox/filing.h"
#include "store/people/mend.h"
#include "store/people/people.h"
#include "store/people/phone_doubt.h"
#include "store/thread/thread.h"

#define SALMA "+254712000001"   /* mother */
#define IDRIS "+254712000002"   /* father */
#define ROSE "+254712000003"    /* of another family in the class */

static struct reason why;
static char said_so[REASON_SAID];

static void
add(struct db *db, const char *child, const char *guardian, const char *phone,
    const char *family)
{
    struct people_row r = { .child = child, .class_name = "4B",
        .guardian = guardian, .phone = phone, .family = family,
        .language = "sw" };
    bool changed;

    CHECK_INT(people_add_row(db, &r, "KE", &changed, &why), OK);
}

static struct db *
school(void)
{
    struct db *db = world_open();

    world_rules.urgent_to_stopped = true;
    CHECK_INT(db_begin(db), OK);
    add(db, "Amina Ali", "Salma Ali", SALMA, "F1");
    add(db, "Amina Ali", "Idris Ali", IDRIS, "F1");
    add(db, "Juma Otieno", "Rose Otieno", ROSE, "F2");
    CHECK_INT(db_commit(db), OK);
    return db;
}

static struct send
to_class(const char *text)
{
    return (struct send){ .text = text, .author = "amina", .country = "KE",
        .language = "en", .school = "Hill", .rules = &world_rules,
        .class_name = "4B" };
}

static struct send
to_number(const char *number, const char *text)
{
    struct send s = to_class(text);

    s.class_name = NULL;
    s.number = number;
    return s;
}

static enum err
post(struct db *db, const struct send *s, int *count, int *skipped)
{
    struct sent sent = { 0 };
    enum err e = send_text(db, s, &sent, &why);

    if (e)
        return e;
    free(sent.ids);
    *count = sent.count;
    *skipped = sent.skipped;
    return OK;
}

static void
set_state(struct db *db, const char *number, enum phone_state state)
{
    struct reason by_hand = reason_of(REASON_BY_HAND);

    CHECK_INT(phone_set_state(db, number, state, "amina", &by_hand), OK);
}

/* A text of the phone; its id. */
static int64_t
wrote(struct db *db, const char *number)
{
    struct message m = { .direction = MESSAGE_IN, .kind = MESSAGE_TEXT,
        .state = MESSAGE_RECEIVED, .at = world_now, .body = "Why?" };

    snprintf(m.number, sizeof(m.number), "%s", number);
    CHECK_INT(db_begin(db), OK);
    CHECK_INT(thread_of_family(db, 1, &m.thread), OK);
    CHECK_INT(message_add(db, &m), OK);
    CHECK_INT(db_commit(db), OK);
    return m.id;
}

static void
doubt(struct db *db, const char *number)
{
    CHECK_INT(db_begin(db), OK);
    CHECK_INT(phone_doubt_note(db, number, PHONE_MAY_BE_WRONG,
        wrote(db, number)), OK);
    CHECK_INT(db_commit(db), OK);
}

static const char *
text_to(struct db *db, const char *number)
{
    char sql[160];

    snprintf(sql, sizeof(sql), "SELECT body FROM message WHERE direction = 2"
        " AND number = '%s' ORDER BY id DESC LIMIT 1", number);
    return world_text(db, sql);
}

/* How many texts go now. */
static int
send_all(struct db *db)
{
    struct queue_part p;
    int n = 0;

    while (world_claim(db, &p)) {
        world_sent(db, &p, n & 255);
        n++;
    }
    return n;
}

TEST(an_urgent_text_reaches_stopped_and_wrong_numbers_when_its_writer_is_sure)
{
    struct db *db = school();
    struct send s = to_class("School is closed");
    int count = 0, skipped = 0;

    set_state(db, SALMA, PHONE_OPTED_OUT);
    set_state(db, IDRIS, PHONE_WRONG);
    s.priority = PRIORITY_URGENT;
    CHECK_INT(post(db, &s, &count, &skipped), OK);
    CHECK_INT(count, 1);
    CHECK_INT(skipped, 2);
    s.sure = true;
    CHECK_INT(post(db, &s, &count, &skipped), OK);
    CHECK_INT(count, 3);
    CHECK_INT(send_all(db), 4);
    CHECK_INT(world_number(db, "SELECT count(*) FROM audit"
        " WHERE action = 'message.sure'"), 2);
    s.priority = PRIORITY_BULK;
    CHECK_INT(post(db, &s, &count, &skipped), OK);
    CHECK_INT(count, 1);                /* not what can wait */
    db_close(db);
}

TEST(the_records_say_who_sent_a_text_and_a_text_to_many_once)
{
    struct db *db = school();
    struct send one = to_number(SALMA, "Come at noon"),
        many = to_class("School is closed");
    int count = 0, skipped = 0;

    CHECK_INT(post(db, &one, &count, &skipped), OK);
    CHECK_INT(post(db, &many, &count, &skipped), OK);
    CHECK_INT(count, 3);
    one.text = "";
    CHECK_INT(post(db, &one, &count, &skipped), ERR_INPUT);
    CHECK_INT(world_number(db, "SELECT count(*) FROM audit"
        " WHERE action = 'message.send' AND who = 'amina'"), 2);
    CHECK_INT(world_number(db, "SELECT count(*) FROM audit"
        " WHERE action = 'message.send' AND object = 'message 1'"), 1);
    CHECK_TEXT(world_text(db, "SELECT object || ': ' || detail FROM audit"
        " ORDER BY id DESC LIMIT 1"), "batch 1: =4B");
    db_close(db);
}

TEST(the_law_may_let_nothing_go_to_a_phone_that_stopped)
{
    struct db *db = school();
    struct send s = to_number(SALMA, "School is closed");
    int count = 0, skipped = 0;

    set_state(db, SALMA, PHONE_OPTED_OUT);
    set_state(db, IDRIS, PHONE_WRONG);
    world_rules.urgent_to_stopped = false;
    s.priority = PRIORITY_URGENT;
    s.sure = true;
    CHECK_INT(post(db, &s, &count, &skipped), ERR_REFUSED);
    CHECK(strstr(reason_english(&why, said_so), "law"));
    s.number = IDRIS;
    CHECK_INT(post(db, &s, &count, &skipped), OK);
    db_close(db);
}

TEST(a_phone_that_stopped_is_answered_once_after_it_wrote)
{
    struct db *db = school();
    struct send s = to_number(SALMA, "We will send no more. Call us.");
    int count = 0, skipped = 0;

    set_state(db, SALMA, PHONE_OPTED_OUT);
    CHECK_INT(post(db, &s, &count, &skipped), ERR_REFUSED);
    s.sure = true;
    CHECK_INT(post(db, &s, &count, &skipped), ERR_REFUSED); /* wrote nothing */
    wrote(db, SALMA);
    CHECK_INT(post(db, &s, &count, &skipped), OK);
    CHECK_INT(send_all(db), 1);
    CHECK_INT(post(db, &s, &count, &skipped), ERR_REFUSED);
    CHECK(strstr(reason_english(&why, said_so), "one answer"));
    wrote(db, SALMA);
    CHECK_INT(post(db, &s, &count, &skipped), OK);
    set_state(db, IDRIS, PHONE_WRONG);
    s.number = IDRIS;
    CHECK_INT(post(db, &s, &count, &skipped), ERR_REFUSED);
    db_close(db);
}

TEST(a_number_that_may_be_wrong_gets_everything_but_names_of_children)
{
    struct db *db = school();
    struct send s = to_class("{child} was late today");
    int count = 0, skipped = 0;

    doubt(db, SALMA);
    CHECK_INT(post(db, &s, &count, &skipped), OK);
    CHECK_INT(count, 3);
    CHECK_TEXT(text_to(db, SALMA), "mtoto wako was late today");
    CHECK_TEXT(text_to(db, IDRIS), "Amina was late today");
    s.text = "{child|the pupil} was late today";
    CHECK_INT(post(db, &s, &count, &skipped), OK);
    CHECK_TEXT(text_to(db, SALMA), "the pupil was late today");
    s = to_number(SALMA, "AMINA was late today");
    CHECK_INT(post(db, &s, &count, &skipped), ERR_REFUSED);
    CHECK(strstr(reason_english(&why, said_so),
        "leave out the name"));
    s.text = "Who was late today?";
    s.ask = "the pupil,Amina";          /* so are the answers to choose from */
    CHECK_INT(post(db, &s, &count, &skipped), ERR_REFUSED);
    s = to_number(SALMA, "AMINA was late today");
    world_sql(db, "UPDATE child SET left_at = 1 WHERE name = 'Amina Ali'");
    CHECK_INT(post(db, &s, &count, &skipped), ERR_REFUSED);
    s.priority = PRIORITY_URGENT;
    CHECK_INT(post(db, &s, &count, &skipped), OK);
    s = to_number(IDRIS, "Amina was late today");
    CHECK_INT(post(db, &s, &count, &skipped), OK);
    db_close(db);
}

TEST(a_name_is_looked_for_in_the_text_that_the_phone_gets)
{
    const struct send_variant read[] = {
        { "en", "Dear parent, Amina was late today" },
        { "sw", "Mtoto wako alichelewa leo" } };
    const struct send_variant named[] = { { "en", "Your child was late" },
        { "sw", "Amina alichelewa leo" } };
    struct db *db = school();
    struct send s = to_number(SALMA, "Dear parent, Amina was late today");
    int count = 0, skipped = 0;

    doubt(db, SALMA);
    s.family = 1;
    s.n_variants = 2;
    s.variants = read;
    CHECK_INT(post(db, &s, &count, &skipped), OK);
    CHECK_TEXT(text_to(db, SALMA), "Mtoto wako alichelewa leo");
    s.text = named[0].text;
    s.variants = named;
    CHECK_INT(post(db, &s, &count, &skipped), ERR_REFUSED);
    db_close(db);
}

TEST(a_name_is_looked_for_among_all_whom_the_text_is_for)
{
    struct db *db = school();
    struct send s = to_class("Amina and Juma won the race");
    int count = 0, skipped = 0;

    CHECK_INT(db_begin(db), OK);
    add(db, "Zuri Otieno", "Rose Otieno", SALMA, "F2");
    add(db, "Ng Wu", "Mary Wu", IDRIS, "F3");
    CHECK_INT(db_commit(db), OK);
    world_sql(db, "UPDATE guardian_phone SET rank = 0 WHERE phone ="
        " (SELECT id FROM phone WHERE number = '" SALMA "')");
    doubt(db, SALMA);
    doubt(db, IDRIS);
    s.text = "Zuri won the race";
    CHECK_INT(post(db, &s, &count, &skipped), OK);
    CHECK_INT(count, 1);
    CHECK_INT(skipped, 1);
    CHECK_TEXT(text_to(db, IDRIS), "Zuri won the race");
    s.text = "Ng won the race";
    CHECK_INT(post(db, &s, &count, &skipped), OK);
    CHECK_TEXT(text_to(db, SALMA), "Ng won the race");
    CHECK_TEXT(text_to(db, IDRIS), "Zuri won the race");
    s = to_number(SALMA, "Dear Mrs Ali, please call the office");
    s.family = 1;
    CHECK_INT(post(db, &s, &count, &skipped), OK);
    db_close(db);
}

static struct mend_number found[8];
static int n_found;
static bool sees_all;

static void
keep(void *user, const struct mend_number *n)
{
    (void)user;
    found[n_found++] = *n;
}

static void
look(struct db *db)
{
    n_found = 0;
    CHECK_INT(mend_numbers(db, sees_all, 8, keep, NULL), OK);
}

TEST(numbers_to_mend_come_with_whom_to_ask)
{
    struct db *db = school();

    look(db);
    CHECK_INT(n_found, 0);
    set_state(db, IDRIS, PHONE_WRONG);
    world_later(HOUR);
    doubt(db, SALMA);
    world_sql(db, "UPDATE phone SET state = 2 WHERE number = '" ROSE "'");
    look(db);
    CHECK_INT(n_found, 3);
    CHECK_INT(found[0].kind, MEND_PERHAPS);
    CHECK(found[0].message > 0 && found[0].since == world_now);
    CHECK_INT(found[0].n_ask, 0);       /* nobody's phone is sure */
    CHECK_INT(found[1].kind, MEND_WRONG);
    CHECK_TEXT(found[1].guardian, "Idris Ali");
    CHECK_INT(found[2].kind, MEND_FAILING);
    set_state(db, ROSE, PHONE_WORKING);
    set_state(db, SALMA, PHONE_WORKING);
    CHECK_INT(db_begin(db), OK);
    CHECK_INT(phone_doubt_clear(db, SALMA, PHONE_MAY_BE_WRONG), OK);
    CHECK_INT(db_commit(db), OK);
    look(db);
    CHECK_INT(n_found, 1);
    CHECK_INT(found[0].n_ask, 2);
    CHECK_INT(found[0].ask[0].whom, MEND_GUARDIAN);
    CHECK_TEXT(found[0].ask[0].number, SALMA);
    CHECK_INT(found[0].ask[1].whom, MEND_NEIGHBOUR);
    CHECK_TEXT(found[0].ask[1].name, "Rose Otieno");
    world_sql(db, "UPDATE child SET left_at = 1 WHERE name = 'Juma Otieno'");
    look(db);
    CHECK_INT(found[0].n_ask, 1);       /* no neighbour any more */
    db_close(db);
}

TEST(a_number_to_mend_tells_of_a_text_about_harm_only_who_sees_it)
{
    struct db *db = school();

    world_later(HOUR);
    doubt(db, SALMA);
    CHECK_INT(filing_hand(db, world_number(db, "SELECT max(id) FROM message"),
        "amina"), OK);
    look(db);
    CHECK_INT(n_found, 1);
    CHECK_INT(found[0].kind, MEND_PERHAPS);
    CHECK_INT(found[0].message, 0);
    CHECK(found[0].since < world_now);
    sees_all = true;
    look(db);
    sees_all = false;
    CHECK(found[0].message > 0 && found[0].since == world_now);
    db_close(db);
}

TEST(the_number_of_a_family_that_left_is_not_to_be_mended)
{
    struct db *db = school();

    set_state(db, ROSE, PHONE_WRONG);
    look(db);
    CHECK_INT(n_found, 1);
    world_sql(db, "UPDATE child SET left_at = 1 WHERE name = 'Juma Otieno'");
    look(db);
    CHECK_INT(n_found, 0);
    db_close(db);
}

TEST(an_urgent_text_of_an_admin_to_many_waits_for_no_second_person)
{
    struct send closure = { .tone = TONE_URGENT };
    struct send first = { .priority = PRIORITY_URGENT };
    struct send trip = { .tone = TONE_INFORMATION };
    int urgent = 1 << TONE_URGENT;

    CHECK(!send_needs_approval(&closure, 0, 2000, true));
    CHECK(!send_needs_approval(&first, 0, 51, true));
    CHECK(send_needs_approval(&closure, 0, 51, false));
    CHECK(send_needs_approval(&first, 0, 51, false));
    CHECK(!send_needs_approval(&closure, urgent, 51, false));
    CHECK(!send_needs_approval(&first, urgent, 51, false));
    CHECK(send_needs_approval(&trip, 0, 51, true));
    CHECK(!send_needs_approval(&trip, 0, 50, false));
    CHECK(!send_needs_approval(&trip, 1 << TONE_INFORMATION, 51, false));
}
