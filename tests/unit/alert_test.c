/* Alerts on staff's own phones: whose phone it is, who is told of what, how much,
 * and what is answered from there. */
#include "store_world.h"

#include "mapping/mapping.h"
#include "store/alert/alert.h"
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
    char *text = world_text(db, "SELECT body FROM message WHERE direction = 2"
        " ORDER BY id DESC LIMIT 1");

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
