#include "practice/tell.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int
connect_to(const char *path)
{
    struct sockaddr_un to = { .sun_family = AF_UNIX };
    int fd;

    if (strlen(path) >= sizeof(to.sun_path))
        return -1;
    strcpy(to.sun_path, path);
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof(to)) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

int
tell(const char *socket_path, const char *command)
{
    static char line[1 << 20];
    int fd = connect_to(socket_path), status = 1;
    FILE *f = fd < 0 ? NULL : fdopen(fd, "r+");

    if (!f) {
        fprintf(stderr, "notehome-sim: nobody listens on %s\n", socket_path);
        return 3;
    }
    fprintf(f, "%s\n", command);
    fflush(f);
    while (fgets(line, sizeof(line), f)) {
        if (!strcmp(line, "ok\n")) {
            status = 0;
            break;
        }
        if (!strncmp(line, "error", 5)) {
            fputs(line, stderr);
            break;
        }
        fputs(line, stdout);
    }
    fclose(f);
    return status;
}
