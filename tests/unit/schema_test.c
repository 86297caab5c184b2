/* A file of the first version, with data in it, opened by this one. */
#include "test.h"

#include "base/embed.h"
#include "store/db/db.h"
#include "store/db/schema.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { APPLICATION = 0x4e74486d };

static const char old_data[] =
    "PRAGMA user_version = 1;"
    "INSERT INTO family (id, label, created) VALUES (1, 'Ali', 1), (2, 'B', 1);"
    "INSERT INTO thread (id, family) VALUES (1, 1), (2, 2);"
    "INSERT INTO staff (id, name, role, password, created)"
    " VALUES (1, 'Grace', 2, '', 1);"
    "INSERT INTO batch (id, at, author, target, body)"
    " VALUES (1, 1, 'Grace', 'class 4B', 'hello');"
    "INSERT INTO message (thread, direction, kind, state, number, body, at,"
    " author) VALUES (1, 1, 1, 9, '+254712000001', 'Is there school?', 50, ''),"
    " (2, 1, 1, 9, '+254712000002', 'Hello', 60, ''),"
    " (2, 2, 1, 4, '+254712000002', 'Good morning', 70, 'Grace');";

/* Makes the file at path, as step 1 made it. */
static void
make_old(const char *path)
{
    sqlite3 *h = NULL;
    char sql[80];

    snprintf(sql, sizeof(sql), "PRAGMA application_id = %d", APPLICATION);
    assert_int_equal(sqlite3_open(path, &h), SQLITE_OK);
    assert_int_equal(sqlite3_exec(h, schema_step(1), NULL, NULL, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_exec(h, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(h, old_data, NULL, NULL, NULL), SQLITE_OK);
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

TEST(a_file_of_the_first_version_keeps_its_data_through_every_step)
{
    char folder[] = "/tmp/notehome-schemaXXXXXX", path[64], why[300] = "";
    struct db *db = NULL;

    CHECK(mkdtemp(folder) != NULL);
    snprintf(path, sizeof(path), "%s/notehome.db", folder);
    make_old(path);
    if (db_open(path, &db, why, sizeof(why)))
        fail_msg("%s", why);
    CHECK_INT(number(db, "PRAGMA user_version"), schema_latest());
    CHECK_INT(number(db, "SELECT count(*) FROM message"), 3);
    CHECK_INT(number(db, "SELECT count(*) FROM family"), 2);
    CHECK_INT(number(db, "SELECT waiting FROM thread WHERE id = 1"), 50);
    CHECK_INT(number(db, "SELECT waiting FROM thread WHERE id = 2"), 0);
    CHECK_INT(number(db, "SELECT state FROM batch WHERE id = 1"), 1);
    CHECK_INT(number(db, "SELECT n FROM message_count"
        " WHERE direction = 1 AND state = 9"), 2);
    CHECK(db_check(db) == OK);
    db_close(db);
    snprintf(why, sizeof(why), "rm -rf %s", folder);
    CHECK_INT(system(why), 0);
}

TEST(no_two_steps_have_one_number)
{
    char sql[64];

    CHECK(schema_step(1) != schema_step(2));
    snprintf(sql, sizeof(sql), "-- %04d", schema_latest());
    CHECK(strncmp(schema_step(schema_latest()), sql, strlen(sql)) == 0);
}

TEST(every_file_is_a_step)
{
    int files = 0;

    for (const struct embed *e = embed_files; e->name; e++)
        files += !strncmp(e->name, "store/sql/", 10);
    CHECK_INT(files, schema_latest());
}
