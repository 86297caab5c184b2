/* conn.h - one connection, for the files beside it. No other file meets
 * sqlite3.h. */
#ifndef NOTEHOME_CONN_H
#define NOTEHOME_CONN_H

#include "store/db/db.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>

enum {
    CONN_APPLICATION = 0x4e74486d, /* "NtHm" in the file's header */
    CONN_PAGE = 512,            /* bytes of a page of the file (db_pages.c) */
    SLOTS = 512,                /* kept statements of one connection */
    READERS = 64,
    WATCHERS = 8
};

struct slot {
    const char *sql;            /* the literal's address is the key */
    sqlite3_stmt *stmt;
    bool busy;
};

struct conn {
    sqlite3 *h;
    bool busy;                  /* readers: lent to a query */
    _Atomic int fault;          /* enum err of the last write that the disk
                                 * refused; a write that lasts ends it */
    int changes;                /* sqlite3_total_changes() at its BEGIN */
    struct slot slots[SLOTS];
};

struct watcher {
    db_watcher *fn;
    void *user;
};

struct db {
    struct conn writer;
    pthread_mutex_t write_lock; /* recursive; held by whoever writes */
    pthread_mutex_t pool_lock;  /* guards readers[].busy and n_readers */
    struct conn *readers[READERS];
    int n_readers;
    bool memory;                /* no file: readers use the writer */
    int lock_fd;
    char *path;
    struct watcher watchers[WATCHERS];
    int n_watchers;
    pthread_rwlock_t watch_lock; /* guards both; read while they are told */
    _Atomic int64_t commits;
    _Atomic int64_t scanned;    /* rows */
    _Atomic int64_t reread;     /* statements */
};

/* The transaction of this thread; db is NULL when there is none. */
struct conn_transaction {
    struct db *db;
    int depth;
    bool failed;
    unsigned topics;
};
extern _Thread_local struct conn_transaction conn_mine;

static inline bool
conn_inside(const struct db *db)
{
    return conn_mine.db == db;
}

/* Opens path; c is to be closed whatever comes back. */
MUST_CHECK enum err conn_open(struct conn *c, const char *path, bool writer);
void conn_close(struct conn *c);

/* A database without a connection yet; NULL: out of memory. */
struct db *conn_db_new(const char *path);

/* Writes a file whose pages are of another size than CONN_PAGE anew, beside it,
 * if there is room, and puts that in its place once it was looked through and
 * is on disk; where that fails the old one stays. Power may fail at any moment:
 * what that leaves goes at the next call. True: it tried, and the writer is
 * closed. Nobody else may have the file open. */
bool conn_pages(struct db *db);

/* The error of a connection's last call, rc; logged where it is news. */
enum err conn_error(struct conn *c, int rc, const char *sql);

/* Runs statements that give no rows. */
MUST_CHECK enum err conn_exec(struct conn *c, const char *sql);
/* The first number that sql gives; -1: none, or it failed. */
int64_t conn_number(struct conn *c, const char *sql);

#endif
