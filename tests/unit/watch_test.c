/* Who is told of harm: the lead's phone, then the deputy's, by a text that says
 * nothing; and the card of a matter. */
#include "store_world.h"

#include "air.h"
#include "store/inbox/filing.h"
#include "store/inbox/watch.h"
#include "store/people/people_edit.h"
#include "store/thread/flood.h"
#include "store/thread/matter.h"
#include "store/thread/thread.h"

#define LEAD "+254720000001"
#define DEPUTY "+254720000002"
#define CHILD "+254733000001"

static struct inbox_rules rules = { .country = "KE", .language = "en",
    .school = "Hillside", .queue = &world_rules, .lead = LEAD,
    .deputy = DEPUTY };

static int second;

static int64_t
hear(struct db *db, const char *from, const char *text)
{
    struct air a = { .from = from, .text = text, .second = second++ % 40000 };
    struct link_part p = air_deliver(&a);

    CHECK_INT(inbox_receive(db, NORTH, "north", &p, &rules, NULL), OK);
    return world_number(db, "SELECT max(id) FROM message WHERE direction = 1");
}

/* How many texts a phone was told by, and that they say nothing. */
static int64_t
told(struct db *db, const char *number)
{
    char sql[200];

    CHECK_INT(watch_tell(db, &rules), OK);
    CHECK_INT(watch_tell(db, &rules), OK);      /* again says nothing more */
    CHECK_INT(world_number(db, "SELECT count(*) FROM message WHERE direction"
        " = 2 AND body <> 'Notehome: something for you to see today.'"), 0);
    snprintf(sql, sizeof(sql), "SELECT count(*) FROM message"
        " WHERE direction = 2 AND number = '%s'", number);
    return world_number(db, sql);
}

static void
see_all(struct db *db)
{
    CHECK_INT(thread_seen(db, world_number(db, "SELECT id FROM thread"
        " WHERE tray = 4 AND number = '" CHILD "'"), INT64_MAX, "grace"), OK);
}

TEST(the_lead_is_told_at_once_and_the_deputy_when_nobody_looks)
{
    struct db *db = world_open();

    CHECK_INT(told(db, LEAD), 0);
    hear(db, CHILD, "What time is the meeting?");
    CHECK_INT(told(db, LEAD), 0);
    hear(db, CHILD, "The teacher beats me");
    CHECK_INT(told(db, LEAD), 1);
    CHECK_INT(world_number(db, "SELECT t.tray FROM message m JOIN thread t"
        " ON t.id = m.thread WHERE m.direction = 2"), 4);
    world_later(29 * MINUTE);
    CHECK_INT(told(db, DEPUTY), 0);
    world_later(2 * MINUTE);
    CHECK_INT(told(db, DEPUTY), 1);
    CHECK_INT(told(db, LEAD), 1);
    world_later(DAY);
    CHECK_INT(told(db, DEPUTY), 1);
    db_close(db);
}

TEST(what_was_seen_is_not_told_to_the_deputy)
{
    struct db *db = world_open();

    hear(db, CHILD, "The teacher beats me");
    CHECK_INT(told(db, LEAD), 1);
    see_all(db);
    world_later(HOUR);
    CHECK_INT(told(db, DEPUTY), 0);
    hear(db, CHILD, "My uncle touches me at night");
    CHECK_INT(told(db, LEAD), 2);
    db_close(db);
}

TEST(three_hundred_texts_tell_the_lead_once_in_half_an_hour)
{
    struct db *db = world_open();
    char number[24];

    for (int i = 0; i < 300; i++) {
        snprintf(number, sizeof(number), "+254733100%03d", i);
        hear(db, number, "The teacher beats me");
        if (i % 50 == 0)
            CHECK_INT(told(db, LEAD), 1);
    }
    world_later(31 * MINUTE);
    CHECK_INT(told(db, LEAD), 2);       /* more has come since the first */
    CHECK(told(db, DEPUTY) <= 1);
    db_close(db);
}

TEST(a_handed_text_tells_the_lead_and_without_a_lead_nobody_is_told)
{
    struct db *db = world_open();
    int64_t id = hear(db, CHILD, "She sleeps in class");

    CHECK_INT(told(db, LEAD), 0);
    CHECK_INT(filing_hand(db, id, "amina"), OK);
    rules.lead = NULL;
    CHECK_INT(told(db, LEAD), 0);
    rules.lead = LEAD;
    CHECK_INT(told(db, LEAD), 1);
    db_close(db);
}

TEST(a_text_that_is_handed_after_a_newer_one_tells_the_lead_and_the_deputy)
{
    struct db *db = world_open();
    int64_t older = hear(db, "+254733000002", "She sleeps in class");

    hear(db, CHILD, "The teacher beats me");
    CHECK_INT(told(db, LEAD), 1);
    world_later(31 * MINUTE);
    CHECK_INT(told(db, DEPUTY), 1);
    see_all(db);
    CHECK_INT(told(db, LEAD), 1);
    CHECK_INT(filing_hand(db, older, "amina"), OK);
    CHECK_INT(told(db, LEAD), 2);
    world_later(29 * MINUTE);
    CHECK_INT(told(db, DEPUTY), 1);
    world_later(2 * MINUTE);
    CHECK_INT(told(db, DEPUTY), 2);
    world_later(DAY);
    CHECK_INT(told(db, LEAD), 2);
    CHECK_INT(told(db, DEPUTY), 2);
    db_close(db);
}

TEST(what_is_handed_does_not_put_off_the_deputy)
{
    struct db *db = world_open();
    int64_t older = hear(db, "+254733000002", "She sleeps in class");

    hear(db, CHILD, "The teacher beats me");
    CHECK_INT(told(db, LEAD), 1);
    world_later(20 * MINUTE);
    CHECK_INT(filing_hand(db, older, "amina"), OK);
    CHECK_INT(told(db, LEAD), 1);
    world_later(11 * MINUTE);
    CHECK_INT(told(db, DEPUTY), 1);
    CHECK_INT(told(db, LEAD), 2);
    see_all(db);
    world_later(31 * MINUTE);
    CHECK_INT(told(db, DEPUTY), 2);     /* nobody has seen the older one */
    db_close(db);
}

TEST(the_deputy_is_told_however_often_more_comes)
{
    struct db *db = world_open();
    char number[24];

    for (int i = 0; i < 6; i++) {
        snprintf(number, sizeof(number), "+254733100%03d", i);
        hear(db, number, "The teacher beats me");
        CHECK_INT(told(db, LEAD), i + 1);
        CHECK_INT(told(db, DEPUTY), i);
        world_later(30 * MINUTE);
    }
    db_close(db);
}

TEST(a_lead_whose_number_takes_no_texts_holds_up_nothing)
{
    static const char *const bad[] = { "40404", "MPESA", "" };

    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        struct db *db = world_open();

        rules.lead = bad[i];
        hear(db, CHILD, "The teacher beats me");
        CHECK_INT(told(db, bad[i]), 0);
        world_later(31 * MINUTE);
        CHECK_INT(told(db, DEPUTY), 1);
        db_close(db);
    }
    rules.lead = LEAD;
}

TEST(a_matter_is_closed_with_an_outcome_alone_and_a_later_text_opens_it)
{
    struct db *db = world_open();
    struct matter m = { .thread = 0 };
    int64_t thread;

    hear(db, CHILD, "The teacher beats me");
    thread = world_number(db, "SELECT id FROM thread WHERE tray = 4");
    CHECK_INT(matter_get(db, thread, &m), OK);
    CHECK(m.open && !*m.taken_by);
    CHECK_INT(matter_take(db, thread, "grace"), OK);
    CHECK_INT(matter_close(db, thread, "  ", INT64_MAX, "grace"), ERR_INPUT);
    world_later(MINUTE);
    CHECK_INT(matter_close(db, thread, "The mother was called.", INT64_MAX,
        "grace"), OK);
    CHECK_INT(matter_get(db, thread, &m), OK);
    CHECK(!m.open);
    CHECK_TEXT(m.taken_by, "grace");
    CHECK_TEXT(m.outcome, "The mother was called.");
    world_later(MINUTE);
    hear(db, CHILD, "My uncle touches me at night");
    CHECK_INT(matter_get(db, thread, &m), OK);
    CHECK(m.open);
    CHECK_INT(matter_get(db, 999, &m), ERR_NOT_FOUND);
    CHECK_INT(world_number(db, "SELECT count(*) FROM audit"
        " WHERE action IN ('matter.take', 'matter.close')"), 2);
    db_close(db);
}

TEST(a_text_that_comes_while_the_outcome_is_typed_keeps_the_matter_open)
{
    struct db *db = world_open();
    struct matter m = { .thread = 0 };
    int64_t seen = hear(db, CHILD, "The teacher beats me"), thread;

    thread = world_number(db, "SELECT id FROM thread WHERE tray = 4");
    CHECK_INT(matter_get(db, thread, &m), OK);
    CHECK_INT(m.last, seen);
    world_later(MINUTE);
    hear(db, CHILD, "My uncle touches me at night");
    world_later(MINUTE);
    CHECK_INT(matter_close(db, thread, "The mother was called.", seen,
        "grace"), OK);
    CHECK_INT(matter_get(db, thread, &m), OK);
    CHECK(m.open);
    CHECK_INT(world_number(db, "SELECT unread FROM thread WHERE tray = 4"), 1);
    CHECK_INT(told(db, LEAD), 1);
    CHECK_INT(matter_close(db, thread, "Both were.", m.last, "grace"), OK);
    CHECK_INT(matter_get(db, thread, &m), OK);
    CHECK(!m.open);
    db_close(db);
}

TEST(one_safeguarding_matter_is_not_set_aside)
{
    struct db *db = world_open();
    int64_t thread;
    int count = 0;

    hear(db, CHILD, "The teacher beats me");
    thread = world_number(db, "SELECT id FROM thread WHERE tray = 4");
    CHECK_INT(flood_aside(db, thread, "grace", &count), ERR_REFUSED);
    CHECK_INT(world_number(db, "SELECT unread FROM thread WHERE tray = 4"), 1);
    hear(db, "+254733000002", "The teacher beats me");
    CHECK_INT(flood_aside(db, thread, "grace", &count), OK);
    CHECK_INT(count, 2);
    db_close(db);
}

TEST(a_matter_that_was_closed_stays_closed_when_its_family_is_forgotten)
{
    struct db *db = world_open();
    struct matter m = { .thread = 0 };
    int64_t thread;

    world_sql(db, "INSERT INTO family (id, label, created)"
        " VALUES (1, 'Ali', 1)");
    world_sql(db, "INSERT INTO guardian (id, name, folded)"
        " VALUES (1, 'Ali', 'ali')");
    world_sql(db, "INSERT INTO family_guardian (family, guardian)"
        " VALUES (1, 1)");
    world_sql(db, "INSERT INTO phone (id, number, raw, since)"
        " VALUES (1, '" CHILD "', '', 1)");
    world_sql(db, "INSERT INTO guardian_phone (guardian, phone, rank)"
        " VALUES (1, 1, 0)");
    hear(db, CHILD, "The teacher beats me");
    thread = world_number(db, "SELECT id FROM thread WHERE tray = 4");
    world_later(MINUTE);
    CHECK_INT(matter_close(db, thread, "Amina was seen.", INT64_MAX,
        "grace"), OK);
    CHECK_INT(family_erase(db, 1, "head"), OK);
    CHECK_INT(matter_get(db, thread, &m), OK);
    CHECK(!m.open);
    CHECK_TEXT(m.closed_by, "grace");
    CHECK(!strstr(m.outcome, "Amina") && !strstr(m.number, CHILD));
    db_close(db);
}

TEST(a_flood_is_set_aside_or_blocked_and_does_not_drown_a_real_text)
{
    struct db *db = world_open();
    char number[24];
    int64_t thread;
    bool blocked = true;
    int count = 0;

    for (int i = 0; i < 300; i++) {
        snprintf(number, sizeof(number), "+254733100%03d", i);
        hear(db, number, "The teacher beats me");
    }
    hear(db, CHILD, "My uncle touches me at night");
    thread = world_number(db, "SELECT max(thread) FROM message"
        " WHERE number <> '" CHILD "'");
    CHECK_INT(flood_alike(db, thread, &count), OK);
    CHECK_INT(count, 299);
    CHECK_INT(flood_aside(db, thread, "grace", &count), OK);
    CHECK_INT(count, 300);
    CHECK_TEXT(world_text(db, "SELECT group_concat(number) FROM thread"
        " WHERE tray = 4 AND unread > 0"), CHILD);
    see_all(db);
    CHECK_INT(flood_blocked(db, CHILD, &blocked), OK);
    CHECK(!blocked);
    CHECK_INT(flood_block(db, CHILD, true, "grace"), OK);
    CHECK_INT(told(db, LEAD), 0);
    hear(db, CHILD, "The teacher beats me");
    CHECK_INT(told(db, LEAD), 0);
    CHECK_INT(world_number(db,
        "SELECT count(*) FROM thread WHERE unread > 0"), 0);
    CHECK_INT(flood_block(db, CHILD, false, "grace"), OK);
    hear(db, CHILD, "The teacher beats me");
    CHECK_INT(told(db, LEAD), 1);
    db_close(db);
}
