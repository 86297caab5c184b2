/* notehome-modem - the worker that owns one dongle. notehomed starts it with
 * one end of a socket pair as descriptor LINK_FD. */
#include "link/link.h"
#include "modem/worker.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static int
is_link(int fd)
{
    int type = 0;
    socklen_t n = sizeof(type);

    return getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &n) == 0
           && type == SOCK_SEQPACKET;
}

int
main(int argc, char **argv)
{
    if (argc > 1 && !strcmp(argv[1], "--version")) {
        printf("notehome-modem %s\n", VERSION);
        return 0;
    }
    if (argc > 1 || !is_link(LINK_FD)) {
        fprintf(stderr, "notehome-modem is started by notehomed, not by hand; "
            "see notehome-modem(8)\n");
        return 2;
    }
    signal(SIGPIPE, SIG_IGN);
    signal(SIGINT, SIG_IGN);    /* Ctrl-C is for the daemon */
    fcntl(LINK_FD, F_SETFD, FD_CLOEXEC);
    close_range(LINK_FD + 1, ~0U, 0);   /* what others forgot to close */
    return worker_run(LINK_FD);
}
