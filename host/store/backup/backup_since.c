/* Backups between whole ones: which whole one they go with, and the way back
 * through it. */
#include "store/backup/backup_own.h"
#include "store/backup/differ.h"

#include "base/clock.h"
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The next whole one may be a few hours early. */
static const int64_t whole_lasts = BACKUP_WHOLE_DAYS * DAY - 12 * HOUR;

/* --- making --------------------------------------------------------------- */

static void
close_all(const int *fds, int n)
{
    for (int i = 0; i < n; i++)
        if (fds[i] >= 0)
            close(fds[i]);
}

static enum err
differ(const struct backup *b, int dir, const char *whole, const char *copy,
    const char *path)
{
    int fds[3] = { openat(dir, whole,
                       O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC),
        open(copy, O_RDONLY | O_CLOEXEC),
        open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) };
    struct stat st, from;
    int64_t bytes = 0;
    enum err e = fds[0] < 0 || fds[1] < 0 || fds[2] < 0
            || fstat(fds[1], &st) != 0 || fstat(fds[0], &from) != 0
            || !S_ISREG(from.st_mode) ? ERR_IO
        : differ_write(fds[0], whole, b->passphrase, backup_stop(), fds[1],
            fds[2], &bytes);

    if (!e && bytes > st.st_size / 2)
        e = ERR_EMPTY;
    close_all(fds, 3);
    return e;
}

enum err
backup_differ(const struct backup *b, int dir, const char *copy,
    char path[BACKUP_PATH], char whole[BACKUP_NAME])
{
    enum err e = b->differ ? backup_newest_whole(dir, whole) : ERR_EMPTY;
    int64_t age;

    if (e)
        return ERR_EMPTY;
    age = clock_now() - backup_time_of(whole);
    if (age < 0 || age > whole_lasts)
        return ERR_EMPTY;
    snprintf(path, BACKUP_PATH, "%s/notehome.db.differing", b->data);
    if (!(e = differ(b, dir, whole, copy, path)))
        return OK;
    unlink(path);
    if (e == ERR_TIMEOUT)
        return e;
    log_info("backup", "path=%s/%s no difference to it is made (%s), but a"
        " whole backup", b->folder, whole, err_text(e));
    return ERR_EMPTY;
}

/* --- the way back --------------------------------------------------------- */

static enum err
refuse(struct reason *fault, enum err e, enum reason_code code,
    const char *name)
{
    *fault = reason_text(code, name);
    return e;
}

static enum err
plain(struct reason *fault, enum err e)
{
    if (e)
        *fault = backup_fault(e);
    return e;
}

/* The path of the whole one beside the backup at path. A name that is not
 * ours leads nowhere. */
static enum err
find_whole(const char *path, const struct differ_head *head,
    char whole[BACKUP_PATH], struct reason *fault)
{
    const char *slash = strrchr(path, '/');
    char other[BACKUP_NAME];
    int folder = slash ? (int)(slash - path) + 1 : 0;

    if (!backup_is_name(head->name) || backup_since(head->name, other))
        return plain(fault, ERR_CORRUPT);
    if (snprintf(whole, BACKUP_PATH, "%.*s%s", folder, path, head->name)
        >= BACKUP_PATH)
        return plain(fault, ERR_INPUT);
    return access(whole, F_OK) == 0 ? OK
        : refuse(fault, ERR_INPUT, REASON_NEEDS_WHOLE, head->name);
}

/* What reading the whole one brought, and whether it is the right one. */
static enum err
judge_whole(enum err e, const struct differ_head *head,
    const unsigned char hash[SEALED_HASH], struct reason *fault)
{
    struct reason why;

    if (e) {
        why = backup_fault(e);
        *fault = reason_text(REASON_WHOLE_UNUSABLE, head->name);
        reason_add_reason(fault, &why);
        return e;
    }
    return !memcmp(hash, head->whole, SEALED_HASH) ? OK
        : refuse(fault, ERR_INPUT, REASON_OTHER_WHOLE, head->name);
}

/* ERR_EMPTY: no difference. */
static enum err
read_head(const char *path, struct differ_head *out)
{
    unsigned char bytes[DIFFER_HEAD];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, bytes, sizeof(bytes));

    if (fd >= 0)
        close(fd);
    return n < 0 ? ERR_IO : n < DIFFER_HEAD ? ERR_EMPTY
                                            : differ_head(bytes, out);
}

static enum err
apply(const char *differing, const char *coming)
{
    int fds[2] = { open(differing, O_RDONLY | O_CLOEXEC),
        open(coming, O_RDWR | O_CLOEXEC) };
    enum err e = fds[0] < 0 || fds[1] < 0 ? ERR_IO
        : differ_apply(fds[0], fds[1], backup_stop());

    if (!e && fsync(fds[1]) != 0)
        e = backup_io(errno);
    close_all(fds, 2);
    return e;
}

static enum err
complete(const char *path, const char *coming, const char *differing,
    const char *passphrase, const struct differ_head *head,
    struct reason *fault)
{
    unsigned char hash[SEALED_HASH] = { 0 };
    char whole[BACKUP_PATH];
    enum err e = find_whole(path, head, whole, fault);

    if (e)
        return e;
    if (rename(coming, differing) != 0)
        return plain(fault, ERR_IO);
    e = backup_unseal(whole, coming, passphrase, hash);
    return (e = judge_whole(e, head, hash, fault)) ? e
        : plain(fault, apply(differing, coming));
}

enum err
backup_complete(const char *path, const char *coming, const char *differing,
    const char *passphrase, struct reason *fault)
{
    struct differ_head head = { 0 };
    enum err e = read_head(coming, &head);

    errno = 0;
    if (e == ERR_EMPTY)
        return OK;
    e = e ? plain(fault, e)
          : complete(path, coming, differing, passphrase, &head, fault);
    unlink(differing);
    return e;
}

/* --- a look --------------------------------------------------------------- */

struct beginning {
    unsigned char bytes[DIFFER_HEAD];
    size_t have;
};

static enum err
keep_beginning(void *user, const unsigned char *bytes, size_t n)
{
    struct beginning *b = user;
    size_t room = DIFFER_HEAD - b->have;

    if (n > room)
        n = room;
    memcpy(b->bytes + b->have, bytes, n);
    b->have += n;
    return OK;
}

static enum err
look(const char *path, const char *passphrase, struct beginning *b,
    unsigned char hash[SEALED_HASH])
{
    int from = open(path, O_RDONLY | O_CLOEXEC);
    enum err e = ERR_IO;

    if (from >= 0) {
        posix_fadvise(from, 0, 0, POSIX_FADV_DONTNEED);
        errno = 0;
        e = sealed_read_into(from, keep_beginning, b, passphrase,
            backup_stop(), hash);
        close(from);
    }
    return e;
}

enum err
backup_readable(const char *path, const char *passphrase,
    struct reason *fault)
{
    unsigned char hash[SEALED_HASH];
    struct beginning b = { .have = 0 }, other = { .have = 0 };
    struct differ_head head = { 0 };
    char whole[BACKUP_PATH];
    enum err e = look(path, passphrase, &b, hash);

    if (e)
        return plain(fault, e);
    e = b.have < DIFFER_HEAD ? ERR_EMPTY : differ_head(b.bytes, &head);
    if (e)
        return e == ERR_EMPTY ? OK : plain(fault, e);
    if ((e = find_whole(path, &head, whole, fault)))
        return e;
    return judge_whole(look(whole, passphrase, &other, hash), &head, hash,
        fault);
}
