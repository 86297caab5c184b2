/* Whose thread, and what follows: the rows of the table of trays, STOP and
 * START, answers, wrong numbers, moving by hand. */
#include "store_world.h"

#include "air.h"
#include "mapping/mapping.h"
#include "reason_words.h"
#include "store/figures/export.h"
#include "store/inbox/filing.h"
#include "store/people/people.h"
#include "store/thread/question.h"
#include "store/thread/task.h"
#include "store/thread/thread.h"

#define SALMA "+254712000001"   /* mother of Amina, class 4B */
#define SHARED "+254712000003"  /* an uncle's: Juma's and Neema's families */
#define STRANGER "+254799000009"

static struct inbox_rules rules = { .country = "KE", .language = "en",
    .school = "Hillside", .queue = &world_rules };

static void
add_row(struct db *db, const char *child, const char *guardian,
    const char *phone, const char *family, const char *language)
{
    struct people_row r = { .child = child, .class_name = "4B",
        .guardian = guardian, .phone = phone, .family = family,
        .language = language };
    bool changed;
    struct reason refused = { 0 };

    if (people_add_row(db, &r, "KE", &changed, &refused))
        fail_msg("%s", in_words(&refused));
}

static struct db *
school(void)
{
    struct db *db = world_open();

    CHECK_INT(db_begin(db), OK);
    add_row(db, "Amina Ali", "Salma Ali", SALMA, "F1", "sw");
    add_row(db, "Juma Otieno", "Peter Otieno", SHARED, "F2", "");
    add_row(db, "Neema Wanjiku", "Grace Wanjiku", SHARED, "F3", "");
    CHECK_INT(db_commit(db), OK);
    return db;
}

static int second;

/* A text arrives; the message as it was stored, to be cleared. */
static struct message
hear(struct db *db, const char *from, const char *text)
{
    struct air a = { .from = from, .text = text, .second = second++ % 40000 };
    struct link_part p = air_deliver(&a);
    struct message m = { 0 };

    CHECK_INT(inbox_receive(db, NORTH, "north", &p, &rules, NULL), OK);
    CHECK_INT(message_get(db, world_number(db, "SELECT max(id) FROM message"
        " WHERE direction = 1"), &m), OK);
    return m;
}

static int64_t family_of(struct db *db, const char *key);

static int
open_tasks(struct db *db, const char *number)
{
    char sql[200];

    snprintf(sql, sizeof(sql), "SELECT count(*) FROM task WHERE done = 0"
        " AND number = '%s'", number);
    return (int)world_number(db, sql);
}

TEST(who_asks_for_a_call_gets_one_and_the_text_waits_no_longer_once_it_is_made)
{
    struct db *db = school();
    struct message m = hear(db, SALMA, "Nipigie tafadhali");

    CHECK_INT(open_tasks(db, SALMA), 1);
    message_clear(&m);
    m = hear(db, SALMA, "please call me");
    CHECK_INT(open_tasks(db, SALMA), 1);
    message_clear(&m);
    m = hear(db, SHARED, "call me on 0712 000 777 pls");
    CHECK_INT(open_tasks(db, "+254712000777"), 1);
    message_clear(&m);
    m = hear(db, STRANGER, "please call me");
    CHECK_INT(task_done(db, world_number(db, "SELECT max(id) FROM task"),
        "Grace", "spoke"), OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM thread t JOIN message m"
        " ON m.thread = t.id WHERE m.number = '" STRANGER "'"
        " AND t.waiting > 0"), 0);
    message_clear(&m);
    db_close(db);
}

static int64_t
waits(struct db *db, const struct message *m)
{
    char sql[80];

    snprintf(sql, sizeof(sql), "SELECT waiting FROM thread WHERE id = %lld",
        (long long)m->thread);
    return world_number(db, sql);
}

TEST(a_text_waits_on_when_the_call_it_asked_for_reached_nobody)
{
    static const char last[] = "SELECT max(id) FROM task";
    struct db *db = school();
    struct message m = hear(db, STRANGER, "please call me");

    CHECK_INT(task_done(db, world_number(db, last), "Grace", "no answer"), OK);
    CHECK(waits(db, &m) > 0);
    message_clear(&m);
    m = hear(db, SALMA, "please call me");
    world_sql(db, "UPDATE message SET urgent = 10 WHERE id ="
        " (SELECT max(id) FROM message)");
    CHECK_INT(task_done(db, world_number(db, last), "Grace", "spoke"), OK);
    CHECK(waits(db, &m) > 0);
    message_clear(&m);
    db_close(db);
}

TEST(what_a_network_passes_on_stands_with_the_number_in_it)
{
    struct db *db = school();
    struct message m = hear(db, "144",
        "The subscriber 0712000001 has requested that you call back");

    CHECK_INT(m.family, family_of(db, "F1"));
    CHECK_TEXT(m.number, SALMA);
    CHECK_INT(m.kind, MESSAGE_TEXT);
    CHECK_INT(open_tasks(db, SALMA), 1);
    message_clear(&m);
    m = hear(db, "145", "Picture message from +254712000001, until 12.12.2026");
    CHECK_INT(m.family, family_of(db, "F1"));
    CHECK_INT(m.kind, MESSAGE_NOTICE);
    message_clear(&m);
    m = hear(db, "146", "Call me a bank! Dial 0712000001 or 0712000003 now");
    CHECK_INT(m.tray, MAPPING_NOTICES);
    message_clear(&m);
    m = hear(db, "147", "You have received Ksh500 from 0712000001");
    CHECK_INT(m.tray, MAPPING_MONEY);
    message_clear(&m);
    m = hear(db, "148", "Please call me! From: 0712000001. Reply free.");
    CHECK_INT(m.family, family_of(db, "F1"));
    message_clear(&m);
    m = hear(db, "149", "PLEASE CALL +254712000001. Call back at 50% off");
    CHECK_INT(m.family, family_of(db, "F1"));
    message_clear(&m);
    db_close(db);
}

TEST(a_notice_that_names_a_number_is_nobodys_unless_it_asks_to_call_that)
{
    static const struct { const char *text; int tray; } rows[] = {
        { "Ksh500.00 received from 0712000001. For help please call 234",
            MAPPING_MONEY },
        { "Please call me 0712000001. Your balance is KES 12.50",
            MAPPING_MONEY },
        { "0712000001 has joined your family plan. For help please call 234",
            MAPPING_NOTICES },
        { "Your number is 0712000001 now. Questions? Please call us on 100.",
            MAPPING_NOTICES },
        { "The programmms of 0712000001 begin today", MAPPING_NOTICES },
        { "Jimms Stores: ask for Ali, 0712000001", MAPPING_NOTICES },
    };
    struct db *db = school();
    char sender[8];

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct message m;

        snprintf(sender, sizeof(sender), "15%d", (int)i);
        m = hear(db, sender, rows[i].text);
        CHECK_INT(m.family, 0);
        CHECK_INT(m.tray, rows[i].tray);
        CHECK_TEXT(m.number, sender);
        message_clear(&m);
    }
    CHECK_INT(open_tasks(db, SALMA), 0);
    db_close(db);
}

TEST(a_picture_leaves_a_line_in_the_thread_of_who_sent_it)
{
    struct db *db = school();
    struct air a = { .from = SALMA, .text = "abcd", .port = 2948 };
    /* octets of a notification, two in each unit */
    static const char from[] = "\x89\x17\x80+254712000001/TYPE=PLMN";
    uint16_t units[sizeof(from) / 2];
    struct air b = { .from = "+254700000555", .port = 2948, .units = units,
        .units_count = sizeof(from) / 2 };
    struct link_part p = air_deliver(&a);
    struct message m = { 0 };

    CHECK_INT(inbox_receive(db, NORTH, "north", &p, &rules, NULL), OK);
    CHECK_INT(message_get(db, 1, &m), OK);
    CHECK_INT(m.family, family_of(db, "F1"));
    CHECK_INT(m.kind, MESSAGE_NOTICE);
    message_clear(&m);
    for (size_t i = 0; i < sizeof(from) / 2; i++)
        units[i] = (uint16_t)((unsigned char)from[2 * i] << 8
            | (unsigned char)from[2 * i + 1]);
    p = air_deliver(&b);
    CHECK_INT(inbox_receive(db, NORTH, "north", &p, &rules, NULL), OK);
    CHECK_INT(message_get(db, 2, &m), OK);
    CHECK_TEXT(m.number, SALMA);
    CHECK_INT(m.family, family_of(db, "F1"));
    message_clear(&m);
    db_close(db);
}

TEST(start_and_the_thanks_after_it_wait_for_nobody)
{
    struct db *db = school();
    struct message m = hear(db, SALMA, "STOP");

    world_later(MINUTE);
    message_clear(&m);
    m = hear(db, SALMA, "START");
    CHECK_INT(world_number(db, "SELECT sum(waiting) FROM thread"), 0);
    message_clear(&m);
    world_later(MINUTE);
    m = hear(db, SALMA, "Asante");
    CHECK_INT(world_number(db, "SELECT sum(waiting) FROM thread"), 0);
    message_clear(&m);
    m = hear(db, SALMA, "Asante");
    CHECK(world_number(db, "SELECT sum(waiting) FROM thread") > 0);
    message_clear(&m);
    db_close(db);
}

TEST(a_call_without_a_number_is_counted_and_no_call_to_make)
{
    struct db *db = school();
    struct thread t = { 0 };

    for (int i = 0; i < 3; i++) {
        CHECK_INT(inbox_call(db, NORTH, "north", "", &rules), OK);
        world_later(MINUTE);
    }
    CHECK_INT(open_tasks(db, ""), 0);
    CHECK_INT(thread_get(db, world_number(db, "SELECT thread FROM message"),
        &t), OK);
    CHECK_INT(t.waiting, 0);
    CHECK_INT(t.calls, 3);
    db_close(db);
}

static void
count_one(void *user, const struct message *m)
{
    (void)m;
    ++*(int *)user;
}

static int
shown(struct db *db, int64_t family)
{
    int64_t thread = 0;
    int count = 0;

    CHECK_INT(db_begin(db), OK);
    CHECK_INT(thread_of_family(db, family, &thread), OK);
    CHECK_INT(db_commit(db), OK);
    CHECK_INT(thread_messages(db, thread, 0, 50, count_one, &count), OK);
    return count;
}

TEST(a_text_about_two_families_can_stand_in_both_threads)
{
    struct db *db = school();
    int64_t one = family_of(db, "F2"), other = family_of(db, "F3");
    struct message m = hear(db, SHARED, "Juma and Neema are late today");

    CHECK_INT(m.tray, MAPPING_SHARED);
    CHECK_INT(filing_also(db, m.id, other, true, "Grace"), ERR_REFUSED);
    CHECK_INT(filing_move(db, m.id, one, "Grace"), OK);
    CHECK_INT(filing_also(db, m.id, one, true, "Grace"), ERR_REFUSED);
    CHECK_INT(filing_also(db, m.id, 99, true, "Grace"), ERR_NOT_FOUND);
    CHECK_INT(filing_also(db, m.id, other, true, "Grace"), OK);
    CHECK_INT(filing_also(db, m.id, other, true, "Grace"), ERR_REFUSED);
    CHECK_INT(shown(db, one), 1);
    CHECK_INT(shown(db, other), 1);
    CHECK_INT(filing_also(db, m.id, other, false, "Grace"), OK);
    CHECK_INT(shown(db, other), 0);
    CHECK_INT(filing_also(db, m.id, other, true, "Grace"), OK);
    CHECK_INT(filing_hand(db, m.id, "Grace"), OK);  /* then named staff alone */
    CHECK_INT(shown(db, other), 0);
    message_clear(&m);
    db_close(db);
}

static const char *sought = "late today";

/* Whether the words stand in a table of the export. */
static enum err
look_into(void *user, const char *name, FILE *whole)
{
    char line[4000];

    (void)name;
    while (fgets(line, sizeof(line), whole))
        *(bool *)user |= strstr(line, sought) != NULL;
    fclose(whole);
    return OK;
}

static bool
exported(struct db *db, const char *family)
{
    struct query q = query_start(db, "SELECT min(child) FROM family_child"
        " WHERE family = :family");
    int64_t child = 0;
    bool found = false;

    query_int(&q, ":family", family_of(db, family));
    if (query_row(&q))
        child = query_get_int(&q, 0);
    CHECK_INT(query_end(&q), OK);
    CHECK_INT(export_tables(db, "/tmp", child, look_into, &found), OK);
    return found;
}

TEST(a_child_s_export_holds_no_text_that_was_handed_to_named_staff)
{
    struct db *db = school();
    struct message m = hear(db, SHARED, "Juma and Neema are late today");

    CHECK_INT(filing_move(db, m.id, family_of(db, "F2"), "Grace"), OK);
    CHECK_INT(filing_also(db, m.id, family_of(db, "F3"), true, "Grace"), OK);
    CHECK(exported(db, "F2"));
    CHECK(exported(db, "F3"));
    CHECK_INT(filing_hand(db, m.id, "Grace"), OK);
    CHECK(!exported(db, "F2"));
    CHECK(!exported(db, "F3"));
    message_clear(&m);
    db_close(db);
}

/* Calls, what they ended in, and who did what with a text are kept of a child too;
 * not that it was handed to named staff and back. */
TEST(a_child_s_export_holds_its_calls_and_who_did_what_with_its_texts)
{
    static const char *const in[] = { "Grandmother comes at four", "north road",
        "message.file", "guardian.reads", "thread.close" };
    static const char *const out[] = { "message.hand", "message.no_concern" };
    struct db *db = school();
    struct message m = hear(db, SHARED, "we come today");
    char sql[1200];

    CHECK_INT(filing_move(db, m.id, family_of(db, "F2"), "Grace"), OK);
    snprintf(sql, sizeof(sql), "INSERT INTO audit (at, who, action, object, detail)"
        " SELECT 1, 'Grace', column1, column2, '' FROM (VALUES"
        " ('message.file', 'message %lld'), ('message.hand', 'message %lld'),"
        " ('message.no_concern', 'message %lld'), ('thread.close', 'thread '"
        "  || (SELECT id FROM thread WHERE family = %lld)),"
        " ('guardian.reads', 'guardian ' || (SELECT guardian"
        "  FROM family_guardian WHERE family = %lld)))", (long long)m.id,
        (long long)m.id, (long long)m.id, (long long)family_of(db, "F2"),
        (long long)family_of(db, "F2"));
    world_sql(db, sql);
    snprintf(sql, sizeof(sql), "INSERT INTO task (message, number, at, outcome)"
        " VALUES (%lld, '1', 1, 'Grandmother comes at four')", (long long)m.id);
    world_sql(db, sql);
    snprintf(sql, sizeof(sql), "INSERT INTO representative VALUES ('north road',"
        " %lld)", (long long)family_of(db, "F2"));
    world_sql(db, sql);
    for (size_t i = 0; i < sizeof(in) / sizeof(*in); i++) {
        sought = in[i];
        CHECK(exported(db, "F2"));
        CHECK(!exported(db, "F3"));
    }
    for (size_t i = 0; i < sizeof(out) / sizeof(*out); i++) {
        sought = out[i];
        CHECK(!exported(db, "F2"));
    }
    sought = "late today";
    message_clear(&m);
    db_close(db);
}

static void
count_thread(void *user, const struct thread *t)
{
    (void)t;
    ++*(int *)user;
}

TEST(what_tells_of_money_is_shown_to_admins_alone_among_the_notices)
{
    static const char *const money[] = { "Confirmed. You received Ksh500.00",
        "Your airtime balance is KES 12.50", "Umepokea TZS 5,000 salio 9,000",
        "Votre solde est de 1500 FCFA", "Saldo: MZN 45,00",
    };
    static const char *const other[] = { "Big offer: 1GB at Ksh 50 today",
        "Exams begin on 5 May", "Your balance cannot be shown now" };
    struct thread_filter f = { .tray = MAPPING_NOTICES };
    struct message_search find = { .words = "received" };
    struct db *db = school();
    char sender[8];
    int n = 0;

    for (int i = 0; i < 8; i++) {
        struct message m;

        snprintf(sender, sizeof(sender), "14%d", i);
        m = hear(db, sender, i < 5 ? money[i] : other[i - 5]);
        CHECK_INT(m.tray, i < 5 ? MAPPING_MONEY : MAPPING_NOTICES);
        message_clear(&m);
    }
    CHECK_INT(thread_list(db, &f, count_thread, &n), OK);
    CHECK_INT(n, 8);
    f.hides_money = true;
    n = 0;
    CHECK_INT(thread_list(db, &f, count_thread, &n), OK);
    CHECK_INT(n, 3);
    n = 0;
    CHECK_INT(thread_search(db, &find, count_one, &n), OK);
    CHECK_INT(n, 1);
    find.hides_money = true;
    n = 0;
    CHECK_INT(thread_search(db, &find, count_one, &n), OK);
    CHECK_INT(n, 0);
    CHECK_TEXT(mapping_tray_name(MAPPING_MONEY), "notices");
    db_close(db);
}

TEST(what_cannot_wait_is_stored_with_its_text)
{
    struct db *db = school();
    struct message m = hear(db, SALMA, "Amina has not come home");

    CHECK_INT(m.urgent, URGENT_MISSING);
    CHECK_INT(m.eased, 0);
    message_clear(&m);
    m = hear(db, STRANGER, "she will come home by bus");
    CHECK_INT(m.urgent, URGENT_NONE);
    message_clear(&m);
    m = hear(db, "146", "Missing money? She has not come home? Loans here");
    CHECK_INT(m.urgent, URGENT_NONE);
    message_clear(&m);
    db_close(db);
}

static int64_t
family_of(struct db *db, const char *key)
{
    char sql[80];

    snprintf(sql, sizeof(sql), "SELECT id FROM family WHERE key = '%s'", key);
    return world_number(db, sql);
}

static int
phone_state(struct db *db, const char *number)
{
    struct people_phone p = { 0 };

    return phone_get(db, number, &p) ? 0 : (int)p.state;
}

static int64_t
answers_sent(struct db *db)
{
    return world_number(db, "SELECT count(*) FROM message WHERE direction = 2"
        " AND author = ''");
}

TEST(the_only_family_of_a_number_gets_its_text_with_the_reason)
{
    struct db *db = school();
    struct message m = hear(db, "0712000001", "Amina is sick");

    CHECK(m.family == family_of(db, "F1"));
    CHECK_INT(m.tray, 0);
    CHECK_TEXT(in_words(&m.match), "only family with this number");
    CHECK_TEXT(m.number, SALMA);
    CHECK_INT(m.state, MESSAGE_RECEIVED);
    CHECK_INT(world_number(db, "SELECT unread FROM thread"), 1);
    message_clear(&m);
    db_close(db);
}

TEST(a_shared_phone_is_told_apart_by_the_childs_name_alone)
{
    struct db *db = school();
    struct message m = hear(db, SHARED, "Juma is late today");

    CHECK(m.family == family_of(db, "F2"));
    message_clear(&m);
    m = hear(db, SHARED, "We are late today");
    CHECK_INT(m.family, 0);
    CHECK_INT(m.tray, MAPPING_SHARED);
    message_clear(&m);
    m = hear(db, SHARED, "Juma and Neema are late");
    CHECK_INT(m.tray, MAPPING_SHARED);
    message_clear(&m);
    db_close(db);
}

TEST(an_unknown_number_goes_to_its_tray_with_a_suggestion_and_is_not_added)
{
    struct db *db = school();
    struct message m = hear(db, STRANGER, "Amina is with me");

    CHECK_INT(m.tray, MAPPING_UNKNOWN);
    CHECK(m.suggested == family_of(db, "F1"));
    CHECK_INT(world_number(db, "SELECT count(*) FROM guardian_phone"), 3);
    message_clear(&m);
    m = hear(db, STRANGER, "Hello");
    CHECK_INT(m.suggested, 0);
    CHECK_INT(world_number(db, "SELECT count(*) FROM thread"
        " WHERE family IS NULL"), 1);
    message_clear(&m);
    db_close(db);
}

TEST(services_and_our_own_sim_are_notices_and_never_answered)
{
    struct db *db = school();
    struct message m = hear(db, "15040", "STOP");

    CHECK_INT(m.tray, MAPPING_NOTICES);
    CHECK_INT(m.kind, MESSAGE_NOTICE);
    message_clear(&m);
    world_sql(db, "UPDATE sim SET number = '+254700000000'");
    m = hear(db, "+254700000000", "STOP");
    CHECK_INT(m.tray, MAPPING_NOTICES);
    message_clear(&m);
    CHECK_INT(answers_sent(db), 0);
    db_close(db);
}

TEST(what_looks_like_harm_is_restricted_and_not_answered)
{
    struct db *db = school();
    struct message m = hear(db, SALMA, "The teacher beats me");
    int64_t family = family_of(db, "F1");

    CHECK_INT(m.tray, MAPPING_SAFEGUARDING);
    CHECK_INT(m.family, 0);
    CHECK(m.suggested == family);
    CHECK_INT(world_number(db, "SELECT count(*) FROM thread"
        " WHERE family IS NOT NULL"), 0);
    CHECK_INT(answers_sent(db), 0);
    message_clear(&m);
    db_close(db);
}

TEST(what_may_be_harm_stays_in_its_thread_and_is_marked)
{
    struct db *db = school();
    struct message m = hear(db, SALMA,
        "can she stay with you this week, something is wrong at home");

    CHECK_INT(m.tray, MAPPING_NO_TRAY);
    CHECK_INT(m.concern, CONCERN_PERHAPS);
    message_clear(&m);
    m = hear(db, SALMA, "The teacher beats me");
    CHECK_INT(m.concern, CONCERN_SURE);
    message_clear(&m);
    m = hear(db, SALMA, "What time is the meeting?");
    CHECK_INT(m.concern, CONCERN_NONE);
    message_clear(&m);
    db_close(db);
}

TEST(named_staff_decide_on_a_mark_and_anybody_hands_a_text_to_them)
{
    struct db *db = school();
    struct message m = hear(db, SALMA,
        "can she stay with you this week, something is wrong at home");
    int64_t marked = m.id, thread = m.thread;
    int count = 0;

    message_clear(&m);
    CHECK_INT(filing_concern(db, marked, false, "grace"), OK);
    CHECK_INT(filing_concern(db, marked, true, "grace"), ERR_REFUSED);
    m = hear(db, SALMA, "something is wrong at home, can she stay with you");
    marked = m.id;
    message_clear(&m);
    CHECK_INT(filing_concern(db, marked, true, "grace"), OK);
    CHECK_INT(message_get(db, marked, &m), OK);
    CHECK_INT(m.tray, MAPPING_SAFEGUARDING);
    CHECK_INT(m.concern, CONCERN_SURE);
    CHECK_INT(m.handled, 0);
    CHECK(m.suggested == family_of(db, "F1"));
    CHECK_TEXT(in_words(&m.match), "put here by grace");
    message_clear(&m);
    CHECK_INT(filing_hand(db, marked, "amina"), ERR_REFUSED);
    m = hear(db, SALMA, "What time is the meeting?");
    message_clear(&m);
    CHECK_INT(filing_hand_thread(db, thread, "amina", &count), OK);
    CHECK_INT(count, 2);
    CHECK_INT(world_number(db,
        "SELECT count(*) FROM message WHERE thread = 1"), 0);
    CHECK_INT(world_number(db, "SELECT count(*) FROM audit"
        " WHERE action IN ('message.hand', 'message.no_concern')"), 4);
    CHECK_INT(filing_undo(db, marked, "grace"), OK);
    db_close(db);
}

/* An alert to staff that repeats what was heard last, as alert_tell() does. */
static int64_t
tell_staff(struct db *db, const struct message *m, const char *text)
{
    struct queue_request r = { .number = "+254720000011", .text = text };
    struct query q;
    int64_t id = 0;

    CHECK_INT(db_begin(db), OK);
    CHECK_INT(thread_of_sender(db, MAPPING_STAFF, r.number, &r.thread), OK);
    CHECK_INT(queue_add(db, &r, &world_rules, &id, NULL), OK);
    q = query_start(db, "INSERT INTO alert (staff, thread, since, urgent,"
        " message, at, told, text) VALUES (1, :thread, :at, 1, :id, :at, :at,"
        " :text)");
    query_int(&q, ":thread", m->thread);
    query_int(&q, ":at", m->at);
    query_int(&q, ":id", m->id);
    query_int(&q, ":text", id);
    CHECK_INT(query_end(&q), OK);
    CHECK_INT(db_commit(db), OK);
    return id;
}

TEST(words_of_harm_leave_the_alerts_of_staff_when_their_text_is_handed_on)
{
    struct db *db = school();
    struct message first = hear(db, SALMA, "Good morning"), m;
    int64_t before, sent;

    world_sql(db, "INSERT INTO staff (id, name, role, password, created)"
        " VALUES (1, 'Grace', 2, '', 1)");
    before = tell_staff(db, &first, "4B: Good morning");
    m = hear(db, SALMA, "He hurts her at night");
    sent = tell_staff(db, &first, "4B: He hurts her at night");
    world_sql(db, "UPDATE message SET state = 3 WHERE id ="
        " (SELECT max(text) FROM alert)");
    tell_staff(db, &first, "4B waits: He hurts her");
    if (m.tray != MAPPING_SAFEGUARDING)
        CHECK_INT(filing_hand(db, m.id, "amina"), OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"
        " WHERE direction = 2 AND body LIKE '%hurts%'"), 0);
    CHECK_INT(world_number(db, "SELECT count(*) FROM thread"
        " WHERE tray = 6 AND snippet LIKE '%hurts%'"), 0);
    CHECK_INT(world_number(db, "SELECT count(*) FROM alert WHERE told = 0"
        " AND text = 0"), 1);
    CHECK_INT(world_number(db, "SELECT max(state) FROM message"
        " WHERE direction = 2"), MESSAGE_CANCELLED);
    CHECK_INT(world_number(db, "SELECT min(text) FROM alert WHERE text > 0"),
        before);
    CHECK_INT(world_number(db, "SELECT max(text) FROM alert"), sent);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"
        " WHERE body = '4B: Good morning'"), 1);
    message_clear(&first);
    message_clear(&m);
    db_close(db);
}

TEST(a_call_is_filed_like_a_text_and_never_answered)
{
    struct db *db = school();

    CHECK_INT(inbox_call(db, NORTH, "north", SALMA, &rules), OK);
    CHECK_INT(inbox_call(db, NORTH, "north", SHARED, &rules), OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message m JOIN thread t"
        " ON t.id = m.thread WHERE m.kind = 2 AND t.family = 1"), 1);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message m JOIN thread t"
        " ON t.id = m.thread WHERE m.kind = 2 AND t.tray = 3"), 1);
    CHECK_INT(answers_sent(db), 0);
    db_close(db);
}

TEST(stop_opts_the_phone_out_and_is_confirmed_once_in_its_language)
{
    struct db *db = school();
    struct queue_part p;
    struct message m = hear(db, SALMA, " stop! ");

    CHECK_INT(phone_state(db, SALMA), PHONE_OPTED_OUT);
    CHECK(m.family == family_of(db, "F1"));
    CHECK_INT(answers_sent(db), 1);
    CHECK_TEXT(world_text(db, "SELECT body FROM message WHERE direction = 2"),
        "Hillside: Hutapokea tena ujumbe kutoka kwetu. Ukitaka tena, jibu"
        " ANZA.");
    CHECK_INT(world_number(db, "SELECT count(DISTINCT thread) FROM message"),
        1);
    CHECK(world_claim(db, &p) != 0);    /* although it opted out */
    message_clear(&m);
    m = hear(db, SALMA, "STOP");
    CHECK_INT(answers_sent(db), 1);
    message_clear(&m);
    m = hear(db, SALMA, "anza");
    CHECK_INT(phone_state(db, SALMA), PHONE_WORKING);
    CHECK_INT(answers_sent(db), 1);     /* one a day */
    message_clear(&m);
    world_later(DAY + HOUR);
    m = hear(db, SALMA, "STOP");
    CHECK_INT(answers_sent(db), 2);
    message_clear(&m);
    db_close(db);
}

TEST(a_plain_stop_is_unread_but_waits_for_no_answer_and_takes_no_wait_away)
{
    static const char waiting[] = "SELECT waiting FROM thread WHERE family = 1";
    struct db *db = school();
    struct message m = hear(db, SALMA, "STOP");
    int64_t since;

    CHECK_INT(m.family, 1);
    CHECK_INT(world_number(db, waiting), 0);
    CHECK_INT(world_number(db,
        "SELECT unread FROM thread WHERE family = 1"), 1);
    message_clear(&m);
    world_later(MINUTE);
    m = hear(db, SALMA, "Is there school tomorrow?");
    since = m.at;
    CHECK_INT(world_number(db, waiting), since);
    message_clear(&m);
    m = hear(db, SALMA, "STOP");
    CHECK_INT(m.at, since);             /* the same moment, even */
    CHECK_INT(world_number(db, waiting), since);
    message_clear(&m);
    world_later(MINUTE);
    m = hear(db, SALMA, "STOP");
    CHECK_INT(world_number(db, waiting), since);
    message_clear(&m);
    db_close(db);
}

TEST(stop_among_other_words_is_left_to_staff)
{
    struct db *db = school();
    struct message m = hear(db, SALMA, "Stop please. Thank you");

    CHECK_INT(phone_state(db, SALMA), PHONE_WORKING);
    CHECK_INT(answers_sent(db), 0);
    CHECK(strstr(in_words(&m.reason), "please look"));
    message_clear(&m);
    m = hear(db, SALMA, "Please stop the bus at the bridge");
    CHECK_TEXT(in_words(&m.reason), "");           /* about something else */
    message_clear(&m);
    db_close(db);
}

TEST(start_does_not_wake_a_number_said_to_be_wrong)
{
    struct db *db = school();
    struct message m = hear(db, SHARED, "wrong number");

    CHECK_INT(phone_state(db, SHARED), PHONE_WRONG);
    CHECK(strstr(in_words(&m.reason), "wrong"));
    message_clear(&m);
    CHECK_INT(answers_sent(db), 1);     /* the apology */
    m = hear(db, SHARED, "START");
    CHECK_INT(phone_state(db, SHARED), PHONE_WRONG);
    CHECK_INT(answers_sent(db), 1);
    message_clear(&m);
    db_close(db);
}

/* Puts a question to a number, as a text of its family. */
static int64_t
ask(struct db *db, const char *number, const char *options)
{
    struct question q = { 0 };
    struct queue_request r = { .number = number, .text = "Coming? 1 yes 2 no" };
    struct queue_part p;
    int64_t id;

    CHECK_INT(db_begin(db), OK);
    CHECK_INT(question_add(db, "Coming?", options, world_now + DAY, &q), OK);
    r.question = q.id;
    CHECK_INT(queue_add(db, &r, &world_rules, &id, NULL), OK);
    CHECK_INT(db_commit(db), OK);
    CHECK(world_claim(db, &p) == id);   /* what was not sent asks nobody */
    world_sent(db, &p, 1);
    world_later(MINUTE);
    return q.id;
}

TEST(an_answer_attaches_to_the_open_question)
{
    struct db *db = school();
    int64_t q = ask(db, SALMA, "yes,no");
    struct message m = hear(db, SALMA, "1");

    CHECK(m.question == q);
    CHECK_TEXT(m.answer, "yes");
    message_clear(&m);
    ask(db, SALMA, "yes,no");
    q = ask(db, SALMA, "red,blue");
    m = hear(db, SALMA, "2");
    CHECK_TEXT(m.answer, "");           /* two are open: staff decide */
    CHECK(m.question == q);
    CHECK(strstr(in_words(&m.reason), "it may answer \"blue\"; please look"));
    message_clear(&m);
    db_close(db);
}

TEST(an_answer_counts_with_more_behind_it_in_the_languages_of_the_country)
{
    struct db *db = school();
    int64_t q = ask(db, SALMA, "yes,no");
    struct message m = hear(db, SALMA, "Ndiyo tutakuja na dada yake");

    CHECK(m.question == q);
    CHECK_TEXT(m.answer, "yes");
    CHECK_TEXT(in_words(&m.reason), "");
    message_clear(&m);
    world_sql(db, "UPDATE guardian SET language = 'en'");
    q = ask(db, SALMA, "yes,no");
    m = hear(db, SALMA, "hapana samahani");
    CHECK(m.question == q);
    CHECK_TEXT(m.answer, "no");
    message_clear(&m);
    db_close(db);
}

TEST(what_is_not_clear_is_no_answer_and_waits_with_its_question)
{
    struct db *db = school();
    int64_t q = ask(db, SALMA, "yes,no");
    struct message m = hear(db, SALMA, "Yes but no");

    CHECK(m.question == q);
    CHECK_TEXT(m.answer, "");
    CHECK(strstr(in_words(&m.reason), "it may be about a question of ours"));
    CHECK(world_number(db, "SELECT waiting FROM thread WHERE family = 1") > 0);
    message_clear(&m);
    m = hear(db, SALMA, "yes");         /* nothing was counted so far */
    CHECK_TEXT(m.answer, "yes");
    message_clear(&m);
    db_close(db);
}

TEST(an_answer_after_the_question_closed_is_shown_with_its_date)
{
    struct db *db = school();
    char asked[CLOCK_TEXT], want[120];
    int64_t q = ask(db, SALMA, "yes,no");
    struct message m;

    clock_text(world_now - MINUTE, asked);
    snprintf(want, sizeof(want), "it may answer \"yes\" to the question of"
        " %.10s, which has closed; please look", asked);
    world_later(2 * DAY);
    m = hear(db, SALMA, "Ndiyo");
    CHECK(m.question == q);
    CHECK_TEXT(m.answer, "");
    CHECK_TEXT(in_words(&m.reason), want);
    message_clear(&m);
    m = hear(db, SALMA, "Is there school tomorrow?");
    CHECK_INT(m.question, 0);
    CHECK_TEXT(in_words(&m.reason), "");
    message_clear(&m);
    db_close(db);
}

TEST(a_number_that_may_be_wrong_goes_on_and_staff_are_asked)
{
    struct db *db = school();
    struct message m = hear(db, SALMA,
        "It was not my son who broke the window");

    CHECK_INT(phone_state(db, SALMA), PHONE_WORKING);
    CHECK_TEXT(in_words(&m.reason), "may say that the number is wrong; please look");
    message_clear(&m);
    m = hear(db, SALMA, "Umekosea namba");
    CHECK_INT(phone_state(db, SALMA), PHONE_WRONG);
    message_clear(&m);
    db_close(db);
}

TEST(a_message_is_put_into_a_thread_by_hand_and_back)
{
    struct db *db = school();
    struct message m = hear(db, STRANGER, "This is Amina's aunt");
    int64_t family = family_of(db, "F1"), tray = m.thread, id = m.id;
    struct thread t;

    CHECK_INT(filing_undo(db, id, "Jane"), ERR_REFUSED);
    CHECK_INT(filing_move(db, id, 99, "Jane"), ERR_NOT_FOUND);
    CHECK_INT(filing_move(db, 99, family, "Jane"), ERR_NOT_FOUND);
    CHECK_INT(filing_move(db, id, family, "Jane"), OK);
    CHECK_INT(filing_move(db, id, family, "Jane"), ERR_REFUSED);
    message_clear(&m);
    CHECK_INT(message_get(db, id, &m), OK);
    CHECK(m.family == family);
    CHECK_TEXT(in_words(&m.match), "put here by Jane");
    CHECK_INT(world_number(db, "SELECT match_code FROM message"),
        REASON_PUT_HERE);
    CHECK_TEXT(world_text(db, "SELECT match FROM message"), "=Jane");
    CHECK_INT(thread_get(db, tray, &t), OK);
    CHECK_INT(t.unread, 0);
    CHECK_INT(t.last_id, 0);
    CHECK_INT(thread_get(db, m.thread, &t), OK);
    CHECK_INT(t.unread, 1);
    CHECK_TEXT(t.snippet, "This is Amina's aunt");
    CHECK_INT(filing_undo(db, id, "Jane"), OK);
    CHECK_INT(filing_undo(db, id, "Jane"), ERR_REFUSED);
    message_clear(&m);
    CHECK_INT(message_get(db, id, &m), OK);
    CHECK(m.thread == tray);
    CHECK_INT(world_number(db, "SELECT count(*) FROM audit WHERE action IN"
        " ('message.file', 'message.unfile') AND who = 'Jane'"), 2);
    message_clear(&m);
    db_close(db);
}

TEST(what_was_sent_stays_in_the_thread_it_was_written_in)
{
    struct db *db = school();
    struct message m = { 0 };
    int64_t id = world_add(db, STRANGER, "Who are you?"), thread;

    CHECK_INT(message_get(db, id, &m), OK);
    thread = m.thread;
    message_clear(&m);
    CHECK_INT(filing_move(db, id, family_of(db, "F1"), "Jane"), ERR_INPUT);
    CHECK_INT(message_get(db, id, &m), OK);
    CHECK(m.thread == thread);
    CHECK_TEXT(in_words(&m.match), "");
    message_clear(&m);
    db_close(db);
}

static struct link_part
half(const char *from, const char *text, int n)
{
    return air_deliver(&(struct air){ .from = from, .text = text,
        .reference = 77, .total = 2, .n = n });
}

TEST(a_late_part_may_name_the_child_unless_staff_have_filed_it)
{
    for (int filed = 0; filed < 2; filed++) {
        struct db *db = school();
        struct link_part p = half(SHARED, "We cannot come today because ", 1);
        struct message m = { 0 };

        CHECK_INT(inbox_receive(db, NORTH, "n", &p, &rules, NULL), OK);
        world_later(10 * MINUTE);
        CHECK_INT(inbox_sweep(db, &rules), OK);
        CHECK_INT(message_get(db, 1, &m), OK);
        CHECK_INT(m.tray, MAPPING_SHARED);
        if (filed)
            CHECK_INT(filing_move(db, 1, family_of(db, "F2"), "Jane"), OK);
        p = half(SHARED, "Neema has a fever", 2);
        CHECK_INT(inbox_receive(db, NORTH, "n", &p, &rules, NULL), OK);
        message_clear(&m);
        CHECK_INT(message_get(db, 1, &m), OK);
        CHECK(m.family == family_of(db, filed ? "F2" : "F3"));
        CHECK_TEXT(m.body, "We cannot come today because Neema has a fever");
        message_clear(&m);
        db_close(db);
    }
}

TEST(a_late_part_that_tells_of_harm_takes_the_words_out_of_the_alerts)
{
    struct db *db = school();
    struct link_part p = half(SALMA, "The teacher ", 1);
    struct message m = { 0 };

    world_sql(db, "INSERT INTO staff (id, name, role, password, created)"
        " VALUES (1, 'Grace', 2, '', 1)");
    CHECK_INT(inbox_receive(db, NORTH, "n", &p, &rules, NULL), OK);
    world_later(10 * MINUTE);
    CHECK_INT(inbox_sweep(db, &rules), OK);
    CHECK_INT(message_get(db, 1, &m), OK);
    CHECK_INT(m.tray, MAPPING_NO_TRAY);
    tell_staff(db, &m, "4B: The teacher");
    message_clear(&m);
    p = half(SALMA, "beats me", 2);
    CHECK_INT(inbox_receive(db, NORTH, "n", &p, &rules, NULL), OK);
    CHECK_INT(message_get(db, 1, &m), OK);
    CHECK_INT(m.tray, MAPPING_SAFEGUARDING);
    message_clear(&m);
    CHECK_TEXT(world_text(db, "SELECT group_concat(snippet) FROM thread"
        " WHERE tray = 6"), "");
    CHECK_INT(world_number(db, "SELECT state FROM message"
        " WHERE direction = 2"), MESSAGE_CANCELLED);
    db_close(db);
}

TEST(a_late_part_takes_no_answer_away_that_it_does_not_speak_against)
{
    static const char *const rest[] = { "his sister", "sorry, no, he is ill" };

    for (int i = 0; i < 2; i++) {
        struct db *db = school();
        int64_t q = ask(db, SALMA, "yes,no");
        struct link_part p = half(SALMA, "Yes, we will come with ", 1);
        struct message m = { 0 };

        CHECK_INT(inbox_receive(db, NORTH, "n", &p, &rules, NULL), OK);
        world_later(10 * MINUTE);
        CHECK_INT(inbox_sweep(db, &rules), OK);
        p = half(SALMA, rest[i], 2);
        CHECK_INT(inbox_receive(db, NORTH, "n", &p, &rules, NULL), OK);
        CHECK_INT(message_get(db, world_number(db,
            "SELECT max(id) FROM message WHERE direction = 1"), &m), OK);
        CHECK(m.question == q);
        CHECK_TEXT(m.answer, i == 0 ? "yes" : "");
        CHECK_INT(world_number(db, "SELECT waiting > 0 FROM thread"
            " WHERE family = 1"), i);   /* an answer waits for nobody */
        message_clear(&m);
        db_close(db);
    }
}

TEST(a_text_written_to_a_number_goes_into_its_only_familys_thread)
{
    struct db *db = school();
    struct message m = { 0 };
    int64_t id = world_add(db, SALMA, "hello");

    CHECK_INT(message_get(db, id, &m), OK);
    CHECK(m.family == family_of(db, "F1"));
    message_clear(&m);
    id = world_add(db, SHARED, "hello");
    CHECK_INT(message_get(db, id, &m), OK);
    CHECK_INT(m.tray, MAPPING_SHARED);
    message_clear(&m);
    id = world_add(db, STRANGER, "hello");
    CHECK_INT(message_get(db, id, &m), OK);
    CHECK_INT(m.tray, MAPPING_UNKNOWN);
    message_clear(&m);
    db_close(db);
}

TEST(the_schools_own_answer_goes_once_to_a_family_and_never_by_default)
{
    struct db *db = school();
    struct message m = hear(db, SALMA, "When does school open?");

    message_clear(&m);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"
        " WHERE direction = 2"), 0);
    rules.answer = "We read this on Monday.";
    world_later(MINUTE);
    m = hear(db, SALMA, "Hello?");
    message_clear(&m);
    m = hear(db, SALMA, "Hello again?");
    message_clear(&m);
    m = hear(db, STRANGER, "Cheap loans");
    message_clear(&m);
    m = hear(db, "NETWORK", "Your bundle");
    message_clear(&m);
    rules.answer = NULL;
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"
        " WHERE direction = 2 AND body LIKE 'We read%'"), 1);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"
        " WHERE direction = 2"), 1);
    db_close(db);
}
