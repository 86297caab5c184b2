#include "store_world.h"

#include "store/people/people.h"
#include "store/people/tree.h"

static char said[1000];

static void
note(void *user, const struct tree_family *caller,
    const struct tree_family *called)
{
    size_t n = strlen(said);

    (void)user;
    snprintf(said + n, sizeof(said) - n, "%s %s>%s|", called->class_name,
        caller ? caller->guardian : "-", called->guardian);
}

static const char *
tree(struct db *db, const char *class_name)
{
    said[0] = '\0';
    CHECK_INT(tree_list(db, class_name, note, NULL), OK);
    return said;
}

/* Family id, of one guardian and one child. */
static void
add_family(struct db *db, int id, const char *name, const char *class_name)
{
    char sql[900];

    snprintf(sql, sizeof(sql), "INSERT INTO family (id, label, created)"
        " VALUES (%d, '%s', 1)", id, name);
    world_sql(db, sql);
    snprintf(sql, sizeof(sql), "INSERT INTO guardian (id, name, folded)"
        " VALUES (%d, '%s', '')", id, name);
    world_sql(db, sql);
    snprintf(sql, sizeof(sql), "INSERT INTO family_guardian (family, guardian)"
        " VALUES (%d, %d)", id, id);
    world_sql(db, sql);
    snprintf(sql, sizeof(sql), "INSERT INTO phone (id, number, raw, since)"
        " VALUES (%d, '+25471200000%d', '', 1)", id, id);
    world_sql(db, sql);
    snprintf(sql, sizeof(sql), "INSERT INTO guardian_phone (guardian, phone)"
        " VALUES (%d, %d)", id, id);
    world_sql(db, sql);
    snprintf(sql, sizeof(sql), "INSERT INTO child (id, name, folded, class)"
        " VALUES (%d, 'C%d', '', '%s')", id, id, class_name);
    world_sql(db, sql);
    snprintf(sql, sizeof(sql), "INSERT INTO family_child (family, child)"
        " VALUES (%d, %d)", id, id);
    world_sql(db, sql);
}

static struct db *
school(void)
{
    static const char *const names[] = { "Ann", "Ben", "Cat", "Dan", "Eve" };
    struct db *db = world_open();

    for (int i = 0; i < 5; i++)
        add_family(db, i + 1, names[i], "4B");
    add_family(db, 6, "Fay", "2A");
    return db;
}

TEST(a_class_is_shared_out_among_those_who_represent_it)
{
    struct db *db = school();

    CHECK_TEXT(tree(db, "2A"), "2A ->Fay|");
    CHECK_INT(tree_set(db, "4b", 3, true, "head"), OK);
    CHECK_TEXT(tree(db, "4B"), "4B Cat>Ann|4B Cat>Ben|4B Cat>Dan|4B Cat>Eve|");
    CHECK_INT(tree_set(db, "4B", 1, true, "head"), OK);
    CHECK_INT(tree_set(db, "4B", 1, true, "head"), OK);
    CHECK_TEXT(tree(db, NULL), "2A ->Fay|4B Ann>Ben|4B Ann>Dan|4B Cat>Eve|");
    CHECK_INT(tree_set(db, "4B", 3, false, "head"), OK);
    CHECK_TEXT(tree(db, "4B"), "4B Ann>Ben|4B Ann>Cat|4B Ann>Dan|4B Ann>Eve|");
    CHECK_INT(world_number(db, "SELECT count(*) FROM audit"), 4);
    db_close(db);
}

TEST(only_a_family_of_the_class_represents_it)
{
    struct db *db = school();

    CHECK_INT(tree_set(db, "4B", 6, true, "head"), ERR_NOT_FOUND);
    CHECK_INT(tree_set(db, "9Z", 1, true, "head"), ERR_NOT_FOUND);
    CHECK_INT(tree_set(db, "4B", 1, false, "head"), ERR_NOT_FOUND);
    CHECK_INT(tree_set(db, "4B", 1, true, "head"), OK);
    world_sql(db, "UPDATE child SET class = '5B' WHERE id = 1");
    CHECK_TEXT(tree(db, "4B"), "4B ->Ben|4B ->Cat|4B ->Dan|4B ->Eve|");
    db_close(db);
}

TEST(a_family_that_wants_no_texts_is_called_and_a_wrong_number_is_not)
{
    struct db *db = school();

    CHECK_INT(tree_set(db, "4B", 1, true, "head"), OK);
    world_sql(db, "UPDATE phone SET state = 3 WHERE id = 2");
    world_sql(db, "UPDATE phone SET state = 5 WHERE id = 3");
    CHECK_TEXT(tree(db, "4B"), "4B Ann>Ben|4B Ann>|4B Ann>Dan|4B Ann>Eve|");
    db_close(db);
}

TEST(a_merged_family_takes_over_what_the_other_represented)
{
    struct db *db = school();

    CHECK_INT(tree_set(db, "4B", 1, true, "head"), OK);
    CHECK_INT(family_merge(db, 1, 2, "head"), OK);
    CHECK(strstr(tree(db, "4B"), "4B ->") == NULL);
    CHECK(strstr(tree(db, "4B"), ">Cat|") != NULL);
    db_close(db);
}
