#include "store/backup/backup_log.h"
#include "store/backup/backup_own.h"

#include "base/clock.h"
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static _Atomic bool ending;

const _Atomic bool *
backup_stop(void)
{
    return &ending;
}

void
backup_give_up(bool yes)
{
    atomic_store(&ending, yes);
}

enum err
backup_io(int error)
{
    return error == ENOSPC || error == EDQUOT ? ERR_DISK_FULL : ERR_IO;
}

enum err
backup_sync_folder(const char *path)
{
    char copy[BACKUP_PATH];
    enum err e = OK;
    int fd;

    snprintf(copy, sizeof(copy), "%s", path);
    fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    /* A FAT stick knows no fsync of a folder. */
    if (fd < 0 || (fsync(fd) != 0 && errno != EINVAL))
        e = ERR_IO;
    if (fd >= 0)
        close(fd);
    return e;
}

enum err
backup_count(struct db *db, struct backup_counts *out)
{
    struct query q = query_start(db,
        "SELECT (SELECT count(*) FROM message), (SELECT count(*) FROM part_in),"
        " (SELECT count(*) FROM family), (SELECT count(*) FROM guardian)");

    if (query_row(&q))
        *out = (struct backup_counts){ query_get_int(&q, 0),
            query_get_int(&q, 1), query_get_int(&q, 2),
            query_get_int(&q, 3) };
    return query_end_one(&q);
}

/* n was counted between a and b, while others wrote. */
static bool
between(int64_t a, int64_t n, int64_t b)
{
    return (n >= a && n <= b) || (n >= b && n <= a);
}

/* The sentence has a place for the path, and one for what is wrong. */
static enum err
fail_for(struct reason *why, enum err e, enum reason_code code,
    const char *path, const struct reason *fault)
{
    char some[300];

    snprintf(some, sizeof(some), "%.*s", (int)sizeof(some) - 1, path);
    *why = reason_text(code, some);
    reason_add_reason(why, fault);
    return e;
}

static enum err
fail(struct reason *why, enum err e, enum reason_code code, const char *path)
{
    struct reason fault = e == ERR_DISK_FULL ? reason_of(REASON_NO_ROOM_THERE)
        : reason_words(errno && e == ERR_IO ? strerror(errno) : err_text(e));

    return fail_for(why, e, code, path, &fault);
}

/* A plain copy of the database at path, opened and looked through. */
static enum err
copy_checked(const struct backup *b, const char *path,
    struct backup_counts *counts, struct reason *why)
{
    struct backup_counts before = { 0 }, after = { 0 };
    struct db *copy = NULL;
    struct reason fault = { 0 };
    enum err e;

    if (unlink(path) != 0 && errno != ENOENT)
        return fail(why, ERR_IO, REASON_CANNOT_REPLACE, path);
    if ((e = backup_count(b->db, &before))
        || (e = db_copy(b->db, path, &ending))
        || (e = backup_count(b->db, &after)))
        return fail(why, e, REASON_COPYING, path);
    if ((e = db_open_copy(path, false, &ending, &copy, &fault)))
        return fail_for(why, e, REASON_OF_THE_COPY, path, &fault);
    e = backup_count(copy, counts);
    db_close(copy);
    if (!e && (!between(before.messages, counts->messages, after.messages)
            || !between(before.parts, counts->parts, after.parts)
            || !between(before.families, counts->families, after.families)
            || !between(before.guardians, counts->guardians,
                after.guardians)))
        e = ERR_CORRUPT;
    return e ? fail(why, e, REASON_COMPARING, path) : OK;
}

/* Seals from into to and reads it again. */
static enum err
seal(const struct backup *b, int from, int to)
{
    unsigned char wrote[SEALED_HASH], read_back[SEALED_HASH];
    enum err e = sealed_write(from, to, b->passphrase, &ending, wrote);

    if (e)
        return e;
    if (fsync(to) != 0)
        return backup_io(errno);
    /* From the disk and not from memory, where the system can do that. */
    posix_fadvise(to, 0, 0, POSIX_FADV_DONTNEED);
    if (lseek(to, 0, SEEK_SET) < 0)
        return ERR_IO;
    if ((e = sealed_read(to, -1, b->passphrase, &ending, read_back)))
        return e;
    return memcmp(wrote, read_back, SEALED_HASH) ? ERR_CORRUPT : OK;
}

/* A new file of that name in dir: never what somebody laid there, be it a link
 * to a file of ours. */
static int
create(int dir, const char *name)
{
    if (unlinkat(dir, name, 0) != 0 && errno != ENOENT)
        return -1;
    return openat(dir, name,
        O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
}

/* The backup of the file `copy`, from its making to its name in dir. */
static enum err
write_out(const struct backup *b, int dir, const char *copy, const char *path,
    struct reason *why)
{
    const char *name = strrchr(path, '/') + 1;
    char part[BACKUP_NAME];
    int from = -1, to = -1;
    enum err e = OK;

    snprintf(part, sizeof(part), "%s.part", name);
    errno = 0;
    if ((from = open(copy, O_RDONLY | O_CLOEXEC)) < 0)
        e = fail(why, ERR_IO, REASON_READING, copy);
    else if ((to = create(dir, part)) < 0)
        e = fail(why, backup_io(errno), REASON_WRITING, path);
    else if ((e = seal(b, from, to)))
        fail(why, e, REASON_WRITING, path);
    if (from >= 0)
        close(from);
    if (to >= 0 && close(to) != 0 && !e)
        e = fail(why, backup_io(errno), REASON_WRITING, path);
    /* A FAT stick knows no fsync of a folder. */
    if (!e && (renameat(dir, part, dir, name) != 0
            || (fsync(dir) != 0 && errno != EINVAL)))
        e = fail(why, ERR_IO, REASON_NAMING, path);
    if (e && to >= 0)
        unlinkat(dir, part, 0);
    return e;
}

/* A name that is free in dir; since: the whole one that it needs, or "". */
static enum err
name_it(const struct backup *b, int dir, const char *since,
    char path[BACKUP_PATH], struct reason *why)
{
    time_t now = (time_t)(clock_now() / SECOND);
    struct stat st;
    char stamp[32], more[BACKUP_NAME] = ".nhb";
    struct tm tm;
    int n;

    if (*since)
        snprintf(more, sizeof(more), "-since-%s", since + strlen("notehome-"));
    for (int i = 0; i < 60; i++, now++) {
        localtime_r(&now, &tm);
        strftime(stamp, sizeof(stamp), "%Y%m%d-%H%M%S", &tm);
        n = snprintf(path, BACKUP_PATH, "%s/notehome-%s%s", b->folder, stamp,
            more);
        if (n >= BACKUP_PATH)
            break;
        if (fstatat(dir, strrchr(path, '/') + 1, &st, AT_SYMLINK_NOFOLLOW)
            != 0) {
            errno = 0;
            return OK;
        }
    }
    errno = 0;
    return fail(why, ERR_INPUT, REASON_NO_NAME_FREE, b->folder);
}

/* One at a time: two would write to one copy and take one name. */
static pthread_mutex_t making = PTHREAD_MUTEX_INITIALIZER;

/* Of the copy, whole or what changed. */
static enum err
make_of(const struct backup *b, int dir, const char *copy,
    struct backup_facts *out, struct reason *why)
{
    char differing[BACKUP_PATH];
    enum err e = backup_differ(b, dir, copy, differing, out->since);

    if (e == ERR_TIMEOUT)
        return fail(why, e, REASON_READING, b->folder);
    if (e)
        *out->since = '\0';
    if (!(e = name_it(b, dir, out->since, out->path, why)))
        e = write_out(b, dir, *out->since ? differing : copy, out->path, why);
    if (*out->since)
        unlink(differing);
    return e;
}

static enum err
make_alone(const struct backup *b, int dir, struct backup_facts *out,
    struct reason *why)
{
    struct backup_counts counts = { 0 };
    char copy[BACKUP_PATH];
    struct stat st;
    enum err e;

    errno = 0;
    snprintf(copy, sizeof(copy), "%s/notehome.db.copying", b->data);
    if (!(e = copy_checked(b, copy, &counts, why)))
        e = make_of(b, dir, copy, out, why);
    unlink(copy);
    if (e)
        return e;
    out->bytes = fstatat(dir, strrchr(out->path, '/') + 1, &st,
        AT_SYMLINK_NOFOLLOW) == 0 ? (int64_t)st.st_size : 0;
    out->messages = counts.messages;
    out->families = counts.families;
    log_info("backup", "path=%s bytes=%lld messages=%lld", out->path,
        (long long)out->bytes, (long long)out->messages);
    if ((e = backup_log_add(b->db, out, b->stick)))
        log_warn("backup", "path=%s was not noted: %s", out->path,
            err_text(e));
    return OK;
}

enum err
backup_make(const struct backup *b, struct backup_facts *out,
    struct reason *why)
{
    int dir = b->stick ? b->dir
        : open(b->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    enum err e;

    if (dir < 0)
        return fail(why, ERR_IO, REASON_LOOKING_AT, b->folder);
    pthread_mutex_lock(&making);
    e = make_alone(b, dir, out, why);
    pthread_mutex_unlock(&making);
    if (!b->stick)
        close(dir);
    return e;
}
