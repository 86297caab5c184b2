/* Alerts on staff's own phones: whose phone it is, who is told of what, how much,
 * and what is answered from there. */
#include "store_world.h"

#include "mapping/mapping.h"
#include "store/alert/alert.h"
#include "store/alert/alert_code.h"
#include "store/alert/alert_say.h"
#include "store/people/people_edit.h"
#include "store/staff/staff.h"

#define GRACE_PHONE "+254720000011"
#define JUMA_PHONE "+254720000012"

static struct alert_rules alerts = { .country = "KE", .language = "en",
    .queue = &world_rules };
static struct reason why;

static struct db *
open_school(void)
{
    struct db *db = world_open();

    world_sql(db, "INSERT INTO staff (id, name, role, password, created)"
        " VALUES (1, 'Grace', 2, '', 1), (2, 'Juma', 2, '', 1),"
        " (3, 'Head', 4, '', 1)");
    world_sql(db, "INSERT INTO child (id, name, folded, class) VALUES"
        " (1, 'Salma Ali', 'salma ali', '4B'),"
        " (2, 'Rose Auma', 'rose auma', '5A')");
    return db;
}

/* A family with a child of that class, whose mother writes from number. */
static void
add_family(struct db *db, int id, const char *class_name, const char *number)
{
    char sql[900];

    snprintf(sql, sizeof(sql), "INSERT INTO family (id, label, created)"
        " VALUES (%d, 'F%d', 1);", id, id);
    world_sql(db, sql);
    snprintf(sql, sizeof(sql), "INSERT INTO child (id, name, folded, class)"
        " VALUES (%d, 'Child %d', 'child %d', '%s')", 100 + id, id, id,
        class_name);
    world_sql(db, sql);
    snprintf(sql, sizeof(sql), "INSERT INTO family_child VALUES (%d, %d)", id,
        100 + id);
    world_sql(db, sql);
    snprintf(sql, sizeof(sql), "INSERT INTO thread (id, family)"
        " VALUES (%d, %d)", id, id);
    world_sql(db, sql);
    snprintf(sql, sizeof(sql), "INSERT INTO guardian (id, name, folded)"
        " VALUES (%d, 'Mother %d', 'mother %d')", id, id, id);
    world_sql(db, sql);
    snprintf(sql, sizeof(sql), "INSERT INTO family_guardian (family, guardian)"
        " VALUES (%d, %d)", id, id);
    world_sql(db, sql);
    snprintf(sql, sizeof(sql), "INSERT INTO phone (id, number, raw, since)"
        " VALUES (%d, '%s', '', 1)", id, number);
    world_sql(db, sql);
    snprintf(sql, sizeof(sql), "INSERT INTO guardian_phone (guardian, phone)"
        " VALUES (%d, %d)", id, id);
    world_sql(db, sql);
}

/* What came into that thread. */
static void
said(struct db *db, int thread, const char *text)
{
    struct message m = { .thread = thread, .direction = MESSAGE_IN,
        .kind = MESSAGE_TEXT, .state = MESSAGE_RECEIVED,
        .number = "+254712000001", .body = strdup(text), .at = clock_now() };

    CHECK_INT(db_begin(db), OK);
    CHECK_INT(message_add(db, &m), OK);
    CHECK_INT(db_commit(db), OK);
    message_clear(&m);
}

static void
answered(struct db *db, int thread)
{
    char sql[120];

    snprintf(sql, sizeof(sql), "UPDATE thread SET waiting = 0, unread = 0"
        " WHERE id = %d", thread);
    world_sql(db, sql);
}

static void
set_person(struct db *db, int64_t staff, const char *number,
    enum alert_at_once at_once, const char *classes, int digest)
{
    char sql[400];

    snprintf(sql, sizeof(sql), "INSERT INTO alert_person (staff, number,"
        " proved, classes, at_once, digest) VALUES (%d, '%s', 1, '%s', %d,"
        " %d)", (int)staff, number, *classes ? classes : "", at_once, digest);
    world_sql(db, sql);
}

/* How many texts that phone has been told by. */
static int64_t
told(struct db *db, const char *number)
{
    char sql[200];

    CHECK_INT(alert_tell(db, &alerts), OK);
    CHECK_INT(alert_tell(db, &alerts), OK);     /* again says nothing more */
    snprintf(sql, sizeof(sql), "SELECT count(*) FROM message"
        " WHERE direction = 2 AND number = '%s'", number);
    return world_number(db, sql);
}

static const char *
last_told(struct db *db)
{
    return world_text(db, "SELECT body FROM message WHERE direction = 2"
        " ORDER BY id DESC LIMIT 1");
}

static struct alert_person
person(struct db *db, int64_t staff)
{
    struct alert_person p;

    CHECK_INT(alert_get(db, staff, &p), OK);
    return p;
}

static enum err
save(struct db *db, struct alert_person p)
{
    why = reason_none;
    return alert_save(db, &p, &alerts, "head", &why);
}

/* The code in the newest text to that phone. */
static const char *
last_code(struct db *db)
{
    static char code[8];
    char text[ALERT_SAY] = "";
    char *hex = world_text(db, "SELECT hex(units) FROM part_out"
        " ORDER BY message DESC LIMIT 1");

    for (size_t i = 0; hex[i * 4] && i + 1 < sizeof(text); i++) {
        char unit[5] = { hex[i * 4], hex[i * 4 + 1], hex[i * 4 + 2],
            hex[i * 4 + 3], '\0' };

        text[i] = (char)strtol(unit, NULL, 16);
    }
    snprintf(code, sizeof(code), "%.5s", text + strcspn(text, "0123456789"));
    return code;
}

TEST(a_phone_is_its_persons_once_they_typed_the_code_that_it_got)
{
    struct db *db = open_school();
    struct alert_person p = person(db, 1);
    int64_t first;
    char code[8];

    CHECK(!*p.number && !p.proved && !p.at_once && p.digest == -1);
    snprintf(p.number, sizeof(p.number), "0720 000 011");
    p.at_once = ALERT_EACH;
    CHECK_INT(save(db, p), OK);
    p = person(db, 1);
    assert_string_equal(p.number, GRACE_PHONE);
    CHECK(!p.proved && p.asked);
    first = world_number(db, "SELECT count(*) FROM message m JOIN thread t"
        " ON t.id = m.thread WHERE t.tray = 6 AND m.number = '" GRACE_PHONE
        "' AND m.automatic = 1");
    CHECK_INT(first, 1);
    snprintf(code, sizeof(code), "%s", last_code(db));
    CHECK_INT(alert_prove(db, 1, "1", "Grace", &why), ERR_REFUSED);
    CHECK(!person(db, 1).proved);
    CHECK_INT(alert_prove(db, 1, code, "Grace", &why), OK);
    CHECK(person(db, 1).proved);
    /* the same number again asks nothing */
    CHECK_INT(save(db, person(db, 1)), OK);
    CHECK(person(db, 1).proved);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"), 1);
    /* another number begins anew, and an old code does not open it */
    world_later(2 * MINUTE);
    p = person(db, 1);
    snprintf(p.number, sizeof(p.number), "0720000013");
    CHECK_INT(save(db, p), OK);
    CHECK(!person(db, 1).proved);
    db_close(db);
}

TEST(the_code_that_proves_a_phone_stands_in_no_thread)
{
    struct db *db = open_school();
    struct alert_person p = person(db, 1);
    char sql[200];

    snprintf(p.number, sizeof(p.number), GRACE_PHONE);
    CHECK_INT(save(db, p), OK);
    CHECK_INT(strlen(last_code(db)), 5);
    assert_string_equal(world_text(db, "SELECT body FROM message"),
        "Notehome: your code is *****.");
    snprintf(sql, sizeof(sql), "SELECT count(*) FROM thread"
        " WHERE snippet LIKE '%%%s%%'", last_code(db));
    CHECK_INT(world_number(db, sql), 0);
    CHECK_INT(alert_prove(db, 1, last_code(db), "Grace", &why), OK);
    db_close(db);
}

TEST(a_code_is_guessed_five_times_at_most_and_sent_five_times_a_day)
{
    struct db *db = open_school();
    struct alert_person p = person(db, 1);
    char code[8];

    CHECK_INT(alert_ask(db, 1, &alerts, &why), ERR_INPUT);
    snprintf(p.number, sizeof(p.number), GRACE_PHONE);
    CHECK_INT(save(db, p), OK);
    snprintf(code, sizeof(code), "%s", last_code(db));
    for (int i = 0; i < 5; i++)
        CHECK_INT(alert_prove(db, 1, "abc", "Grace", &why), ERR_REFUSED);
    CHECK_INT(alert_prove(db, 1, code, "Grace", &why), ERR_REFUSED);
    CHECK_INT(alert_ask(db, 1, &alerts, &why), ERR_REFUSED);
    for (int i = 0; i < 4; i++) {
        world_later(2 * MINUTE);
        CHECK_INT(alert_ask(db, 1, &alerts, &why), OK);
    }
    world_later(2 * MINUTE);
    CHECK_INT(alert_ask(db, 1, &alerts, &why), ERR_REFUSED);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"), 5);
    CHECK_INT(alert_prove(db, 1, last_code(db), "Grace", &why), OK);
    world_later(DAY);
    CHECK_INT(alert_ask(db, 1, &alerts, &why), OK);
    db_close(db);
}

TEST(what_cannot_be_is_refused_and_changes_nothing)
{
    struct db *db = open_school();
    struct alert_person p = person(db, 1);

    snprintf(p.number, sizeof(p.number), "hello");
    CHECK_INT(save(db, p), ERR_INPUT);
    snprintf(p.number, sizeof(p.number), "12345");
    CHECK_INT(save(db, p), ERR_INPUT);
    snprintf(p.number, sizeof(p.number), GRACE_PHONE);
    p.digest = 21 * 60;
    p.quiet_from = 20 * 60;
    p.quiet_to = 6 * 60;
    CHECK_INT(save(db, p), ERR_INPUT);
    p.digest = 16 * 60;
    CHECK_INT(save(db, p), OK);
    p.staff = 2;
    CHECK_INT(save(db, p), ERR_EXISTS);
    CHECK(!*person(db, 2).number);
    CHECK_INT(alert_get(db, 9, &p), ERR_NOT_FOUND);
    CHECK_INT(alert_allow(db, 9, true, "head"), ERR_NOT_FOUND);
    CHECK_INT(world_number(db, "SELECT count(*) FROM alert_person"), 1);
    db_close(db);
}

TEST(classes_get_the_schools_spelling_and_none_is_all)
{
    struct db *db = open_school();
    struct alert_person p = person(db, 1);

    CHECK(alert_has_class(&p, "4B"));
    snprintf(p.classes, sizeof(p.classes), "4 b\n\n5A");
    CHECK_INT(save(db, p), OK);
    p = person(db, 1);
    assert_string_equal(p.classes, "4B\n5A");
    CHECK(alert_has_class(&p, "4B") && alert_has_class(&p, "5A"));
    CHECK(!alert_has_class(&p, "4") && !alert_has_class(&p, "B\n5"));
    db_close(db);
}

TEST(a_closed_account_takes_its_phone_along)
{
    struct db *db = open_school();
    struct alert_person p = person(db, 1);

    snprintf(p.number, sizeof(p.number), GRACE_PHONE);
    CHECK_INT(save(db, p), OK);
    CHECK_INT(alert_allow(db, 1, true, "head"), OK);
    CHECK(person(db, 1).answers);
    CHECK_INT(staff_close(db, "grace", "head"), OK);
    CHECK_INT(alert_get(db, 1, &p), ERR_NOT_FOUND);
    CHECK_INT(alert_find(db, "GRACE", &p), ERR_NOT_FOUND);
    CHECK_INT(alert_find(db, "JUMA", &p), OK);
    CHECK_INT(p.staff, 2);
    CHECK_INT(world_number(db, "SELECT count(*) FROM alert_person"), 0);
    p.staff = 2;
    snprintf(p.number, sizeof(p.number), GRACE_PHONE);
    CHECK_INT(save(db, p), OK);     /* the phone is free again */
    db_close(db);
}

/* --- who is told ---------------------------------------------------------- */

TEST(the_teacher_of_the_class_is_told_once_that_a_family_waits)
{
    struct db *db = open_school();

    add_family(db, 1, "4B", "+254712000001");
    add_family(db, 2, "5A", "+254712000002");
    set_person(db, 1, GRACE_PHONE, ALERT_EACH, "\n4B\n", -1);
    set_person(db, 2, JUMA_PHONE, ALERT_EACH, "\n5A\n6C\n", -1);
    CHECK_INT(told(db, GRACE_PHONE), 0);
    said(db, 1, "Is there school tomorrow?");
    CHECK_INT(told(db, GRACE_PHONE), 1);
    CHECK_INT(told(db, JUMA_PHONE), 0);
    assert_string_equal(last_told(db), "Notehome 4B: a family waits.");
    said(db, 1, "Hello?");
    CHECK_INT(told(db, GRACE_PHONE), 1);
    answered(db, 1);
    world_later(MINUTE);
    said(db, 1, "And the bus?");
    CHECK_INT(told(db, GRACE_PHONE), 2);
    said(db, 2, "Good morning");
    CHECK_INT(told(db, JUMA_PHONE), 1);
    CHECK_INT(told(db, GRACE_PHONE), 2);
    /* the text is no answer to anybody, and stands in the tray of staff */
    CHECK_INT(world_number(db, "SELECT count(*) FROM message m JOIN thread t"
        " ON t.id = m.thread WHERE m.direction = 2 AND (t.tray <> 6"
        "  OR m.author <> '' OR m.automatic = 0)"), 0);
    db_close(db);
}

TEST(safeguarding_notices_and_what_was_seen_alert_nobody)
{
    struct db *db = open_school();

    add_family(db, 1, "4B", "+254712000001");
    set_person(db, 1, GRACE_PHONE, ALERT_EACH, "", 16 * 60);
    world_sql(db, "INSERT INTO thread (id, tray, number) VALUES"
        " (20, 4, '+254733000001'), (21, 1, 'MPESA'), (22, 2, '+254733000002'),"
        " (23, 6, '" GRACE_PHONE "')");
    said(db, 20, "The teacher beats me");
    said(db, 21, "You have received");
    said(db, 23, "I am late");
    CHECK_INT(told(db, GRACE_PHONE), 0);
    said(db, 22, "When does school begin?");
    CHECK_INT(told(db, GRACE_PHONE), 1);
    assert_string_equal(last_told(db), "Notehome: an unknown number waits.");
    said(db, 1, "Hello");
    world_sql(db, "UPDATE thread SET unread = 0 WHERE id = 1");
    CHECK_INT(told(db, GRACE_PHONE), 1);
    /* and the daily text counts no matter of safeguarding */
    world_at(DAWN + 7 * HOUR);
    CHECK_INT(told(db, GRACE_PHONE), 2);
    assert_string_equal(last_told(db),
        "Notehome: 2 families wait since today.");
    db_close(db);
}

TEST(an_unproved_phone_and_a_closed_account_are_told_nothing)
{
    struct db *db = open_school();

    add_family(db, 1, "4B", "+254712000001");
    set_person(db, 1, GRACE_PHONE, ALERT_EACH, "", 9 * 60);
    world_sql(db, "UPDATE alert_person SET proved = 0");
    set_person(db, 2, JUMA_PHONE, ALERT_EACH, "", 9 * 60);
    said(db, 1, "Hello");
    CHECK_INT(staff_close(db, "Juma", "head"), OK);
    CHECK_INT(told(db, GRACE_PHONE), 0);
    CHECK_INT(told(db, JUMA_PHONE), 0);
    db_close(db);
}

TEST(a_ring_of_alerts_is_six_an_hour_and_one_for_the_rest)
{
    struct db *db = open_school();

    set_person(db, 1, GRACE_PHONE, ALERT_EACH, "", -1);
    for (int i = 1; i <= 18; i++) {
        char number[24];

        snprintf(number, sizeof(number), "+2547120000%02d", i);
        add_family(db, i, "4B", number);
        said(db, i, "Hello");
    }
    CHECK_INT(told(db, GRACE_PHONE), 6);
    world_later(9 * MINUTE);
    CHECK_INT(told(db, GRACE_PHONE), 6);
    world_later(2 * MINUTE);
    CHECK_INT(told(db, GRACE_PHONE), 7);
    assert_string_equal(last_told(db), "Notehome: 12 more wait.");
    for (int i = 31; i <= 40; i++) {
        char number[24];

        snprintf(number, sizeof(number), "+2547120000%02d", i);
        add_family(db, i, "4B", number);
        said(db, i, "Hello");
    }
    world_later(30 * MINUTE);
    CHECK_INT(told(db, GRACE_PHONE), 7);
    for (int i = 32; i <= 40; i++)
        answered(db, i);
    world_later(20 * MINUTE);
    CHECK_INT(told(db, GRACE_PHONE), 8);        /* who still waits */
    db_close(db);
}

TEST(in_quiet_hours_nothing_is_told_and_after_them_what_still_waits)
{
    struct db *db = open_school();

    add_family(db, 1, "4B", "+254712000001");
    add_family(db, 2, "4B", "+254712000002");
    set_person(db, 1, GRACE_PHONE, ALERT_EACH, "", -1);
    world_sql(db, "UPDATE alert_person SET quiet_from = 480, quiet_to = 600");
    said(db, 1, "Hello");
    said(db, 2, "Hello");
    CHECK_INT(told(db, GRACE_PHONE), 0);
    answered(db, 2);
    world_later(50 * MINUTE);
    CHECK_INT(told(db, GRACE_PHONE), 0);
    world_later(11 * MINUTE);
    CHECK_INT(told(db, GRACE_PHONE), 1);
    db_close(db);
}

TEST(a_phone_that_takes_no_texts_holds_up_nobody)
{
    struct db *db = open_school();

    add_family(db, 1, "4B", "+254712000001");
    set_person(db, 1, GRACE_PHONE, ALERT_EACH, "", -1);
    set_person(db, 2, JUMA_PHONE, ALERT_EACH, "", -1);
    world_sql(db, "INSERT INTO phone (id, number, raw, state, since)"
        " VALUES (50, '" GRACE_PHONE "', '', 3, 1)");
    said(db, 1, "Hello");
    CHECK_INT(told(db, JUMA_PHONE), 1);
    CHECK_INT(told(db, GRACE_PHONE), 0);
    CHECK(person(db, 1).refuses);
    db_close(db);
}

/* The newest text cannot wait. */
static void
is_urgent(struct db *db, enum urgent u)
{
    char sql[120];

    snprintf(sql, sizeof(sql), "UPDATE message SET urgent = %d WHERE id ="
        " (SELECT max(id) FROM message WHERE direction = 1)", u);
    world_sql(db, sql);
}

TEST(what_cannot_wait_is_told_to_those_who_want_that_alone_and_first)
{
    struct db *db = open_school();

    add_family(db, 1, "4B", "+254712000001");
    add_family(db, 2, "4B", "+254712000002");
    set_person(db, 1, GRACE_PHONE, ALERT_URGENT, "\n4B\n", -1);
    set_person(db, 2, JUMA_PHONE, ALERT_EACH, "\n4B\n", -1);
    said(db, 1, "Is there school?");
    CHECK_INT(told(db, GRACE_PHONE), 0);
    CHECK_INT(told(db, JUMA_PHONE), 1);
    said(db, 1, "She has a cough");
    is_urgent(db, URGENT_ILLNESS);
    CHECK_INT(told(db, GRACE_PHONE), 0);
    said(db, 1, "She did not come home");
    is_urgent(db, URGENT_MISSING);
    CHECK_INT(told(db, GRACE_PHONE), 1);
    CHECK_INT(told(db, JUMA_PHONE), 2); /* who knew that they wait hears it */
    assert_string_equal(last_told(db),
        "Notehome 4B: urgent, a family waits.");
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"
        " WHERE direction = 2 AND priority = 1"), 2);
    said(db, 2, "A man fetches her");
    is_urgent(db, URGENT_FETCH);
    world_sql(db, "UPDATE message SET eased = 1 WHERE thread = 2");
    CHECK_INT(told(db, GRACE_PHONE), 1);        /* staff say that it can */
    CHECK_INT(told(db, JUMA_PHONE), 3);
    db_close(db);
}

static void
add_families(struct db *db, int from, int upto)
{
    for (int i = from; i <= upto; i++) {
        char number[24];

        snprintf(number, sizeof(number), "+2547120000%02d", i);
        add_family(db, i, "4B", number);
        said(db, i, "Hello");
    }
}

TEST(a_second_text_that_cannot_wait_is_told_in_the_same_wait)
{
    struct db *db = open_school();

    add_family(db, 1, "4B", "+254712000001");
    set_person(db, 1, GRACE_PHONE, ALERT_URGENT, "", -1);
    said(db, 1, "A man fetches her");
    is_urgent(db, URGENT_FETCH);
    CHECK_INT(told(db, GRACE_PHONE), 1);
    said(db, 1, "Hello?");
    CHECK_INT(told(db, GRACE_PHONE), 1);
    said(db, 1, "She did not come home");
    is_urgent(db, URGENT_MISSING);
    CHECK_INT(told(db, GRACE_PHONE), 2);
    assert_string_equal(last_told(db),
        "Notehome 4B: urgent, a family waits.");
    db_close(db);
}

TEST(what_cannot_wait_tells_that_they_wait_as_well)
{
    struct db *db = open_school();

    add_family(db, 1, "4B", "+254712000001");
    set_person(db, 1, GRACE_PHONE, ALERT_EACH, "", -1);
    world_sql(db, "UPDATE alert_person SET quiet_from = 480, quiet_to = 600");
    said(db, 1, "Hello");
    CHECK_INT(told(db, GRACE_PHONE), 0);
    said(db, 1, "She did not come home");
    is_urgent(db, URGENT_MISSING);
    CHECK_INT(told(db, GRACE_PHONE), 0);
    world_later(2 * HOUR);
    CHECK_INT(told(db, GRACE_PHONE), 1);
    assert_string_equal(last_told(db),
        "Notehome 4B: urgent, a family waits.");
    db_close(db);
}

TEST(a_queued_alert_to_an_account_that_closes_never_goes)
{
    struct db *db = open_school();

    add_family(db, 1, "4B", "+254712000001");
    set_person(db, 1, GRACE_PHONE, ALERT_EACH, "", -1);
    said(db, 1, "Hello");
    CHECK_INT(told(db, GRACE_PHONE), 1);
    CHECK_INT(staff_close(db, "Grace", "head"), OK);
    CHECK_INT(told(db, GRACE_PHONE), 1);
    CHECK_INT(world_state(db, world_number(db, "SELECT text FROM alert")),
        MESSAGE_CANCELLED);
    db_close(db);
}

TEST(what_cannot_wait_is_told_by_itself_after_six_ordinary_ones_too)
{
    struct db *db = open_school();

    set_person(db, 1, GRACE_PHONE, ALERT_EACH, "", -1);
    add_families(db, 1, 8);
    CHECK_INT(told(db, GRACE_PHONE), 6);
    for (int i = 11; i <= 24; i++) {
        add_families(db, i, i);
        is_urgent(db, URGENT_MISSING);
        CHECK_INT(told(db, GRACE_PHONE), 6 + (i < 22 ? i - 10 : 12));
    }
    world_later(11 * MINUTE);
    CHECK_INT(told(db, GRACE_PHONE), 19);
    assert_string_equal(last_told(db), "Notehome: 2 more wait.");
    world_later(HOUR);
    CHECK_INT(told(db, GRACE_PHONE), 21);
    assert_string_equal(last_told(db),
        "Notehome 4B: urgent, a family waits.");
    db_close(db);
}

TEST(a_stranger_who_cannot_wait_is_told_to_everybody)
{
    struct db *db = open_school();

    set_person(db, 1, GRACE_PHONE, ALERT_URGENT, "\n4B\n", -1);
    set_person(db, 2, JUMA_PHONE, ALERT_NOTHING, "", -1);
    world_sql(db, "INSERT INTO thread (id, tray, number)"
        " VALUES (22, 2, '+254733000002')");
    said(db, 22, "I fetch the child today");
    CHECK_INT(told(db, GRACE_PHONE), 0);
    is_urgent(db, URGENT_FETCH);
    CHECK_INT(told(db, GRACE_PHONE), 1);
    CHECK_INT(told(db, JUMA_PHONE), 0);
    assert_string_equal(last_told(db),
        "Notehome: urgent, an unknown number waits.");
    db_close(db);
}

TEST(who_sees_own_classes_alone_is_told_of_no_other)
{
    struct db *db = open_school();

    add_family(db, 1, "4B", "+254712000001");
    add_family(db, 2, "5A", "+254712000002");
    set_person(db, 1, GRACE_PHONE, ALERT_EACH, "", -1);     /* of all */
    world_sql(db, "INSERT INTO thread (id, tray, number)"
        " VALUES (22, 2, '+254733000002')");
    world_sql(db, "UPDATE staff SET role = 2, walled = 1,"
        " classes = char(10) || '4B' || char(10) WHERE id = 1");
    said(db, 2, "Good morning");
    said(db, 22, "I fetch the child today");
    is_urgent(db, URGENT_FETCH);
    CHECK_INT(told(db, GRACE_PHONE), 0);
    said(db, 1, "Is there school tomorrow?");
    CHECK_INT(told(db, GRACE_PHONE), 1);
    world_sql(db, "UPDATE staff SET role = 4 WHERE id = 1");
    CHECK_INT(told(db, GRACE_PHONE), 3);
    db_close(db);
}

TEST(what_staff_ease_before_it_was_told_is_not_told)
{
    struct db *db = open_school();

    add_family(db, 1, "4B", "+254712000001");
    set_person(db, 1, GRACE_PHONE, ALERT_URGENT, "", -1);
    world_sql(db, "UPDATE alert_person SET quiet_from = 480, quiet_to = 600");
    said(db, 1, "She did not come home");
    is_urgent(db, URGENT_MISSING);
    CHECK_INT(told(db, GRACE_PHONE), 0);
    CHECK_INT(world_number(db, "SELECT count(*) FROM alert"), 1);
    world_sql(db, "UPDATE message SET eased = 1");
    world_later(2 * HOUR);
    CHECK_INT(told(db, GRACE_PHONE), 0);
    CHECK_INT(world_number(db, "SELECT count(*) FROM alert"), 0);
    db_close(db);
}

TEST(what_is_told_at_once_is_what_its_enum_says)
{
    struct db *db = open_school();

    for (int u = 0; u < 100; u++) {
        char sql[120];

        snprintf(sql, sizeof(sql), "SELECT " URGENT_IS_AT_ONCE
            " FROM (SELECT %d AS urgent)", u);
        if (*urgent_name((enum urgent)u))
            CHECK_INT(world_number(db, sql), urgent_at_once((enum urgent)u));
    }
    db_close(db);
}

TEST(an_alert_that_was_held_back_until_the_answer_never_goes)
{
    struct db *db = open_school();
    struct queue_part part;
    int64_t id;

    add_family(db, 1, "4B", "+254712000001");
    set_person(db, 1, GRACE_PHONE, ALERT_EACH, "", -1);
    said(db, 1, "Hello");
    CHECK_INT(told(db, GRACE_PHONE), 1);
    id = world_number(db, "SELECT text FROM alert");
    CHECK_INT(world_state(db, id), MESSAGE_QUEUED);
    answered(db, 1);
    CHECK_INT(told(db, GRACE_PHONE), 1);
    CHECK_INT(world_state(db, id), MESSAGE_CANCELLED);
    CHECK_INT(world_claim(db, &part), 0);
    /* one that is with a dongle goes its way */
    world_later(MINUTE);
    said(db, 1, "Hello again");
    CHECK_INT(told(db, GRACE_PHONE), 2);
    CHECK(world_claim(db, &part) > 0);
    answered(db, 1);
    CHECK_INT(told(db, GRACE_PHONE), 2);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"
        " WHERE state = 8"), 1);
    db_close(db);
}

/* --- each day ------------------------------------------------------------- */

TEST(each_day_at_the_chosen_hour_the_waiting_families_are_counted_once)
{
    struct db *db = open_school();
    char number[24];

    set_person(db, 1, GRACE_PHONE, ALERT_NOTHING, "\n4B\n", 16 * 60 + 30);
    set_person(db, 2, JUMA_PHONE, ALERT_NOTHING, "\n5A\n", 16 * 60 + 30);
    for (int i = 1; i <= 6; i++) {
        snprintf(number, sizeof(number), "+2547120000%02d", i);
        add_family(db, i, i == 6 ? "5A" : "4B", number);
        said(db, i, "Hello");
    }
    world_at(DAWN + 7 * HOUR + 29 * MINUTE);
    CHECK_INT(told(db, GRACE_PHONE), 0);
    world_later(2 * MINUTE);
    CHECK_INT(told(db, GRACE_PHONE), 1);
    CHECK_INT(told(db, JUMA_PHONE), 1);
    world_later(2 * DAY + HOUR);
    CHECK_INT(told(db, GRACE_PHONE), 2);
    assert_string_equal(world_text(db, "SELECT body FROM message"
        " WHERE number = '" GRACE_PHONE "' ORDER BY id DESC LIMIT 1"),
        "Notehome: 5 families wait, the oldest 2 days.");
    for (int i = 1; i <= 5; i++)
        answered(db, i);
    world_later(DAY);
    CHECK_INT(told(db, GRACE_PHONE), 2);        /* nobody waits */
    CHECK_INT(told(db, JUMA_PHONE), 3);
    db_close(db);
}

TEST(a_daily_text_is_not_made_up_for_at_night_nor_while_the_clock_is_unsure)
{
    struct db *db = open_school();

    add_family(db, 1, "4B", "+254712000001");
    said(db, 1, "Hello");
    set_person(db, 1, GRACE_PHONE, ALERT_NOTHING, "", 9 * 60 + 30);
    world_rules.clock_unsure = true;
    world_later(HOUR);
    CHECK_INT(told(db, GRACE_PHONE), 0);
    world_rules.clock_unsure = false;
    world_later(12 * HOUR);
    CHECK_INT(told(db, GRACE_PHONE), 0);
    world_rules.quiet_from = 8 * 60;
    world_rules.quiet_to = 12 * 60;
    world_at(DAWN + DAY + 2 * HOUR);
    CHECK_INT(told(db, GRACE_PHONE), 0);
    world_later(HOUR + MINUTE);
    CHECK_INT(told(db, GRACE_PHONE), 1);        /* when the school's end */
    db_close(db);
}

/* --- what it says --------------------------------------------------------- */

TEST(a_parents_words_stand_in_an_alert_where_an_admin_lets_them)
{
    struct db *db = open_school();

    add_family(db, 1, "4B", "+254712000001");
    add_family(db, 2, "4B", "+254712000002");
    add_family(db, 3, "4B", "+254712000003");
    set_person(db, 1, GRACE_PHONE, ALERT_EACH, "", -1);
    said(db, 1, "My neighbour is Amina Secret");
    CHECK_INT(told(db, GRACE_PHONE), 1);
    CHECK(!strstr(last_told(db), "Secret"));
    alerts.words = true;
    said(db, 2, "Is there \"school\"\ntomorrow?");
    CHECK_INT(told(db, GRACE_PHONE), 2);
    assert_string_equal(last_told(db), "Notehome 4B: a family waits."
        " \"Is there  school  tomorrow?\"");
    said(db, 3, "He cries at night");
    world_sql(db, "UPDATE message SET concern = 1 WHERE thread = 3");
    said(db, 3, "Please call");
    CHECK_INT(told(db, GRACE_PHONE), 3);
    assert_string_equal(last_told(db), "Notehome 4B: a family waits.");
    alerts.words = false;
    db_close(db);
}

TEST(a_long_class_of_any_script_is_cut_at_a_whole_letter)
{
    struct db *db = open_school();

    add_family(db, 1, "\u12AD\u134D\u120D\u12AD\u134D\u120D\u12AD\u134D"
        "\u120D", "+254712000001");
    world_sql(db, "INSERT INTO child (id, name, folded, class) VALUES (150,"
        " 'x', 'x', '\u134D\u134D\u134D\u134D\u134D\u134D')");
    world_sql(db, "INSERT INTO family_child VALUES (1, 150)");
    set_person(db, 1, GRACE_PHONE, ALERT_EACH, "", -1);
    said(db, 1, "Hello");
    CHECK_INT(told(db, GRACE_PHONE), 1);
    CHECK(strstr(last_told(db), ": a family waits."));
    db_close(db);
}

TEST(an_alert_that_cannot_be_queued_is_not_taken_for_told)
{
    struct db *db = open_school();

    add_family(db, 1, "4B", "+254712000001");
    set_person(db, 1, "12", ALERT_EACH, "", -1);
    set_person(db, 2, JUMA_PHONE, ALERT_EACH, "", -1);
    world_sql(db, "UPDATE alert_person SET number = '' WHERE staff = 1");
    said(db, 1, "Hello");
    CHECK_INT(told(db, JUMA_PHONE), 1);
    CHECK_INT(world_number(db, "SELECT count(*) FROM alert WHERE told = 0"),
        1);
    db_close(db);
}

TEST(an_erased_family_is_in_no_alert_either)
{
    struct db *db = open_school();

    add_family(db, 1, "4B", "+254712000001");
    set_person(db, 1, GRACE_PHONE, ALERT_EACH, "", -1);
    alerts.words = true;
    said(db, 1, "Xylophone lesson?");
    CHECK_INT(told(db, GRACE_PHONE), 1);
    alerts.words = false;
    CHECK(strstr(last_told(db), "Xylophone"));
    CHECK_INT(family_erase(db, 1, "head"), OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"
        " WHERE body LIKE '%Xylo%'"), 0);
    CHECK_INT(world_number(db, "SELECT count(*) FROM thread"
        " WHERE snippet LIKE '%Xylo%'"), 0);
    CHECK_INT(world_number(db, "SELECT count(*) FROM alert"), 0);
    db_close(db);
}

TEST(an_old_alert_is_known_as_the_familys_as_long_as_its_words_are_kept)
{
    struct db *db = open_school();

    add_family(db, 1, "4B", "+254712000001");
    add_family(db, 2, "4B", "+254712000002");
    set_person(db, 1, GRACE_PHONE, ALERT_EACH, "", -1);
    alerts.words = true;
    said(db, 1, "Xylophone lesson?");
    CHECK_INT(told(db, GRACE_PHONE), 1);
    alerts.words = false;
    world_later(40 * DAY);
    said(db, 2, "Hello");
    CHECK_INT(told(db, GRACE_PHONE), 2);
    CHECK_INT(family_erase(db, 1, "head"), OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"
        " WHERE body LIKE '%Xylo%'"), 0);
    /* what has no words left goes */
    world_sql(db, "UPDATE message SET body = '' WHERE direction = 2");
    world_later(40 * DAY);
    answered(db, 2);
    said(db, 2, "Hello again");
    CHECK(told(db, GRACE_PHONE) > 0);
    CHECK_INT(world_number(db, "SELECT count(*) FROM alert"), 1);
    db_close(db);
}

TEST(who_may_answer_gets_a_code_and_no_two_are_alike)
{
    struct db *db = open_school();
    const char *rest;
    char text[ALERT_SAY];

    add_family(db, 1, "4B", "+254712000001");
    set_person(db, 1, GRACE_PHONE, ALERT_EACH, "", -1);
    CHECK_INT(alert_allow(db, 1, true, "head"), OK);
    said(db, 1, "Hello");
    CHECK_INT(told(db, GRACE_PHONE), 1);
    CHECK_INT(world_number(db, "SELECT length(code) FROM alert"), 2);
    snprintf(text, sizeof(text), "Notehome 4B: a family waits. Reply %s and"
        " your words.", world_text(db, "SELECT code FROM alert"));
    assert_string_equal(last_told(db), text);
    for (int i = 0; i < 200; i++) {
        char code[ALERT_CODE], sql[300];

        CHECK_INT(alert_code_new(db, 1, code), OK);
        CHECK(*code != '\0');
        snprintf(sql, sizeof(sql), "INSERT INTO alert (staff, thread, since,"
            " urgent, message, at, told, code) VALUES (1, 1, 1, 0, 1, 1, %lld,"
            " '%s')", (long long)clock_now(), code);
        world_sql(db, sql);
        CHECK(alert_code_begins(code, code, &rest) && !*rest);
    }
    CHECK_INT(world_number(db, "SELECT count(*) FROM (SELECT code FROM alert"
        " GROUP BY code HAVING count(*) > 1)"), 0);
    CHECK_INT(world_number(db, "SELECT count(*) FROM alert a JOIN alert b"
        " ON b.id <> a.id AND substr(b.code, 1, length(a.code)) = a.code"), 0);
    db_close(db);
}

TEST(a_code_is_never_the_name_of_a_class)
{
    static const char letters[] = "CFHJKMNPRTWX";
    struct db *db = open_school();
    char code[ALERT_CODE], sql[200];

    for (const char *l = letters; *l; l++)
        for (int d = 0; d < 10; d++) {
            if (*l == 'K' && d == 7)
                continue;
            snprintf(sql, sizeof(sql), "INSERT INTO child (name, folded, class)"
                " VALUES ('x', 'x', '%c %d%s')", *l, d, d == 4 ? " East" : "");
            world_sql(db, sql);
        }
    for (int i = 0; i < 20; i++) {
        CHECK_INT(alert_code_new(db, 1, code), OK);
        CHECK(!*code || !strcmp(code, "K7") || !strncmp(code, "K", 1));
    }
    db_close(db);
}

TEST(what_cannot_wait_goes_before_the_daily_text_where_one_alone_may_go)
{
    struct db *db = open_school();
    struct queue_part part;

    world_rules.automatic.per_hour = 1;
    add_family(db, 1, "4B", "+254712000001");
    set_person(db, 1, GRACE_PHONE, ALERT_NOTHING, "", 9 * 60);
    set_person(db, 2, JUMA_PHONE, ALERT_URGENT, "", -1);
    said(db, 1, "She did not come home");
    CHECK_INT(told(db, GRACE_PHONE), 1);
    is_urgent(db, URGENT_MISSING);
    CHECK_INT(told(db, JUMA_PHONE), 1);
    CHECK_INT(world_claim(db, &part), world_number(db,
        "SELECT text FROM alert"));
    world_sent(db, &part, 1);
    CHECK_INT(world_claim(db, &part), 0);       /* the ceiling */
    world_later(HOUR + MINUTE);
    CHECK(world_claim(db, &part) > 0);
    db_close(db);
}

TEST(a_code_is_read_however_it_is_typed)
{
    static const struct {
        const char *text, *code, *rest;     /* rest NULL: it is not that */
    } rows[] = {
        { "K7 ok tutaongea kesho", "K7", "ok tutaongea kesho" },
        { "k7 ok", "K7", "ok" }, { "K 7 ok", "K7", "ok" },
        { "k7ok", "K7", "ok" }, { " K7: ok", "K7", "ok" },
        { "K7", "K7", "" }, { "\"K7\" ok", "K7", "ok" },
        { "k-7, ok", "K7", "ok" }, { "k\u0667 \u0646\u0639\u0645", "K7",
            "\u0646\u0639\u0645" },
        { "k6m ok", "K6M", "ok" }, { "K6 M ok", "K6M", "ok" },
        { "K7\nok", "K7", "ok" }, { "K8 ok", "K7", NULL },
        { "K72 ok", "K7", NULL }, { "ok K7", "K7", NULL }, { "", "K7", NULL },
        { "ok", "", NULL }, { "K", "K7", NULL }, { "7K ok", "K7", NULL },
    };
    const char *rest;
    char like[ALERT_CODE];

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        bool is = alert_code_begins(rows[i].text, rows[i].code, &rest);

        if (is != (rows[i].rest != NULL)
            || (is && strcmp(rest, rows[i].rest) != 0))
            fail_msg("%s: %s", rows[i].text, is ? rest : "-");
    }
    CHECK(alert_code_like("k7 ok", like) && !strcmp(like, "K7"));
    CHECK(alert_code_like("K6m", like) && !strcmp(like, "K6M"));
    CHECK(!alert_code_like("ok tutaongea", like));
    CHECK(!alert_code_like("4B is late", like));
    CHECK(!alert_code_like("A 3 day trip", like));
    CHECK(!alert_code_like("", like));
}
