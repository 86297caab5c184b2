/* preload_disk.so - a disk that refuses writes: while the file DISK_FAULT holds
 * the word EROFS, EIO or ENOSPC, every write, sync or new file under DISK_DIR
 * fails with it. EIO leaves the first half of a write behind. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* 0: the disk is well. */
static int
fault(void)
{
    const char *file = getenv("DISK_FAULT");
    int fd = file ? REAL(open)(file, O_RDONLY | O_CLOEXEC) : -1;
    char word[16] = "";
    ssize_t n = fd >= 0 ? read(fd, word, sizeof(word) - 1) : 0;

    if (fd >= 0)
        close(fd);
    return n <= 0 ? 0 : !strncmp(word, "EROFS", 5) ? EROFS
        : !strncmp(word, "ENOSPC", 6) ? ENOSPC
        : !strncmp(word, "EIO", 3) ? EIO : 0;
}

static int
is_ours(const char *path)
{
    const char *folder = getenv("DISK_DIR");

    return folder && !strncmp(path, folder, strlen(folder));
}

static int
fault_of(int fd)
{
    char name[64], path[512];
    struct stat st;
    ssize_t n;

    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        return 0;
    snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
    n = readlink(name, path, sizeof(path) - 1);
    path[n > 0 ? n : 0] = '\0';
    return is_ours(path) ? fault() : 0;
}

#define REFUSE(e)                                                             \
    do {                                                                      \
        errno = (e);                                                          \
        return -1;                                                            \
    } while (0)

ssize_t
pwrite(int fd, const void *bytes, size_t n, off_t at)
{
    int bad = fault_of(fd);

    if (bad == EIO && REAL(pwrite)(fd, bytes, n / 2, at) < 0)
        return -1;
    if (bad)
        REFUSE(bad);
    return REAL(pwrite)(fd, bytes, n, at);
}

ssize_t
pwrite64(int fd, const void *bytes, size_t n, off64_t at)
{
    return pwrite(fd, bytes, n, at);
}

int
ftruncate(int fd, off_t size)
{
    int bad = fault_of(fd);

    if (bad)
        REFUSE(bad);
    return REAL(ftruncate)(fd, size);
}

int
ftruncate64(int fd, off64_t size)
{
    return ftruncate(fd, size);
}

int
fdatasync(int fd)
{
    int bad = fault_of(fd);

    if (bad)
        REFUSE(bad);
    return REAL(fdatasync)(fd);
}

int
fsync(int fd)
{
    int bad = fault_of(fd);

    if (bad)
        REFUSE(bad);
    return REAL(fsync)(fd);
}

int
open(const char *path, int flags, ...)
{
    mode_t mode = 0;
    va_list ap;

    if (flags & O_CREAT) {
        va_start(ap, flags);
        mode = va_arg(ap, mode_t);
        va_end(ap);
        if (is_ours(path) && access(path, F_OK) != 0 && fault())
            REFUSE(fault());
    }
    return REAL(open)(path, flags, mode);
}

int
open64(const char *path, int flags, ...)
{
    mode_t mode = 0;
    va_list ap;

    if (flags & O_CREAT) {
        va_start(ap, flags);
        mode = va_arg(ap, mode_t);
        va_end(ap);
    }
    return open(path, flags, mode);
}
