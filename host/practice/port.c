#include "practice/port.h"

#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

enum { BACKLOG = 256 * 1024, READ_SIZE = 8192 };

struct port {
    struct loop *loop;
    struct port_user user;
    char *path;                 /* owned */
    char name[64];              /* /dev/pts/N */
    struct loop_watch pty, opens;
    char *backlog;              /* owned; what the pty would not take yet */
    size_t waiting;
    bool reading, doomed;       /* closed from inside our own callback */
};

static void
port_free(struct port *p)
{
    free(p->backlog);
    free(p->path);
    free(p);
}

/* No echo and no line editing before anybody has opened the port. */
static enum err
make_raw(const char *name)
{
    struct termios t;
    int fd = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);

    if (fd < 0)
        return ERR_IO;
    if (tcgetattr(fd, &t) == 0) {
        cfmakeraw(&t);
        tcsetattr(fd, TCSANOW, &t);
    }
    close(fd);
    return OK;
}

static enum err
open_pty(struct port *p)
{
    int fd = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);

    p->pty.fd = fd;
    if (fd < 0 || grantpt(fd) || unlockpt(fd)
        || ptsname_r(fd, p->name, sizeof(p->name)) || make_raw(p->name)) {
        log_error("port", "no pty: %s", strerror(errno));
        return ERR_IO;
    }
    p->opens.fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (p->opens.fd < 0
        || inotify_add_watch(p->opens.fd, p->name, IN_OPEN | IN_CLOSE) < 0) {
        log_error("port", "path=%s: inotify: %s", p->name, strerror(errno));
        return ERR_IO;
    }
    return OK;
}

static enum err
make_link(struct port *p)
{
    char target[4];

    /* Only a link may be in our way: never remove somebody's file. */
    if (readlink(p->path, target, sizeof(target)) >= 0)
        unlink(p->path);
    if (symlink(p->name, p->path) == 0)
        return OK;
    log_error("port", "path=%s: %s", p->path, strerror(errno));
    return errno == EEXIST ? ERR_EXISTS : ERR_IO;
}

/* Nobody has the port open now. */
static bool
alone(const struct port *p)
{
    struct pollfd f = { p->pty.fd, 0, 0 };

    return poll(&f, 1, 0) == 1 && f.revents & POLLHUP;
}

/* inotify merges equal events, so openers cannot be counted: closed is who
 * left nobody behind, or was followed by another. */
static void
opens_ready(void *owner, uint32_t events)
{
    struct port *p = owner;
    char buf[4096] __attribute__((aligned(8)));
    ssize_t n = read(p->opens.fd, buf, sizeof(buf));
    bool close_seen = false, closed = false;

    (void)events;
    for (ssize_t at = 0; at < n;) {
        struct inotify_event ev;

        memcpy(&ev, buf + at, sizeof(ev));
        if (ev.mask & IN_CLOSE)
            close_seen = true;
        else if (ev.mask & IN_OPEN)
            closed = close_seen;
        at += (ssize_t)(sizeof(ev) + ev.len);
    }
    if (!close_seen)
        return;
    if (alone(p)) {
        closed = true;
        p->waiting = 0;
        ioctl(p->pty.fd, TCFLSH, TCOFLUSH);
    }
    if (closed)
        p->user.closed(p->user.owner);
}

static void
flush(struct port *p)
{
    while (p->waiting) {
        ssize_t n = write(p->pty.fd, p->backlog, p->waiting);

        if (n <= 0)
            return;
        p->waiting -= (size_t)n;
        memmove(p->backlog, p->backlog + n, p->waiting);
    }
}

static void
pty_ready(void *owner, uint32_t events)
{
    struct port *p = owner;
    uint8_t buf[READ_SIZE];
    ssize_t n;

    /* Who wrote may have come after a close: that close was first. */
    opens_ready(p, EPOLLIN);
    if (events & EPOLLOUT)
        flush(p);
    /* Edge-triggered: a closed port must not keep us awake. */
    p->reading = true;
    while (!p->doomed && (n = read(p->pty.fd, buf, sizeof(buf))) > 0)
        p->user.input(p->user.owner, buf, (size_t)n);
    p->reading = false;
    if (p->doomed)
        port_free(p);
}

enum err
port_open(struct loop *l, const char *path, const struct port_user *user,
    struct port **out)
{
    struct port *p = calloc(1, sizeof(*p));
    enum err e = ERR_MEMORY;

    if (!p)
        return e;
    p->loop = l;
    p->user = *user;
    p->pty = (struct loop_watch){ -1, pty_ready, p };
    p->opens = (struct loop_watch){ -1, opens_ready, p };
    p->path = strdup(path);
    p->backlog = malloc(BACKLOG);
    if (p->path && p->backlog && !(e = open_pty(p))
        && !(e = loop_watch(l, &p->opens, EPOLLIN))
        && !(e = loop_watch(l, &p->pty, EPOLLIN | EPOLLOUT | EPOLLET))
        && !(e = make_link(p))) {
        *out = p;
        return OK;
    }
    free(p->path);
    p->path = NULL;
    port_close(p);
    return e;
}

void
port_close(struct port *p)
{
    if (!p)
        return;
    if (p->path)
        unlink(p->path);
    loop_unwatch(p->loop, &p->pty);
    loop_unwatch(p->loop, &p->opens);
    if (p->pty.fd >= 0)
        close(p->pty.fd);
    if (p->opens.fd >= 0)
        close(p->opens.fd);
    p->doomed = true;
    if (!p->reading)
        port_free(p);
}

void
port_write(struct port *p, const void *data, size_t len)
{
    const char *from = data;
    ssize_t n = 0;

    if (alone(p))
        return;
    if (!p->waiting)
        n = write(p->pty.fd, from, len);
    if (n < 0)
        n = 0;
    len -= (size_t)n;
    if (len > BACKLOG - p->waiting)
        len = BACKLOG - p->waiting;
    memcpy(p->backlog + p->waiting, from + n, len);
    p->waiting += len;
}
