/* db_copy.c - a copy of the whole file, and the opening of one. Declared in db.h. */
#include "store/db/conn.h"
#include "store/db/schema_same.h"

#include <sys/stat.h>

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

enum err
db_copy(struct db *db, const char *path, const _Atomic bool *stop)
{
    struct conn c = { 0 };
    struct stat st;
    char *sql;
    enum err e;

    if (stat(path, &st) == 0)
        return ERR_EXISTS;
    if ((e = conn_open(&c, db->path, false)))
        return e;
    stop_by(&c, stop);
    sql = sqlite3_mprintf("VACUUM INTO %Q", path);
    e = sql ? conn_exec(&c, sql) : ERR_MEMORY;
    if (e && stop && atomic_load(stop))
        e = ERR_TIMEOUT;
    sqlite3_free(sql);
    conn_close(&c);
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
