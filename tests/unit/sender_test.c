/* Whose number is this? What staff say of a number that no family had, what
 * follows from it, and that it can be taken back. */
#include "inbox_world.h"

#include "mapping/mapping.h"
#include "store/inbox/reading.h"
#include "send/send.h"
#include "store/inbox/sender.h"
#include "store/people/people.h"
#include "store/people/people_edit.h"
#include "store/thread/flood.h"
#include "store/thread/thread.h"
#include "web/view/talk.h"

#define SALMA "+254712000001"
#define IDRIS "+254712000002"
#define AUNT "+254799000009"

static struct reason because;
static int64_t said, now_in;

static void
add_row(struct db *db, const char *guardian, const char *phone)
{
    struct people_row r = { .child = "Amina Ali", .class_name = "4B",
        .guardian = guardian, .phone = phone, .family = "F1",
        .language = "sw" };
    bool changed;

    CHECK_INT(people_add_row(db, &r, "KE", &changed, &because), OK);
}

static struct db *
school(void)
{
    struct db *db = world_open();

    CHECK_INT(db_begin(db), OK);
    add_row(db, "Salma Ali", SALMA);
    add_row(db, "Idris Ali", IDRIS);
    CHECK_INT(db_commit(db), OK);
    return db;
}

/* A text comes in; its message's number. */
static int64_t
hear(struct db *db, const char *from, const char *text)
{
    static int second;
    struct air a = { .from = from, .text = text, .second = second++ };

    take(db, &a);
    return world_number(db, "SELECT max(id) FROM message WHERE direction = 1");
}

static int64_t
thread_of(struct db *db, int64_t message)
{
    struct message m = { 0 };
    int64_t thread;

    CHECK_INT(message_get(db, message, &m), OK);
    thread = m.thread;
    message_clear(&m);
    return thread;
}

static int64_t
family_of(struct db *db, int64_t message)
{
    struct thread t;

    CHECK_INT(thread_get(db, thread_of(db, message), &t), OK);
    return t.tray ? -t.tray : t.family;
}

static enum err
settle(struct db *db, int64_t message, struct sender_form form)
{
    return sender_settle(db, thread_of(db, message), &form, &rules, "lead",
        &said, &now_in, &because);
}

static struct sender_form
aunt(enum sender_proof proof)
{
    return (struct sender_form){ .kind = SENDER_FAMILY, .family = 1,
        .person = { .name = "Grace Ali", .relation = "aunt",
            .collect = COLLECT_YES }, .proof = proof, .ask = "0712 000 001" };
}

static int
state_of(struct db *db, const char *number)
{
    struct people_phone p = { 0 };

    return phone_get(db, number, &p) ? 0 : (int)p.state;
}

static const char *
answer_to(struct db *db, int64_t thread)
{
    static char to[64];
    struct thread t;

    CHECK_INT(thread_get(db, thread, &t), OK);
    CHECK_INT(talk_answer_to(db, &t, to), OK);
    return to;
}

TEST(the_number_is_learnt_all_its_texts_move_and_the_next_one_follows)
{
    struct db *db = school();
    int64_t one = hear(db, AUNT, "I am the aunt of Amina");
    int64_t two = hear(db, AUNT, "May I fetch her?");

    CHECK_INT(family_of(db, one), -MAPPING_UNKNOWN);
    CHECK_INT(settle(db, one, aunt(SENDER_UNPROVED)), OK);
    CHECK_INT(family_of(db, one), 1);
    CHECK_INT(family_of(db, two), 1);
    CHECK_INT(thread_of(db, two), now_in);
    CHECK_TEXT(answer_to(db, now_in), AUNT);
    CHECK_INT(family_of(db, hear(db, AUNT, "Hello?")), 1);
    CHECK_INT(state_of(db, AUNT), PHONE_PENDING);
    CHECK_TEXT(world_text(db, "SELECT g.name || ' ' || fg.relation || ' '"
        " || fg.collect FROM guardian g JOIN family_guardian fg"
        " ON fg.guardian = g.id ORDER BY g.id DESC"), "Grace Ali aunt 1");
    CHECK_TEXT(world_text(db, "SELECT action || ' ' || object FROM audit"
        " ORDER BY id DESC"), "sender.family phone " AUNT);
    CHECK_INT(world_number(db, "SELECT unread FROM thread WHERE family = 1"),
        3);
    CHECK_INT(world_number(db, "SELECT waiting > 0 FROM thread"
        " WHERE family = 1"), 1);
    CHECK_INT(world_number(db, "SELECT unread + (waiting > 0) + last_id"
        " FROM thread WHERE tray = 2"), 0);
    db_close(db);
}

TEST(in_person_is_proof_and_that_it_asked_for_no_texts_outlives_it)
{
    struct db *db = school();
    int64_t m = hear(db, AUNT, "I am the aunt");

    CHECK_INT(settle(db, m, aunt(SENDER_IN_PERSON)), OK);
    CHECK_INT(state_of(db, AUNT), PHONE_WORKING);
    m = hear(db, "+254799000010", "STOP");
    CHECK_INT(settle(db, m, (struct sender_form){ .kind = SENDER_FAMILY,
        .family = 1, .guardian = 1, .proof = SENDER_IN_PERSON }), OK);
    CHECK_INT(state_of(db, "+254799000010"), PHONE_OPTED_OUT);
    CHECK_INT(sender_confirm(db, said, "lead"), ERR_REFUSED);
    db_close(db);
}

/* The text that asks the old number; it leaves. */
static const char *
asked(struct db *db)
{
    struct queue_part p = { 0 };

    CHECK(world_claim(db, &p) != 0);
    world_sent(db, &p, 1);
    return world_text(db, "SELECT number || ': ' || body FROM message"
        " WHERE question IS NOT NULL AND direction = 2 ORDER BY id DESC");
}

TEST(the_old_number_is_asked_and_its_yes_confirms_the_new_one)
{
    struct db *db = school();
    int64_t m = hear(db, AUNT, "I am the aunt of Amina");

    CHECK_INT(settle(db, m, aunt(SENDER_ASKED)), OK);
    CHECK_INT(state_of(db, AUNT), PHONE_PENDING);
    CHECK_TEXT(asked(db), SALMA ": Hillside: Nambari 0799 000009 imetuandikia"
        " na inasema ni Grace Ali wa familia yenu. Ni kweli? Jibu 1 ndiyo, 2"
        " hapana");
    /* only the number that was asked can say so */
    hear(db, AUNT, "1");
    hear(db, AUNT, "Yes it is me");
    hear(db, IDRIS, "1");
    CHECK_INT(state_of(db, AUNT), PHONE_PENDING);
    hear(db, SALMA, "Ndiyo");
    CHECK_INT(state_of(db, AUNT), PHONE_WORKING);
    db_close(db);
}

static enum err
post(struct db *db, const struct send *s)
{
    struct sent sent = { 0 };
    enum err e = send_text(db, s, &sent, &because);

    free(sent.ids);
    return e;
}

static int64_t
texts_to(struct db *db, const char *number)
{
    char sql[120];

    snprintf(sql, sizeof(sql), "SELECT count(*) FROM message"
        " WHERE direction = 2 AND number = '%s'", number);
    return world_number(db, sql);
}

TEST(the_old_number_says_no_texts_are_held_back_and_staff_are_called)
{
    struct db *db = school();
    int64_t m = hear(db, AUNT, "I am the aunt of Amina");

    CHECK_INT(settle(db, m, aunt(SENDER_ASKED)), OK);
    asked(db);
    world_sql(db, "UPDATE thread SET waiting = 0");
    m = hear(db, SALMA, "2");
    CHECK_INT(state_of(db, AUNT), PHONE_WRONG);
    CHECK(world_number(db, "SELECT waiting FROM thread WHERE family = 1") > 0);
    CHECK_TEXT(world_reason(db, m), "says that " AUNT " is not theirs: texts"
        " to it are held back, unless staff are sure; please look");
    db_close(db);
}

TEST(what_the_family_disowned_hears_nothing_of_a_child_however_sure)
{
    struct db *db = school();
    struct send s = { .class_name = "4B", .text = "School is closed",
        .author = "lead", .country = "KE", .language = "en", .school = "Hill",
        .rules = &world_rules, .priority = PRIORITY_URGENT, .sure = true };
    int64_t m = hear(db, AUNT, "I am the aunt of Amina");

    CHECK_INT(settle(db, m, aunt(SENDER_ASKED)), OK);
    asked(db);
    hear(db, SALMA, "2");
    CHECK_INT(state_of(db, AUNT), PHONE_WRONG);
    CHECK_INT(post(db, &s), OK);
    CHECK_INT(texts_to(db, AUNT), 0);
    CHECK(texts_to(db, SALMA) > 0);
    s.class_name = NULL;
    s.number = AUNT;
    s.family = 1;
    s.text = "Amina was collected";
    CHECK_INT(post(db, &s), ERR_REFUSED);
    s.text = "Call the school";
    s.sure = false;
    CHECK_INT(post(db, &s), ERR_REFUSED);
    s.sure = true;
    CHECK_INT(post(db, &s), OK);
    CHECK_INT(texts_to(db, AUNT), 1);
    CHECK_INT(sender_confirm(db, said, "lead"), OK);
    s.text = "Amina was collected";
    CHECK_INT(post(db, &s), OK);
    db_close(db);
}

TEST(a_translation_tells_a_number_that_nobody_confirmed_nothing_of_a_child)
{
    const struct send_variant read[] = { { "en", "Amina was collected" } };
    struct db *db = school();
    struct send s = { .number = AUNT, .family = 1, .text = "Piga simu shule",
        .author = "lead", .country = "KE", .language = "en", .school = "Hill",
        .rules = &world_rules, .variants = read, .n_variants = 1 };

    CHECK_INT(settle(db, hear(db, AUNT, "I am her aunt"),
        aunt(SENDER_UNPROVED)), OK);
    CHECK_INT(post(db, &s), ERR_REFUSED);
    s.text = "Amina, Mrs Ali";          /* the translation is what goes */
    s.variants = &(struct send_variant){ "en", "Dear Mrs Ali, call us" };
    CHECK_INT(post(db, &s), OK);
    db_close(db);
}

TEST(an_answer_that_staff_count_by_hand_counts_here_too)
{
    struct db *db = school();
    int64_t m = hear(db, AUNT, "I am the aunt of Amina");

    CHECK_INT(settle(db, m, aunt(SENDER_ASKED)), OK);
    asked(db);
    m = hear(db, SALMA, "That is my sister, she is fine");
    CHECK_INT(state_of(db, AUNT), PHONE_PENDING);
    CHECK_INT(sender_answer(db, m, "yes", "lead"), OK);
    CHECK_INT(state_of(db, AUNT), PHONE_WORKING);
    db_close(db);
}

TEST(a_text_from_a_number_that_staff_typed_confirms_it)
{
    static const struct { const char *text; int state; } said_by[] = {
        { "Hello teacher", PHONE_WORKING }, { "?", PHONE_WORKING },
        { "STOP", PHONE_OPTED_OUT }, { "Wrong number", PHONE_WRONG },
        { "I think you have the wrong number, who is Amina?", PHONE_PENDING },
        { "Please stop texting me thanks", PHONE_PENDING },
    };

    for (size_t i = 0; i < sizeof(said_by) / sizeof(*said_by); i++) {
        struct db *db = school();

        CHECK_INT(guardian_phone_add(db, 1, AUNT, "KE", "lead", &because), OK);
        CHECK_INT(state_of(db, AUNT), PHONE_PENDING);
        hear(db, AUNT, said_by[i].text);
        CHECK_INT(state_of(db, AUNT), said_by[i].state);
        db_close(db);
    }
}

TEST(a_missed_call_or_a_text_of_harm_confirms_nothing)
{
    struct db *db = school();

    CHECK_INT(guardian_phone_add(db, 1, AUNT, "KE", "lead", &because), OK);
    CHECK_INT(inbox_call(db, NORTH, "north", AUNT, &rules), OK);
    hear(db, AUNT, "My uncle beats me, please help");
    CHECK_INT(state_of(db, AUNT), PHONE_PENDING);
    db_close(db);
}

TEST(a_new_family_comes_of_a_number_with_its_child)
{
    struct db *db = school();
    int64_t m = hear(db, AUNT, "I want to know about the fees");

    CHECK_INT(settle(db, m, (struct sender_form){ .kind = SENDER_NEW_FAMILY,
        .child = "Otis Bett", .class_name = "2A", .person = { .name = "Ann" },
        .proof = SENDER_IN_PERSON }), OK);
    CHECK_INT(family_of(db, m), 2);
    CHECK_TEXT(world_text(db, "SELECT c.name || c.class FROM child c"
        " ORDER BY id DESC"), "Otis Bett2A");
    CHECK_INT(state_of(db, AUNT), PHONE_WORKING);
    CHECK_INT(sender_undo(db, said, "lead", &now_in), OK);
    CHECK_INT(family_of(db, m), -MAPPING_UNKNOWN);
    CHECK_INT(world_number(db, "SELECT count(*) FROM family"), 1);
    CHECK_INT(world_number(db, "SELECT count(*) FROM child"), 1);
    CHECK_INT(world_number(db, "SELECT count(*) FROM guardian"), 2);
    db_close(db);
}

TEST(what_is_taken_back_is_as_it_was)
{
    struct db *db = school();
    int64_t m = hear(db, AUNT, "I am the aunt of Amina"), later;
    char match[300];

    snprintf(match, sizeof(match), "%s", world_text(db, "SELECT match || ' '"
        " || match_code FROM message"));
    CHECK_INT(settle(db, m, aunt(SENDER_ASKED)), OK);
    later = hear(db, AUNT, "And this");
    hear(db, SALMA, "From the mother");
    CHECK_INT(sender_undo(db, said, "lead", &now_in), OK);
    CHECK_INT(sender_undo(db, said, "lead", &now_in), ERR_REFUSED);
    CHECK_INT(family_of(db, m), -MAPPING_UNKNOWN);
    CHECK_INT(family_of(db, later), -MAPPING_UNKNOWN);
    CHECK_TEXT(world_text(db, "SELECT match || ' ' || match_code FROM message"
        " ORDER BY id"), match);
    CHECK_INT(world_number(db, "SELECT count(*) FROM guardian"), 2);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message m JOIN thread t"
        " ON t.id = m.thread WHERE t.family = 1 AND m.direction = 1"), 1);
    CHECK_INT(world_number(db, "SELECT state FROM message WHERE question > 0"
        " AND direction = 2"), MESSAGE_CANCELLED);
    CHECK_INT(family_of(db, hear(db, AUNT, "Hello?")), -MAPPING_UNKNOWN);
    CHECK(world_number(db, "SELECT waiting FROM thread WHERE tray = 2") > 0);
    db_close(db);
}

TEST(who_is_no_parent_leaves_the_unknown_numbers_and_stays_out)
{
    struct db *db = school();
    int64_t m = hear(db, AUNT, "The flour comes at three");

    CHECK_INT(settle(db, m, (struct sender_form){ .kind = SENDER_SUPPLIER,
        .name = "Unga mill" }), OK);
    CHECK_INT(family_of(db, m), -MAPPING_NOTICES);
    CHECK_INT(family_of(db, world_add(db, AUNT, "Good")), -MAPPING_NOTICES);
    m = hear(db, AUNT, "New balance is 20 KES");
    CHECK_INT(family_of(db, m), -MAPPING_NOTICES);
    CHECK_TEXT(world_text(db, "SELECT credit FROM sim"), "");
    CHECK_INT(world_number(db, "SELECT unread FROM thread WHERE tray = 1"), 2);
    CHECK_INT(settle(db, m, (struct sender_form){ .kind = SENDER_MISTAKE }),
        OK);
    CHECK_INT(world_number(db, "SELECT unread FROM thread WHERE tray = 1"), 0);
    m = hear(db, AUNT, "Buy now!");
    CHECK_INT(inbox_call(db, NORTH, "north", AUNT, &rules), OK);
    CHECK_INT(family_of(db, m), -MAPPING_NOTICES);
    CHECK_INT(world_number(db, "SELECT unread + (waiting > 0) FROM thread"
        " WHERE tray = 1"), 0);
    CHECK_INT(world_number(db, "SELECT count(*) FROM task WHERE done = 0"), 0);
    m = hear(db, AUNT, "My uncle beats me, please help");
    CHECK_INT(family_of(db, m), -MAPPING_SAFEGUARDING);
    CHECK_INT(sender_undo(db, said, "lead", &now_in), OK);
    CHECK_INT(family_of(db, hear(db, AUNT, "Hello")), -MAPPING_UNKNOWN);
    db_close(db);
}

TEST(a_new_family_that_a_list_of_calls_names_outlives_the_undo)
{
    struct db *db = school();
    int64_t m = hear(db, AUNT, "I am the mother of Neema");

    CHECK_INT(settle(db, m, (struct sender_form){ .kind = SENDER_NEW_FAMILY,
        .person = { .name = "Neema's mother" }, .child = "Neema",
        .class_name = "2" }), OK);
    world_sql(db, "INSERT INTO batch (at, author, target, body)"
        " VALUES (1, 'lead', 'all', 'Hello')");
    world_sql(db, "INSERT INTO batch_call (batch, guardian, family)"
        " VALUES (1, 1, (SELECT family FROM sender))");
    CHECK_INT(sender_undo(db, said, "lead", &now_in), OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM family"), 2);
    CHECK_INT(family_of(db, m), -MAPPING_UNKNOWN);
    db_close(db);
}

TEST(what_was_hushed_as_a_mistake_is_read_when_it_was_none)
{
    for (int again = 0; again < 2; again++) {
        struct db *db = school();
        int64_t older = hear(db, AUNT, "Is Amina there?"), m;

        world_later(MINUTE);
        CHECK_INT(settle(db, older,
            (struct sender_form){ .kind = SENDER_MISTAKE }), OK);
        world_later(MINUTE);
        m = hear(db, AUNT, "I am the aunt, she is ill");
        CHECK_INT(inbox_call(db, NORTH, "north", AUNT, &rules), OK);
        CHECK_INT(world_number(db, "SELECT sum(unread) FROM thread"), 0);
        if (again)
            CHECK_INT(settle(db, m, aunt(SENDER_UNPROVED)), OK);
        else
            CHECK_INT(sender_undo(db, said, "lead", &now_in), OK);
        CHECK_INT(family_of(db, m), again ? 1 : -MAPPING_UNKNOWN);
        CHECK_INT(world_number(db, "SELECT count(*) FROM message"
            " WHERE kind = 3"), 0);
        CHECK_INT(world_number(db, "SELECT unread FROM thread"
            " WHERE waiting > 0"), 3);
        CHECK_INT(world_number(db, "SELECT sum(unread) FROM thread"), 3);
        CHECK_INT(world_number(db, "SELECT (SELECT max(waiting) FROM thread)"
            " = (SELECT min(at) FROM message)"), 1);
        db_close(db);
    }
}

TEST(a_number_that_may_be_wrong_is_not_asked)
{
    struct db *db = school();
    int64_t m = hear(db, AUNT, "I am the aunt of Amina");

    hear(db, SALMA, "I think you have the wrong number, who is Amina?");
    CHECK_INT(state_of(db, SALMA), PHONE_WORKING);
    CHECK_INT(settle(db, m, aunt(SENDER_ASKED)), ERR_INPUT);
    CHECK_INT(texts_to(db, SALMA), 0);
    db_close(db);
}

TEST(what_says_itself_that_it_is_wrong_is_not_vouched_for)
{
    struct db *db = school();
    int64_t m = hear(db, AUNT, "I am the aunt of Amina");

    CHECK_INT(settle(db, m, aunt(SENDER_ASKED)), OK);
    asked(db);
    hear(db, AUNT, "Wrong number");
    CHECK_INT(state_of(db, AUNT), PHONE_WRONG);
    hear(db, SALMA, "1");
    CHECK_INT(state_of(db, AUNT), PHONE_WRONG);
    CHECK_INT(sender_confirm(db, said, "lead"), OK);
    CHECK_INT(state_of(db, AUNT), PHONE_WORKING);
    hear(db, AUNT, "I think you have the wrong number, who is Amina?");
    CHECK_INT(world_number(db, "SELECT count(*) FROM phone"
        " WHERE wrong_asked > 0"), 1);
    CHECK_INT(sender_confirm(db, said, "lead"), OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM phone"
        " WHERE wrong_asked > 0"), 0);
    db_close(db);
}

TEST(who_disowned_a_number_may_think_again)
{
    struct db *db = school();
    int64_t m = hear(db, AUNT, "I am the aunt of Amina");

    CHECK_INT(settle(db, m, aunt(SENDER_ASKED)), OK);
    asked(db);
    m = hear(db, SALMA, "2");
    CHECK_INT(state_of(db, AUNT), PHONE_WRONG);
    CHECK_INT(sender_answer(db, m, "yes", "lead"), OK);
    CHECK_INT(state_of(db, AUNT), PHONE_WORKING);
    db_close(db);
}

TEST(a_blocked_number_calls_nobody_until_it_is_said_to_be_a_familys)
{
    struct db *db = school();
    int64_t m;

    hear(db, AUNT, "Win a phone");
    CHECK_INT(flood_block(db, AUNT, true, "lead"), OK);
    m = hear(db, AUNT, "Win a phone now");
    CHECK_INT(family_of(db, m), -MAPPING_UNKNOWN);
    CHECK_INT(inbox_call(db, NORTH, "north", AUNT, &rules), OK);
    CHECK_INT(world_number(db, "SELECT unread FROM thread WHERE tray = 2"), 1);
    CHECK_INT(world_number(db, "SELECT count(*) FROM task WHERE done = 0"), 0);
    CHECK_INT(settle(db, m, aunt(SENDER_UNPROVED)), OK);
    CHECK_INT(world_number(db, "SELECT max(blocked) FROM phone"), 0);
    m = hear(db, AUNT, "It was my son, I am the aunt");
    CHECK_INT(family_of(db, m), 1);
    CHECK_INT(world_number(db, "SELECT handled FROM message"
        " ORDER BY id DESC LIMIT 1"), 0);
    db_close(db);
}

TEST(a_block_ends_when_the_number_becomes_a_familys)
{
    struct db *db = school();
    bool blocked = true;

    CHECK_INT(flood_block(db, AUNT, true, "lead"), OK);
    CHECK_INT(guardian_phone_add(db, 1, AUNT, "KE", "lead", &because), OK);
    CHECK_INT(flood_blocked(db, AUNT, &blocked), OK);
    CHECK(!blocked);
    hear(db, AUNT, "My uncle beats me, please help");
    CHECK_INT(world_number(db, "SELECT unread FROM thread WHERE tray = 4"), 1);
    hear(db, AUNT, "STOP");
    CHECK_INT(state_of(db, AUNT), PHONE_OPTED_OUT);
    db_close(db);
}

TEST(a_call_from_before_the_block_still_waits)
{
    struct db *db = school();

    CHECK_INT(inbox_call(db, NORTH, "north", AUNT, &rules), OK);
    CHECK_INT(flood_block(db, AUNT, true, "lead"), OK);
    hear(db, AUNT, "Win a phone");
    CHECK_INT(world_number(db, "SELECT count(*) FROM task WHERE done = 0"), 1);
    db_close(db);
}

TEST(a_part_that_comes_late_from_a_blocked_number_is_not_acted_on)
{
    static const char *const ends[] = { "STOP", "My uncle beats me" };

    for (int i = 0; i < 4; i++) {
        struct db *db = school();
        struct air a = { .from = AUNT, .text = "", .reference = 3,
            .total = 2, .n = 1 };

        if (i < 2)
            CHECK_INT(flood_block(db, AUNT, true, "lead"), OK);
        take(db, &a);
        world_later(11 * MINUTE);
        CHECK_INT(inbox_sweep(db, &rules), OK);
        CHECK_INT(messages(db), 1);
        a.text = ends[i % 2];
        a.n = 2;
        take(db, &a);
        CHECK_TEXT(body(db, 1), ends[i % 2]);
        CHECK_INT(world_number(db, "SELECT sum(unread) FROM thread"), i >= 2);
        CHECK_INT(world_number(db, "SELECT count(*) FROM phone"
            " WHERE number = '" AUNT "' AND state = 3"), i == 2);
        db_close(db);
    }
}

TEST(what_cannot_be_said_is_refused_in_words_and_changes_nothing)
{
    struct db *db = school();
    int64_t m = hear(db, AUNT, "I am the aunt");
    struct sender_form f = aunt(SENDER_ASKED);

    f.ask = AUNT;
    CHECK_INT(settle(db, m, f), ERR_INPUT);
    f.ask = "0712 999 999";
    CHECK_INT(settle(db, m, f), ERR_INPUT);
    f = aunt(SENDER_UNPROVED);
    f.person.name = "salma  ALI";
    CHECK_INT(settle(db, m, f), ERR_EXISTS);
    f.person.name = "";
    CHECK_INT(settle(db, m, f), ERR_INPUT);
    f.family = 9;
    CHECK_INT(settle(db, m, f), ERR_NOT_FOUND);
    CHECK_INT(settle(db, m, (struct sender_form){ .kind = SENDER_SUPPLIER }),
        ERR_INPUT);
    CHECK_INT(settle(db, hear(db, "M-PESA", "50 KES"), aunt(SENDER_UNPROVED)),
        ERR_REFUSED);
    CHECK_INT(settle(db, hear(db, SALMA, "Hi"), aunt(SENDER_UNPROVED)),
        ERR_REFUSED);
    CHECK_INT(family_of(db, m), -MAPPING_UNKNOWN);
    CHECK_INT(world_number(db, "SELECT count(*) FROM guardian"), 2);
    CHECK_INT(world_number(db, "SELECT count(*) FROM sender"), 0);
    db_close(db);
}

TEST(a_number_that_a_family_lost_is_answered_where_its_texts_come_in)
{
    struct db *db = school();
    int64_t m = hear(db, AUNT, "I am the aunt of Amina");
    int64_t phone;

    CHECK_INT(settle(db, m, aunt(SENDER_IN_PERSON)), OK);
    phone = world_number(db, "SELECT id FROM phone WHERE number = '" AUNT "'");
    CHECK_INT(guardian_phone_remove(db, world_number(db, "SELECT guardian"
        " FROM guardian_phone gp JOIN phone p ON p.id = gp.phone"
        " WHERE number = '" AUNT "'"), phone, "lead"), OK);
    m = hear(db, AUNT, "Hello?");
    CHECK_INT(family_of(db, m), -MAPPING_UNKNOWN);
    CHECK_INT(thread_of(db, world_add(db, AUNT, "Who is this?")),
        thread_of(db, m));
    db_close(db);
}

TEST(a_known_guardians_new_number_joins_the_old_one)
{
    struct db *db = school();
    int64_t m = hear(db, AUNT, "This is Salma, I have a new number");

    CHECK_INT(settle(db, m, (struct sender_form){ .kind = SENDER_FAMILY,
        .family = 1, .guardian = 1, .proof = SENDER_ASKED, .ask = SALMA }),
        OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM guardian"), 2);
    CHECK_INT(world_number(db, "SELECT count(*) FROM guardian_phone"
        " WHERE guardian = 1"), 2);
    CHECK_INT(sender_undo(db, said, "lead", &now_in), OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM guardian_phone"
        " WHERE guardian = 1"), 1);
    db_close(db);
}

TEST(what_was_said_goes_with_an_erased_family_and_follows_a_merge)
{
    struct db *db = school();
    int64_t m = hear(db, AUNT, "I am the aunt"), other = 0, to = 0;

    CHECK_INT(family_add(db, "lead", &other), OK);
    CHECK_INT(settle(db, m, aunt(SENDER_UNPROVED)), OK);
    CHECK_INT(family_merge(db, 1, other, "lead"), OK);
    CHECK_INT(family_of(db, hear(db, AUNT, "Still I")), other);
    CHECK_INT(world_number(db, "SELECT collect FROM family_guardian"
        " ORDER BY guardian DESC"), COLLECT_YES);
    CHECK_INT(sender_undo(db, said, "lead", &to), OK);
    CHECK_INT(family_of(db, m), -MAPPING_UNKNOWN);
    CHECK_INT(settle(db, m, (struct sender_form){ .kind = SENDER_FAMILY,
        .family = other, .person = { .name = "Grace" } }), OK);
    CHECK_INT(family_erase(db, other, "lead"), OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM sender"), 0);
    CHECK_INT(world_number(db, "SELECT count(*) FROM sender_message"), 0);
    db_close(db);
}

TEST(a_test_text_asks_whether_they_read_and_the_answer_is_noted)
{
    static const struct { const char *text; int reads; } said_to[] = {
        { "1", READS_SELF }, { "Ndiyo", READS_SELF }, { "2", READS_CALL },
        { "no", READS_CALL }, { "Who is this?", READS_NOT_SAID } };

    for (size_t i = 0; i < sizeof(said_to) / sizeof(*said_to); i++) {
        struct db *db = school();

        CHECK_INT(reading_ask(db, 1, 1, &rules, "lead", &because), OK);
        CHECK_TEXT(asked(db), SALMA ": Hillside: Hili ni jaribio. Je, unaweza"
            " kusoma ujumbe huu? Jibu 1 ndiyo, 2 hapana");
        hear(db, IDRIS, "1");
        CHECK_INT(world_number(db, "SELECT max(reads) FROM guardian"), 0);
        hear(db, SALMA, said_to[i].text);
        CHECK_INT(world_number(db, "SELECT reads FROM guardian"
            " WHERE id = 1"), said_to[i].reads);
        world_sql(db, "UPDATE phone SET state = 3");
        CHECK_INT(reading_ask(db, 1, 1, &rules, "lead", &because),
            ERR_REFUSED);
        CHECK_INT(reading_ask(db, 1, 9, &rules, "lead", &because),
            ERR_NOT_FOUND);
        db_close(db);
    }
}
