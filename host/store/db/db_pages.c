/* The size of the file's pages. A commit writes each page that it changed
 * whole, and a text on its way out changes a row in each of some fifty: with
 * SQLite's own pages of 4,096 bytes it wrote 231 kB, with ours 53. What goes
 * through whole tables takes twice as long; what is found by an index does not.
 * Declared in conn.h. */
#include "store/db/conn.h"

#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { PLACE = 512 };

/* Beyond it a start would take too long on a small computer. */
static const int64_t most = 1000 * 1000 * 1000;         /* bytes */
/* What stays free beside the new file. */
static const int64_t spare = 64 * 1000 * 1000;

static bool
has_room(const char *path)
{
    char folder[PLACE];
    struct statvfs v;
    struct stat st;

    snprintf(folder, sizeof(folder), "%s", path);
    return stat(path, &st) == 0 && st.st_size <= most
        && statvfs(dirname(folder), &v) == 0
        && (int64_t)v.f_bavail * (int64_t)v.f_frsize
            > 2 * (int64_t)st.st_size + spare;
}

static enum err
sync_at(const char *path, int flags)
{
    int fd = open(path, flags | O_CLOEXEC);
    enum err e = fd >= 0 && fsync(fd) == 0 ? OK : ERR_IO;

    if (fd >= 0)
        close(fd);
    return e;
}

/* All of the database as a new file at path, looked through and on disk. */
static enum err
write_anew(struct conn *from, const char *path)
{
    struct conn to = { 0 };
    char set[64], *sql = sqlite3_mprintf("VACUUM INTO %Q", path);
    enum err e = sql ? OK : ERR_MEMORY;

    snprintf(set, sizeof(set), "PRAGMA page_size = %d", CONN_PAGE);
    if (!e && !(e = conn_exec(from, set)))
        e = conn_exec(from, sql);
    sqlite3_free(sql);
    if (!e && !(e = conn_open(&to, path, false))
        && (conn_number(&to, "PRAGMA page_size") != CONN_PAGE
            || conn_number(&to, "SELECT count(*) FROM pragma_quick_check"
                   " WHERE quick_check = 'ok'") != 1))
        e = ERR_CORRUPT;
    conn_close(&to);
    return e ? e : sync_at(path, O_RDONLY);
}

/* The last of the old file's connections takes its journal away: laid beside
 * another file it would be played into that. */
static enum err
take_place(struct db *db, const char *coming)
{
    char journal[PLACE], folder[PLACE];

    snprintf(journal, sizeof(journal), "%s-wal", db->path);
    snprintf(folder, sizeof(folder), "%s", db->path);
    if (access(journal, F_OK) == 0 || rename(coming, db->path) != 0)
        return ERR_IO;
    /* Both files have all, whichever name is there after a power cut. */
    if (sync_at(dirname(folder), O_RDONLY | O_DIRECTORY))
        log_warn("db", "path=%s: its folder is not on disk yet", db->path);
    return OK;
}

bool
conn_pages(struct db *db)
{
    char coming[PLACE];
    enum err e;

    if (db->memory)
        return false;
    snprintf(coming, sizeof(coming), "%s.pages", db->path);
    if ((unlink(coming) != 0 && errno != ENOENT)
        || conn_number(&db->writer, "PRAGMA page_size") == CONN_PAGE
        || !has_room(db->path))
        return false;
    e = write_anew(&db->writer, coming);
    conn_close(&db->writer);
    if (!e)
        e = take_place(db, coming);
    if (e) {
        unlink(coming);
        log_warn("db", "path=%s keeps its large pages: %s", db->path,
            err_text(e));
    } else {
        log_info("db", "path=%s was written anew, in small pages", db->path);
    }
    return true;
}
