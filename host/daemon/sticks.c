#include "daemon/sticks.h"

#include "base/log.h"
#include "store/backup/backup.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* In one place: folders that are looked into, names that are read. */
enum { FOLDERS_MAX = 64, NAMES_MAX = 4096 };

struct look {
    dev_t data;
    void (*fn)(void *user, const char *folder, int dir);
    void *user;
};

/* A folder and no link to one; -1. */
static int
open_folder(int in, const char *name)
{
    return openat(in, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

static bool
is_marked(int dir)
{
    struct stat st;

    return fstatat(dir, "notehome-backup", &st, AT_SYMLINK_NOFOLLOW) == 0
        && (S_ISREG(st.st_mode) || S_ISDIR(st.st_mode));
}

static void
take(const struct look *l, const char *path, int dir)
{
    struct stat st;

    if (!is_marked(dir) || fstat(dir, &st) != 0)
        return;
    if (st.st_dev == l->data)
        log_debug("sticks", "path=%s is on the disk of the data: no stick",
            path);
    else
        l->fn(l->user, path, dir);
}

/* The folders in dir, at most FOLDERS_MAX; below: so many levels under them. */
static void
walk(const struct look *l, const char *path, int dir, int below)
{
    int copy = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), fd;
    DIR *list = copy >= 0 ? fdopendir(copy) : NULL;
    char inner[BACKUP_PATH];
    struct dirent *d;

    if (!list && copy >= 0)
        close(copy);
    for (int n = 0, names = 0; list && n < FOLDERS_MAX && names < NAMES_MAX
            && (d = readdir(list)); names++) {
        if (d->d_name[0] == '.' || (fd = open_folder(dir, d->d_name)) < 0)
            continue;
        n++;
        if ((size_t)snprintf(inner, sizeof(inner), "%s/%s", path, d->d_name)
            < sizeof(inner)) {
            take(l, inner, fd);
            if (below > 0)
                walk(l, inner, fd, below - 1);
        }
        close(fd);
    }
    if (list)
        closedir(list);
}

void
sticks_find(const char *root, const char *data,
    void (*fn)(void *user, const char *folder, int dir), void *user)
{
    int dir = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    struct look l = { .fn = fn, .user = user };
    struct stat st;

    if (dir >= 0 && stat(data, &st) == 0) {
        l.data = st.st_dev;
        walk(&l, root, dir, 1);
    }
    if (dir >= 0)
        close(dir);
}
