/* db_copy.c - a copy of the whole file, and the opening of one. Declared in
 * db.h. */
#include "store/db/conn.h"
#include "store/db/schema_same.h"

#include <sys/stat.h>

enum { PAGES_A_STEP = 4096 };

static int
is_stopped(void *stop)
{
    return atomic_load((const _Atomic bool *)stop);
}

static void
stop_by(struct conn *c, const _Atomic bool *stop)
{
    if (stop)
        sqlite3_progress_handler(c->h, 1000, is_stopped,
            (void *)(uintptr_t)stop);
}

static enum err
copy_pages(struct conn *from, struct conn *to, const _Atomic bool *stop)
{
    sqlite3_backup *b = sqlite3_backup_init(to->h, "main", from->h, "main");
    int rc = SQLITE_OK;
    enum err e = OK;

    if (!b)
        return conn_error(to, sqlite3_errcode(to->h), "copy");
    while (!e && rc != SQLITE_DONE) {
        rc = sqlite3_backup_step(b, PAGES_A_STEP);
        if (stop && atomic_load(stop))
            e = ERR_TIMEOUT;
        else if (rc != SQLITE_OK && rc != SQLITE_DONE)
            e = conn_error(to, rc, "copy");
    }
    sqlite3_backup_finish(b);
    return e;
}

enum err
db_copy(struct db *db, const char *path, const _Atomic bool *stop)
{
    struct conn from = { 0 }, to = { 0 };
    struct stat st;
    enum err e;

    if (stat(path, &st) == 0)
        return ERR_EXISTS;
    /* Read within one transaction: it begins anew with no commit. */
    if (!(e = conn_open(&from, db->path, false))
        && !(e = conn_exec(&from, "BEGIN; SELECT 1 FROM sqlite_schema"))
        && !(e = conn_open(&to, path, true))
        && !(e = conn_exec(&to, "PRAGMA synchronous = OFF"))
        && !(e = copy_pages(&from, &to, stop)))
        /* Its head says that a journal lies beside it. */
        e = conn_exec(&to, "PRAGMA journal_mode = DELETE");
    conn_close(&to);
    conn_close(&from);
    return e;
}

/* What is not ours may be made to run when it is used: nothing of it does. */
static enum err
look(struct db *db, bool strange, struct reason *why)
{
    struct conn *c = &db->writer;
    char other[SCHEMA_NAME] = "";
    int64_t version = conn_number(c, "PRAGMA user_version");
    enum err e = OK;

    if (conn_number(c, "PRAGMA application_id") != CONN_APPLICATION)
        return reason_refuse(why, ERR_CORRUPT, reason_of(REASON_NO_DATABASE));
    if (version > schema_latest())
        return reason_refuse(why, ERR_CORRUPT, reason_of(REASON_BY_A_NEWER));
    if (strange && (e = schema_same(c, version, other)))
        return *other ? reason_refuse(why, e,
            reason_text(REASON_NOT_OUR_TABLES, other)) : e;
    if ((e = db_check(db)))
        *why = reason_of(REASON_DATABASE_DAMAGED);
    return e;
}

enum err
db_open_copy(const char *path, bool strange, const _Atomic bool *stop,
    struct db **out, struct reason *why)
{
    struct db *db = conn_db_new(path);
    enum err e;

    if (!db)
        return ERR_MEMORY;
    db->memory = true;          /* one connection for all */
    *why = reason_of(REASON_NOT_OPENED);
    if (!(e = conn_open(&db->writer, path, false))) {
        stop_by(&db->writer, stop);
        sqlite3_db_config(db->writer.h, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0,
            NULL);
        e = conn_exec(&db->writer, "PRAGMA cell_size_check = ON");
        e = e ? e : look(db, strange, why);
    }
    if (e && stop && atomic_load(stop)) {
        *why = reason_words(err_text(ERR_TIMEOUT));
        e = ERR_TIMEOUT;
    }
    if (e)
        db_close(db);
    else {
        *why = reason_none;
        *out = db;
    }
    return e;
}
