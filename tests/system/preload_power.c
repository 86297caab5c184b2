/* preload_power.so - cuts the power of one process at one exact step: whatever
 * it wrote into the files under POWER_DIR and did not sync is gone, and then it
 * is killed. So a store that syncs too little loses something here, though no
 * kill -9 would show it. Steps: preload_steps.h. POWER_SEED=N: of what was not
 * synced, some writes did reach the disk, by chance. POWER_LIES=1: the disk
 * forgets what was synced too, which must show as loss: the proof that this
 * layer takes anything away. Made files, renames and removals last at once. */
#define _GNU_SOURCE
#include "preload_steps.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>

enum { FILES = 64 };

/* A file under POWER_DIR. fd stays open for ever: closing it would give up the
 * process's locks on that file. */
static struct file {
    dev_t dev;
    ino_t ino;
    int fd;
} files[FILES];
static int n_files;

/* What a write changed, newest first. */
static struct undo {
    struct undo *next;
    int file;
    off_t at, size;             /* size: of the whole file before */
    size_t n;
    char old[];
} *undos;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* The index in files, or -1 for what is none of ours. Needs the lock. */
static int
watched(int fd, struct stat *st)
{
    const char *folder = getenv("POWER_DIR");
    char name[64], path[512];
    ssize_t n;

    if (!folder || fstat(fd, st) != 0 || !S_ISREG(st->st_mode))
        return -1;
    for (int i = 0; i < n_files; i++)
        if (files[i].dev == st->st_dev && files[i].ino == st->st_ino)
            return i;
    snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
    n = readlink(name, path, sizeof(path) - 1);
    path[n > 0 ? n : 0] = '\0';
    /* The index of a journal is made anew from it. */
    if (strncmp(path, folder, strlen(folder)) != 0 || strstr(path, "-shm")
        || n_files == FILES)
        return -1;
    files[n_files] = (struct file){ st->st_dev, st->st_ino,
        open(name, O_RDWR | O_CLOEXEC) };
    return files[n_files].fd < 0 ? -1 : n_files++;
}

static void
remember(int fd, off_t at, size_t n)
{
    struct stat st;
    int file = watched(fd, &st);
    struct undo *u;
    ssize_t got;

    if (file < 0 || !(u = calloc(1, sizeof(*u) + n)))
        return;
    got = pread(files[file].fd, u->old, n, at);
    *u = (struct undo){ .next = undos, .file = file, .at = at,
        .size = st.st_size, .n = got > 0 ? (size_t)got : 0 };
    undos = u;
}

static void
forget(int fd)
{
    struct stat st;
    int file = watched(fd, &st);
    struct undo **p = &undos, *u;

    while (!getenv("POWER_LIES") && (u = *p))
        if (u->file == file) {
            *p = u->next;
            free(u);
        } else {
            p = &u->next;
        }
}

static void
end_here(void)
{
    const char *seed = getenv("POWER_SEED");
    unsigned chance = seed ? (unsigned)atoi(seed) * 7919u + 1 : 0;

    pthread_mutex_lock(&lock);  /* for ever: nobody writes from now on */
    for (struct undo *u = undos; u; u = u->next) {
        int fd = files[u->file].fd;

        chance = chance * 1103515245u + 12345u;
        if (seed && chance >> 30 & 1)
            continue;
        if (REAL(pwrite)(fd, u->old, u->n, u->at) < 0
            || REAL(ftruncate)(fd, u->size) < 0)
            _exit(9);
    }
    kill(getpid(), SIGKILL);
}

static int
sync_with(int (*real)(int), int fd)
{
    int r;

    step();
    pthread_mutex_lock(&lock);
    if ((r = real(fd)) == 0)
        forget(fd);
    pthread_mutex_unlock(&lock);
    step();
    return r;
}

int
fdatasync(int fd)
{
    return sync_with(REAL(fdatasync), fd);
}

int
fsync(int fd)
{
    return sync_with(REAL(fsync), fd);
}

ssize_t
pwrite(int fd, const void *bytes, size_t n, off_t at)
{
    ssize_t r;

    pthread_mutex_lock(&lock);
    remember(fd, at, n);
    r = REAL(pwrite)(fd, bytes, n, at);
    pthread_mutex_unlock(&lock);
    return r;
}

ssize_t
pwrite64(int fd, const void *bytes, size_t n, off64_t at)
{
    return pwrite(fd, bytes, n, at);
}

ssize_t
write(int fd, const void *bytes, size_t n)
{
    off_t at = lseek(fd, 0, SEEK_CUR);
    ssize_t r;

    if (at < 0)                 /* a pipe or socket, which may block */
        return REAL(write)(fd, bytes, n);
    pthread_mutex_lock(&lock);
    remember(fd, at, n);
    r = REAL(write)(fd, bytes, n);
    pthread_mutex_unlock(&lock);
    return r;
}

int
ftruncate(int fd, off_t size)
{
    struct stat st;
    int r;

    pthread_mutex_lock(&lock);
    if (fstat(fd, &st) == 0 && st.st_size > size)
        remember(fd, size, (size_t)(st.st_size - size));
    else
        remember(fd, size, 0);
    r = REAL(ftruncate)(fd, size);
    pthread_mutex_unlock(&lock);
    return r;
}

int
ftruncate64(int fd, off64_t size)
{
    return ftruncate(fd, size);
}
