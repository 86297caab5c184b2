/* preload_kill.so - kills the process at one exact step, for tests of what a
 * crash leaves behind. Its settings: preload_steps.h. */
#define _GNU_SOURCE
#include "preload_steps.h"

#include <signal.h>

static void
end_here(void)
{
    kill(getpid(), SIGKILL);
}

int
fdatasync(int fd)
{
    int r;

    step();
    r = REAL(fdatasync)(fd);
    step();
    return r;
}

int
fsync(int fd)
{
    int r;

    step();
    r = REAL(fsync)(fd);
    step();
    return r;
}
