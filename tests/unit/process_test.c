#include "dongle/process.h"
#include "test.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

TEST(a_worker_that_is_ended_is_gone_and_reaped)
{
    pid_t pid = fork();

    if (!pid)
        for (;;)
            pause();
    process_end(pid, -1);
    CHECK(waitpid(pid, NULL, WNOHANG) < 0 && errno == ECHILD);
    process_end(0, -1);
}
