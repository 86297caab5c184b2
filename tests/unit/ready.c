/* ready.c - a database in memory whose tables are there already. The first one
 * of a program takes every step of the tables, as each new one does; those
 * after it are copies of what the steps made, before anything was put in. With
 * a database for each test the steps were most of their work.
 * Files and what is tried in db_test.c, db_pages_test.c and schema_test.c are
 * left alone. Linked with --wrap: Makefile. */
#include "store/db/conn.h"
#include "test.h"

#include <pthread.h>
#include <string.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static sqlite3 *made;           /* what the steps made; NULL: not yet */
static _Thread_local bool opens; /* a database is being opened */

enum err __real_db_open(const char *path, struct db **out, char *why,
    size_t room);
enum err __wrap_db_open(const char *path, struct db **out, char *why,
    size_t room);
int __real_sqlite3_open_v2(const char *path, sqlite3 **out, int flags,
    const char *vfs);
int __wrap_sqlite3_open_v2(const char *path, sqlite3 **out, int flags,
    const char *vfs);

static void
copy_all(sqlite3 *from, sqlite3 *to)
{
    sqlite3_backup *b = sqlite3_backup_init(to, "main", from, "main");
    int rc = sqlite3_backup_step(b, -1);

    assert_int_equal(rc, SQLITE_DONE);
    assert_int_equal(sqlite3_backup_finish(b), SQLITE_OK);
}

static void
set_page_size(sqlite3 *h)
{
    char *sql = sqlite3_mprintf("PRAGMA page_size = %d", CONN_PAGE);

    assert_int_equal(sqlite3_exec(h, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_free(sql);
}

int
__wrap_sqlite3_open_v2(const char *path, sqlite3 **out, int flags,
    const char *vfs)
{
    int rc = __real_sqlite3_open_v2(path, out, flags, vfs);

    if (rc != SQLITE_OK || !opens || strcmp(path, ":memory:") != 0)
        return rc;
    pthread_mutex_lock(&lock);
    if (made) {
        set_page_size(*out);
        copy_all(made, *out);
    }
    pthread_mutex_unlock(&lock);
    return rc;
}

enum err
__wrap_db_open(const char *path, struct db **out, char *why, size_t room)
{
    enum err e;

    opens = true;
    e = __real_db_open(path, out, why, room);
    opens = false;
    pthread_mutex_lock(&lock);
    if (!e && !made && !strcmp(path, ":memory:")) {
        int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_FULLMUTEX;

        assert_int_equal(__real_sqlite3_open_v2(path, &made, flags, NULL),
            SQLITE_OK);
        set_page_size(made);
        copy_all((*out)->writer.h, made);
    }
    pthread_mutex_unlock(&lock);
    return e;
}
