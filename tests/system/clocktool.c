/* clocktool - one wish to notehome-clock, for the system tests.
 *
 *   clocktool SOCKET SECONDS
 *
 * Prints what it answers: an error's name, or 0, and who keeps the clock. */
#include "base/clock_door.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

int
main(int argc, char **argv)
{
    struct sockaddr_un a = { .sun_family = AF_UNIX };
    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    struct clock_answer answer;
    struct clock_wish wish;

    if (argc != 3 || fd < 0)
        return 2;
    strncpy(a.sun_path, argv[1], sizeof(a.sun_path) - 1);
    wish.to = atoll(argv[2]);
    if (connect(fd, (struct sockaddr *)&a, sizeof(a))
        || send(fd, &wish, sizeof(wish), 0) != (ssize_t)sizeof(wish)
        || recv(fd, &answer, sizeof(answer), 0) != (ssize_t)sizeof(answer))
        return 1;
    printf("%s %s\n", answer.error ? strerrorname_np(answer.error) : "0",
        answer.synchronised ? "synchronised" : "alone");
    return 0;
}
