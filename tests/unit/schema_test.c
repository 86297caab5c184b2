/* The steps of the tables: a file of the first version, with data in it, opened
 * by this one; and the whole as it stands in host/store/schema.sql. */
#include "test.h"

#include "base/embed.h"
#include "schema_text.h"
#include "store/thread/message.h"

#include <sqlite3.h>
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
    " (2, 2, 1, 4, '+254712000002', 'Good morning', 70, 'Grace');"
    "UPDATE message SET reason = 'some letters may be wrong',"
    " match = 'only family with this number' WHERE at = 50;";

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
    struct message m = { 0 };
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
    CHECK_INT(message_get(db, 1, &m), OK);
    CHECK_INT(m.reason.code, REASON_WORDS);
    CHECK_TEXT(m.reason.args, "some letters may be wrong");
    CHECK_INT(m.match.code, REASON_WORDS);
    CHECK_TEXT(m.child, "");            /* of before: the family's */
    CHECK_TEXT(m.match.args, "only family with this number");
    message_clear(&m);
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

/* --- the whole, for those who read ---------------------------------------- */

#define SCHEMA_SQL "host/store/schema.sql"

/* The file; the caller frees it. */
static char *
schema_sql(void)
{
    FILE *f = fopen(SCHEMA_SQL, "r");
    char *text = NULL;
    size_t room = 0;

    if (!f || getdelim(&text, &room, '\0', f) < 0)
        fail_msg("%s cannot be read: run make schema", SCHEMA_SQL);
    fclose(f);
    return text;
}

TEST(the_tables_as_they_stand_are_written_down_for_readers)
{
    char *made = NULL, *kept = schema_sql();
    size_t n = 0;
    FILE *out = open_memstream(&made, &n);
    struct db *db = NULL;

    CHECK(db_open(":memory:", &db, NULL, 0) == OK);
    CHECK(out && schema_text(db, out) == OK);
    CHECK(fclose(out) == 0);
    if (strcmp(made, kept))
        fail_msg("%s is not what the steps make: run make schema", SCHEMA_SQL);
    CHECK(embed_find("store/schema.sql") == NULL);
    free(made);
    free(kept);
    db_close(db);
}

/* All that a database has, one line each: columns, keys, indexes, triggers. */
static char *
shape(sqlite3 *h)
{
    sqlite3_stmt *s = NULL;
    char *text;

    CHECK_INT(sqlite3_prepare_v2(h,
        "SELECT group_concat(line, char(10)) FROM (SELECT s.type || ' '"
        " || s.name || ' ' || s.tbl_name || ' ' || CASE s.type"
        " WHEN 'table' THEN"
        "  (SELECT group_concat(c.name || ' ' || c.type || ' ' || c.\"notnull\""
        "   || ' ' || coalesce(c.dflt_value, '-') || ' ' || c.pk)"
        "   FROM pragma_table_xinfo(s.name) c)"
        "  || (SELECT ' ' || l.type || l.wr || l.strict"
        "   FROM pragma_table_list l"
        "   WHERE l.name = s.name AND l.schema = 'main')"
        "  || coalesce((SELECT group_concat(f.\"from\" || ' ' || f.\"table\""
        "   || ' ' || f.on_delete) FROM pragma_foreign_key_list(s.name) f), '')"
        "  ELSE coalesce(s.sql, '') END AS line FROM sqlite_schema s"
        "  ORDER BY s.type, s.name)", -1, &s, NULL), SQLITE_OK);
    CHECK_INT(sqlite3_step(s), SQLITE_ROW);
    text = strdup((const char *)sqlite3_column_text(s, 0));
    sqlite3_finalize(s);
    return text;
}

/* Where the first line begins that differs. */
static size_t
same_lines(const char *a, const char *b)
{
    size_t line = 0;

    for (size_t i = 0; a[i] && a[i] == b[i]; i++)
        if (a[i] == '\n')
            line = i + 1;
    return line;
}

TEST(what_is_written_down_makes_the_same_tables_as_the_steps)
{
    char folder[] = "/tmp/notehome-schemaXXXXXX", path[64], command[80];
    char *kept = schema_sql(), *by_steps, *by_file;
    sqlite3 *steps = NULL, *file = NULL;
    struct db *db = NULL;

    CHECK(mkdtemp(folder) != NULL);
    snprintf(path, sizeof(path), "%s/notehome.db", folder);
    CHECK(db_open(path, &db, NULL, 0) == OK);
    db_close(db);
    CHECK_INT(sqlite3_open(path, &steps), SQLITE_OK);
    CHECK_INT(sqlite3_open(":memory:", &file), SQLITE_OK);
    CHECK_INT(sqlite3_exec(file, kept, NULL, NULL, NULL), SQLITE_OK);
    by_steps = shape(steps);
    by_file = shape(file);
    if (strcmp(by_file, by_steps))
        fail_msg("%s makes other tables than the steps, which have"
            " \"%.60s...\": run make schema", SCHEMA_SQL,
            by_steps + same_lines(by_file, by_steps));
    sqlite3_close(steps);
    sqlite3_close(file);
    free(by_steps);
    free(by_file);
    free(kept);
    snprintf(command, sizeof(command), "rm -rf %s", folder);
    CHECK_INT(system(command), 0);
}
