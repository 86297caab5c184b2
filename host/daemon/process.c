#include "daemon/process.h"

#include "daemon/log.h"
#include "modem/link.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static const char installed[] = LIBEXECDIR "/notehome-modem";

/* The worker beside our own program (a build folder), else the installed. */
static const char *
find_program(char *own, size_t room)
{
    static const char name[] = "notehome-modem";
    ssize_t n = readlink("/proc/self/exe", own, room - sizeof(name));
    char *slash;

    if (n > 0) {
        own[n] = 0;
        slash = strrchr(own, '/');
        memcpy(slash + 1, name, sizeof(name));
        if (access(own, X_OK) == 0)
            return own;
    }
    return installed;
}

enum err
process_start(pid_t *pid, int *fd)
{
    char own[512];
    const char *program = find_program(own, sizeof(own));
    char *argv[] = { (char *)program, NULL };
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attr;
    sigset_t none, all;
    int theirs, failed;
    enum err e;

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
    log_error("process", "program=%s: %s (is it installed?)", program,
        strerror(failed));
    close(*fd);
    *fd = -1;
    *pid = 0;
    return ERR_IO;
}

void
process_end(pid_t pid, int fd)
{
    if (fd >= 0)
        close(fd);
    if (pid <= 0)
        return;
    kill(pid, SIGKILL);
    while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
        ;
}
