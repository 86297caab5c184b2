#include "web/listen.h"

#include "base/log.h"

#include <arpa/inet.h>
#include <errno.h>
#include <grp.h>
#include <microhttpd.h>
#include <netdb.h>
#include <poll.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 128 };
#define KIND (SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK)

static int
port_of(int fd)
{
    struct sockaddr_storage a = { 0 };
    socklen_t n = sizeof(a);

    if (getsockname(fd, (struct sockaddr *)&a, &n))
        return 0;
    if (a.ss_family == AF_INET6)
        return ntohs(((struct sockaddr_in6 *)&a)->sin6_port);
    /* NOLINTNEXTLINE(clang-analyzer-core.*): a is zeroed */
    return ntohs(((struct sockaddr_in *)&a)->sin_port);
}

/* Binds and listens; closes fd on failure. */
static enum err
open_tcp(const struct addrinfo *a, int *out)
{
    int fd = socket(a->ai_family, KIND, 0), on = 1;

    if (fd < 0)
        return ERR_IO;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    if (bind(fd, a->ai_addr, a->ai_addrlen) || listen(fd, BACKLOG)) {
        int why = errno;

        close(fd);
        errno = why;
        return why == EADDRINUSE ? ERR_BUSY : ERR_IO;
    }
    *out = fd;
    return OK;
}

enum err
listen_tcp(const char *address, int port, int *fd, int *bound, char *why,
    size_t room)
{
    struct addrinfo hints = { .ai_flags = AI_NUMERICHOST | AI_PASSIVE,
        .ai_socktype = SOCK_STREAM }, *a;
    char digits[16];
    enum err e;

    snprintf(digits, sizeof(digits), "%d", port);
    if (getaddrinfo(address, digits, &hints, &a)) {
        snprintf(why, room, "web.listen is \"%s\": give a numeric address, as"
            " 0.0.0.0 for every network or 127.0.0.1 for this computer",
            address);
        return ERR_INPUT;
    }
    e = open_tcp(a, fd);
    freeaddrinfo(a);
    if (e == ERR_BUSY)
        snprintf(why, room, "port %d is taken by another program: stop that"
            " program, or set another web.port", port);
    else if (e && errno == EACCES)
        snprintf(why, room, "port %d is reserved: set web.port to 1024 or"
            " more, or see THE SERVICE in notehomed(8)", port);
    else if (e)
        snprintf(why, room, "cannot listen on %s port %d: %s", address, port,
            strerror(errno));
    else
        *bound = port_of(*fd);
    return e;
}

/* Whether a program answers at the socket. */
static bool
answers(const struct sockaddr_un *a)
{
    int fd = socket(AF_UNIX, KIND, 0);
    bool yes = fd >= 0
        && (!connect(fd, (const struct sockaddr *)a, sizeof(*a))
            || errno == EAGAIN);

    if (fd >= 0)
        close(fd);
    return yes;
}

static void
give_to_group(const char *path)
{
    struct group g, *found = NULL;
    struct stat st;
    char room[4096];

    if (!getgrnam_r("notehome", &g, room, sizeof(room), &found) && found
        && (stat(path, &st) || st.st_gid != g.gr_gid)
        && chown(path, (uid_t)-1, g.gr_gid))
        log_warn("web", "path=%s: cannot give it to group notehome: %s", path,
            strerror(errno));
}

enum err
listen_unix(const char *path, int *fd, char *why, size_t room)
{
    struct sockaddr_un a = { .sun_family = AF_UNIX };
    struct stat st;
    int s, bad;

    if (strlen(path) >= sizeof(a.sun_path)) {
        snprintf(why, room, "control is longer than a socket's path may be"
            " (%zu letters)", sizeof(a.sun_path) - 1);
        return ERR_INPUT;
    }
    memcpy(a.sun_path, path, strlen(path) + 1);
    if (answers(&a)) {
        snprintf(why, room, "another notehomed answers at %s: only one may"
            " run", path);
        return ERR_BUSY;
    }
    if (!lstat(path, &st) && S_ISSOCK(st.st_mode))
        unlink(path);
    s = socket(AF_UNIX, KIND, 0);
    /* never wider than it ends: 0660 less the umask first, then 0660 */
    bad = s < 0 || fchmod(s, 0660) || bind(s, (struct sockaddr *)&a, sizeof(a))
        || chmod(path, 0660) || listen(s, BACKLOG);
    if (bad) {
        snprintf(why, room, "cannot listen at %s: %s (does its directory"
            " exist, and may this user write there?)", path, strerror(errno));
        if (s >= 0)
            close(s);
        return ERR_IO;
    }
    give_to_group(path);
    *fd = s;
    return OK;
}

void
listen_peer_name(int fd, char *out, size_t room)
{
    struct ucred c;
    socklen_t n = sizeof(c);
    struct passwd p, *found = NULL;
    char names[4096];

    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &c, &n))
        snprintf(out, room, "unknown");
    else if (!getpwuid_r(c.uid, &p, names, sizeof(names), &found) && found)
        snprintf(out, room, "%s", p.pw_name);
    else
        snprintf(out, room, "uid %u", (unsigned)c.uid);
}

static void
write_address(const struct sockaddr_storage *a, char *out, size_t room)
{
    const struct sockaddr_in6 *six = (const void *)a;
    const struct sockaddr_in *four = (const void *)a;

    *out = '\0';
    if (a->ss_family == AF_INET)
        inet_ntop(AF_INET, &four->sin_addr, out, (socklen_t)room);
    else if (a->ss_family == AF_INET6
        && IN6_IS_ADDR_V4MAPPED(&six->sin6_addr))
        inet_ntop(AF_INET, &six->sin6_addr.s6_addr[12], out, (socklen_t)room);
    else if (a->ss_family == AF_INET6)
        inet_ntop(AF_INET6, &six->sin6_addr, out, (socklen_t)room);
}

void
listen_own_address(int fd, char *out, size_t room)
{
    struct sockaddr_storage a = { 0 };
    socklen_t n = sizeof(a);

    *out = '\0';
    if (!getsockname(fd, (struct sockaddr *)&a, &n))
        write_address(&a, out, room);
}

void
listen_peer_address(int fd, char *out, size_t room)
{
    struct sockaddr_storage a = { 0 };
    socklen_t n = sizeof(a);

    *out = '\0';
    if (!getpeername(fd, (struct sockaddr *)&a, &n))
        write_address(&a, out, room);
}

int
listen_socket(struct MHD_Connection *c)
{
    const union MHD_ConnectionInfo *i = MHD_get_connection_info(c,
        MHD_CONNECTION_INFO_CONNECTION_FD);

    return i ? i->connect_fd : -1;
}

bool
listen_gone(int fd)
{
    struct pollfd p = { .fd = fd, .events = POLLRDHUP };

    return poll(&p, 1, 0) == 1 && p.revents;
}
