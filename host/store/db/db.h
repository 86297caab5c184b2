/* db.h - the database file: connections, transactions, struct query.
 *
 * One connection writes, and it alone checkpoints (SQLite 3.40 can damage a
 * WAL when two do); others read only. A caller never chooses: inside a
 * transaction of its own thread a statement runs on the writer, outside of one
 * a SELECT takes a reader and anything else takes the writer for itself.
 * Any thread may call. sqlite3.h is met in conn.h alone. */
#ifndef NOTEHOME_DB_H
#define NOTEHOME_DB_H

#include "base/err.h"
#include "text/reason.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;

/* What changed, for those who watch. */
enum db_topic {
    DB_QUEUE = 1,       /* something may have become due */
    DB_THREADS = 2,     /* a thread row or a message in it */
    DB_PEOPLE = 4,
    DB_MODEMS = 8,      /* modem, SIM, signal, credit */
    DB_REQUESTS = 16,   /* something a modem is asked to do (USSD) */
    DB_SETTINGS = 32,   /* what staff set on the page */
    DB_RIGHTS = 64      /* a session, a token or an account ended */
};

/* Opens path (":memory:" for tests), creates and migrates it. On failure *why,
 * where not NULL, gets a sentence for the user (room bytes). ERR_CORRUPT: not
 * ours or damaged, left as it is; ERR_REFUSED: made by a newer version, left
 * too; ERR_BUSY: another process has it open. */
MUST_CHECK enum err db_open(const char *path, struct db **out, char *why,
    size_t room);
void db_close(struct db *db);   /* accepts NULL */

/* Of its file; "" in memory. */
const char *db_path(const struct db *db);

/* Begins a write transaction; others' writes wait. Transactions of one thread
 * nest: only the outermost commits, and an inner db_rollback() fails it all.
 * Each db_begin() that returned OK needs one db_commit() or db_rollback(). */
MUST_CHECK enum err db_begin(struct db *db);
/* On disk when it returns OK; on failure rolled back. */
MUST_CHECK enum err db_commit(struct db *db);
void db_rollback(struct db *db);
/* Commits when e is OK, else rolls back; returns the first failure. */
MUST_CHECK enum err db_end(struct db *db, enum err e);
/* Whether this thread is within one: for assertions. */
bool db_inside(const struct db *db);

/* Commits since it was opened. */
int64_t db_commits(struct db *db);
/* Rows that statements went through without an index, since it was opened:
 * where this runs away, one of them wants an index. */
int64_t db_scanned(struct db *db);
/* How often SQLite read a statement anew, since it was opened: it does so each
 * time where a bound value decides whether a partial index fits. */
int64_t db_reread(struct db *db);

/* Notes within a transaction that these topics (enum db_topic, or-ed) change;
 * told to watchers after the commit. Outside of one, tells at once. */
void db_touch(struct db *db, unsigned topics);

/* fn is called after commits, from the committing thread, once the writer is
 * free; it must be quick, and neither write nor call these two. At most 8 watch
 * at a time. */
typedef void db_watcher(void *user, unsigned topics);
void db_watch(struct db *db, db_watcher *fn, void *user);
/* Ends that, after waiting for an fn that runs: it will not be called for user
 * again, who may be freed. Accepts what does not watch. */
void db_unwatch(struct db *db, db_watcher *fn, void *user);

/* ERR_IO or ERR_DISK_FULL while the disk takes no writes: from the first that
 * it refuses to the next that it takes. Else OK. */
enum err db_fault(const struct db *db);

/* PRAGMA quick_check of the open file: OK or ERR_CORRUPT. */
MUST_CHECK enum err db_check(struct db *db);

/* Moves the journal into the file and empties it, so that what was deleted is
 * in neither; readers of an older state may hold it back until they end. Not
 * within a transaction. */
MUST_CHECK enum err db_settle(struct db *db);

/* Writes a whole, consistent copy to path, page by page: a page that did not
 * change is the same in the next copy. ERR_EXISTS if there is a file; nothing
 * of it is synced. Writers go on meanwhile. ERR_TIMEOUT: *stop (may be NULL)
 * became true; what was written is to be thrown away. */
MUST_CHECK enum err db_copy(struct db *db, const char *path,
    const _Atomic bool *stop);

/* Opens such a copy for reading, after looking into all of it; nobody else may
 * use the file. strange: it came from elsewhere, so each table, index and
 * trigger must be one of ours, to the letter. ERR_CORRUPT: not ours, of a newer
 * version, or damaged; *why then says so. ERR_TIMEOUT: *stop (may be NULL; it
 * must live as long as what is opened) became true, which also ends a query on
 * it. */
MUST_CHECK enum err db_open_copy(const char *path, bool strange,
    const _Atomic bool *stop, struct db **out, struct reason *why);

/* A database of its own in memory with copies of these tables (their names,
 * then NULL), all of one moment, and the others empty: to try what a change
 * would do while nobody waits for it. The caller closes it. */
MUST_CHECK enum err db_scratch(struct db *db, const char *const *tables,
    struct db **out);

/* A statement being built or stepped; lives on the caller's stack from
 * query_start() to one of the query_end...(). The first failure is kept and
 * every later call does nothing, so one check at the end is enough. */
struct query {
    struct db *db;
    void *conn;         /* the connection it runs on */
    void *stmt;         /* the prepared statement */
    enum err error;
    int rows;           /* rows seen so far */
    void *slot;         /* where stmt is kept for the next time, or NULL */
    bool locked;        /* holds the writer until the end */
};

/* sql must be a string literal: its statement is kept for the next time. */
struct query query_start(struct db *db, const char *sql);
/* The same for SQL put together at run time; not kept. */
struct query query_start_text(struct db *db, const char *sql);
void query_int(struct query *q, const char *name, int64_t value);
/* NULL binds NULL. The text must live until the query ends. */
/* The same, and nothing where the statement has no such name: for one that runs
 * several statements with the same values. */
void query_int_if(struct query *q, const char *name, int64_t value);
void query_text(struct query *q, const char *name, const char *value);
void query_blob(struct query *q, const char *name, const void *bytes,
    size_t n);

/* Steps to the next row; false at the end or on failure. */
bool query_row(struct query *q);
int64_t query_get_int(struct query *q, int column);
/* The text of a column, valid until the next query_row() or end; NULL as "". */
const char *query_get_text(struct query *q, int column);
/* A copy into out, cut at a UTF-8 border when it does not fit. */
void query_copy_text(struct query *q, int column, char *out, size_t room);
/* An owned copy; the caller frees it. NULL only when out of memory, which
 * fails the query. */
char *query_own_text(struct query *q, int column);
const void *query_get_blob(struct query *q, int column, size_t *n);
bool query_is_null(struct query *q, int column);

/* Ends the query; each returns the first failure.
 * _end: steps what is left. _end_one: ERR_EMPTY when there was no row.
 * _end_changed: ERR_NOT_FOUND when the statement changed no row.
 * _end_id: *id becomes the row id of the insert. */
MUST_CHECK enum err query_end(struct query *q);
MUST_CHECK enum err query_end_one(struct query *q);
MUST_CHECK enum err query_end_changed(struct query *q);
MUST_CHECK enum err query_end_id(struct query *q, int64_t *id);

/* The whole life of a statement about the row :id. sql as in query_start(). */
MUST_CHECK enum err query_on(struct db *db, const char *sql, int64_t id);

#endif
