/* What was erased does not come back with an older copy of the database. */
#include "store_world.h"

#include "store/backup/backup.h"
#include "store/people/erasure.h"
#include "store/people/people.h"
#include "store/people/people_edit.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static char dir[64];
static struct reason why;

static const char *
in(const char *name)
{
    static char path[2][120];
    static unsigned turn;
    char *out = path[turn++ % 2];

    snprintf(out, sizeof(path[0]), "%s/%s", dir, name);
    return out;
}

static void
run(const char *words)
{
    char command[300];

    snprintf(command, sizeof(command), "cd %s && %s", dir, words);
    CHECK_INT(system(command), 0);
}

static void
add(struct db *db, const char *child, const char *guardian, const char *phone)
{
    struct people_row r = { .child = child, .class_name = "4B",
        .guardian = guardian, .phone = phone };
    bool changed;

    world_later(SECOND);        /* families are told apart by when they came */
    CHECK_INT(db_begin(db), OK);
    CHECK_INT(people_add_row(db, &r, "KE", &changed, &why), OK);
    CHECK_INT(db_commit(db), OK);
}

static struct db *
school(void)
{
    struct db *db;

    strcpy(dir, "/tmp/notehome-erasure-XXXXXX");
    CHECK(mkdtemp(dir) != NULL);
    db = world_open_at(in("notehome.db"));
    add(db, "Amina Ali", "Salma Ali", "+254712000001");
    add(db, "Juma Otieno", "Rose Otieno", "+254712000002");
    return db;
}

/* The database as it was when "old" was copied; what is beside it stays. */
static struct db *
restored(struct db *db)
{
    db_close(db);
    run("rm -f notehome.db-* && cp old notehome.db");
    return world_open_at(in("notehome.db"));
}

static const char *
names(struct db *db)
{
    return world_text(db, "SELECT coalesce(group_concat(name, ', '), '')"
        " FROM (SELECT name FROM child ORDER BY id)");
}

static void
come_back(struct db *db, int want)
{
    int erased = -1;

    CHECK_INT(erasure_keep(db), OK);
    CHECK_INT(erasure_again(db, &erased), OK);
    CHECK_INT(erased, want);
}

TEST(a_family_that_was_erased_does_not_come_back_with_an_older_copy)
{
    struct db *db = school();
    struct stat st;

    CHECK_INT(db_copy(db, in("old"), NULL), OK);
    CHECK_INT(family_erase(db, 1, "head"), OK);
    CHECK_TEXT(names(db), "Juma Otieno");
    CHECK(!stat(in("notehome.db.erased"), &st) && (st.st_mode & 0777) == 0600);
    db = restored(db);
    CHECK_TEXT(names(db), "Amina Ali, Juma Otieno");
    come_back(db, 1);
    CHECK_TEXT(names(db), "Juma Otieno");
    CHECK_INT(world_number(db, "SELECT count(*) FROM phone"), 1);
    come_back(db, 0);
    CHECK_INT(world_number(db, "SELECT count(*) FROM audit WHERE"
        " action = 'family.erase' AND who = 'notehome'"), 1);
    db_close(db);
    run("rm -r $PWD");
}

TEST(a_family_that_was_merged_in_the_copy_is_taken_apart_and_erased)
{
    struct db *db = school();

    CHECK_INT(family_merge(db, 1, 2, "head"), OK);
    CHECK_INT(db_copy(db, in("old"), NULL), OK);
    {
        int64_t back = 0;

        CHECK_INT(family_unmerge(db, 1, "head", &back), OK);
        CHECK_INT(back, 1);
    }
    CHECK_INT(family_erase(db, 1, "head"), OK);
    db = restored(db);
    come_back(db, 1);
    CHECK_TEXT(names(db), "Juma Otieno");
    db_close(db);
    run("rm -r $PWD");
}

TEST(both_of_a_merged_family_stay_erased_when_the_copy_is_of_before)
{
    struct db *db = school();

    CHECK_INT(db_copy(db, in("old"), NULL), OK);
    CHECK_INT(family_merge(db, 1, 2, "head"), OK);
    CHECK_INT(family_erase(db, 2, "head"), OK);
    db = restored(db);
    come_back(db, 2);
    CHECK_TEXT(names(db), "");
    db_close(db);
    run("rm -r $PWD");
}

TEST(a_list_of_another_school_or_a_damaged_one_erases_nobody)
{
    struct db *db = school();
    FILE *f = fopen(in("notehome.db.erased"), "w");

    fputs("1 17 99\n2 18 99\nrubbish\n\n-1\n1\n", f);
    for (int i = 0; i < 300; i++)
        fputs("99999999999999999999", f);
    fclose(f);
    come_back(db, 0);
    CHECK_TEXT(names(db), "Amina Ali, Juma Otieno");
    CHECK_INT(family_erase(db, 1, "head"), OK);
    come_back(db, 0);
    CHECK_TEXT(names(db), "Juma Otieno");
    db_close(db);
    run("rm -r $PWD");
}

static void
touch(const char *name, time_t at)
{
    struct timespec times[2] = { { .tv_sec = at }, { .tv_sec = at } };
    int fd = open(in(name), O_WRONLY | O_CREAT, 0600);

    CHECK(fd >= 0 && !futimens(fd, times));
    close(fd);
}

TEST(what_a_restore_replaced_goes_after_its_time_and_nothing_else)
{
    static const char *const stay[] = { "notehome.db", "notehome.db.erased",
        "notehome.db.before-20261120-000000", "notehome.db.before-2026",
        "notehome.db.before-20200101-000000x", "notehome.db.before-19700101-000001",
        "notehome-20200101-000000.nhb" };
    static const char *const go[] = { "notehome.db.before-20261001-101500",
        "notehome.db.before-20261001-101500-wal" };
    int gone = 0;

    strcpy(dir, "/tmp/notehome-erasure-XXXXXX");
    CHECK(mkdtemp(dir) != NULL);
    setenv("TZ", "UTC", 1);
    world_at(DAWN);
    CHECK_INT(backup_replaced_at(dir), 0);
    for (size_t i = 0; i < sizeof(stay) / sizeof(*stay); i++)
        touch(stay[i], 5);
    for (size_t i = 0; i < sizeof(go) / sizeof(*go); i++)
        touch(go[i], 5);
    CHECK_INT(backup_forget_replaced(dir, DAWN - 30 * DAY, &gone), OK);
    CHECK_INT(gone, 2);
    for (size_t i = 0; i < sizeof(stay) / sizeof(*stay); i++)
        if (access(in(stay[i]), F_OK))
            fail_msg("%s is gone", stay[i]);
    /* One of a wrong clock counts from when it was first seen. */
    touch("notehome.db.before-19700101-000001", DAWN / SECOND);
    CHECK_INT(backup_replaced_at(dir), DAWN);
    CHECK_INT(backup_forget_replaced(dir, DAWN + 1, &gone), OK);
    CHECK_INT(gone, 2);
    run("rm -r $PWD");
}
