#include "store/db/conn.h"

#include "base/log.h"
#include "text/natural.h"

#include <string.h>

_Thread_local struct conn_transaction conn_mine;

static enum err
err_of(int rc)
{
    switch (rc & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
        return OK;
    case SQLITE_FULL:
        return ERR_DISK_FULL;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return ERR_CORRUPT;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return ERR_BUSY;
    case SQLITE_NOMEM:
        return ERR_MEMORY;
    case SQLITE_INTERRUPT:
        return ERR_TIMEOUT;
    case SQLITE_CONSTRAINT:
        if (rc == SQLITE_CONSTRAINT_UNIQUE
            || rc == SQLITE_CONSTRAINT_PRIMARYKEY
            || rc == SQLITE_CONSTRAINT_ROWID)
            return ERR_EXISTS;
        return rc == SQLITE_CONSTRAINT_FOREIGNKEY ? ERR_NOT_FOUND : ERR_INPUT;
    default:
        return ERR_IO;
    }
}

enum err
conn_error(struct conn *c, int rc, const char *sql)
{
    enum err e = err_of(sqlite3_extended_errcode(c->h));

    if (e == OK)
        e = err_of(rc);
    if (e == ERR_IO || e == ERR_DISK_FULL)
        atomic_store(&c->fault, (int)e);
    if (e != ERR_EXISTS && e != ERR_TIMEOUT && e != OK)
        log_error("db", "error=\"%s\" (%s) sql=\"%.100s\"",
            sqlite3_errmsg(c->h), err_text(e), sql);
    return e;
}

enum err
conn_exec(struct conn *c, const char *sql)
{
    int rc = sqlite3_exec(c->h, sql, NULL, NULL, NULL);

    return rc == SQLITE_OK ? OK : conn_error(c, rc, sql);
}

int64_t
conn_number(struct conn *c, const char *sql)
{
    sqlite3_stmt *st = NULL;
    int64_t n = -1;

    if (sqlite3_prepare_v2(c->h, sql, -1, &st, NULL) == SQLITE_OK
        && sqlite3_step(st) == SQLITE_ROW)
        n = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return n;
}

/* ORDER BY class COLLATE classes. No index and no table uses it. */
static int
collate(void *user, int n, const void *a, int m, const void *b)
{
    (void)user;
    return natural_order(a, (size_t)n, b, (size_t)m);
}

enum err
conn_open(struct conn *c, const char *path, bool writer)
{
    int flags = SQLITE_OPEN_NOMUTEX
        | (writer ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                  : SQLITE_OPEN_READONLY);
    int rc = sqlite3_open_v2(path, &c->h, flags, NULL);

    if (rc != SQLITE_OK)
        return c->h ? conn_error(c, rc, "open") : ERR_MEMORY;
    sqlite3_extended_result_codes(c->h, 1);
    rc = sqlite3_create_collation(c->h, "classes", SQLITE_UTF8, NULL, collate);
    if (rc != SQLITE_OK)
        return conn_error(c, rc, "collation");
    sqlite3_busy_timeout(c->h, 5000);
    /* No SQL of ours writes to a table's pages past its rows, and there is no
     * view: a file that has one was made by somebody else. */
    sqlite3_db_config(c->h, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(c->h, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    return conn_exec(c, "PRAGMA trusted_schema = OFF");
}

void
conn_close(struct conn *c)
{
    for (int i = 0; i < SLOTS; i++)
        sqlite3_finalize(c->slots[i].stmt);
    sqlite3_close(c->h);
    memset(c, 0, sizeof(*c));
}
