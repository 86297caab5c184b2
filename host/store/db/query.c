#include "base/log.h"
#include "store/db/conn.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* A reader nobody uses, opened when all are busy; NULL on failure. */
static struct conn *
borrow_reader(struct db *db, enum err *e)
{
    struct conn *c = NULL;

    pthread_mutex_lock(&db->pool_lock);
    for (int i = 0; i < db->n_readers && !c; i++)
        if (!db->readers[i]->busy)
            c = db->readers[i];
    *e = c ? OK : ERR_BUSY;
    if (!c && db->n_readers < READERS) {
        c = calloc(1, sizeof(*c));
        *e = c ? conn_open(c, db->path, false) : ERR_MEMORY;
        if (*e && c) {
            conn_close(c);
            free(c);
            c = NULL;
        } else if (c) {
            db->readers[db->n_readers++] = c;
        }
    }
    if (c)
        c->busy = true;
    pthread_mutex_unlock(&db->pool_lock);
    return c;
}

static void
return_conn(struct query *q)
{
    if (q->locked) {
        if (!q->error)
            q->db->commits++;
        pthread_mutex_unlock(&q->db->write_lock);
    } else if (q->conn && q->conn != &q->db->writer) {
        pthread_mutex_lock(&q->db->pool_lock);
        ((struct conn *)q->conn)->busy = false;
        pthread_mutex_unlock(&q->db->pool_lock);
    }
    q->conn = NULL;
    q->locked = false;
}

static bool
is_select(const char *sql)
{
    sql += strspn(sql, " \n\t(");
    return !strncasecmp(sql, "SELECT", 6) || !strncasecmp(sql, "WITH", 4);
}

static void
choose_conn(struct query *q, const char *sql)
{
    struct db *db = q->db;

    if (conn_inside(db)) {
        q->conn = &db->writer;
        /* A full or failing disk has undone it all: what comes later in this
         * transaction must not last by itself. */
        if (sqlite3_get_autocommit(db->writer.h))
            q->error = ERR_IO;
    } else if (is_select(sql) && !db->memory) {
        q->conn = borrow_reader(db, &q->error);
    } else {
        pthread_mutex_lock(&db->write_lock);
        q->conn = &db->writer;
        q->locked = true;
    }
}

/* The place of a literal's statement; NULL when it must not be kept. */
static struct slot *
find_slot(struct conn *c, const char *sql)
{
    size_t at = ((uintptr_t)sql >> 3) % SLOTS;

    for (int i = 0; i < 16; i++) {
        struct slot *s = &c->slots[(at + (size_t)i) % SLOTS];
        if (s->sql == sql)
            return s->busy ? NULL : s;
        if (!s->sql)
            return s;
    }
    return NULL;
}

static struct query
start(struct db *db, const char *sql, bool keep)
{
    struct query q = { .db = db };
    struct slot *s = NULL;
    sqlite3_stmt *stmt = NULL;
    int rc;

    choose_conn(&q, sql);
    if (q.error)
        return q;
    if (keep)
        s = find_slot(q.conn, sql);
    if (s && s->sql) {
        stmt = s->stmt;
    } else {
        rc = sqlite3_prepare_v3(((struct conn *)q.conn)->h, sql, -1,
            s ? SQLITE_PREPARE_PERSISTENT : 0, &stmt, NULL);
        if (rc != SQLITE_OK) {
            q.error = conn_error(q.conn, rc, sql);
            return_conn(&q);
            return q;
        }
    }
    if (s) {
        *s = (struct slot){ sql, stmt, true };
        q.slot = s;
    }
    q.stmt = stmt;
    return q;
}

struct query
query_start(struct db *db, const char *sql)
{
    return start(db, sql, true);
}

struct query
query_start_text(struct db *db, const char *sql)
{
    return start(db, sql, false);
}

/* Notes a failed call; a parameter that is not there is a mistake of ours. */
static int
place_of(struct query *q, const char *name)
{
    int i;

    if (q->error)
        return 0;
    i = sqlite3_bind_parameter_index(q->stmt, name);
    if (!i) {
        log_error("db", "no parameter %s in sql=\"%.100s\"", name,
            sqlite3_sql(q->stmt));
        q->error = ERR_INPUT;
    }
    return i;
}

void
query_int(struct query *q, const char *name, int64_t value)
{
    int i = place_of(q, name);

    if (i)
        sqlite3_bind_int64(q->stmt, i, value);
}

void
query_int_if(struct query *q, const char *name, int64_t value)
{
    if (!q->error && sqlite3_bind_parameter_index(q->stmt, name))
        query_int(q, name, value);
}

void
query_text(struct query *q, const char *name, const char *value)
{
    int i = place_of(q, name);

    if (i && sqlite3_bind_text(q->stmt, i, value, -1, SQLITE_STATIC))
        q->error = ERR_INPUT;
}

void
query_blob(struct query *q, const char *name, const void *bytes, size_t n)
{
    int i = place_of(q, name);

    if (i && (n > INT32_MAX
            || (n == 0 ? sqlite3_bind_zeroblob(q->stmt, i, 0)
                       : sqlite3_bind_blob(q->stmt, i, bytes, (int)n,
                           SQLITE_STATIC))))
        q->error = ERR_INPUT;
}

bool
query_row(struct query *q)
{
    int rc;

    if (q->error)
        return false;
    rc = sqlite3_step(q->stmt);
    if (rc == SQLITE_ROW) {
        q->rows++;
        return true;
    }
    if (rc != SQLITE_DONE)
        q->error = conn_error(q->conn, rc, sqlite3_sql(q->stmt));
    return false;
}

int64_t
query_get_int(struct query *q, int column)
{
    return q->error ? 0 : sqlite3_column_int64(q->stmt, column);
}

const char *
query_get_text(struct query *q, int column)
{
    const unsigned char *t =
        q->error ? NULL : sqlite3_column_text(q->stmt, column);

    return t ? (const char *)t : "";
}

void
query_copy_text(struct query *q, int column, char *out, size_t room)
{
    const char *t = query_get_text(q, column);
    size_t n = strlen(t);

    if (n >= room) {
        n = room - 1;
        /* NOLINTNEXTLINE(clang-analyzer-core.*): t has n bytes and more */
        while (n > 0 && ((unsigned char)t[n] & 0xc0) == 0x80)
            n--;
    }
    memcpy(out, t, n);
    out[n] = 0;
}

char *
query_own_text(struct query *q, int column)
{
    char *copy = strdup(query_get_text(q, column));

    if (!copy && !q->error)
        q->error = ERR_MEMORY;
    return copy;
}

const void *
query_get_blob(struct query *q, int column, size_t *n)
{
    const void *b = q->error ? NULL : sqlite3_column_blob(q->stmt, column);

    *n = b ? (size_t)sqlite3_column_bytes(q->stmt, column) : 0;
    return b ? b : "";
}

bool
query_is_null(struct query *q, int column)
{
    return q->error
        || sqlite3_column_type(q->stmt, column) == SQLITE_NULL;
}

/* Gives back statement and connection; the statement must be done by now. */
static enum err
release(struct query *q)
{
    struct conn *c = q->conn;

    if (q->locked && !q->error && q->stmt && !sqlite3_stmt_readonly(q->stmt))
        atomic_store(&c->fault, (int)OK);
    if (q->stmt) {
        q->db->scanned += sqlite3_stmt_status(q->stmt,
            SQLITE_STMTSTATUS_FULLSCAN_STEP, 1);
        q->db->reread += sqlite3_stmt_status(q->stmt,
            SQLITE_STMTSTATUS_REPREPARE, 1);
    }
    if (q->slot) {
        sqlite3_reset(q->stmt);
        sqlite3_clear_bindings(q->stmt);
        ((struct slot *)q->slot)->busy = false;
    } else {
        sqlite3_finalize(q->stmt);
    }
    q->stmt = NULL;
    q->slot = NULL;
    return_conn(q);
    return q->error;
}

/* Writes must run to their end; a SELECT may be left in the middle. */
static void
complete(struct query *q)
{
    int seen = q->rows;

    if (!q->error
        && (!sqlite3_stmt_readonly(q->stmt) || !q->rows))
        while (query_row(q))
            ;
    q->rows = seen ? seen : q->rows;
}

enum err
query_end(struct query *q)
{
    complete(q);
    return release(q);
}

enum err
query_end_one(struct query *q)
{
    complete(q);
    if (!q->error && !q->rows)
        q->error = ERR_EMPTY;
    return release(q);
}

enum err
query_end_changed(struct query *q)
{
    complete(q);
    if (!q->error && !sqlite3_changes(((struct conn *)q->conn)->h))
        q->error = ERR_NOT_FOUND;
    return release(q);
}

enum err
query_end_id(struct query *q, int64_t *id)
{
    complete(q);
    if (!q->error)
        *id = sqlite3_last_insert_rowid(((struct conn *)q->conn)->h);
    return release(q);
}

enum err
query_on(struct db *db, const char *sql, int64_t id)
{
    struct query q = query_start(db, sql);

    query_int(&q, ":id", id);
    return query_end(&q);
}
