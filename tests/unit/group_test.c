/* Groups of families: named, filled, written to, merged and erased. */
#include "store_world.h"

#include "send/send.h"
#include "store/people/group.h"
#include "store/queue/batch.h"

static struct reason refused;

static int64_t
add_family(struct db *db, const char *child, const char *guardian,
    const char *phone)
{
    struct people_row r = { .child = child, .class_name = "4B",
        .guardian = guardian, .phone = phone };
    bool changed;

    CHECK(db_begin(db) == OK);
    CHECK(people_add_row(db, &r, "KE", &changed, &refused) == OK);
    CHECK(db_commit(db) == OK);
    return world_number(db, "SELECT max(id) FROM family");
}

static int64_t
add_group(struct db *db, const char *name)
{
    int64_t id = 0;

    CHECK(group_save(db, name, "amina", &refused, &id) == OK);
    return id;
}

TEST(a_name_is_a_groups_own_however_it_is_written)
{
    struct db *db = world_open();
    int64_t choir = add_group(db, " Chœur  des Élèves "), other = 0;
    struct family_group g;

    CHECK(group_save(db, "chœur des eleves", "amina", &refused, &other)
        == ERR_EXISTS);
    CHECK(group_save(db, "  ", "amina", &refused, &other) == ERR_INPUT);
    CHECK(strstr(in_words(&refused), "empty") != NULL);
    other = choir;
    CHECK(group_save(db, "CHŒUR DES ÉLÈVES", "amina", &refused, &other) == OK);
    CHECK(group_get(db, choir, &g) == OK);
    CHECK_TEXT(g.name, "CHŒUR DES ÉLÈVES");
    CHECK(group_remove(db, choir, "amina") == OK);
    CHECK(group_get(db, choir, &g) == ERR_NOT_FOUND);
    CHECK(group_remove(db, choir, "amina") == ERR_NOT_FOUND);
    db_close(db);
}

TEST(a_family_is_in_a_group_once_and_goes_with_its_merge_or_erasure)
{
    struct db *db = world_open();
    int64_t ali = add_family(db, "Amina Ali", "Salma Ali", "0712000001");
    int64_t said_family = add_family(db, "Juma", "Rose", "0712000002");
    int64_t bus = add_group(db, "Bus");
    struct family_group g;

    for (int i = 0; i < 2; i++)
        CHECK(group_put(db, bus, ali, true, "amina") == OK);
    CHECK(group_put(db, bus, 999, true, "amina") == ERR_NOT_FOUND);
    CHECK(group_get(db, bus, &g) == OK);
    CHECK_INT(g.families, 1);
    CHECK(family_merge(db, ali, said_family, "amina") == OK);
    CHECK_INT(world_number(db, "SELECT family FROM group_family"),
        said_family);
    CHECK(family_erase(db, said_family, "amina") == OK);
    CHECK(group_get(db, bus, &g) == OK);
    CHECK_INT(g.families, 0);
    db_close(db);
}

static void
count_copy(void *user, const struct send_copy *c)
{
    (void)c;
    ++*(int *)user;
}

TEST(a_text_to_a_group_and_its_class_reaches_each_phone_once)
{
    struct db *db = world_open();
    int64_t ali = add_family(db, "Amina Ali", "Salma Ali", "0712000001");
    int64_t bus = add_group(db, "Bus");
    const char *classes[] = { "4B" };
    struct send s = { .text = "Hello", .author = "amina", .country = "KE",
        .language = "en", .school = "Hill", .rules = &world_rules,
        .groups = &bus, .n_groups = 1 };
    struct sent sent;
    struct batch b;
    int phones = 0, skipped;

    add_family(db, "Juma", "Rose", "0712000002");
    CHECK(send_preview(db, &s, count_copy, &phones, &skipped,
        &refused) == ERR_NOT_FOUND);            /* nobody is in it */
    CHECK(group_put(db, bus, ali, true, "amina") == OK);
    CHECK(send_preview(db, &s, count_copy, &phones, &skipped,
        &refused) == OK);
    CHECK_INT(phones, 1);
    s.classes = classes;
    s.n_classes = 1;
    CHECK(send_text(db, &s, &sent, &refused) == OK);
    CHECK_INT(sent.count, 2);
    free(sent.ids);
    CHECK(batch_get(db, sent.batch, &b) == OK);
    CHECK_TEXT(in_words(&b.target), "class 4B, Bus");
    CHECK(group_remove(db, bus, "amina") == OK);
    CHECK(send_text(db, &s, &sent, &refused) == ERR_NOT_FOUND);
    CHECK(strstr(in_words(&refused), "not there any more") != NULL);
    db_close(db);
}
