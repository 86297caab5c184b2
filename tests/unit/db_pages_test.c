/* The size of the database's pages: a file of before is written anew. */
#include "test.h"

#include "base/embed.h"
#include "store/db/db.h"
#include "store/db/schema.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { APPLICATION = 0x4e74486d, SMALL = 512, LARGE = 4096 };

struct world {
    char folder[64], path[80], coming[96];
};

static void
world_make(struct world *w)
{
    snprintf(w->folder, sizeof(w->folder), "/tmp/notehome-pagesXXXXXX");
    assert_non_null(mkdtemp(w->folder));
    snprintf(w->path, sizeof(w->path), "%s/notehome.db", w->folder);
    snprintf(w->coming, sizeof(w->coming), "%s.pages", w->path);
}

static void
world_end(struct world *w)
{
    char command[96];

    snprintf(command, sizeof(command), "rm -r %s", w->folder);
    assert_int_equal(system(command), 0);
}

/* A file of before: large pages, a journal, and a family in it. */
static void
make_old(const struct world *w)
{
    sqlite3 *h = NULL;
    char sql[200];

    snprintf(sql, sizeof(sql), "PRAGMA application_id = %d;"
        " PRAGMA user_version = 1;"
        " INSERT INTO family (id, label, created) VALUES (7, 'Ali', 1)",
        APPLICATION);
    assert_int_equal(sqlite3_open(w->path, &h), SQLITE_OK);
    assert_int_equal(sqlite3_exec(h, "PRAGMA page_size = 4096;"
        " PRAGMA journal_mode = WAL", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(h, schema_step(1), NULL, NULL, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_exec(h, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(h);
}

static int64_t
number(struct db *db, const char *sql)
{
    struct query q = query_start_text(db, sql);
    int64_t n = query_row(&q) ? query_get_int(&q, 0) : -1;

    assert_int_equal(query_end(&q), OK);
    return n;
}

/* Opens it, and looks whether all is there. */
static void
check_file(const struct world *w, int page)
{
    char why[300] = "";
    struct db *db = NULL;
    struct query q;

    assert_int_equal(db_open(w->path, &db, why, sizeof(why)), OK);
    CHECK(number(db, "PRAGMA page_size") == page);
    CHECK(number(db, "SELECT id FROM family WHERE label = 'Ali'") == 7);
    CHECK(number(db, "PRAGMA application_id") == APPLICATION);
    CHECK(number(db, "PRAGMA user_version") == schema_latest());
    q = query_start(db, "PRAGMA journal_mode");
    CHECK(query_row(&q) && !strcmp(query_get_text(&q, 0), "wal"));
    assert_int_equal(query_end(&q), OK);
    /* It takes writes, and they last. */
    q = query_start(db, "INSERT INTO family (label, created) VALUES ('B', 2)");
    assert_int_equal(query_end(&q), OK);
    db_close(db);
    assert_int_equal(db_open(w->path, &db, why, sizeof(why)), OK);
    CHECK(number(db, "SELECT count(*) FROM family") == 2);
    db_close(db);
}

TEST(a_new_file_has_small_pages)
{
    struct world w;
    struct db *db = NULL;

    world_make(&w);
    assert_int_equal(db_open(w.path, &db, NULL, 0), OK);
    CHECK(number(db, "PRAGMA page_size") == SMALL);
    db_close(db);
    world_end(&w);
}

TEST(a_file_with_large_pages_is_written_anew_with_all_that_it_holds)
{
    struct world w;

    world_make(&w);
    make_old(&w);
    check_file(&w, SMALL);
    CHECK(access(w.coming, F_OK) != 0);
    world_end(&w);
}

TEST(what_a_try_left_that_was_broken_off_is_not_used)
{
    struct world w;
    FILE *f;

    world_make(&w);
    make_old(&w);
    assert_non_null(f = fopen(w.coming, "w"));
    fputs("half of a file", f);
    fclose(f);
    check_file(&w, SMALL);
    CHECK(access(w.coming, F_OK) != 0);
    world_end(&w);
}

TEST(what_a_try_left_goes_also_where_there_is_nothing_more_to_do)
{
    struct world w;
    struct db *db = NULL;
    FILE *f;

    world_make(&w);
    assert_int_equal(db_open(w.path, &db, NULL, 0), OK);
    db_close(db);
    assert_non_null(f = fopen(w.coming, "w"));
    fputs("a copy of everything", f);
    fclose(f);
    assert_int_equal(db_open(w.path, &db, NULL, 0), OK);
    CHECK(access(w.coming, F_OK) != 0);
    db_close(db);
    world_end(&w);
}

TEST(where_it_cannot_be_written_anew_the_old_file_serves)
{
    struct world w;

    world_make(&w);
    make_old(&w);
    assert_int_equal(mkdir(w.coming, 0700), 0);
    check_file(&w, LARGE);
    world_end(&w);
}
