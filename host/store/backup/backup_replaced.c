/* Databases that a backup took the place of: how long they stay. Declared in
 * backup.h. */
#include "store/backup/backup.h"

#include "base/clock.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* What is dated before came while the clock had lost its date. */
static const int64_t dated = 1735689600 * SECOND; /* 2025 */

/* The date of "notehome.db.before-20261129-101500" or what goes with it; 0: the
 * name is another. */
static int64_t
stamp_of(const char *name)
{
    struct tm tm = { .tm_isdst = -1 };
    int end = 0;
    time_t t;

    if (sscanf(name, "notehome.db.before-%4d%2d%2d-%2d%2d%2d%n", &tm.tm_year,
            &tm.tm_mon, &tm.tm_mday, &tm.tm_hour, &tm.tm_min, &tm.tm_sec, &end)
            != 6
        || (name[end] && strcmp(name + end, "-wal") != 0
            && strcmp(name + end, "-shm") != 0))
        return 0;
    tm.tm_year -= 1900;
    tm.tm_mon -= 1;
    t = mktime(&tm);
    return t < 1 ? 1 : (int64_t)t * SECOND;
}

/* Where the name's date is of a wrong clock, the file's own date counts, and is
 * set where that is wrong too. 0: gone meanwhile. */
static int64_t
kept_at(int dir, const char *name, int64_t stamp)
{
    struct stat st;

    if (stamp >= dated)
        return stamp;
    if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW))
        return 0;
    if ((int64_t)st.st_mtime * SECOND >= dated)
        return (int64_t)st.st_mtime * SECOND;
    if (clock_now() < dated || utimensat(dir, name, NULL, AT_SYMLINK_NOFOLLOW))
        return 0;
    return clock_now();
}

enum err
backup_forget_replaced(const char *data, int64_t before, int *gone)
{
    DIR *d = opendir(data);
    const struct dirent *entry;
    enum err e = OK;

    *gone = 0;
    if (!d)
        return ERR_IO;
    while ((entry = readdir(d))) {
        int64_t stamp = stamp_of(entry->d_name), at;

        if (!stamp || !(at = kept_at(dirfd(d), entry->d_name, stamp))
            || at >= before)
            continue;
        if (unlinkat(dirfd(d), entry->d_name, 0))
            e = ERR_IO;
        else
            ++*gone;
    }
    closedir(d);
    return e;
}

int64_t
backup_replaced_at(const char *data)
{
    DIR *d = opendir(data);
    const struct dirent *entry;
    int64_t newest = 0;

    while (d && (entry = readdir(d))) {
        int64_t stamp = stamp_of(entry->d_name), at = 0;

        if (stamp)
            at = kept_at(dirfd(d), entry->d_name, stamp);
        if (at > newest)
            newest = at;
    }
    if (d)
        closedir(d);
    return newest;
}
