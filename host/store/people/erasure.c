#include "store/people/erasure.h"

#include "base/clock.h"
#include "base/log.h"
#include "store/people/people.h"
#include "store/people/people_edit.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PATH = 512 };

enum err
erasure_note(struct db *db, int64_t family)
{
    assert(db_inside(db));
    struct query q = query_start(db,
        "INSERT OR IGNORE INTO erasure (family, created, at)"
        " SELECT id, created, :now FROM family"
        " WHERE id = :id OR merged_into = :id");

    query_int(&q, ":now", clock_now());
    query_int(&q, ":id", family);
    return query_end(&q);
}

/* --- the file ------------------------------------------------------------- */

static void
path_of(const struct db *db, const char *more, char path[PATH])
{
    snprintf(path, PATH, "%s%s", db_path(db), more);
}

static enum err
take_line(struct db *db, const char *line)
{
    int64_t family, created, at;
    struct query q;

    if (sscanf(line, "%" SCNd64 " %" SCNd64 " %" SCNd64, &family, &created,
            &at) != 3)
        return OK;
    q = query_start(db, "INSERT OR IGNORE INTO erasure (family, created, at)"
        " VALUES (:family, :created, :at)");
    query_int(&q, ":family", family);
    query_int(&q, ":created", created);
    query_int(&q, ":at", at);
    return query_end(&q);
}

/* *lines: how many of the list's are there. */
static enum err
read_file(struct db *db, const char *path, int *lines)
{
    FILE *f = fopen(path, "re");
    char line[100];
    enum err e;

    *lines = 0;
    if (!f)
        return errno == ENOENT ? OK : ERR_IO;
    e = db_begin(db);
    if (!e) {
        while (!e && fgets(line, sizeof(line), f)) {
            ++*lines;
            e = take_line(db, line);
        }
        e = db_end(db, !e && ferror(f) ? ERR_IO : e);
    }
    fclose(f);
    return e;
}

static enum err
count(struct db *db, int *n)
{
    struct query q = query_start(db, "SELECT count(*) FROM erasure");

    *n = query_row(&q) ? (int)query_get_int(&q, 0) : 0;
    return query_end(&q);
}

static enum err
write_rows(struct db *db, FILE *f)
{
    struct query q = query_start(db,
        "SELECT family, created, at FROM erasure ORDER BY at, family");

    while (query_row(&q))
        fprintf(f, "%" PRId64 " %" PRId64 " %" PRId64 "\n",
            query_get_int(&q, 0), query_get_int(&q, 1), query_get_int(&q, 2));
    return query_end(&q);
}

/* Whole and on the disk, or as it was. */
static enum err
write_file(struct db *db, const char *path)
{
    char new[PATH], folder[PATH];
    FILE *f;
    enum err e;
    int fd;

    path_of(db, ".erased.new", new);
    fd = open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (!(f = fd < 0 ? NULL : fdopen(fd, "w"))) {
        if (fd >= 0)
            close(fd);
        return ERR_IO;
    }
    e = write_rows(db, f);
    if (!e && (fflush(f) || fsync(fd)))
        e = errno == ENOSPC ? ERR_DISK_FULL : ERR_IO;
    if (fclose(f) && !e)
        e = ERR_IO;
    if (e || rename(new, path)) {
        unlink(new);
        return e ? e : ERR_IO;
    }
    snprintf(folder, sizeof(folder), "%s", path);
    fd = open(dirname(folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    e = fd < 0 || fsync(fd) ? ERR_IO : OK;
    if (fd >= 0)
        close(fd);
    return e;
}

enum err
erasure_keep(struct db *db)
{
    char path[PATH];
    int lines = 0, rows = 0;
    enum err e;

    if (!*db_path(db))
        return OK;
    path_of(db, ".erased", path);
    if ((e = read_file(db, path, &lines)) || (e = count(db, &rows))
        || rows == lines || (e = db_begin(db)))
        return e;
    /* Within a transaction, so that of two at once the later list stays. */
    return db_end(db, write_file(db, path));
}

/* --- again ---------------------------------------------------------------- */

/* One that is there; *merge: by which it went into another then, 0: it did
 * not. ERR_EMPTY: there is none behind `after`. */
static enum err
find(struct db *db, int64_t after, int64_t *family, int64_t *merge)
{
    struct query q = query_start(db,
        "SELECT f.id, coalesce((SELECT max(m.id) FROM family_merge m"
        "  WHERE m.from_family = f.id AND m.undone = 0"
        "  AND f.merged_into IS NOT NULL), 0)"
        " FROM erasure e JOIN family f ON f.id = e.family"
        "  AND f.created = e.created AND f.erased = 0"
        " WHERE f.id > :after ORDER BY f.id LIMIT 1");

    query_int(&q, ":after", after);
    if (query_row(&q)) {
        *family = query_get_int(&q, 0);
        *merge = query_get_int(&q, 1);
    }
    return query_end_one(&q);
}

enum err
erasure_again(struct db *db, int *erased)
{
    int64_t family = 0, merge = 0, back = 0;
    enum err e, failed = OK;

    *erased = 0;
    while (!(e = find(db, family, &family, &merge))) {
        if (!merge || !(e = family_unmerge(db, merge, "notehome", &back)))
            e = family_erase(db, family, "notehome");
        if (e) {
            log_warn("erasure", "family=%lld was erased before, and cannot be"
                " again: %s", (long long)family, err_text(e));
            failed = e;
        } else {
            ++*erased;
        }
    }
    return e == ERR_EMPTY ? failed : e;
}
