#include "store/db/db.h"

#include "base/log.h"
#include "store/db/conn.h"
#include "store/db/schema.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- opening -------------------------------------------------------------- */

/* Holds an advisory lock beside the file, so that two daemons never share
 * it. */
static enum err
take_lock(struct db *db, const char *path, char *why, size_t room)
{
    char name[512];

    snprintf(name, sizeof(name), "%s.lock", path);
    db->lock_fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (db->lock_fd < 0) {
        snprintf(why, room, "%s: %s. Make the folder and let this user write"
            " in it.", name, strerror(errno));
        return errno == ENOSPC ? ERR_DISK_FULL : ERR_IO;
    }
    if (flock(db->lock_fd, LOCK_EX | LOCK_NB) == 0)
        return OK;
    snprintf(why, room, "%s is in use: another notehomed is running with it."
        " Stop that one first.", path);
    return ERR_BUSY;
}

static enum err
migrate(struct conn *c, char *why, size_t room)
{
    int64_t at = conn_number(c, "PRAGMA user_version");
    char sql[96];
    enum err e = OK;

    if (at > schema_latest()) {
        snprintf(why, room, "it was made by a newer Notehome (step %lld, this"
            " one knows %d). Install the newer version.", (long long)at,
            schema_latest());
        return ERR_REFUSED;
    }
    for (int n = (int)at + 1; !e && n <= schema_latest(); n++) {
        snprintf(sql, sizeof(sql),
            "PRAGMA application_id = %d; PRAGMA user_version = %d",
            CONN_APPLICATION, n);
        if ((e = conn_exec(c, "BEGIN IMMEDIATE"))
            || (e = conn_exec(c, schema_step(n))) || (e = conn_exec(c, sql))
            || (e = conn_exec(c, "COMMIT"))) {
            if (!sqlite3_get_autocommit(c->h))
                sqlite3_exec(c->h, "ROLLBACK", NULL, NULL, NULL);
            snprintf(why, room, "step %d of the tables failed: %s.", n,
                err_text(e));
        }
    }
    return e;
}

/* Ours, or empty; else it is left alone. */
static enum err
check_owner(struct conn *c, char *why, size_t room)
{
    int64_t tables = conn_number(c, "SELECT count(*) FROM sqlite_schema");
    int64_t app = conn_number(c, "PRAGMA application_id");

    if (tables < 0)
        snprintf(why, room, "it cannot be read: %s. Restore the last backup;"
            " the file was left as it is.", sqlite3_errmsg(c->h));
    else if (tables > 0 && app != CONN_APPLICATION)
        snprintf(why, room, "it is a database of another program.");
    else
        return OK;
    return ERR_CORRUPT;
}

/* What is written often goes into the file once: after 8 MB. */
static enum err
limit_journal(struct conn *c)
{
    int64_t page = conn_number(c, "PRAGMA page_size");
    char set[64];

    snprintf(set, sizeof(set), "PRAGMA wal_autocheckpoint = %d",
        page > 0 ? (int)(8 * 1000 * 1000 / page) : 1000);
    return conn_exec(c, set);
}

static enum err
set_up(struct db *db, char *why, size_t room)
{
    struct conn *c = &db->writer;
    char page_size[48];
    enum err e = conn_open(c, db->path, true);

    /* Counts for a new file alone. */
    snprintf(page_size, sizeof(page_size), "PRAGMA page_size = %d", CONN_PAGE);
    if (e)
        snprintf(why, room, "cannot be opened: %s.",
            c->h ? sqlite3_errmsg(c->h) : err_text(e));
    else if (!(e = check_owner(c, why, room))
        && ((e = conn_exec(c, page_size)) || (e = conn_exec(c,
                "PRAGMA journal_mode = WAL;"
                " PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
                /* what is deleted is overwritten, and scratch tables never
                 * reach the disk */
                " PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY"))
            || (e = limit_journal(c))))
        snprintf(why, room, "cannot be written: %s.", sqlite3_errmsg(c->h));
    if (!e)
        e = migrate(c, why, room);
    if (!e && (e = db_check(db)))
        snprintf(why, room, "it is damaged. Restore the last backup; the file"
            " was left as it is.");
    return e;
}

struct db *
conn_db_new(const char *path)
{
    struct db *db = calloc(1, sizeof(*db));
    pthread_mutexattr_t recursive;

    if (!db || !(db->path = strdup(path))) {
        free(db);
        return NULL;
    }
    db->lock_fd = -1;
    pthread_mutexattr_init(&recursive);
    pthread_mutexattr_settype(&recursive, PTHREAD_MUTEX_RECURSIVE);
    pthread_mutex_init(&db->write_lock, &recursive);
    pthread_rwlock_init(&db->watch_lock, NULL);
    pthread_mutexattr_destroy(&recursive);
    pthread_mutex_init(&db->pool_lock, NULL);
    return db;
}

enum err
db_open(const char *path, struct db **out, char *why, size_t room)
{
    struct db *db = conn_db_new(path);
    char words[1024] = "";
    enum err e;

    if (why && room)
        why[0] = 0;
    if (!db)
        return ERR_MEMORY;
    db->memory = !strcmp(path, ":memory:");
    if (!db->memory && (e = take_lock(db, path, words, sizeof(words)))) {
        if (why)
            snprintf(why, room, "%s", words);
    } else {
        e = set_up(db, words, sizeof(words));
        if (!e && conn_pages(db))
            e = set_up(db, words, sizeof(words));
        if (e && why)
            snprintf(why, room, "The database %s: %s", path, words);
    }
    if (e)
        db_close(db);
    else
        *out = db;
    return e;
}

void
db_close(struct db *db)
{
    if (!db)
        return;
    for (int i = 0; i < db->n_readers; i++) {
        conn_close(db->readers[i]);
        free(db->readers[i]);
    }
    conn_close(&db->writer);
    if (db->lock_fd >= 0)
        close(db->lock_fd);
    pthread_mutex_destroy(&db->write_lock);
    pthread_rwlock_destroy(&db->watch_lock);
    pthread_mutex_destroy(&db->pool_lock);
    free(db->path);
    free(db);
}

const char *
db_path(const struct db *db)
{
    return db->memory ? "" : db->path;
}

enum err
db_fault(const struct db *db)
{
    return (enum err)atomic_load(&db->writer.fault);
}

enum err
db_check(struct db *db)
{
    struct query q = query_start(db, "PRAGMA quick_check(1)");
    bool well = query_row(&q) && !strcmp(query_get_text(&q, 0), "ok");
    enum err e = query_end(&q);

    return e ? e : well ? OK : ERR_CORRUPT;
}

enum err
db_settle(struct db *db)
{
    struct query q = query_start(db, "PRAGMA wal_checkpoint(TRUNCATE)");

    return query_end(&q);
}

/* --- transactions --------------------------------------------------------- */

enum err
db_begin(struct db *db)
{
    enum err e;

    if (conn_inside(db)) {
        conn_mine.depth++;
        return OK;
    }
    if (conn_mine.db)
        return ERR_BUSY;
    pthread_mutex_lock(&db->write_lock);
    if ((e = conn_exec(&db->writer, "BEGIN IMMEDIATE"))) {
        pthread_mutex_unlock(&db->write_lock);
        return e;
    }
    conn_mine.db = db;
    conn_mine.depth = 1;
    conn_mine.failed = false;
    conn_mine.topics = 0;
    db->writer.changes = sqlite3_total_changes(db->writer.h);
    return OK;
}

static void
tell(struct db *db, unsigned topics)
{
    if (!topics)
        return;
    pthread_rwlock_rdlock(&db->watch_lock);
    for (int i = 0; i < db->n_watchers; i++)
        db->watchers[i].fn(db->watchers[i].user, topics);
    pthread_rwlock_unlock(&db->watch_lock);
}

/* Ends the outermost transaction of this thread. */
static enum err
finish(struct db *db, bool keep)
{
    unsigned topics = conn_mine.topics;
    enum err e = OK;

    if (sqlite3_get_autocommit(db->writer.h))
        e = keep ? ERR_IO : OK; /* SQLite rolled back by itself */
    else if (keep)
        e = conn_exec(&db->writer, "COMMIT");
    if (keep && !e
        && sqlite3_total_changes(db->writer.h) != db->writer.changes)
        atomic_store(&db->writer.fault, (int)OK);
    if (!sqlite3_get_autocommit(db->writer.h))
        sqlite3_exec(db->writer.h, "ROLLBACK", NULL, NULL, NULL);
    conn_mine.db = NULL;
    pthread_mutex_unlock(&db->write_lock);
    if (keep && !e) {
        db->commits++;
        tell(db, topics);
    }
    return e;
}

int64_t
db_commits(struct db *db)
{
    return db->commits;
}

int64_t
db_scanned(struct db *db)
{
    return db->scanned;
}

int64_t
db_reread(struct db *db)
{
    return db->reread;
}

enum err
db_commit(struct db *db)
{
    enum err e;

    if (!conn_inside(db))
        return ERR_REFUSED;
    if (conn_mine.depth > 1) {
        conn_mine.depth--;
        return conn_mine.failed ? ERR_REFUSED : OK;
    }
    if (!conn_mine.failed)
        return finish(db, true);
    e = finish(db, false);
    return e ? e : ERR_REFUSED;
}

void
db_rollback(struct db *db)
{
    enum err ignored;

    if (!conn_inside(db))
        return;
    conn_mine.failed = true;
    if (conn_mine.depth > 1)
        conn_mine.depth--;
    else if ((ignored = finish(db, false)))
        log_error("db", "rollback: %s", err_text(ignored));
}

enum err
db_end(struct db *db, enum err e)
{
    if (!e)
        return db_commit(db);
    db_rollback(db);
    return e;
}

bool
db_inside(const struct db *db)
{
    return conn_inside(db);
}

void
db_touch(struct db *db, unsigned topics)
{
    if (conn_inside(db))
        conn_mine.topics |= topics;
    else
        tell(db, topics);
}

void
db_watch(struct db *db, db_watcher *fn, void *user)
{
    struct watcher new = { fn, user };

    pthread_rwlock_wrlock(&db->watch_lock);
    assert(db->n_watchers < WATCHERS);
    db->watchers[db->n_watchers++] = new;
    pthread_rwlock_unlock(&db->watch_lock);
}

void
db_unwatch(struct db *db, db_watcher *fn, void *user)
{
    int kept = 0;

    pthread_rwlock_wrlock(&db->watch_lock);
    for (int i = 0; i < db->n_watchers; i++)
        if (db->watchers[i].fn != fn || db->watchers[i].user != user)
            db->watchers[kept++] = db->watchers[i];
    db->n_watchers = kept;
    pthread_rwlock_unlock(&db->watch_lock);
}
