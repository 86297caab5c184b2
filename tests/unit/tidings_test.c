#include "store_world.h"

#include "daemon/tidings.h"
#include "status/status.h"
#include "store/db/setting.h"

#include <time.h>

#define PLENTY ((int64_t)8000000000)

static struct rules rules;

static struct db *
begin(void)
{
    struct db *db = world_open();

    setenv("TZ", "UTC", 1);
    tzset();
    memset(&rules, 0, sizeof(rules));
    snprintf(rules.config.keeper, sizeof(rules.config.keeper), "+254712000009");
    snprintf(rules.config.school.name, sizeof(rules.config.school.name),
        "Hillside");
    rules.queue = world_rules;
    return db;
}

static int64_t
texts(struct db *db)
{
    return world_number(db, "SELECT count(*) FROM message");
}

/* The words of the last text to the keeper. */
static const char *
words(struct db *db)
{
    static char text[1000];
    struct query q = query_start(db, "SELECT body FROM message WHERE number ="
        " '+254712000009' ORDER BY id DESC LIMIT 1");

    text[0] = '\0';
    if (query_row(&q))
        query_copy_text(&q, 0, text, sizeof(text));
    assert_int_equal(query_end(&q), OK);
    return text;
}

static void
backup_made(struct db *db)
{
    char at[24];

    snprintf(at, sizeof(at), "%lld", (long long)world_now);
    CHECK_INT(setting_set(db, "backup.at", at), OK);
    CHECK_INT(setting_set(db, "backup.trouble", ""), OK);
}

static void
look(struct db *db, int64_t disk_free)
{
    CHECK_INT(tidings_look(db, &rules, disk_free, NULL), OK);
}

static void
dongle(enum status_phase phase)
{
    struct status_modem m = { .phase = phase };

    snprintf(m.name, sizeof(m.name), "sim1");
    status_set(&m);
}

TEST(a_night_without_a_backup_is_told_once_and_again_after_a_week)
{
    struct db *db = begin();
    struct reason why = reason_text(REASON_PASSPHRASE_FILE, "/etc/x");

    reason_add_words(&why, err_text(ERR_NOT_FOUND));
    backup_made(db);
    CHECK_INT(setting_set_reason(db, "backup.trouble", &why), OK);
    world_later(30 * HOUR);
    look(db, PLENTY);
    CHECK_INT(texts(db), 0);            /* the next try may be good */
    world_later(7 * HOUR);
    for (int i = 0; i < 5; i++)
        look(db, PLENTY);
    CHECK_INT(texts(db), 1);
    CHECK_TEXT(words(db), "Notehome, Hillside: no backup was made since 23.11."
        " No backup was made: the passphrase file /etc/x cannot be used: not"
        " found.");
    world_later(6 * DAY);
    look(db, PLENTY);
    CHECK_INT(texts(db), 1);
    world_later(DAY);
    look(db, PLENTY);
    CHECK_INT(texts(db), 2);
    /* Well again, then another time: told anew. */
    backup_made(db);
    look(db, PLENTY);
    world_later(37 * HOUR);
    look(db, PLENTY);
    CHECK_INT(texts(db), 3);
    CHECK(strstr(words(db), "Look at Settings, Backups."));
    db_close(db);
}

TEST(a_new_box_has_time_for_its_first_backup_and_a_restart_gives_no_more)
{
    struct db *db = begin();

    look(db, PLENTY);
    world_later(35 * HOUR);
    look(db, PLENTY);
    CHECK_INT(texts(db), 0);
    world_later(2 * HOUR);
    look(db, PLENTY);
    CHECK_INT(texts(db), 1);
    db_close(db);
}

TEST(a_certificate_that_ends_is_told_each_week_until_there_is_a_new_one)
{
    struct db *db = begin();
    struct tls_facts tls = { .until = world_now + 40 * DAY, .own = true };
    static const struct { int days, texts; } rows[] = { { 0, 0 }, { 9, 0 },
        { 2, 1 }, { 0, 1 }, { 6, 1 }, { 1, 2 }, { 30, 3 } };

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        world_later(rows[i].days * DAY);
        backup_made(db);
        CHECK_INT(tidings_look(db, &rules, PLENTY, &tls), OK);
        CHECK_INT(texts(db), rows[i].texts);
    }
    CHECK_TEXT(words(db), "Notehome, Hillside: the certificate of the encrypted"
        " page ends on 02.01. Make a new one: notehome tls renew");
    tls.until = world_now + 3650 * DAY;
    CHECK_INT(tidings_look(db, &rules, PLENTY, &tls), OK);
    tls.until = world_now;
    tls.own = false;
    CHECK_INT(tidings_look(db, &rules, PLENTY, &tls), OK);
    CHECK_INT(texts(db), 4);
    CHECK(strstr(words(db), "where web.tls names it."));
    CHECK_INT(tidings_look(db, &rules, PLENTY, NULL), OK);
    CHECK_INT(texts(db), 4);
    db_close(db);
}

TEST(a_disk_that_fills_is_told_once_until_there_is_room_again)
{
    struct db *db = begin();
    static const struct { int64_t mb; int texts; } rows[] = {
        { 500, 0 }, { 199, 1 }, { 150, 1 }, { 250, 1 }, { 190, 1 }, { 450, 1 },
        { 190, 2 }, { -1, 2 }, { 0, 2 },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        backup_made(db);
        look(db, rows[i].mb < 0 ? -1 : rows[i].mb * 1000000);
        CHECK_INT(texts(db), rows[i].texts);
        world_later(HOUR);
    }
    CHECK(strstr(words(db), "almost full, 190 MB are left"));
    db_close(db);
}

TEST(nobody_is_told_without_a_keeper_or_while_the_date_is_unsure)
{
    struct db *db = begin();

    rules.config.keeper_weekly = true;
    rules.queue.clock_unsure = true;
    look(db, 1);
    rules.queue.clock_unsure = false;
    rules.config.keeper[0] = '\0';
    look(db, 1);
    CHECK_INT(texts(db), 0);
    db_close(db);
}

TEST(a_monday_says_that_all_is_well_when_that_is_wished)
{
    struct db *db = begin();

    dongle(STATUS_WORKING);
    backup_made(db);
    look(db, PLENTY);
    CHECK_INT(texts(db), 0);            /* not wished */
    rules.config.keeper_weekly = true;
    world_at(DAWN - 3 * HOUR);          /* Monday, six in the morning */
    look(db, PLENTY);
    CHECK_INT(texts(db), 0);
    world_at(DAWN);
    look(db, PLENTY);
    look(db, PLENTY);
    CHECK_INT(texts(db), 1);
    CHECK_TEXT(words(db), "Notehome, Hillside: all is well. Last week 0 texts"
        " went out and 0 came in; 0 families wait for an answer.");
    world_later(6 * DAY);
    backup_made(db);
    look(db, PLENTY);
    CHECK_INT(texts(db), 1);
    /* The box was off on Monday: the day it comes back will do. */
    world_later(3 * DAY);
    backup_made(db);
    look(db, PLENTY);
    CHECK_INT(texts(db), 2);
    status_remove("sim1");
    db_close(db);
}

TEST(a_monday_that_is_not_well_says_what_is_not)
{
    struct db *db = begin();

    rules.config.keeper_weekly = true;
    backup_made(db);
    dongle(STATUS_STOPPED);
    look(db, 300 * 1000000);
    CHECK(!strstr(words(db), "all is well"));
    CHECK(strstr(words(db), "Hillside: The disk is almost full. The dongle sim1"
        " does not work. Last week"));
    status_remove("sim1");
    world_later(7 * DAY);
    look(db, PLENTY);
    CHECK(strstr(words(db), "No backup was made lately. There is no dongle."));
    db_close(db);
}

TEST(a_text_that_is_refused_is_not_tried_each_minute)
{
    struct db *db = begin();

    snprintf(rules.config.keeper, sizeof(rules.config.keeper), "+1");
    for (int i = 0; i < 3; i++)
        look(db, 1);
    CHECK_INT(texts(db), 0);
    CHECK(world_number(db, "SELECT count(*) FROM setting WHERE key ="
        " 'tidings.disk' AND value <> ''") == 1);
    db_close(db);
}
