/* preload_steps.h - counts the steps of a daemon: what makes state visible to
 * others. That is each sync of the database, which the includer wraps in
 * step(), and each packet to and from a worker, counted here before and after
 * the call. KILL_AT=N: end_here() is called at the Nth; the count so far is kept
 * in the file KILL_COUNT, so that a test knows where they end. */
#ifndef NOTEHOME_PRELOAD_STEPS_H
#define NOTEHOME_PRELOAD_STEPS_H

#include <dlfcn.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* The includer's: how the process ends. */
static void end_here(void);

static void
step(void)
{
    static _Atomic int steps;
    const char *at = getenv("KILL_AT"), *file = getenv("KILL_COUNT");
    int n = atomic_fetch_add(&steps, 1) + 1, fd;
    char text[16];

    if (at && n == atoi(at))
        end_here();
    if (file && (fd = open(file, O_WRONLY | O_CREAT | O_CLOEXEC, 0600)) >= 0) {
        int len = snprintf(text, sizeof(text), "%d\n", n);
        if (REAL(pwrite)(fd, text, (size_t)len, 0) < 0)
            _exit(9);
        close(fd);
    }
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

#endif
