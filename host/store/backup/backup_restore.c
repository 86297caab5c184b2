/* The way back: a backup beside the database, and into its place. */
#include "store/backup/backup_own.h"

#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static void
path_of(char path[BACKUP_PATH], const char *data, const char *more)
{
    snprintf(path, BACKUP_PATH, "%s/notehome.db%s", data, more);
}

struct reason
backup_fault(enum err e)
{
    switch ((int)e) {
    case ERR_REFUSED:
        return reason_of(REASON_WRONG_PASSPHRASE);
    case ERR_CORRUPT:
        return reason_of(REASON_CUT_OR_DAMAGED);
    case ERR_INPUT:
        return reason_of(REASON_NO_BACKUP_OF_OURS);
    case ERR_DISK_FULL:
        return reason_of(REASON_NO_ROOM_HERE);
    case ERR_IO:
        if (errno)
            return reason_words(strerror(errno));
        break;
    default:
        break;
    }
    return reason_words(err_text(e));
}

static enum err
unchanged(struct reason *why, enum err e, const char *path,
    const struct reason *fault)
{
    char some[300];

    snprintf(some, sizeof(some), "%.*s", (int)sizeof(some) - 1, path);
    *why = reason_text(REASON_NOTHING_CHANGED, some);
    reason_add_reason(why, fault);
    return e;
}

static enum err
say(struct reason *why, enum err e, const char *path)
{
    struct reason fault = backup_fault(e);

    return unchanged(why, e, path, &fault);
}

enum err
backup_check(const char *path, const char *passphrase, struct reason *why)
{
    struct reason fault = { 0 };
    enum err e = backup_readable(path, passphrase, &fault);

    if (e) {
        *why = reason_of(REASON_COPY_UNUSABLE);
        reason_add_reason(why, &fault);
    }
    return e;
}

enum err
backup_unseal(const char *path, const char *to_path, const char *passphrase,
    unsigned char hash[SEALED_HASH])
{
    int from = open(path, O_RDONLY | O_CLOEXEC), to = -1;
    enum err e = ERR_IO;

    if (from >= 0)
        to = open(to_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (to >= 0) {
        errno = 0;
        e = sealed_read(from, to, passphrase, backup_stop(), hash);
        if (!e && fsync(to) != 0)
            e = backup_io(errno);
        if (close(to) != 0 && !e)
            e = backup_io(errno);
    }
    if (from >= 0)
        close(from);
    return e;
}

static enum err
look_through(const char *copy, const char *path, struct backup_facts *out,
    struct reason *why)
{
    struct backup_counts counts = { 0 };
    struct db *db = NULL;
    struct reason fault = { 0 };
    enum err e = db_open_copy(copy, true, backup_stop(), &db, &fault);

    if (e)
        return unchanged(why, e, path, &fault);
    e = backup_count(db, &counts);
    db_close(db);
    out->messages = counts.messages;
    out->families = counts.families;
    if (e && atomic_load(backup_stop()))
        e = ERR_TIMEOUT;
    return e ? say(why, e, path) : OK;
}

enum err
backup_stage(const char *data, const char *path, const char *passphrase,
    struct backup_facts *out, struct reason *why)
{
    unsigned char hash[SEALED_HASH];
    char coming[BACKUP_PATH], staged[BACKUP_PATH], differing[BACKUP_PATH];
    struct reason fault = { 0 };
    struct stat st;
    enum err e;

    path_of(coming, data, ".unsealing");
    path_of(staged, data, ".restored");
    path_of(differing, data, ".unsealing-since");
    if ((e = backup_unseal(path, coming, passphrase, hash)))
        say(why, e, path);
    else if ((e = backup_complete(path, coming, differing, passphrase,
                  &fault)))
        unchanged(why, e, path, &fault);
    else if (!(e = look_through(coming, path, out, why))
        && (rename(coming, staged) != 0 || backup_sync_folder(staged)))
        e = say(why, ERR_IO, staged);
    if (e) {
        unlink(coming);
        return e;
    }
    snprintf(out->path, sizeof(out->path), "%s", path);
    out->bytes = stat(path, &st) == 0 ? (int64_t)st.st_size : 0;
    log_warn("backup", "path=%s messages=%lld takes the database's place",
        path, (long long)out->messages);
    return OK;
}

bool
backup_is_staged(const char *data)
{
    char staged[BACKUP_PATH];

    path_of(staged, data, ".restored");
    return access(staged, F_OK) == 0;
}

/* Moves the old file, or what goes with it, out of the way. */
static enum err
set_aside(const char *data, const char *more, const char *stamp, char *kept)
{
    char from[BACKUP_PATH], name[80], to[BACKUP_PATH];

    path_of(from, data, more);
    snprintf(name, sizeof(name), ".before-%s%s", stamp, more);
    path_of(to, data, name);
    if (rename(from, to) != 0)
        return errno == ENOENT ? OK : ERR_IO;
    if (!*more)
        memcpy(kept, to, sizeof(to));
    return OK;
}

/* Outlives a power cut before the queue of the new database was seen to. */
static enum err
mark_new(const char *data)
{
    char mark[BACKUP_PATH];
    int fd;

    path_of(mark, data, ".new");
    fd = open(mark, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    return fd < 0 || close(fd) != 0 ? ERR_IO : OK;
}

enum err
backup_install(const char *data, char *kept)
{
    static const char *const left[] = { ".copying", ".copying-journal",
        ".copying-wal", ".copying-shm", ".differing", ".unsealing",
        ".unsealing-journal", ".unsealing-since" };
    char staged[BACKUP_PATH], place[BACKUP_PATH], stamp[32];
    struct stat st;
    struct tm tm;
    enum err e;

    *kept = '\0';
    for (size_t i = 0; i < sizeof(left) / sizeof(left[0]); i++) {
        path_of(place, data, left[i]);
        unlink(place);
    }
    path_of(staged, data, ".restored");
    path_of(place, data, "");
    if (stat(staged, &st) != 0)
        return OK;
    /* By the staged file's time, so that a start after a power cut in the
     * middle finds the same names. The journal goes first: laid beside another
     * database it would be played into that. */
    localtime_r(&st.st_mtime, &tm);
    strftime(stamp, sizeof(stamp), "%Y%m%d-%H%M%S", &tm);
    if ((e = set_aside(data, "-wal", stamp, kept))
        || (e = set_aside(data, "-shm", stamp, kept))
        || (e = set_aside(data, "", stamp, kept))
        || (e = backup_sync_folder(place)))
        return e;
    if ((e = mark_new(data)) || rename(staged, place) != 0)
        return e ? e : ERR_IO;
    return backup_sync_folder(place);
}

bool
backup_is_new(const char *data)
{
    char mark[BACKUP_PATH];

    path_of(mark, data, ".new");
    return access(mark, F_OK) == 0;
}

enum err
backup_settled(const char *data)
{
    char mark[BACKUP_PATH];

    path_of(mark, data, ".new");
    return unlink(mark) == 0 || errno == ENOENT ? OK : ERR_IO;
}
