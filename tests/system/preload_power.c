/* preload_power.so - cuts the power of one process at one exact step: whatever
 * it wrote into the files under POWER_DIR and did not sync is gone, and then it
 * is killed. So a store that syncs too little loses something here, though no
 * kill -9 would show it. Steps are those of preload_kill.c, with KILL_AT=N and
 * KILL_COUNT=FILE. POWER_SEED=N: of what was not synced, some writes did reach
 * the disk, by chance. POWER_LIES=1: the disk forgets what was synced too, which
 * must show as loss: the proof that this layer takes anything away.
 * Made files, renames and removals last at once. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

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
static _Atomic int steps;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

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
cut_power(void)
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

static void
step(void)
{
    const char *at = getenv("KILL_AT"), *file = getenv("KILL_COUNT");
    int n = atomic_fetch_add(&steps, 1) + 1, fd;
    char text[16];

    if (at && n == atoi(at))
        cut_power();
    if (file && (fd = open(file, O_WRONLY | O_CREAT | O_CLOEXEC, 0600)) >= 0) {
        int len = snprintf(text, sizeof(text), "%d\n", n);
        if (REAL(pwrite)(fd, text, (size_t)len, 0) < 0)
            _exit(9);
        close(fd);
    }
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

/* Only packets between daemon and worker count: those of SOCK_SEQPACKET. */
static int
is_link(int fd)
{
    int type = 0;
    socklen_t n = sizeof(type);

    return getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &n) == 0
        && type == SOCK_SEQPACKET;
}

ssize_t
send(int fd, const void *bytes, size_t n, int flags)
{
    int counts = is_link(fd);
    ssize_t r;

    if (counts)
        step();
    r = REAL(send)(fd, bytes, n, flags);
    if (counts)
        step();
    return r;
}

ssize_t
recv(int fd, void *bytes, size_t n, int flags)
{
    ssize_t r = REAL(recv)(fd, bytes, n, flags);

    if (r > 0 && is_link(fd))
        step();
    return r;
}
