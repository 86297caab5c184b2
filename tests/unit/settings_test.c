#include "store_world.h"

#include "mapping/concern.h"
#include "settings/rules.h"
#include "settings/settings.h"
#include "text/words.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

static struct reason refused;

static enum err
save(struct db *db, const char *name, const char *value)
{
    return settings_save(db, name, value, "head", &refused);
}

static const struct config file = { .school = { .name = "Hillside",
        .country = "KE", .timezone = "UTC", .language = "en" },
    .quiet_from = 21 * 60, .quiet_to = 6 * 60, .validity_hours = 48,
    .modems = 2, .modem = { { .pin = "1111" }, { .pin = "" } } };

TEST(what_the_page_set_goes_over_the_file_and_back)
{
    struct db *db = world_open();
    struct config c = file;

    CHECK_INT(save(db, "school.name", " Hill  Top "), OK);
    CHECK_INT(save(db, "quiet.from", "20:30"), OK);
    CHECK_INT(settings_read(db, &c), OK);
    CHECK_TEXT(c.school.name, "Hill Top");
    CHECK_INT(c.quiet_from, 20 * 60 + 30);
    CHECK_INT(c.quiet_to, 6 * 60);
    CHECK_INT(save(db, "school.name", ""), OK);
    c = file;
    CHECK_INT(settings_read(db, &c), OK);
    CHECK_TEXT(c.school.name, "Hillside");
    db_close(db);
}

TEST(what_is_unusable_is_refused_with_a_sentence)
{
    static const char *const bad[][2] = { { "quiet.from", "25:00" },
        { "quiet.from", "noon" }, { "school.country", "XX" },
        { "school.timezone", "../../etc/passwd" },
        { "school.timezone", "Mars/Base" }, { "caps.per_day", "-1" },
        { "caps.per_minute", "1001" }, { "modem.pin", "12ab" },
        { "quiet.days", "0123456" }, { "quiet.days", "7" },
        { "school.name", "a\xe2\x80\xae" "b" } };
    struct db *db = world_open();

    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        refused = reason_none;
        CHECK_INT(save(db, bad[i][0], bad[i][1]), ERR_INPUT);
        CHECK(reason_given(&refused));
    }
    CHECK_INT(save(db, "no.such", "1"), ERR_NOT_FOUND);
    CHECK_INT(world_number(db, "SELECT count(*) FROM setting"), 0);
    db_close(db);
}

static int64_t
locks_after(void)
{
    const struct rules *r = rules_take();
    int64_t ms = rules_lock_after(r);

    rules_release(r);
    return ms;
}

static atomic_bool others_know;
static atomic_int waits;        /* the thread that waits for its setting */

static void *
take_up(void *db)
{
    test_until_asleep(&waits);
    CHECK_INT(rules_apply(&file, db), OK);
    test_until_asleep(&waits);  /* it waits until the others have heard */
    others_know = true;
    rules_told();
    return NULL;
}

TEST(what_was_saved_is_in_force_once_it_was_waited_for)
{
    struct db *db = world_open();
    pthread_t main_thread;

    CHECK_INT(rules_apply(&file, db), OK);
    rules_wait(60000);      /* nothing was saved: at once */
    CHECK_INT(save(db, "web.lock_minutes", "10"), OK);
    rules_changed();
    CHECK(locks_after() != 10 * MINUTE);
    waits = gettid();
    CHECK_INT(pthread_create(&main_thread, NULL, take_up, db), 0);
    rules_wait(60000);
    CHECK_INT(locks_after(), 10 * MINUTE);
    CHECK(others_know);
    pthread_join(main_thread, NULL);
    rules_changed();        /* nobody takes it up: it ends all the same */
    rules_wait(1);
    CHECK_INT(rules_apply(&file, db), OK);
    rules_told();
    db_close(db);
}

/* How often this thread gave the processor away by itself. */
static long
naps(void)
{
    struct rusage u;

    CHECK_INT(getrusage(RUSAGE_THREAD, &u), 0);
    return u.ru_nvcsw;
}

TEST(who_waits_for_settings_sleeps_until_they_are_told)
{
    struct db *db = world_open();
    pthread_t main_thread;
    long before;

    CHECK_INT(rules_apply(&file, db), OK);
    rules_changed();
    CHECK_INT(pthread_create(&main_thread, NULL, take_up, db), 0);
    before = naps();
    rules_wait(60000);
    CHECK(naps() - before < 10);        /* 40 ms, looked at again each 2 ms */
    pthread_join(main_thread, NULL);
    rules_changed();
    before = naps();
    rules_wait(200);
    CHECK(naps() - before < 10);
    CHECK_INT(rules_apply(&file, db), OK);
    rules_told();
    db_close(db);
}

TEST(what_is_held_stays_as_it_was_and_goes_with_its_last_reader)
{
    struct config c = file;
    const struct rules *first, *again, *second;

    CHECK_INT(rules_publish(&c), OK);
    CHECK_INT(rules_snapshots(), 1);
    first = rules_take();
    again = rules_take();
    CHECK(first == again);
    snprintf(c.school.name, sizeof(c.school.name), "Lakeside");
    CHECK_INT(rules_publish(&c), OK);
    second = rules_take();
    CHECK_TEXT(first->config.school.name, "Hillside");
    CHECK_TEXT(second->inbox.school, "Lakeside");
    CHECK_INT(rules_snapshots(), 2);
    rules_release(again);
    CHECK_INT(rules_snapshots(), 2);
    CHECK_TEXT(first->inbox.school, "Hillside");
    rules_release(first);
    rules_release(second);
    rules_release(NULL);
    CHECK_INT(rules_snapshots(), 1);
    CHECK_INT(rules_set_clock_unsure(true), OK);
    CHECK(rules_current()->queue.clock_unsure);
    CHECK_TEXT(rules_current()->inbox.school, "Lakeside");
    CHECK_INT(rules_set_clock_unsure(false), OK);
    CHECK_INT(rules_snapshots(), 1);
}

static atomic_bool changes_end;

/* A page: each request holds what is in force, and finds it whole. */
static void *
read_on(void *user)
{
    atomic_int *requests = user;

    while (!changes_end) {
        const struct rules *r = rules_take();

        CHECK_INT(r->queue.caps.per_day, r->config.caps.per_day);
        CHECK(r->inbox.school == r->config.school.name);
        CHECK(r->inbox.queue == &r->queue);
        CHECK_INT(atoi(r->config.school.name), r->config.caps.per_day);
        rules_release(r);
        ++*requests;
    }
    return NULL;
}

TEST(many_changes_leave_no_more_in_memory_than_one)
{
    enum { READERS = 4, CHANGES = 2000 };
    struct config c = file;
    atomic_int requests = 0;
    pthread_t reader[READERS];

    snprintf(c.school.name, sizeof(c.school.name), "0");
    CHECK_INT(rules_publish(&c), OK);
    for (int i = 0; i < READERS; i++)
        CHECK_INT(pthread_create(&reader[i], NULL, read_on, &requests), 0);
    for (int i = 1; i <= CHANGES || requests < CHANGES; i++) {
        snprintf(c.school.name, sizeof(c.school.name), "%d", i);
        c.caps.per_day = i;
        CHECK_INT(rules_publish(&c), OK);
        CHECK(rules_snapshots() <= 1 + READERS);
    }
    changes_end = true;
    for (int i = 0; i < READERS; i++)
        pthread_join(reader[i], NULL);
    CHECK_INT(rules_snapshots(), 1);
}

TEST(a_change_is_audited_once_and_a_pin_never_shown)
{
    struct db *db = world_open();

    CHECK_INT(save(db, "caps.per_day", "90"), OK);
    CHECK_INT(save(db, "caps.per_day", "90"), OK);
    CHECK_INT(save(db, "modem.pin", "4711"), OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM audit"), 2);
    CHECK_INT(world_number(db, "SELECT count(*) FROM audit"
        " WHERE detail LIKE '%4711%'"), 0);
    db_close(db);
}

TEST(rules_are_the_file_with_the_settings_over_it)
{
    struct db *db = world_open();

    CHECK_INT(save(db, "modem.pin", "4711"), OK);
    CHECK_INT(save(db, "caps.per_day", "90"), OK);
    CHECK_INT(save(db, "automatic.per_hour", "7"), OK);
    CHECK_INT(save(db, "automatic.credit", "50"), OK);
    CHECK_INT(save(db, "answer.text", "We read this on Monday."), OK);
    CHECK_INT(save(db, "words.stop", "Basta\r\n\r\n kaput "), OK);
    CHECK_INT(rules_apply(&file, db), OK);
    CHECK_INT(rules_current()->queue.caps.per_day, 90);
    CHECK_INT(rules_current()->queue.automatic.per_hour, 7);
    CHECK_INT(rules_current()->queue.automatic.per_day,
        file.automatic.per_day);
    CHECK_INT(rules_current()->queue.automatic.credit, 50);
    CHECK_TEXT(rules_current()->config.modem[0].pin, "1111");
    CHECK_TEXT(rules_current()->config.modem[1].pin, "4711");
    CHECK(rules_current()->inbox.answer == NULL);
    CHECK_INT(save(db, "words.harm", "gumba room"), OK);
    CHECK(!rules_current()->inbox.harm);
    CHECK_INT(rules_apply(&file, db), OK);
    CHECK(concern_of(rules_current()->inbox.harm,
        "the books are in the Gumba room", "en", NULL) > CONCERN_NONE);
    CHECK_INT(words_opt(0, "KAPUT!"), WORDS_OPT_STOP);
    CHECK_INT(words_opt(0, "basta ya"), WORDS_OPT_NONE);
    CHECK_INT(save(db, "answer.on", "1"), OK);
    CHECK_INT(save(db, "words.stop", ""), OK);
    CHECK_INT(rules_apply(&file, db), OK);
    CHECK_TEXT(rules_current()->inbox.answer, "We read this on Monday.");
    CHECK_INT(words_opt(0, "kaput"), WORDS_OPT_NONE);
    db_close(db);
}

TEST(which_kinds_of_texts_to_many_wait_for_a_second_person_is_set_by_kind)
{
    struct db *db = world_open();

    CHECK_INT(rules_apply(&file, db), OK);
    CHECK_INT(rules_current()->config.alone, 0);
    CHECK_INT(save(db, "tell.approval", "04"), OK);
    CHECK_INT(rules_apply(&file, db), OK);
    CHECK_INT(rules_current()->config.alone,
        0x3f & ~(1 << TONE_NONE | 1 << TONE_CONCERN));
    CHECK_INT(save(db, "tell.approval", "6"), ERR_INPUT);
    CHECK_INT(save(db, "tell.approval", "-"), OK);
    CHECK_INT(rules_apply(&file, db), OK);
    CHECK_INT(rules_current()->config.alone, 0x3f);
    world_sql(db, "UPDATE setting SET value = 'off'"
        " WHERE key = 'tell.approval'");
    CHECK_INT(rules_apply(&file, db), OK);
    CHECK_INT(rules_current()->config.alone, 0x3f);
    db_close(db);
}

TEST(no_text_goes_on_a_day_without_texts_but_an_urgent_one)
{
    struct db *db = world_open();
    struct queue_part p;
    int64_t next = 0;

    world_rules.quiet_days = 1 << 1;    /* Monday, which DAWN is */
    world_rules.quiet_from = 21 * 60;
    world_rules.quiet_to = 6 * 60;
    world_add(db, "+254712000001", "Tomorrow will do");
    CHECK_INT(queue_claim(db, NORTH, "north", &world_rules, &p, &next),
        ERR_EMPTY);
    CHECK(next == DAWN - 9 * HOUR + DAY + 6 * HOUR);
    world_add_as(db, "+254712000001", "School is closed", PRIORITY_URGENT);
    CHECK_INT(queue_claim(db, NORTH, "north", &world_rules, &p, &next), OK);
    world_sent(db, &p, 1);
    world_at(next);
    CHECK(world_claim(db, &p) > 0);
    db_close(db);
}
