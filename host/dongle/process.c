#include "dongle/process.h"

#include "base/log.h"
#include "link/link.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { END_MS = 2000, LEFT_MAX = 16 };

static pid_t left[LEFT_MAX];    /* killed and not dead yet; 0: free */

/* Where the worker is, seen from the folder of our own program: beside it in a
 * build, in libexec when installed under any prefix. */
static const char *const places[] = {
    "notehome-modem",
    "../libexec/notehome/notehome-modem",
};

/* The worker's path in path (room bytes); "" when it is nowhere. */
static void
find_program(char *path, size_t room)
{
    char own[512];
    ssize_t n = readlink("/proc/self/exe", own, sizeof(own) - 1);

    own[n > 0 ? n : 0] = 0;
    if (strrchr(own, '/'))
        *strrchr(own, '/') = 0;
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        snprintf(path, room, "%s/%s", own, places[i]);
        if (access(path, X_OK) == 0)
            return;
    }
    path[0] = 0;
}

static bool
reap(pid_t pid, int flags)
{
    pid_t got;

    do
        got = waitpid(pid, NULL, flags);
    while (got < 0 && errno == EINTR);
    return got != 0;            /* dead, or not ours any more */
}

static void
reap_left(void)
{
    for (int i = 0; i < LEFT_MAX; i++)
        if (left[i] && reap(left[i], WNOHANG))
            left[i] = 0;
}

static void
leave(pid_t pid)
{
    log_warn("process", "pid=%ld does not die: it hangs in the kernel",
        (long)pid);
    for (int i = 0; i < LEFT_MAX; i++)
        if (!left[i]) {
            left[i] = pid;
            return;
        }
}

enum err
process_start(pid_t *pid, int *fd)
{
    char program[600];
    char *argv[] = { program, NULL };
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attr;
    sigset_t none, all;
    int theirs, failed;
    enum err e;

    reap_left();
    find_program(program, sizeof(program));
    if (!program[0]) {
        log_error("process", "notehome-modem is not installed beside notehomed"
            " nor in ../libexec/notehome");
        return ERR_NOT_FOUND;
    }
    if ((e = link_pair(fd, &theirs)))
        return e;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, theirs, LINK_FD);
    posix_spawnattr_init(&attr);
    posix_spawnattr_setsigmask(&attr, &none);
    posix_spawnattr_setsigdefault(&attr, &all);
    posix_spawnattr_setflags(&attr,
        POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    failed = posix_spawn(pid, program, &files, &attr, argv, environ);
    posix_spawnattr_destroy(&attr);
    posix_spawn_file_actions_destroy(&files);
    close(theirs);
    if (!failed)
        return OK;
    log_error("process", "program=%s: %s", program,
        strerror(failed));
    close(*fd);
    *fd = -1;
    *pid = 0;
    return ERR_IO;
}

void
process_end(pid_t pid, int fd)
{
    struct pollfd dead = { .events = POLLIN };

    reap_left();
    if (fd >= 0)
        close(fd);
    if (pid <= 0)
        return;
    kill(pid, SIGKILL);
    if ((dead.fd = pidfd_open(pid, 0)) >= 0) {
        while (poll(&dead, 1, END_MS) < 0 && errno == EINTR)
            ;
        close(dead.fd);
    }
    if (!reap(pid, dead.fd >= 0 ? WNOHANG : 0))
        leave(pid);
}

bool
process_hangs(pid_t pid)
{
    bool found = false;

    reap_left();
    for (int i = 0; pid > 0 && i < LEFT_MAX; i++)
        found = found || left[i] == pid;
    return found;
}
