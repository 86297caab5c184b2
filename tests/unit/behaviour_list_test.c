/* The school's own list of events, and the way to it from a file of before. */
#include "behaviour_world.h"

#include <unistd.h>

/* --- the list ------------------------------------------------------------- */

static enum err
set(struct db *db, const char *name, bool good, const char *language,
    const char *body)
{
    return behaviour_home_set(db, name, &good, language, body, "head", &why);
}

static void
count_kind(void *user, const struct behaviour_kind *k)
{
    int *n = user;

    n[k->good]++;
    if (k->good)
        CHECK_INT(n[false], 0);     /* the good ones come first */
}

static void
first_name_of(void *user, const struct behaviour_words *w)
{
    char *to = user;

    sprintf(to + strlen(to), "%s ", w->language);
    CHECK(strstr(w->body, "{child}") != NULL);
}

TEST(a_school_begins_with_a_list_of_good_events_first_in_four_languages)
{
    struct db *db = school();
    char languages[80];
    int n[2] = { 0 };

    CHECK_INT(behaviour_kinds(db, count_kind, n), OK);
    CHECK_INT(n[true], 8);
    CHECK_INT(n[false], 4);
    for (int64_t k = 1; k <= 12; k++) {
        languages[0] = '\0';
        CHECK_INT(behaviour_words_of(db, k, first_name_of, languages), OK);
        CHECK_TEXT(languages, "ar en fr sw ");
    }
    db_close(db);
}

TEST(the_schools_own_events_need_a_sentence_that_names_the_child)
{
    struct db *db = school();
    int64_t id = 0;

    CHECK_INT(set(db, "sang", true, "en", "Sang well."), ERR_INPUT);
    CHECK_INT(why.code, REASON_EVENT_WORDS);
    CHECK_INT(set(db, "sang", true, "en", "{chlid} sang."), ERR_INPUT);
    CHECK_INT(why.code, REASON_NO_FIELD);
    CHECK_INT(set(db, "sang", true, "en", "{child} sang."), OK);
    CHECK_INT(set(db, "SANG", true, "sw", "{child} aliimba."), OK);
    CHECK_INT(behaviour_kind_find(db, "Sang", &id), OK);
    CHECK_INT(id, 13);
    CHECK_INT(behaviour_kind_remove(db, 13, "en", "head"), OK);
    CHECK_INT(behaviour_kind_find(db, "sang", &id), OK);
    CHECK_INT(behaviour_kind_remove(db, 13, "sw", "head"), OK);
    CHECK_INT(behaviour_kind_find(db, "sang", &id), ERR_NOT_FOUND);
    CHECK_INT(behaviour_kind_remove(db, 13, "", "head"), ERR_NOT_FOUND);
    CHECK_INT(world_number(db, "SELECT count(*) FROM audit"
        " WHERE action LIKE 'event.%'"), 4);
    db_close(db);
}

TEST(a_list_takes_so_many_events_and_says_when_it_is_full)
{
    struct db *db = school();
    char name[20];

    for (int i = 13; i <= BEHAVIOUR_KINDS; i++) {
        snprintf(name, sizeof(name), "event %d", i);
        CHECK_INT(set(db, name, true, "en", "{child}."), OK);
    }
    CHECK_INT(set(db, "one more", true, "en", "{child}."), ERR_REFUSED);
    CHECK_INT(why.code, REASON_EVENT_FULL);
    CHECK_INT(set(db, "event 13", true, "fr", "{child}."), OK);
    db_close(db);
}

TEST(what_was_noted_keeps_its_name_and_count_when_the_list_changes)
{
    struct db *db = school();
    int64_t id = tap(db, 1, LATE), late;
    int good, concern;
    struct behaviour b;

    CHECK_INT(behaviour_kind_remove(db, LATE, "", "head"), OK);
    CHECK_INT(set(db, "late", true, "en", "{child} came."), OK);
    CHECK_INT(behaviour_totals(db, 1, 0, &good, &concern), OK);
    CHECK_INT(good, 0);
    CHECK_INT(concern, 1);
    CHECK_INT(behaviour_kind_remove(db, HELPED, "", "head"), OK);
    CHECK_INT(behaviour_kind_find(db, "late", &late), OK);
    CHECK_INT(behaviour_kind_remove(db, late, "", "head"), OK);
    CHECK_INT(behaviour_get(db, id, &b), OK);
    CHECK_TEXT(b.name, "late");
    CHECK_INT(b.kind, 0);
    CHECK(!b.good);
    CHECK_INT(behaviour_totals(db, 1, 0, &good, &concern), OK);
    CHECK_INT(concern, 1);
    CHECK_INT(tell(db, id), OK);        /* an admin sees that it has no words */
    CHECK_INT(behaviour_home_decide(db, id, true, &head, &good, &why),
        ERR_REFUSED);
    CHECK_INT(why.code, REASON_EVENT_NO_WORDS);
    CHECK_INT(state(db, id), BEHAVIOUR_ASKED);
    db_close(db);
}

static void
keep_late(void *user, const struct behaviour_kind *k)
{
    if (k->id == LATE)
        *(bool *)user = k->good;
}

TEST(a_sentence_for_an_event_of_the_list_leaves_its_kind)
{
    struct db *db = school();
    bool good = true;
    int64_t id;
    int n;

    CHECK_INT(set(db, "Late", true, "pt", "{child} chegou tarde."),
        ERR_REFUSED);
    CHECK_INT(why.code, REASON_EVENT_KIND);
    CHECK_INT(set(db, "helped another", false, "en", "{child} did not."),
        ERR_REFUSED);
    CHECK_INT(world_number(db, "SELECT count(*) FROM behaviour_words"), 48);
    CHECK_INT(world_number(db, "SELECT count(*) FROM audit"
        " WHERE action = 'event.set'"), 0);
    CHECK_INT(set(db, "Late", false, "pt", "{child} chegou tarde."), OK);
    CHECK_INT(behaviour_home_set(db, "helped another", NULL, "pt",
        "{child} ajudou.", "head", &why), OK);
    CHECK_INT(behaviour_home_set(db, "slept", NULL, "en", "{child} slept.",
        "head", &why), OK);             /* new: with care */
    CHECK_INT(behaviour_kinds(db, keep_late, &good), OK);
    CHECK(!good);
    CHECK_INT(world_number(db, "SELECT sum(good) FROM behaviour_kind"), 8);
    id = tap(db, 1, LATE);
    CHECK_INT(behaviour_home_tell(db, id, &with, &n, &why), OK);
    CHECK_INT(n, 0);                    /* it waits for an admin */
    CHECK_INT(state(db, id), BEHAVIOUR_ASKED);
    db_close(db);
}

/* Takes out what steps after this one added to tables of before. */
static void
without_later_steps(struct db *db)
{
    static const char *const later[] = { "staff DROP COLUMN language",
        "staff DROP COLUMN signature", "staff DROP COLUMN subjects",
        "staff DROP COLUMN classes", "staff DROP COLUMN classes_kept",
        "note DROP COLUMN only_for", "absence DROP COLUMN list" };
    char sql[80];

    world_sql(db, "DROP TRIGGER list_staff_changed");
    world_sql(db, "DROP TRIGGER list_alert_person_changed");
    world_sql(db, "DROP TRIGGER webhook_came");
    world_sql(db, "DROP TRIGGER webhook_left");
    world_sql(db, "DROP TRIGGER webhook_state");
    world_sql(db, "DROP INDEX note_alone");
    world_sql(db, "DROP INDEX absence_list_days");
    for (size_t i = 0; i < sizeof(later) / sizeof(*later); i++) {
        snprintf(sql, sizeof(sql), "ALTER TABLE %s", later[i]);
        world_sql(db, sql);
    }
    world_sql(db, "DROP TABLE absence_list");
    world_sql(db, "DROP TABLE card");
    world_sql(db, "DROP TABLE prompt_use");
    world_sql(db, "DROP TABLE prompt_words");
    world_sql(db, "DROP TABLE prompt");
    world_sql(db, "DROP TABLE webhook_call");
    world_sql(db, "DROP TABLE webhook");
    world_sql(db, "DROP TABLE plan_talk");
    world_sql(db, "DROP TABLE plan_step");
    world_sql(db, "DROP TABLE plan");
    world_sql(db, "ALTER TABLE staff DROP COLUMN walled");
}

/* A file of the step before this one, with people and a text in it. */
static void
make_before(const char *path)
{
    struct db *db = world_open_at(path);

    CHECK_INT(db_begin(db), OK);
    add(db, "Brian Otieno", "Rose Otieno", ROSE, "F1", "en");
    CHECK_INT(db_commit(db), OK);
    world_add(db, ROSE, "Brian read aloud.");
    without_later_steps(db);
    world_sql(db, "DROP TABLE behaviour");
    world_sql(db, "DROP TABLE behaviour_words");
    world_sql(db, "DROP TABLE behaviour_kind");
    world_sql(db, "PRAGMA user_version = 59");
    db_close(db);
}

TEST(a_file_of_before_keeps_its_people_and_texts_and_gets_the_list)
{
    char folder[] = "/tmp/notehome-eventsXXXXXX", path[64], remove[80];
    struct db *db;

    CHECK(mkdtemp(folder) != NULL);
    snprintf(path, sizeof(path), "%s/notehome.db", folder);
    make_before(path);
    db = world_open_at(path);
    CHECK_INT(world_number(db, "SELECT count(*) FROM behaviour_words"), 48);
    CHECK_TEXT(world_text(db, "SELECT name FROM child"), "Brian Otieno");
    CHECK_TEXT(world_text(db, "SELECT body FROM message"),
        "Brian read aloud.");
    CHECK_INT(tell(db, tap(db, 1, READ)), OK);
    CHECK(db_check(db) == OK);
    db_close(db);
    snprintf(remove, sizeof(remove), "rm -rf %s", folder);
    CHECK_INT(system(remove), 0);
}
