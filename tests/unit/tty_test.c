#include "test.h"

#include "modem/tty.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* As the daemon's user: nothing of the kind holds root back. */
static int
open_twice(const char *path)
{
    struct reason why;
    int first, second;

    if (geteuid() == 0 && (setgid(65534) || setuid(65534)))
        return 1;
    if (tty_open(path, &first, &why) != OK)
        return 2;
    if (tty_open(path, &second, &why) != ERR_BUSY)
        return 3;
    close(first);               /* as the kernel does when a worker is killed */
    return tty_open(path, &second, &why) == OK ? 0 : 4;
}

TEST(a_port_is_for_one_worker_and_free_again_when_that_was_killed)
{
    char path[64];
    int master, slave, status;
    pid_t child;

    CHECK(tty_pair(&master, &slave, path, sizeof(path)) == OK);
    CHECK(geteuid() != 0 || chown(path, 65534, (gid_t)-1) == 0);
    child = fork();
    if (child == 0)
        _exit(open_twice(path));
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status));
    CHECK_INT(WEXITSTATUS(status), 0);
    close(slave);
    close(master);
}
