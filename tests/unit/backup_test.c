/* Backups: sealed files, the way back, and which of them stay. */
#include "store_world.h"

#include "store/backup/backup_log.h"
#include "store/db/schema_same.h"
#include "store/db/setting.h"

#include <fcntl.h>
#include <pthread.h>
#include <sodium.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static char folder[64];

static const char *
in_folder(const char *name)
{
    static char path[4][200];
    static unsigned turn;
    char *out = path[turn++ % 4];

    snprintf(out, sizeof(path[0]), "%s/%s", folder, name);
    return out;
}

static void
make_folder(void)
{
    strcpy(folder, "/tmp/notehome-backup-XXXXXX");
    CHECK(sodium_init() >= 0);
    CHECK(mkdtemp(folder) != NULL);
}

static void
remove_folder(void)
{
    char command[120];

    snprintf(command, sizeof(command), "rm -rf %s", folder);
    CHECK(system(command) == 0);
}

/* A file of n bytes, the same each time, that cannot be packed. */
static void
write_file(const char *path, size_t n)
{
    FILE *f = fopen(path, "w");
    uint64_t x = 88172645463325252;

    for (size_t i = 0; i < n; i++) {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        fputc((int)(x & 0xff), f);
    }
    fclose(f);
}

static size_t
read_file(const char *path, unsigned char *out, size_t room)
{
    FILE *f = fopen(path, "r");
    size_t n = f ? fread(out, 1, room, f) : 0;

    if (f)
        fclose(f);
    return n;
}

static void
write_bytes(const char *path, const unsigned char *bytes, size_t n)
{
    FILE *f = fopen(path, "w");

    CHECK(fwrite(bytes, 1, n, f) == n);
    fclose(f);
}

static enum err
seal_file(const char *from, const char *to)
{
    unsigned char hash[SEALED_HASH];
    int a = open(from, O_RDONLY), b = open(to, O_WRONLY | O_CREAT | O_TRUNC,
        0600);
    enum err e = sealed_write(a, b, "open sesame", NULL, hash);

    close(a);
    close(b);
    return e;
}

static enum err
unseal_file(const char *from, const char *to, const char *passphrase)
{
    unsigned char hash[SEALED_HASH];
    int a = open(from, O_RDONLY), b = open(to, O_WRONLY | O_CREAT | O_TRUNC,
        0600);
    enum err e = sealed_read(a, b, passphrase, NULL, hash);

    close(a);
    close(b);
    return e;
}

TEST(what_is_sealed_comes_back_byte_by_byte_whatever_its_length)
{
    static const size_t lengths[] = { 0, 1, 65535, 65536, 65537, 131072,
        200000 };
    static unsigned char a[200001], b[200001];

    make_folder();
    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        write_file(in_folder("plain"), lengths[i]);
        CHECK(seal_file(in_folder("plain"), in_folder("sealed")) == OK);
        CHECK(unseal_file(in_folder("sealed"), in_folder("again"),
                  "open sesame") == OK);
        CHECK_INT(read_file(in_folder("again"), b, sizeof(b)), lengths[i]);
        read_file(in_folder("plain"), a, sizeof(a));
        CHECK(!memcmp(a, b, lengths[i]));
    }
    remove_folder();
}

TEST(a_wrong_passphrase_is_told_from_a_damaged_file)
{
    static unsigned char bytes[300000];
    static const size_t places[] = { 60, 76, 5000, 70000 };
    size_t n;

    make_folder();
    write_file(in_folder("plain"), 150000);
    CHECK(seal_file(in_folder("plain"), in_folder("sealed")) == OK);
    CHECK(unseal_file(in_folder("sealed"), in_folder("x"), "Open sesame")
        == ERR_REFUSED);
    CHECK(unseal_file(in_folder("plain"), in_folder("x"), "open sesame")
        == ERR_INPUT);
    n = read_file(in_folder("sealed"), bytes, sizeof(bytes));
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        bytes[places[i]] ^= 1;
        write_bytes(in_folder("bad"), bytes, n);
        CHECK(unseal_file(in_folder("bad"), in_folder("x"), "open sesame")
            == ERR_CORRUPT);
        bytes[places[i]] ^= 1;
    }
    remove_folder();
}

TEST(a_file_that_was_cut_short_or_grew_is_damaged)
{
    static unsigned char bytes[300000];
    static const size_t lengths[] = { 20, 76, 80, 76 + 65553, 76 + 65552,
        76 + 2 * 65553 };
    size_t n;

    make_folder();
    write_file(in_folder("plain"), 150000);
    CHECK(seal_file(in_folder("plain"), in_folder("sealed")) == OK);
    n = read_file(in_folder("sealed"), bytes, sizeof(bytes) - 1);
    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        write_bytes(in_folder("bad"), bytes, lengths[i]);
        CHECK(unseal_file(in_folder("bad"), in_folder("x"), "open sesame")
            == ERR_CORRUPT);
    }
    write_bytes(in_folder("bad"), bytes, n + 1);
    CHECK(unseal_file(in_folder("bad"), in_folder("x"), "open sesame")
        == ERR_CORRUPT);
    remove_folder();
}

TEST(a_strange_head_cannot_ask_for_all_memory)
{
    /* passes and KiB: 2 GiB; 5 passes; 1 KiB more than 128 MiB; none */
    static const unsigned char asks[][8] = { { 3, 0, 0, 0, 0, 0, 0x20, 0 },
        { 5, 0, 0, 0, 0, 0, 1, 0 }, { 3, 0, 0, 0, 1, 0, 2, 0 },
        { 0, 0, 0, 0, 0, 0, 1, 0 }, { 0xff, 0xff, 0xff, 0xff, 0, 0, 1, 0 } };
    unsigned char bytes[200];
    size_t n;

    make_folder();
    write_file(in_folder("plain"), 10);
    CHECK(seal_file(in_folder("plain"), in_folder("sealed")) == OK);
    n = read_file(in_folder("sealed"), bytes, sizeof(bytes));
    CHECK(n >= 76 + 10 + 17);
    for (size_t i = 0; i < sizeof(asks) / sizeof(*asks); i++) {
        memcpy(bytes + 12, asks[i], 8);
        write_bytes(in_folder("bad"), bytes, n);
        CHECK(unseal_file(in_folder("bad"), in_folder("x"), "open sesame")
            == ERR_CORRUPT);
    }
    remove_folder();
}

/* As sealed.h tells format 1, of which schools have copies. inside is packed by
 * the caller where format is 2. */
static void
seal_by_hand(const char *to, int format, const unsigned char *inside, size_t n)
{
    static unsigned char out[76 + 4 * 65553];
    unsigned char key[48];
    crypto_secretstream_xchacha20poly1305_state stream;
    size_t at = 76, part = 65536;
    uint32_t numbers[] = { (uint32_t)format, 1, 8 };

    memcpy(out, "NHBACKUP", 8);
    for (int i = 0; i < 12; i++)
        out[8 + i] = (unsigned char)(numbers[i / 4] >> i % 4 * 8);
    memset(out + 20, 's', 16);
    CHECK(!crypto_pwhash(key, 48, "open sesame", 11, out + 20, 1, 8 * 1024,
        crypto_pwhash_ALG_ARGON2ID13));
    memcpy(out + 36, key + 32, 16);
    crypto_secretstream_xchacha20poly1305_init_push(&stream, out + 52, key);
    for (size_t done = 0; part == 65536; done += part) {
        part = n - done < 65536 ? n - done : 65536;
        crypto_secretstream_xchacha20poly1305_push(&stream, out + at, NULL,
            inside + done, part, done ? NULL : out, done ? 0 : 76,
            part == 65536 ? 0
                : crypto_secretstream_xchacha20poly1305_TAG_FINAL);
        at += part + 17;
    }
    write_bytes(to, out, at);
}

TEST(a_copy_of_before_they_were_packed_still_comes_back)
{
    static const size_t lengths[] = { 0, 1, 65535, 65536, 200000 };
    static unsigned char a[200001], b[200001];

    make_folder();
    write_file(in_folder("plain"), 200000);
    read_file(in_folder("plain"), a, sizeof(a));
    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        seal_by_hand(in_folder("old"), 1, a, lengths[i]);
        CHECK_INT(unseal_file(in_folder("old"), in_folder("again"),
            "open sesame"), OK);
        CHECK_INT(read_file(in_folder("again"), b, sizeof(b)), lengths[i]);
        CHECK(!memcmp(a, b, lengths[i]));
    }
    seal_by_hand(in_folder("old"), 3, a, 1);
    CHECK_INT(unseal_file(in_folder("old"), in_folder("again"),
        "open sesame"), ERR_INPUT);
    remove_folder();
}

TEST(what_repeats_is_packed_and_comes_back)
{
    static unsigned char a[3000000], b[3000001];
    struct stat st;

    make_folder();
    for (size_t i = 0; i < sizeof(a); i++)
        a[i] = (unsigned char)"Amina is well. "[i % 15];
    write_bytes(in_folder("plain"), a, sizeof(a));
    CHECK_INT(seal_file(in_folder("plain"), in_folder("sealed")), OK);
    CHECK(stat(in_folder("sealed"), &st) == 0 && st.st_size < 60000);
    CHECK_INT(unseal_file(in_folder("sealed"), in_folder("again"),
        "open sesame"), OK);
    CHECK_INT(read_file(in_folder("again"), b, sizeof(b)), sizeof(a));
    CHECK(!memcmp(a, b, sizeof(a)));
    remove_folder();
}

/* Sealed well, and still no stream that ends where the file does. */
TEST(packing_that_is_damaged_within_its_seal_is_said)
{
    static const unsigned char stored[] = { 1, 3, 0, 0xfc, 0xff, 'a', 'b', 'c',
        'x' };
    static const struct { size_t from, n; enum err want; } rows[] = {
        { 0, 8, OK }, { 0, 9, ERR_CORRUPT }, { 0, 7, ERR_CORRUPT },
        { 0, 0, ERR_CORRUPT }, { 2, 6, ERR_CORRUPT },
    };

    make_folder();
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        seal_by_hand(in_folder("x"), 2, stored + rows[i].from, rows[i].n);
        CHECK_INT(unseal_file(in_folder("x"), in_folder("again"),
            "open sesame"), rows[i].want);
    }
    remove_folder();
}

static struct db *
world_with_messages(void)
{
    struct db *db = world_open_at(in_folder("notehome.db"));

    world_sql(db, "INSERT INTO thread (id, number, tray) VALUES"
        " (1, '+254712000001', 2)");
    for (int i = 0; i < 50; i++)
        world_sql(db, "INSERT INTO message (thread, direction, kind, state,"
            " number, body, at) VALUES (1, 1, 1, 9, '+254712000001', 'hello',"
            " 1)");
    return db;
}

TEST(a_backup_restores_into_an_empty_folder)
{
    struct backup_facts made, back;
    struct reason why = { 0 };
    char kept[BACKUP_PATH];
    struct stat st;
    struct db *db, *again = NULL;
    struct backup b;

    make_folder();
    CHECK(mkdir(in_folder("to"), 0700) == 0 && mkdir(in_folder("new"), 0700)
        == 0);
    db = world_with_messages();
    b = (struct backup){ db, folder, in_folder("to"), "open sesame",
        false, -1, false };
    CHECK(backup_make(&b, &made, &why) == OK);
    CHECK_INT(made.messages, 50);
    CHECK(stat(made.path, &st) == 0 && (st.st_mode & 0777) == 0600);
    CHECK(stat(in_folder("notehome.db.copying"), &st) != 0);
    CHECK(backup_stage(in_folder("new"), made.path, "wrong", &back, &why)
        == ERR_REFUSED);
    CHECK(strstr(in_words(&why), "not its passphrase") != NULL);
    CHECK(!backup_is_staged(in_folder("new")));
    CHECK(backup_stage(in_folder("new"), made.path, "open sesame", &back, &why)
        == OK);
    CHECK_INT(back.messages, 50);
    CHECK(backup_is_staged(in_folder("new")));
    CHECK(backup_install(in_folder("new"), kept) == OK);
    CHECK_TEXT(kept, "");
    CHECK(!backup_is_staged(in_folder("new")));
    CHECK(db_open(in_folder("new/notehome.db"), &again, NULL, 0) == OK);
    CHECK_INT(world_number(again, "SELECT count(*) FROM message"), 50);
    db_close(again);
    db_close(db);
    remove_folder();
}

static void
copy_file(const char *from, const char *to)
{
    char command[200];

    snprintf(command, sizeof(command), "cp %s/%s %s/%s", folder, from, folder,
        to);
    CHECK(system(command) == 0);
}

/* The database of the world, changed by sql. */
static void
make_changed(const char *sql)
{
    struct db *db;

    make_folder();
    CHECK(mkdir(in_folder("to"), 0700) == 0);
    db = world_open_at(in_folder("notehome.db"));
    world_sql(db, "INSERT INTO staff (name, role, password, created)"
        " VALUES ('amina', 4, 'x', 1)");
    world_sql(db, sql);
    CHECK_INT(db_settle(db), OK);
    db_close(db);
}

TEST(a_copy_with_a_trigger_that_is_not_ours_is_not_restored)
{
    struct reason why = { 0 };
    struct backup_facts back;

    make_changed("CREATE TRIGGER helper AFTER INSERT ON message BEGIN"
        " UPDATE staff SET role = 4; END");
    CHECK_INT(seal_file(in_folder("notehome.db"), in_folder("sealed")), OK);
    CHECK_INT(backup_stage(in_folder("to"), in_folder("sealed"), "open sesame",
        &back, &why), ERR_CORRUPT);
    CHECK(strstr(in_words(&why), "\"helper\"): somebody changed it") != NULL);
    CHECK(!backup_is_staged(in_folder("to")));
    remove_folder();
}

TEST(a_copy_with_tables_triggers_or_views_that_are_not_ours_is_known)
{
    static const char *const changes[][2] = {
        { "CREATE TRIGGER helper AFTER INSERT ON message BEGIN"
          " UPDATE staff SET role = 4; END", "\"helper\"" },
        { "CREATE TEMP TABLE own (a)", NULL },
        { "CREATE VIEW families AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL"
          " SELECT i + 1 FROM n) SELECT i FROM n", "\"families\"" },
        { "CREATE TABLE more (a)", "\"more\"" },
        { "CREATE INDEX more ON message (body)", "\"more\"" },
        { "CREATE VIRTUAL TABLE more USING fts5 (a)", "\"more\"" },
        { "DROP INDEX message_thread", "\"message_thread\"" },
        { "DROP TRIGGER message_waits", "\"message_waits\"" },
        { "ALTER TABLE staff ADD COLUMN more TEXT DEFAULT 'x'",
          "\"staff\"" },
        { "ALTER TABLE note RENAME TO notes", "\"" },
        { "PRAGMA user_version = 3", "\"" },
        { "PRAGMA user_version = 0", "\"" },
        { "PRAGMA user_version = -7", "\"" },
        { "PRAGMA user_version = 9999", "newer" },
        { "PRAGMA application_id = 1", "no database" },
    };
    struct reason why = { 0 };
    struct db *db, *copy = NULL;

    make_changed("DELETE FROM staff");
    for (size_t i = 0; i < sizeof(changes) / sizeof(*changes); i++) {
        enum err e;

        copy_file("notehome.db", "changed");
        CHECK_INT(db_open(in_folder("changed"), &db, NULL, 0), OK);
        world_sql(db, changes[i][0]);
        CHECK_INT(db_settle(db), OK);
        db_close(db);
        e = db_open_copy(in_folder("changed"), true, NULL, &copy, &why);
        if (!e)
            db_close(copy);
        if (e != (changes[i][1] ? ERR_CORRUPT : OK))
            fail_msg("%s: %s", changes[i][0], err_text(e));
        if (changes[i][1] && !strstr(in_words(&why), changes[i][1]))
            fail_msg("%s: %s", changes[i][0], in_words(&why));
    }
    remove_folder();
}

TEST(statements_are_compared_but_for_blanks_and_comments_outside_of_quotes)
{
    static const char ours[] = "CREATE TABLE a (b TEXT DEFAULT '--', \"c d\" INT)";
    static const struct {
        const char *sql;
        bool same;
    } others[] = {
        { ours, true },
        { "CREATE  TABLE a\n(b TEXT DEFAULT '--', -- the b\n \"c d\" INT)",
          true },
        { "CREATE TABLE a /* it's */ (b TEXT DEFAULT '--', \"c d\" INT)", true },
        { "CREATE TABLE a (b TEXT DEFAULT '-- ', \"c d\" INT)", false },
        { "CREATE TABLE a (b TEXT DEFAULT '--', \"c  d\" INT)", false },
        { "CREATE TABLE a (b TEXT DEFAULT '--', \"c d\" INT) -- end", true },
        { "CREATE TABLE a (b TEXT DEFAULT '--' || evil(), \"c d\" INT)", false },
        { "CREATE TABLE a (b TEXT DEFAULT '--'\n|| evil(), \"c d\" INT)",
          false },
        { "CREATE TABLE a (b TEXT DEFAULT '--', \"c d\" INT", false },
        { "", false },
    };

    for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
        if (schema_sql_same(ours, others[i].sql) != others[i].same)
            fail_msg("%s", others[i].sql);
}

TEST(copies_of_every_version_there_was_have_the_tables_of_theirs)
{
    char name[SCHEMA_NAME] = "";

    for (int n = 1; n <= schema_latest(); n++) {
        struct conn c = { 0 };

        CHECK_INT(conn_open(&c, ":memory:", true), OK);
        for (int step = 1; step <= n; step++)
            CHECK_INT(conn_exec(&c, schema_step(step)), OK);
        CHECK_INT(schema_same(&c, n, name), OK);
        if (n < schema_latest())
            CHECK(schema_same(&c, n + 1, name) == ERR_CORRUPT
                || !strstr(schema_step(n + 1), "CREATE"));
        conn_close(&c);
    }
}

TEST(no_statement_of_ours_can_change_the_tables_past_sql)
{
    struct db *db = world_open();

    for (int i = 0; i < 2; i++) {
        struct query q = query_start_text(db, i
            ? "UPDATE sqlite_schema SET sql = 'x' WHERE name = 'staff'"
            : "PRAGMA writable_schema = ON");

        CHECK((query_end(&q) == OK) == !i);
    }
    db_close(db);
}

TEST(the_look_through_a_copy_ends_when_the_program_does)
{
    struct db *db = NULL, *copy = NULL;
    struct reason why = { 0 };
    _Atomic bool stop = false;

    make_folder();
    db = world_with_messages();
    CHECK_INT(db_copy(db, in_folder("copy"), NULL), OK);
    db_close(db);
    CHECK_INT(db_open_copy(in_folder("copy"), true, &stop, &copy, &why), OK);
    atomic_store(&stop, true);
    {
        struct query q = query_start(copy, "WITH RECURSIVE n(i) AS (SELECT 1"
            " UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n");

        CHECK(!query_row(&q));
        CHECK(query_end(&q) != OK);
    }
    db_close(copy);
    CHECK_INT(db_open_copy(in_folder("copy"), true, &stop, &copy, &why),
        ERR_TIMEOUT);
    remove_folder();
}

struct making {
    const struct backup *b;
    struct backup_facts made;
    enum err e;
};

static void *
make_one(void *user)
{
    struct making *m = user;
    struct reason why = { 0 };

    m->e = backup_make(m->b, &m->made, &why);
    return NULL;
}

TEST(two_backups_asked_for_at_once_are_both_whole)
{
    struct reason why = { 0 };
    struct backup_facts back;
    struct making two[2];
    pthread_t threads[2];
    struct db *db;
    struct backup b;

    make_folder();
    CHECK(mkdir(in_folder("to"), 0700) == 0 && mkdir(in_folder("new"), 0700)
        == 0);
    db = world_with_messages();
    b = (struct backup){ db, folder, in_folder("to"), "open sesame",
        false, -1, false };
    for (int i = 0; i < 2; i++) {
        two[i].b = &b;
        CHECK(pthread_create(&threads[i], NULL, make_one, &two[i]) == 0);
    }
    for (int i = 0; i < 2; i++)
        CHECK(pthread_join(threads[i], NULL) == 0);
    CHECK(strcmp(two[0].made.path, two[1].made.path) != 0);
    for (int i = 0; i < 2; i++) {
        CHECK(two[i].e == OK);
        CHECK(backup_stage(in_folder("new"), two[i].made.path, "open sesame",
            &back, &why) == OK);
        CHECK_INT(back.messages, 50);
    }
    db_close(db);
    remove_folder();
}

TEST(what_was_there_is_kept_with_its_journal_when_power_fails_in_the_middle)
{
    char kept[BACKUP_PATH];
    struct stat st;

    make_folder();
    write_file(in_folder("notehome.db"), 10);
    write_file(in_folder("notehome.db-wal"), 11);
    write_file(in_folder("notehome.db.restored"), 12);
    /* The journal was moved, then the power went. */
    CHECK(backup_install(folder, kept) == OK);
    CHECK(stat(kept, &st) == 0 && st.st_size == 10);
    strcat(kept, "-wal");
    CHECK(stat(kept, &st) == 0 && st.st_size == 11);
    CHECK(stat(in_folder("notehome.db"), &st) == 0 && st.st_size == 12);
    CHECK(stat(in_folder("notehome.db-wal"), &st) != 0);
    CHECK(backup_install(folder, kept) == OK);
    CHECK_TEXT(kept, "");
    remove_folder();
}

TEST(a_backup_without_a_place_says_where_and_leaves_nothing)
{
    struct backup_facts made;
    struct reason why = { 0 };
    struct stat st;
    struct db *db;
    struct backup b;

    make_folder();
    db = world_with_messages();
    b = (struct backup){ db, folder, in_folder("nowhere"), "x", false, -1,
        false };
    CHECK(backup_make(&b, &made, &why) == ERR_IO);
    CHECK(strstr(in_words(&why), "nowhere") != NULL);
    CHECK(stat(in_folder("notehome.db.copying"), &st) != 0);
    db_close(db);
    remove_folder();
}

TEST(a_backup_that_is_stopped_leaves_nothing)
{
    struct backup_facts made;
    struct reason why = { 0 };
    char path[BACKUP_PATH];
    struct db *db;
    struct backup b;

    make_folder();
    db = world_with_messages();
    b = (struct backup){ db, folder, folder, "x", false, -1, false };
    backup_give_up(true);
    CHECK(backup_make(&b, &made, &why) == ERR_TIMEOUT);
    backup_give_up(false);
    CHECK(backup_newest(folder, path) == ERR_EMPTY);
    db_close(db);
    remove_folder();
}

/* What a stick may have where the backup is to be, for the next minutes. */
static void
lay_traps(const char *victim)
{
    for (int64_t at = world_now; at < world_now + 5 * MINUTE; at += SECOND) {
        time_t t = (time_t)(at / SECOND);
        char stamp[32], name[64];
        struct tm tm;

        localtime_r(&t, &tm);
        strftime(stamp, sizeof(stamp), "%Y%m%d-%H%M%S", &tm);
        snprintf(name, sizeof(name), "stick/notehome-%s.nhb.part", stamp);
        CHECK(symlink(victim, in_folder(name)) == 0);
    }
}

TEST(a_link_on_a_stick_is_never_written_through)
{
    unsigned char text[16] = "";
    struct backup_facts made;
    struct reason why = { 0 };
    struct backup b;
    struct stat st;
    struct db *db;

    make_folder();
    CHECK(mkdir(in_folder("stick"), 0700) == 0);
    write_bytes(in_folder("victim"), (const unsigned char *)"kept", 4);
    db = world_with_messages();
    lay_traps(in_folder("victim"));
    b = (struct backup){ db, folder, in_folder("stick"), "x", true,
        open(in_folder("stick"), O_RDONLY | O_DIRECTORY), false };
    CHECK(backup_make(&b, &made, &why) == OK);
    CHECK(lstat(made.path, &st) == 0 && S_ISREG(st.st_mode));
    CHECK(read_file(in_folder("victim"), text, sizeof(text)) == 4);
    CHECK(!memcmp(text, "kept", 4));
    CHECK(backup_check(made.path, "x", &why) == OK);
    close(b.dir);
    db_close(db);
    remove_folder();
}

TEST(a_stick_that_was_swapped_meanwhile_gets_and_loses_nothing)
{
    struct backup_facts made;
    char path[BACKUP_PATH];
    struct reason why = { 0 };
    struct backup b;
    struct db *db;
    struct stat st;

    make_folder();
    CHECK(mkdir(in_folder("stick"), 0700) == 0
        && mkdir(in_folder("other"), 0700) == 0);
    write_bytes(in_folder("other/notehome-20200101-000000.nhb"),
        (const unsigned char *)"x", 1);
    db = world_with_messages();
    b = (struct backup){ db, folder, in_folder("stick"), "x", true,
        open(in_folder("stick"), O_RDONLY | O_DIRECTORY), false };
    /* Its name leads elsewhere from now on. */
    CHECK(rename(in_folder("stick"), in_folder("pulled")) == 0);
    CHECK(symlink(in_folder("other"), in_folder("stick")) == 0);
    CHECK(backup_make(&b, &made, &why) == OK);
    CHECK(backup_rotate_in(b.dir, 0, 0) == OK);
    CHECK(stat(in_folder("other/notehome-20200101-000000.nhb"), &st) == 0);
    CHECK(backup_newest(in_folder("pulled"), path) == ERR_EMPTY);
    close(b.dir);
    db_close(db);
    remove_folder();
}

TEST(seven_days_and_four_weeks_stay)
{
    enum { N = 60 };
    static char text[N][64];
    const char *names[N];
    bool keep[N];
    int kept = 0;

    /* Each day back from Saturday 21 November 2026, twice on the first. */
    for (int i = 0; i < N; i++) {
        time_t t = 1795262400 - (i ? i - 1 : 0) * 86400;
        char stamp[32];

        strftime(stamp, sizeof(stamp), "%Y%m%d", gmtime(&t));
        snprintf(text[i], sizeof(text[i]), "notehome-%s-%s.nhb", stamp,
            i ? "020000" : "120000");
        names[i] = text[i];
    }
    backup_choose(names, N, 7, 4, keep);
    for (int i = 0; i < N; i++)
        kept += keep[i];
    CHECK(keep[0] && !keep[1]);         /* the newer of one day */
    for (int i = 2; i < 8; i++)
        CHECK(keep[i]);
    /* This week and the one before lie within the days; two Sundays more. */
    CHECK_INT(kept, 7 + 2);
}

TEST(a_backup_dated_ahead_does_not_hide_todays)
{
    make_folder();
    CHECK(!backup_has_day(folder, "20261121"));
    write_file(in_folder("notehome-20271121-020000.nhb"), 1);
    CHECK(!backup_has_day(folder, "20261121"));
    write_file(in_folder("notehome-20261121-020000.nhb"), 1);
    CHECK(backup_has_day(folder, "20261121"));
    CHECK(!backup_has_day(folder, "20261122"));
    remove_folder();
}

TEST(rotation_touches_no_other_file)
{
    struct stat st;

    make_folder();
    write_file(in_folder("notehome-20260101-020000.nhb"), 1);
    write_file(in_folder("notehome-20261101-020000.nhb"), 1);
    write_file(in_folder("notehome-2026x101-020000.nhb"), 1);
    write_file(in_folder("holiday.jpg"), 1);
    CHECK(backup_rotate(folder, 1, 1) == OK);
    CHECK(stat(in_folder("notehome-20260101-020000.nhb"), &st) != 0);
    CHECK(stat(in_folder("notehome-20261101-020000.nhb"), &st) == 0);
    CHECK(stat(in_folder("notehome-2026x101-020000.nhb"), &st) == 0);
    CHECK(stat(in_folder("holiday.jpg"), &st) == 0);
    remove_folder();
}

static void
note_size(void *user, const char *name, int64_t bytes)
{
    (void)name;
    *(int64_t *)user = bytes;
}

/* Where a long has 32 bits the C library's older calls end at 2 GB. */
TEST(a_backup_over_two_gigabytes_is_seen_and_opened)
{
    static const int64_t size = 3LL << 30;
    int64_t seen = 0;
    struct reason why = { 0 };
    int fd;

    make_folder();
    fd = open(in_folder("notehome-20261121-020000.nhb"), O_WRONLY | O_CREAT,
        0600);
    CHECK(fd >= 0 && ftruncate(fd, size) == 0 && close(fd) == 0);
    CHECK_INT(backup_list(folder, note_size, &seen), OK);
    CHECK_INT(seen, size);
    CHECK_INT(backup_check(in_folder("notehome-20261121-020000.nhb"),
        "passphrase", &why), ERR_INPUT);
    CHECK(strstr(in_words(&why), "no backup"));
    remove_folder();
}

TEST(the_passphrase_is_made_once_and_for_its_owner_alone)
{
    char a[SEALED_PASSPHRASE], b[SEALED_PASSPHRASE];
    struct stat st;

    make_folder();
    log_set_level(LOG_ERROR);
    CHECK(backup_passphrase(in_folder("pass"), false, a) == ERR_NOT_FOUND);
    CHECK(backup_passphrase(in_folder("pass"), true, a) == OK);
    CHECK(backup_passphrase(in_folder("pass"), true, b) == OK);
    CHECK_TEXT(a, b);
    CHECK_INT(strlen(a), 24);
    CHECK(stat(in_folder("pass"), &st) == 0 && (st.st_mode & 0777) == 0600);
    write_file(in_folder("empty"), 0);
    CHECK(backup_passphrase(in_folder("empty"), true, a) == ERR_INPUT);
    remove_folder();
}

static void
keep_path(void *user, const struct backup_row *r)
{
    snprintf(user, BACKUP_PATH, "%s", r->path);
}

TEST(a_copy_is_known_with_what_it_holds_and_when_it_was_read)
{
    struct reason why = { 0 };
    char newest[BACKUP_PATH] = "";
    static unsigned char bytes[300000];
    struct backup_facts made;
    struct backup_row row;
    struct backup b;
    struct db *db;
    size_t n;

    make_folder();
    db = world_with_messages();
    b = (struct backup){ db, folder, folder, "x", true,
        open(folder, O_RDONLY | O_DIRECTORY), false };
    CHECK(backup_make(&b, &made, &why) == OK);
    CHECK(backup_log_get(db, made.path, &row) == OK);
    CHECK(row.stick && row.messages == 50 && row.checked == world_now);
    CHECK(backup_is_name(strrchr(made.path, '/') + 1));
    CHECK_INT(backup_time_of(strrchr(made.path, '/') + 1), world_now);
    CHECK(backup_log_get(db, "/other", &row) == ERR_NOT_FOUND);

    CHECK(backup_check(made.path, "y", &why) == ERR_REFUSED);
    CHECK(backup_check(made.path, "x", &why) == OK);
    n = read_file(made.path, bytes, sizeof(bytes));
    bytes[n / 2] ^= 1;
    write_bytes(made.path, bytes, n);
    CHECK(backup_check(made.path, "x", &why) == ERR_CORRUPT);
    world_later(HOUR);
    CHECK(backup_log_checked(db, made.path, &why) == OK);
    CHECK(backup_log_get(db, made.path, &row) == OK);
    CHECK(row.checked == world_now && strstr(in_words(&row.fault), "damaged"));

    CHECK(backup_make(&b, &made, &why) == OK);
    CHECK(backup_log_sticks(db, 5, keep_path, newest) == OK);
    CHECK_TEXT(newest, made.path);      /* the last of that folder alone */
    close(b.dir);
    db_close(db);
    remove_folder();
}

TEST(what_was_unsure_in_a_backup_is_not_sent_again_by_itself)
{
    struct queue_part p;
    struct db *db = world_open();
    struct queue_request r = { .number = "+254712000001", .text = "x",
        .policy = UNSURE_RESEND };
    int64_t id;

    CHECK(queue_add(db, &r, &world_rules, &id, NULL) == OK);
    CHECK_INT(world_claim(db, &p), id);
    CHECK(queue_recover(db, NULL) == OK);
    CHECK(queue_restored(db, NULL) == OK);
    world_later(HOUR);
    CHECK(queue_sweep(db, &world_rules) == OK);
    CHECK_INT(world_claim(db, &p), 0);
    CHECK_INT(world_number(db, "SELECT state FROM message"), MESSAGE_UNSURE);
    db_close(db);
}

TEST(what_waited_in_a_backup_is_unsure_and_what_is_for_later_still_waits)
{
    struct queue_part p;
    struct db *db = world_open();
    int64_t a = world_add(db, "+254712000001", "now"), b;
    struct queue_request later = { .number = "+254712000002",
        .text = "later", .priority = PRIORITY_NORMAL, .due = DAWN + HOUR };
    struct reason refused;
    int held = 0;

    CHECK(queue_add(db, &later, &world_rules, &b, &refused) == OK);
    CHECK(queue_restored(db, &held) == OK);
    CHECK_INT(held, 1);
    CHECK_INT(world_number(db, "SELECT state FROM message WHERE id = 1"),
        MESSAGE_UNSURE);
    CHECK_INT(world_claim(db, &p), 0);
    world_later(2 * HOUR);
    CHECK_INT(world_claim(db, &p), b);
    CHECK(queue_resend(db, a, &world_rules, "amina", &a) == OK);
    db_close(db);
}

TEST(a_trouble_is_kept_as_a_reason_and_an_old_one_as_its_words)
{
    struct db *db = world_open();
    struct reason r = reason_text(REASON_PASSPHRASE_FILE, "/etc/x"), got;

    reason_add_words(&r, err_text(ERR_NOT_FOUND));
    CHECK(setting_set_reason(db, "backup.trouble", &r) == OK);
    CHECK(setting_get_reason(db, "backup.trouble", &got) == OK);
    CHECK_INT(got.code, REASON_PASSPHRASE_FILE);
    CHECK_TEXT(in_words(&got), "No backup was made: the passphrase file /etc/x"
        " cannot be used: not found.");
    CHECK(setting_set(db, "backup.trouble", "@home: No backup was made.")
        == OK);
    CHECK(setting_get_reason(db, "backup.trouble", &got) == OK);
    CHECK_TEXT(in_words(&got), "@home: No backup was made.");
    CHECK(setting_set_reason(db, "backup.trouble", &reason_none) == OK);
    CHECK(setting_get_reason(db, "backup.trouble", &got) == OK);
    CHECK(!reason_given(&got));
    db_close(db);
}
