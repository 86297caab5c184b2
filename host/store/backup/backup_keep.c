/* Which backups are there, which stay, and the box's own passphrase. */
#include "store/backup/backup_own.h"

#include "base/clock.h"
#include "base/log.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* d: a digit */
static const char whole_shape[] = "notehome-dddddddd-dddddd.nhb";
static const char since_shape[] =
    "notehome-dddddddd-dddddd-since-dddddddd-dddddd.nhb";
enum { AT_SINCE = 31 };         /* the second date of that */

static bool
has_shape(const char *name, const char *p)
{
    for (; *p && *name; p++, name++)
        if (*p == 'd' ? *name < '0' || *name > '9' : *p != *name)
            return false;
    return !*p && !*name;
}

bool
backup_is_name(const char *name)
{
    return has_shape(name, whole_shape) || has_shape(name, since_shape);
}

bool
backup_since(const char *name, char whole[BACKUP_NAME])
{
    if (!has_shape(name, since_shape))
        return false;
    snprintf(whole, BACKUP_NAME, "notehome-%s", name + AT_SINCE);
    return true;
}

int64_t
backup_time_of(const char *name)
{
    struct tm tm = { .tm_isdst = -1 };
    time_t t;

    if (sscanf(name, "notehome-%4d%2d%2d-%2d%2d%2d", &tm.tm_year, &tm.tm_mon,
            &tm.tm_mday, &tm.tm_hour, &tm.tm_min, &tm.tm_sec) != 6)
        return 0;
    tm.tm_year -= 1900;
    tm.tm_mon -= 1;
    t = mktime(&tm);
    return t < 0 ? 0 : (int64_t)t * SECOND;
}

static int
is_backup(const struct dirent *d)
{
    return backup_is_name(d->d_name);
}

static int
newest_first(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*b)->d_name, (*a)->d_name);
}

/* The names, newest first, each to be freed, and the array too. */
static enum err
scan(int in, const char *folder, struct dirent ***list, int *n)
{
    *list = NULL;
    *n = scandirat(in, folder, list, is_backup, newest_first);
    if (*n >= 0)
        return OK;
    *n = 0;
    return errno == ENOENT ? OK : errno == ENOMEM ? ERR_MEMORY : ERR_IO;
}

static void
scan_free(struct dirent **list, int n)
{
    for (int i = 0; i < n; i++)
        free(list[i]);
    free(list);
}

/* The day of a backup, counted from a Monday. */
static long
day_of(const char *name)
{
    struct tm tm = { 0 };

    if (sscanf(name, "notehome-%4d%2d%2d", &tm.tm_year, &tm.tm_mon,
            &tm.tm_mday) != 3)
        return 0;
    tm.tm_year -= 1900;
    tm.tm_mon -= 1;
    return (long)(timegm(&tm) / (24 * 3600)) + 3;   /* 1970 began on Thursday */
}

void
backup_choose(const char *const *names, int n, int days, int weeks,
    bool *keep)
{
    long day = -1, week = -1;

    for (int i = 0; i < n; i++) {
        long d = day_of(names[i]), w = d / 7;

        bool for_day = d != day && days-- > 0;
        bool for_week = w != week && weeks-- > 0;

        keep[i] = for_day || for_week;
        day = d;
        week = w;
    }
}

/* What is kept needs its whole one; and nothing goes before a newer whole one
 * is there, which was read again when it was made. names: from the newest. */
static void
keep_whole(const char *const *names, int n, bool *keep)
{
    char whole[BACKUP_NAME];
    bool newer = false;

    for (int i = 0; i < n; i++) {
        bool since = backup_since(names[i], whole);

        keep[i] |= !newer;
        /* By its name alone: clocks go back an hour. */
        for (int k = 0; since && keep[i] && k < n; k++)
            keep[k] |= !strcmp(names[k], whole);
        newer |= !since;
    }
}

enum err
backup_rotate_in(int dir, int days, int weeks)
{
    struct dirent **list;
    int n;
    enum err e = scan(dir, ".", &list, &n);
    const char **names = calloc((size_t)n + 1, sizeof(*names));
    bool *keep = calloc((size_t)n + 1, sizeof(*keep));

    if (!e && (!names || !keep))
        e = ERR_MEMORY;
    for (int i = 0; !e && i < n; i++)
        names[i] = list[i]->d_name;
    if (!e)
        backup_choose(names, n, days, weeks, keep);
    if (!e && (days > 0 || weeks > 0))
        keep_whole(names, n, keep);
    for (int i = 0; !e && i < n; i++)
        if (!keep[i] && unlinkat(dir, list[i]->d_name, 0) != 0)
            e = ERR_IO;
    free(names);
    free(keep);
    scan_free(list, n);
    return e;
}

enum err
backup_rotate(const char *folder, int days, int weeks)
{
    int dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    enum err e;

    if (dir < 0)
        return errno == ENOENT ? OK : ERR_IO;
    e = backup_rotate_in(dir, days, weeks);
    close(dir);
    return e;
}

enum err
backup_newest(const char *folder, char path[BACKUP_PATH])
{
    struct dirent **list;
    int n;
    enum err e = scan(AT_FDCWD, folder, &list, &n);

    if (!e && !n)
        e = ERR_EMPTY;
    if (!e)
        snprintf(path, BACKUP_PATH, "%s/%s", folder, list[0]->d_name);
    scan_free(list, n);
    return e;
}

enum err
backup_newest_whole(int dir, char name[BACKUP_NAME])
{
    struct dirent **list;
    int n, i = 0;
    enum err e = scan(dir, ".", &list, &n);

    while (!e && i < n && !has_shape(list[i]->d_name, whole_shape))
        i++;
    if (!e && i == n)
        e = ERR_EMPTY;
    if (!e)
        snprintf(name, BACKUP_NAME, "%.*s", BACKUP_NAME - 1, list[i]->d_name);
    scan_free(list, n);
    return e;
}

bool
backup_has_day(const char *folder, const char *day)
{
    struct dirent **list;
    bool found = false;
    int n;
    enum err e = scan(AT_FDCWD, folder, &list, &n);

    for (int i = 0; !e && !found && i < n; i++)
        found = !strncmp(list[i]->d_name + strlen("notehome-"), day,
            strlen(day));
    scan_free(list, n);
    return found;
}

enum err
backup_list(const char *folder,
    void (*fn)(void *user, const char *name, int64_t bytes), void *user)
{
    struct dirent **list;
    char path[BACKUP_PATH];
    struct stat st;
    int n;
    enum err e = scan(AT_FDCWD, folder, &list, &n);

    for (int i = 0; i < n; i++) {
        snprintf(path, sizeof(path), "%s/%s", folder, list[i]->d_name);
        if (stat(path, &st) == 0)
            fn(user, list[i]->d_name, (int64_t)st.st_size);
    }
    scan_free(list, n);
    return e;
}

/* --- the passphrase ------------------------------------------------------- */

/* Twenty letters and digits that nobody mistakes for another: 99 bits. */
static enum err
make_passphrase(const char *file)
{
    static const char signs[] = "abcdefghjkmnpqrstuvwxyz23456789";
    char text[32], *to = text;
    int fd = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool bad;

    if (fd < 0)
        return errno == EEXIST ? OK : backup_io(errno);
    for (int i = 0; i < 20; i++) {
        if (i && i % 4 == 0)
            *to++ = '-';
        *to++ = signs[randombytes_uniform(sizeof(signs) - 1)];
    }
    *to++ = '\n';
    bad = write(fd, text, (size_t)(to - text)) != to - text || fsync(fd) != 0;
    sodium_memzero(text, sizeof(text));
    if (close(fd) != 0 || bad || backup_sync_folder(file)) {
        unlink(file);
        return ERR_IO;
    }
    log_warn("backup", "%s holds the passphrase of all backups: write it down"
        " and keep the paper elsewhere", file);
    return OK;
}

enum err
backup_passphrase(const char *file, bool make, char *out)
{
    enum err e = make && access(file, F_OK) != 0 ? make_passphrase(file) : OK;
    FILE *f = e ? NULL : fopen(file, "re");
    size_t n;

    if (e)
        return e;
    if (!f)
        return errno == ENOENT ? ERR_NOT_FOUND : ERR_IO;
    if (!fgets(out, SEALED_PASSPHRASE, f))
        *out = '\0';
    n = strcspn(out, "\r\n");
    /* A line that does not end in the room that there is was cut. */
    if (!n || (!out[n] && n == SEALED_PASSPHRASE - 1))
        e = ERR_INPUT;
    out[n] = '\0';
    fclose(f);
    return e;
}
