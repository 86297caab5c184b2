/* db_scratch(): a copy of some tables in memory, to try things on. */
#include "store/db/conn.h"

#include <stdio.h>

static enum err
exec(struct conn *c, const char *sql)
{
    int rc = sqlite3_exec(c->h, sql, NULL, NULL, NULL);

    return rc == SQLITE_OK ? OK : conn_error(c, rc, sql);
}

/* INSERT INTO table VALUES (?, ?, ...) */
static enum err
prepare_insert(struct conn *to, const char *table, int columns,
    sqlite3_stmt **out)
{
    char *sql = sqlite3_mprintf("INSERT INTO \"%w\" VALUES (?", table);
    int rc;

    for (int i = 1; i < columns && sql; i++)
        sql = sqlite3_mprintf("%z, ?", sql);
    sql = sql ? sqlite3_mprintf("%z)", sql) : NULL;
    if (!sql)
        return ERR_MEMORY;
    rc = sqlite3_prepare_v2(to->h, sql, -1, out, NULL);
    sqlite3_free(sql);
    return rc == SQLITE_OK ? OK : conn_error(to, rc, table);
}

static enum err
copy_rows(struct conn *to, sqlite3_stmt *read, sqlite3_stmt *write)
{
    int rc = SQLITE_OK, columns = sqlite3_column_count(read);

    while (sqlite3_step(read) == SQLITE_ROW) {
        for (int i = 0; i < columns; i++)
            sqlite3_bind_value(write, i + 1, sqlite3_column_value(read, i));
        if ((rc = sqlite3_step(write)) != SQLITE_DONE)
            return conn_error(to, rc, "scratch");
        sqlite3_reset(write);
    }
    return OK;
}

static enum err
copy_table(struct conn *from, struct conn *to, const char *table)
{
    sqlite3_stmt *read = NULL, *write = NULL;
    char *sql = sqlite3_mprintf("SELECT * FROM \"%w\"", table);
    int rc = sql ? sqlite3_prepare_v2(from->h, sql, -1, &read, NULL)
                 : SQLITE_NOMEM;
    enum err e = rc == SQLITE_OK ? OK : conn_error(from, rc, table);

    if (!e)
        e = prepare_insert(to, table, sqlite3_column_count(read), &write);
    if (!e && !(e = copy_rows(to, read, write))
        && (rc = sqlite3_finalize(read)) != SQLITE_OK)
        e = conn_error(from, rc, table);
    else if (e)
        sqlite3_finalize(read);
    sqlite3_finalize(write);
    sqlite3_free(sql);
    return e;
}

/* Within one transaction on either side: all tables are of one moment. */
static enum err
copy_tables(struct conn *from, struct conn *to, const char *const *tables)
{
    enum err e = exec(to, "PRAGMA foreign_keys = OFF; BEGIN");

    if (!e && !(e = exec(from, "SAVEPOINT scratch"))) {
        for (; *tables && !e; tables++)
            e = copy_table(from, to, *tables);
        sqlite3_exec(from->h, "RELEASE scratch", NULL, NULL, NULL);
    }
    return e ? e : exec(to, "COMMIT; PRAGMA foreign_keys = ON");
}

enum err
db_scratch(struct db *db, const char *const *tables, struct db **out)
{
    struct conn own = { 0 };
    struct db *scratch;
    enum err e = db_open(":memory:", &scratch, NULL, 0);

    if (e)
        return e;
    if (db->memory) {
        pthread_mutex_lock(&db->write_lock);
        e = copy_tables(&db->writer, &scratch->writer, tables);
        pthread_mutex_unlock(&db->write_lock);
    } else {
        if (!(e = conn_open(&own, db->path, false)))
            e = copy_tables(&own, &scratch->writer, tables);
        conn_close(&own);
    }
    if (e)
        db_close(scratch);
    else
        *out = scratch;
    return e;
}
