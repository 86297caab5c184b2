#include "board/halting.h"

#include "base/clock.h"
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static const int64_t limit = 2 * SECOND;

static const struct {
    const char *unit;
    enum halting means;
} targets[] = {
    { "poweroff.target", HALTING_OFF },
    { "halt.target", HALTING_OFF },
    { "reboot.target", HALTING_RESTART },
    { "kexec.target", HALTING_RESTART },
    { "soft-reboot.target", HALTING_RESTART },
};
enum { TARGETS = sizeof(targets) / sizeof(targets[0]) };

/* A job's line: its number, unit, type and state. */
static enum halting
read_job(const char *line)
{
    char unit[64], type[16];

    if (sscanf(line, "%*u %63s %15s", unit, type) != 2
        || strcmp(type, "start") != 0)
        return HALTING_NOT;
    for (int i = 0; i < TARGETS; i++)
        if (!strcmp(unit, targets[i].unit))
            return targets[i].means;
    return HALTING_NOT;
}

enum halting
halting_read(const char *jobs)
{
    enum halting found = HALTING_NOT;

    while (jobs && !found) {
        found = read_job(jobs);
        if ((jobs = strchr(jobs, '\n')))
            jobs++;
    }
    return found;
}

/* Starts it with its output into the pipe's end. 0: it cannot be started. */
static pid_t
start(int end)
{
    char *argv[4 + TARGETS] = { "systemctl", "list-jobs", "--no-legend" };
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attr;
    sigset_t none;
    pid_t pid = 0;
    int failed;

    for (int i = 0; i < TARGETS; i++)
        argv[3 + i] = (char *)targets[i].unit;
    sigemptyset(&none);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&files, end, 1);
    posix_spawnattr_init(&attr);
    posix_spawnattr_setsigmask(&attr, &none);
    posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK);
    failed = posix_spawnp(&pid, argv[0], &files, &attr, argv, environ);
    posix_spawnattr_destroy(&attr);
    posix_spawn_file_actions_destroy(&files);
    return failed ? 0 : pid;
}

/* What comes until the other end is closed or the time is over. */
static void
read_until(int fd, int64_t end, char *out, size_t room)
{
    struct pollfd p = { .fd = fd, .events = POLLIN };
    int64_t now = clock_mono();
    size_t n = 0;
    ssize_t got;

    for (; n < room - 1 && now < end; now = clock_mono()) {
        if (poll(&p, 1, (int)(end - now)) <= 0)
            continue;
        got = read(fd, out + n, room - 1 - n);
        if (got <= 0)
            break;
        n += (size_t)got;
    }
    out[n] = '\0';
}

enum halting
halting_now(void)
{
    char jobs[1024] = "";
    int ends[2];
    pid_t pid;

    if (pipe2(ends, O_CLOEXEC))
        return HALTING_NOT;
    pid = start(ends[1]);
    close(ends[1]);
    if (pid > 0) {
        read_until(ends[0], clock_mono() + limit, jobs, sizeof(jobs));
        kill(pid, SIGKILL);     /* it said all, or is late */
        while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
            ;
    } else {
        log_debug("halting", "no systemctl here");
    }
    close(ends[0]);
    return halting_read(jobs);
}
