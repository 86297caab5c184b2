/* preload_hang.so - plays a process that hangs in the kernel, as over a wedged
 * USB driver, for notehomed and the workers it starts. The files in the folder
 * HANG say what happens, from when they are there:
 *   open   holds the path of a device: a worker that opens it never returns
 *   read   the same: a worker that reads from it never returns
 *   deaf   holds a process: SIGKILL from notehomed does not end it; it sleeps
 *          uninterruptibly and would die when it woke up
 *   ahead  holds seconds: so much later is it for notehomed, by the clock that
 *          its deadlines are kept by
 * So that it can look for them, the worker is not confined. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* What the file says; false: it is not there. */
static int
told(const char *name, char text[256])
{
    const char *folder = getenv("HANG");
    char path[256];
    long fd, n;

    snprintf(path, sizeof(path), "%s/%s", folder ? folder : "/", name);
    if (!folder || (fd = syscall(SYS_openat, AT_FDCWD, path,
            O_RDONLY | O_CLOEXEC)) < 0)
        return 0;
    n = syscall(SYS_read, fd, text, 255);
    text[n > 0 ? n : 0] = '\0';
    syscall(SYS_close, fd);
    return n > 0;
}

static int
is(const char *program)
{
    return strcmp(program_invocation_short_name, program) == 0;
}

static _Noreturn void
hang(void)
{
    sigset_t all;

    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    for (;;)
        pause();
}

int
open(const char *path, int flags, ...)
{
    char text[256];
    mode_t mode;
    va_list ap;

    va_start(ap, flags);
    mode = (mode_t)va_arg(ap, int);
    va_end(ap);
    if (is("notehome-modem") && told("open", text) && !strcmp(path, text))
        hang();
    return REAL(open)(path, flags, mode);
}

ssize_t
read(int fd, void *bytes, size_t n)
{
    char link[40], text[256], path[256] = "";

    if (is("notehome-modem") && told("read", text)) {
        snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
        if (readlink(link, path, sizeof(path) - 1) > 0 && !strcmp(path, text))
            hang();
    }
    return REAL(read)(fd, bytes, n);
}

int
kill(pid_t pid, int sig)
{
    char text[256];

    if (sig == SIGKILL && is("notehomed") && told("deaf", text)
        && atol(text) == (long)pid)
        return 0;
    return REAL(kill)(pid, sig);
}

int
clock_gettime(clockid_t which, struct timespec *ts)
{
    int r = REAL(clock_gettime)(which, ts);
    char text[256];

    if (r == 0 && which == CLOCK_BOOTTIME && is("notehomed")
        && told("ahead", text))
        ts->tv_sec += atol(text);
    return r;
}

int
seccomp_load(const void *filter)
{
    (void)filter;
    return 0;
}

long
syscall(long number, ...)
{
    long a[6];
    va_list ap;

    va_start(ap, number);
    for (int i = 0; i < 6; i++)
        a[i] = va_arg(ap, long);
    va_end(ap);
    if (number == SYS_landlock_restrict_self)
        return 0;
    return REAL(syscall)(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}
