/* notehome-clock - sets this computer's clock for notehomed, which may not:
 * that right is all this program has, and systemd starts it with the listening
 * socket, which the daemon's user alone can open. It tells whether the network
 * keeps the clock; a clock that the network keeps is not set. */
#include "base/clock_door.h"
#include "base/log.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

enum { LISTENING = 3, PATIENCE_S = 2 };

/* No Notehome ran before, none will run after: 14 November 2023, 2100. */
static const int64_t earliest = 1700000000, latest = 4102444800;

static bool
is_synchronised(void)
{
    struct timex t = { .modes = 0 };

    return adjtimex(&t) != TIME_ERROR && !(t.status & STA_UNSYNC);
}

static int
set(int64_t to, bool synchronised)
{
    struct timespec t = { .tv_sec = (time_t)to };

    if (to < earliest || to >= latest)
        return ERANGE;
    /* Not even the network sets a date before the first Notehome. */
    if (synchronised && time(NULL) >= (time_t)earliest)
        return EBUSY;
    if (clock_settime(CLOCK_REALTIME, &t) != 0)
        return errno;
    log_warn("clock", "set to %lld", (long long)to);
    return 0;
}

/* One wish; who says nothing is not waited for long. */
static void
serve(int fd)
{
    struct timeval patience = { .tv_sec = PATIENCE_S };
    struct clock_answer answer = { 0, is_synchronised() };
    struct clock_wish wish;

    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    if (recv(fd, &wish, sizeof(wish), 0) != (ssize_t)sizeof(wish))
        return;
    if (wish.to)
        answer.error = set(wish.to, answer.synchronised);
    if (send(fd, &answer, sizeof(answer), MSG_NOSIGNAL) < 0)
        log_debug("clock", "nobody waits for the answer");
}

int
main(int argc, char **argv)
{
    int kind = 0, fd;
    socklen_t n = sizeof(kind);

    if (argc > 1 && !strcmp(argv[1], "--version")) {
        printf("notehome-clock %s\n", VERSION);
        return 0;
    }
    if (getsockopt(LISTENING, SOL_SOCKET, SO_TYPE, &kind, &n) != 0
        || kind != SOCK_SEQPACKET) {
        fprintf(stderr, "notehome-clock is started by systemd, not by hand; see"
            " notehomed(8)\n");
        return 2;
    }
    for (;;) {
        if ((fd = accept4(LISTENING, NULL, NULL, SOCK_CLOEXEC)) < 0) {
            if (errno == EINTR || errno == ECONNABORTED)
                continue;
            log_error("clock", "%s", strerror(errno));
            return 1;
        }
        serve(fd);
        close(fd);
    }
}
