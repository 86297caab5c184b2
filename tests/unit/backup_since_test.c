/* Backups between whole ones: what they hold, what they need, and which stay. */
#include "store_world.h"

#include "store/backup/backup.h"
#include "store/backup/differ.h"
#include "web/view/backups_view.h"

#include <dirent.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sodium.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static char folder[64];

static const char *
in_folder(const char *name)
{
    static char path[6][300];
    static unsigned turn;
    char *out = path[turn++ % 6];

    snprintf(out, sizeof(path[0]), "%s/%s", folder, name);
    return out;
}

static void
make_folder(void)
{
    strcpy(folder, "/tmp/notehome-since-XXXXXX");
    CHECK(sodium_init() >= 0);
    CHECK(mkdtemp(folder) != NULL);
    CHECK(mkdir(in_folder("kept"), 0700) == 0);
    CHECK(mkdir(in_folder("new"), 0700) == 0);
}

static void
remove_folder(void)
{
    char command[120];

    snprintf(command, sizeof(command), "rm -rf %s", folder);
    CHECK(system(command) == 0);
}

static int64_t
size_of(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 ? (int64_t)st.st_size : -1;
}

static void
add_texts(struct db *db, int n)
{
    for (int i = 0; i < n; i++)
        world_add_as(db, "+254712000001", "Is there school?",
            PRIORITY_NORMAL);
}

/* A backup now; ends the test where none is made. */
static struct backup_facts
make(struct db *db, bool differ)
{
    struct backup b = { db, folder, in_folder("kept"), "x", false, -1,
        differ };
    struct backup_facts made;
    char said[REASON_SAID];
    struct reason why = { 0 };

    if (backup_make(&b, &made, &why))
        fail_msg("%s", reason_english(&why, said));
    return made;
}

static struct db *
open_school(void)
{
    struct db *db = world_open_at(in_folder("notehome.db"));

    add_texts(db, 40);
    return db;
}

/* Whether the sentence tells of it, and nothing was laid beside the database. */
static void
refused(const char *path, enum err as, const char *words)
{
    struct backup_facts back;
    struct reason why = { 0 };
    char said[REASON_SAID];

    CHECK_INT(backup_stage(in_folder("new"), path, "x", &back, &why), as);
    CHECK(strstr(reason_english(&why, said), words));
    CHECK(!backup_is_staged(in_folder("new")));
    CHECK(size_of(in_folder("new/notehome.db.differing")) < 0);
    CHECK(size_of(in_folder("new/notehome.db.unsealing")) < 0);
    why = reason_none;
    CHECK_INT(backup_check(path, "x", &why), as);
    CHECK(strstr(reason_english(&why, said), words));
}

static void
damage(const char *path, off_t at)
{
    unsigned char byte;
    int fd = open(path, O_RDWR);

    CHECK(fd >= 0 && pread(fd, &byte, 1, at) == 1);
    byte ^= 1;
    CHECK(pwrite(fd, &byte, 1, at) == 1);
    close(fd);
}

/* --- the difference ------------------------------------------------------- */

/* A file of n pieces, each of its number but for the odd one in `every`. */
static int
write_pieces(const char *path, int n, int every, int mark)
{
    unsigned char piece[512];
    int fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);

    for (int i = 0; i < n; i++) {
        memset(piece, every && i % every == 0 ? mark : i % 251,
            sizeof(piece));
        CHECK(write(fd, piece, sizeof(piece)) == sizeof(piece));
    }
    return fd;
}

static bool
same(const char *a, const char *b)
{
    char command[400];

    snprintf(command, sizeof(command), "cmp -s %s %s", a, b);
    return system(command) == 0;
}

TEST(a_longer_a_shorter_and_a_changed_copy_come_back_to_the_last_bit)
{
    static const int lengths[] = { 1000, 1300, 700, 1 };
    unsigned char hash[SEALED_HASH];
    int whole, sealed, copy, to, back;
    int64_t bytes = 0;

    make_folder();
    whole = write_pieces(in_folder("whole"), 1000, 0, 0);
    sealed = open(in_folder("sealed"), O_RDWR | O_CREAT, 0600);
    CHECK(lseek(whole, 0, SEEK_SET) == 0);
    CHECK_INT(sealed_write(whole, sealed, "x", NULL, hash), OK);
    for (int i = 0; i < 4; i++) {
        copy = write_pieces(in_folder("copy"), lengths[i], 100, 252 + i);
        to = open(in_folder("to"), O_RDWR | O_CREAT | O_TRUNC, 0600);
        back = write_pieces(in_folder("back"), 1000, 0, 0);
        CHECK(lseek(sealed, 0, SEEK_SET) == 0);
        CHECK_INT(differ_write(sealed, "whole", "x", NULL, copy, to, &bytes),
            OK);
        CHECK_INT(bytes, size_of(in_folder("to")));
        CHECK(bytes < 400 * 516);
        CHECK_INT(differ_apply(to, back, NULL), OK);
        CHECK(same(in_folder("copy"), in_folder("back")));
        /* On another whole one it proves nothing, and says so. */
        close(back);
        back = write_pieces(in_folder("back"), 1000, 7, 9);
        CHECK(i == 3 || differ_apply(to, back, NULL) == ERR_CORRUPT);
        close(copy);
        close(to);
        close(back);
    }
    close(whole);
    close(sealed);
    remove_folder();
}

/* --- made and put back ---------------------------------------------------- */

TEST(what_changed_since_the_whole_one_is_small_and_comes_back)
{
    struct backup_facts whole, since, back;
    struct reason why = { 0 };
    char name[BACKUP_NAME];
    struct db *db;

    make_folder();
    db = open_school();
    whole = make(db, true);
    CHECK_TEXT(whole.since, "");        /* there was none to go with */
    world_later(DAY);
    add_texts(db, 10);
    since = make(db, true);
    CHECK_TEXT(since.since, strrchr(whole.path, '/') + 1);
    CHECK(backup_is_name(strrchr(since.path, '/') + 1));
    CHECK(backup_since(strrchr(since.path, '/') + 1, name));
    CHECK_TEXT(name, since.since);
    CHECK(since.bytes < whole.bytes / 2);
    CHECK_INT(backup_check(since.path, "x", &why), OK);
    CHECK_INT(backup_stage(in_folder("new"), since.path, "x", &back, &why),
        OK);
    CHECK_INT(back.messages, 50);
    CHECK(backup_is_staged(in_folder("new")));
    CHECK(size_of(in_folder("new/notehome.db.differing")) < 0);
    CHECK(size_of(in_folder("notehome.db.differing")) < 0);
    /* By hand it is whole. */
    world_later(HOUR);
    CHECK_TEXT(make(db, false).since, "");
    db_close(db);
    remove_folder();
}

/* The night's work file is in another's hands: what is put back by day has one
 * of its own. */
TEST(a_restore_touches_no_file_of_the_backup_that_is_being_made)
{
    struct backup_facts since, back;
    struct reason why = { 0 };
    struct db *db;
    FILE *f;

    make_folder();
    db = open_school();
    make(db, true);
    world_later(DAY);
    since = make(db, true);
    CHECK(*since.since);
    f = fopen(in_folder("new/notehome.db.differing"), "w");
    CHECK(f && fputs("tonight's", f) >= 0 && fclose(f) == 0);
    CHECK_INT(backup_stage(in_folder("new"), since.path, "x", &back, &why),
        OK);
    CHECK_INT(size_of(in_folder("new/notehome.db.differing")), 9);
    CHECK(size_of(in_folder("new/notehome.db.unsealing-since")) < 0);
    db_close(db);
    remove_folder();
}

/* A trap on a stick: a pipe that nobody writes into holds no night up. */
TEST(a_whole_one_that_is_no_file_is_passed_over)
{
    struct db *db;
    char path[BACKUP_PATH];

    make_folder();
    db = open_school();
    snprintf(path, sizeof(path), "%s", make(db, true).path);
    CHECK(unlink(path) == 0);
    CHECK(mkfifo(path, 0600) == 0);
    world_later(DAY);
    CHECK_TEXT(make(db, true).since, "");
    db_close(db);
    remove_folder();
}

TEST(a_whole_one_is_made_again_after_a_week_and_where_the_last_is_of_no_use)
{
    struct backup_facts made;
    struct db *db;

    make_folder();
    db = open_school();
    for (int i = 0; i < 9; i++, world_later(DAY)) {
        made = make(db, true);
        CHECK(!*made.since == (i == 0 || i == 7));
    }
    /* Its whole one was damaged meanwhile: that is seen the same night. */
    world_later(-DAY);
    damage(in_folder("kept/notehome-20261130-090000.nhb"), 5000);
    world_later(HOUR);
    CHECK_TEXT(make(db, true).since, "");
    /* Under another passphrase it cannot be read. */
    world_later(HOUR);
    CHECK(unlink(made.path) == 0);
    {
        struct backup b = { db, folder, in_folder("kept"), "y", false, -1,
            true };
        struct reason why = { 0 };

        CHECK_INT(backup_make(&b, &made, &why), OK);
        CHECK_TEXT(made.since, "");
    }
    db_close(db);
    remove_folder();
}

TEST(a_difference_without_its_own_whole_one_says_which_file_is_needed)
{
    struct backup_facts whole, since, other;
    struct db *db;
    char aside[BACKUP_PATH];

    make_folder();
    db = open_school();
    whole = make(db, true);
    world_later(DAY);
    add_texts(db, 5);
    since = make(db, true);
    snprintf(aside, sizeof(aside), "%s", in_folder("aside"));
    CHECK(rename(whole.path, aside) == 0);
    refused(since.path, ERR_INPUT, "notehome-20261123-090000.nhb: put that");
    /* Another of that name. */
    world_later(DAY);
    other = make(db, false);
    CHECK(rename(other.path, whole.path) == 0);
    refused(since.path, ERR_INPUT, "another notehome-20261123-090000.nhb");
    /* The right one, damaged. */
    CHECK(rename(aside, whole.path) == 0);
    damage(whole.path, 5000);
    refused(since.path, ERR_CORRUPT, "cannot be used: it is damaged");
    damage(whole.path, 5000);
    /* And the difference itself. */
    damage(since.path, 200);
    refused(since.path, ERR_CORRUPT, "damaged or was cut short");
    db_close(db);
    remove_folder();
}

/* --- which stay ----------------------------------------------------------- */

static int
count_kept(void)
{
    DIR *d = opendir(in_folder("kept"));
    const struct dirent *entry;
    int n = 0;

    while (d && (entry = readdir(d)))
        n += backup_is_name(entry->d_name);
    closedir(d);
    return n;
}

static bool
oldest_kept(char name[BACKUP_NAME])
{
    DIR *d = opendir(in_folder("kept"));
    const struct dirent *entry;

    *name = '\0';
    while (d && (entry = readdir(d)))
        if (backup_is_name(entry->d_name)
            && (!*name || strcmp(entry->d_name, name) < 0))
            snprintf(name, BACKUP_NAME, "%.63s", entry->d_name);
    closedir(d);
    return *name != '\0';
}

static void
touch(const char *name)
{
    char path[100];
    int fd;

    snprintf(path, sizeof(path), "kept/%s", name);
    fd = open(in_folder(path), O_WRONLY | O_CREAT, 0600);
    CHECK(fd >= 0);
    close(fd);
}

TEST(no_whole_one_goes_that_a_kept_difference_needs)
{
    make_folder();
    touch("notehome-20261102-020000.nhb");
    touch("notehome-20261109-020000.nhb");
    touch("notehome-20261110-020000-since-20261109-020000.nhb");
    touch("notehome-20261111-020000-since-20261109-020000.nhb");
    touch("notehome-20261112-020000-since-20261109-020000.nhb");
    CHECK_INT(backup_rotate(in_folder("kept"), 1, 1), OK);
    /* The newest and the whole one that it needs; and all that no newer whole
     * one follows. */
    CHECK_INT(count_kept(), 4);
    CHECK(size_of(in_folder("kept/notehome-20261109-020000.nhb")) >= 0);
    CHECK(size_of(in_folder("kept/notehome-20261102-020000.nhb")) < 0);
    touch("notehome-20261116-020000.nhb");
    CHECK_INT(backup_rotate(in_folder("kept"), 1, 1), OK);
    CHECK_INT(count_kept(), 1);
    remove_folder();
}

/* One night's backup, as the nightly work names it: whole on each seventh. */
static void
night(int day, char name[BACKUP_NAME])
{
    static char whole[32];
    time_t at = 1793584800 + (time_t)day * 24 * 3600;   /* a Monday, 02:00 */
    struct tm tm;
    char date[32];

    localtime_r(&at, &tm);
    strftime(date, sizeof(date), "%Y%m%d-%H%M%S", &tm);
    if (day % 7 == 0)
        strcpy(whole, date);
    snprintf(name, BACKUP_NAME, day % 7 ? "notehome-%s-since-%s.nhb"
                                        : "notehome-%s.nhb", date, whole);
    touch(name);
}

/* The page that erases a family says how long a copy still holds it. */
TEST(what_was_erased_leaves_the_copies_by_the_day_that_the_page_says)
{
    static const int rules[][2] = { { 7, 4 }, { 1, 1 }, { 30, 0 }, { 1, 8 } };
    struct config c = { 0 };
    struct backups_hold hold;
    char name[BACKUP_NAME], kept[BACKUP_NAME];

    for (size_t k = 0; k < sizeof(rules) / sizeof(*rules); k++)
        for (int erased = 14; erased < 21; erased++) {
            struct db *db = world_open();
            int day = 0, last = erased;

            make_folder();
            snprintf(c.backup.folder, sizeof(c.backup.folder), "%s",
                in_folder("kept"));
            c.backup.days = rules[k][0];
            c.backup.weeks = rules[k][1];
            for (; day <= erased; day++)
                night(day, name);
            CHECK_INT(backups_hold_read(db, &c, &hold), OK);
            for (; day < erased + 100; day++) {
                night(day, kept);
                CHECK_INT(backup_rotate(in_folder("kept"), c.backup.days,
                    c.backup.weeks), OK);
                if (oldest_kept(kept) && strcmp(kept, name) <= 0)
                    last = day;
            }
            CHECK((1793584800 + (int64_t)last * 24 * 3600) * SECOND
                <= hold.here);
            remove_folder();
            db_close(db);
        }
}

/* --- killed --------------------------------------------------------------- */

/* Whether a file that is being made is there: the plain copy, what differs, or
 * the sealed one without its name. */
static bool
under_way(int what)
{
    DIR *d = what == 2 ? opendir(in_folder("kept")) : NULL;
    const struct dirent *entry;
    bool found = what < 2 && size_of(in_folder(what ? "notehome.db.differing"
                                                    : "notehome.db.copying"))
            >= 0;

    while (d && !found && (entry = readdir(d)))
        found = strstr(entry->d_name, ".part") != NULL;
    if (d)
        closedir(d);
    return found;
}

static void
make_for_ever(void)
{
    struct db *db = world_open_at(in_folder("notehome.db"));

    world_at(DAWN + DAY);
    for (;;)
        unlink(make(db, true).path);
}

TEST(whenever_it_is_killed_each_backup_with_a_name_is_whole)
{
    struct reason why = { 0 };
    char kept[BACKUP_PATH], path[BACKUP_PATH];
    struct db *db;

    make_folder();
    db = open_school();
    make(db, true);
    world_later(DAY);
    add_texts(db, 5);
    db_close(db);
    for (int i = 0; i < 6; i++) {
        pid_t child = fork();
        int status;

        if (!child)
            make_for_ever();
        while (!under_way(i % 3))
            sched_yield();
        CHECK(kill(child, SIGKILL) == 0);
        CHECK(waitpid(child, &status, 0) == child);
        CHECK_INT(backup_newest(in_folder("kept"), path), OK);
        CHECK_INT(backup_check(path, "x", &why), OK);
        /* What it left is in nobody's way, nor of use to the next. */
        CHECK_INT(backup_install(folder, kept), OK);
        CHECK(!under_way(0) && !under_way(1));
    }
    remove_folder();
}
