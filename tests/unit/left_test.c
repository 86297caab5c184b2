/* left_test.c - children who left the school: kept, not texted, then
 * forgotten. */
#include "people_world.h"

#include "base/clock.h"
#include "store/people/group.h"
#include "store/people/import.h"
#include "store/people/left.h"
#include "store/thread/desk.h"
#include "store/thread/sentence.h"

static int64_t
id_of(struct db *db, const char *sql)
{
    struct query q = query_start_text(db, sql);
    int64_t id = 0;

    if (query_row(&q))
        id = query_get_int(&q, 0);
    CHECK_INT(query_end(&q), OK);
    return id;
}

static void
leave(struct db *db, const char *name, bool left)
{
    char sql[120];
    int64_t child, family;

    snprintf(sql, sizeof(sql), "SELECT id FROM child WHERE name = '%s'", name);
    child = id_of(db, sql);
    snprintf(sql, sizeof(sql), "SELECT family FROM family_child"
        " WHERE child = %lld", (long long)child);
    family = id_of(db, sql);
    CHECK_INT(child_leave(db, family, child, left, "head"), OK);
}

static void
put_recipient(void *user, const struct recipient *r)
{
    put(user, r->number);
    put(user, " ");
    put(user, r->children);
    put(user, "\n");
}

static const char *
texted(struct db *db, struct people_target t)
{
    static struct text out;

    out = (struct text){ .db = db };
    if (people_recipients(db, &t, put_recipient, &out, NULL) == ERR_NOT_FOUND)
        put(&out, "nobody\n");
    return out.out;
}

static void
put_left(void *user, const struct child *c)
{
    CHECK(c->left_at > 0);
    put(user, c->name);
}

static void
put_class(void *user, const char *name, int children)
{
    char line[60];

    snprintf(line, sizeof(line), "%s %d\n", name, children);
    put(user, line);
}

static struct db *
school(void)
{
    struct db *db = open_db();

    ADD("Amina Ali", "4B", "Salma Ali", "0722000001");
    ADD("Hassan Ali", "8A", "Salma Ali", "0722000001");
    ADD("Juma Otieno", "8A", "Rose Otieno", "0722000002");
    return db;
}

TEST(who_left_is_kept_and_gets_no_text_to_many)
{
    struct db *db = school();
    struct text t = { .db = db };
    struct reason say;
    int64_t group = 0, rose;

    rose = id_of(db, "SELECT family FROM family_child WHERE child = 3");
    CHECK_INT(group_save(db, "Choir", "head", &say, &group), OK);
    CHECK_INT(group_put(db, group, rose, true, "head"), OK);
    leave(db, "Hassan Ali", true);
    leave(db, "Juma Otieno", true);
    CHECK_TEXT(texted(db, (struct people_target){ .all = true }),
        "+254722000001 Amina\n");
    CHECK_TEXT(texted(db, (struct people_target){ .class_name = "8A" }),
        "nobody\n");
    CHECK_TEXT(texted(db, (struct people_target){ .family = rose }),
        "+254722000002 \n");
    CHECK_INT(group_families(db, group, put_family, &t), OK);
    CHECK_TEXT(t.out, "");
    CHECK_INT(desk_classes(db, put_class, &t), OK);
    CHECK_TEXT(t.out, "4B 1\n");
    t = (struct text){ .db = db };
    CHECK_INT(family_left(db, rose, put_left, &t), OK);
    CHECK_TEXT(t.out, "Juma Otieno");
    leave(db, "Juma Otieno", false);
    CHECK_TEXT(texted(db, (struct people_target){ .class_name = "8A" }),
        "+254722000002 Juma\n");
    db_close(db);
}

TEST(a_sentence_that_waits_goes_with_the_child_who_leaves)
{
    struct db *db = school();

    CHECK_INT(sentence_keep(db, 1, "grace", TONE_PRAISE, "sang", 0), OK);
    CHECK_INT(sentence_keep(db, 3, "grace", TONE_PRAISE, "read aloud", 0), OK);
    CHECK_INT(sentence_keep(db, 3, "lucy", TONE_PRAISE, "drew a map", 0), OK);
    CHECK_INT(id_of(db, "UPDATE sentence SET sent = 1 WHERE author = 'lucy'"
        " RETURNING child"), 3);
    leave(db, "Juma Otieno", true);
    CHECK_INT(id_of(db, "SELECT count(*) FROM sentence WHERE child = 1"), 1);
    CHECK_INT(id_of(db, "SELECT count(*) FROM sentence WHERE child = 3"), 1);
    leave(db, "Juma Otieno", false);
    CHECK_INT(id_of(db, "SELECT count(*) FROM sentence WHERE child = 3"
        " AND sent = 0"), 0);
    CHECK_INT(id_of(db, "UPDATE child SET left_at = 1 WHERE id = 1"
        " RETURNING id"), 1);           /* as the turn of the year does */
    CHECK(ADD("Amina Ali", "4B", "Salma Ali", "0722000001"));
    CHECK_INT(id_of(db, "SELECT count(*) FROM sentence WHERE child = 1"), 0);
    db_close(db);
}

TEST(a_list_that_names_who_left_brings_them_back)
{
    struct db *db = school();

    leave(db, "Juma Otieno", true);
    CHECK(ADD("Juma Otieno", "8A", "Rose Otieno", "0722000002"));
    CHECK(!ADD("Juma Otieno", "8A", "Rose Otieno", "0722000002"));
    CHECK_TEXT(texted(db, (struct people_target){ .class_name = "8a" }),
        "+254722000001 Hassan\n+254722000002 Juma\n");
    db_close(db);
}

TEST(who_left_is_in_no_list_that_is_written)
{
    struct db *db = school();
    char *text = NULL;

    leave(db, "Juma Otieno", true);
    CHECK_INT(import_export(db, &text), OK);
    CHECK(strstr(text, "Hassan"));
    CHECK(!strstr(text, "Juma"));
    free(text);
    db_close(db);
}

/* The last message says what the clock may be believed. */
static void
hear_now(struct db *db)
{
    CHECK_INT(query_on(db, "INSERT INTO thread (tray, family) SELECT 0, family"
        " FROM family_child WHERE child = :id", 1), OK);
    CHECK_INT(query_on(db, "INSERT INTO message (thread, direction, kind,"
        " state, number, body, at) SELECT id, 1, 1, 9, '+254722000001', 'x',"
        " :id FROM thread", clock_now()), OK);
}

static int
forget_all(struct db *db)
{
    int forgotten = -1, all = 0;

    do {
        CHECK_INT(left_forget(db, 12, &forgotten), OK);
        all += forgotten;
    } while (forgotten);
    return all;
}

TEST(a_child_of_two_families_takes_the_one_along_that_it_leaves_empty)
{
    struct db *db = school();
    int64_t hassan = id_of(db, "SELECT id FROM child WHERE name LIKE 'Has%'");
    int64_t salma = id_of(db, "SELECT id FROM guardian WHERE name LIKE 'Sal%'");
    int64_t home = id_of(db, "SELECT family FROM family_child"
        " WHERE child = 1"), other = 0;

    hear_now(db);
    CHECK_INT(family_split(db, home, &hassan, 1, &salma, 1, true, "head",
        &other), OK);
    CHECK_INT(query_on(db, "UPDATE child SET left_at = :id"
        " WHERE name LIKE 'Has%'", clock_now() - 400 * DAY), OK);
    CHECK_INT(forget_all(db), 2);
    CHECK_INT(family_check(db, other), ERR_NOT_FOUND);
    CHECK_TEXT(texted(db, (struct people_target){ .family = home }),
        "+254722000001 Amina\n");
    CHECK_INT(id_of(db, "SELECT count(*) FROM child"), 2);
    db_close(db);
}

TEST(who_left_is_forgotten_when_the_time_is_over_and_others_stay)
{
    struct db *db = school();
    int forgotten = -1;

    leave(db, "Hassan Ali", true);
    leave(db, "Juma Otieno", true);
    hear_now(db);
    CHECK_INT(left_forget(db, 12, &forgotten), OK);
    CHECK_INT(forgotten, 0);
    CHECK_INT(query_on(db, "UPDATE child SET left_at = left_at - :id"
        " WHERE left_at > 0", 400 * DAY), OK);
    CHECK_INT(forget_all(db), 2);
    CHECK_TEXT(all_of(db), "Amina Ali/4B | Salma Ali +254722000001\n");
    CHECK_INT(id_of(db, "SELECT count(*) FROM child"), 1);
    CHECK_INT(id_of(db, "SELECT count(*) FROM phone"), 1);
    db_close(db);
}
