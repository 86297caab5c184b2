#include "practice/control_own.h"

#include "base/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/queue.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 128 * 1024, BACKLOG_MAX = 64 << 20 };

struct control_client {
    LIST_ENTRY(control_client) others;
    struct control *control;
    struct loop_watch watch;
    char *in, *out;         /* owned */
    size_t in_len, out_len, out_room;
    bool follows, broken;
    char why[200];          /* the running command fails */
};

struct control {
    struct control_world world;
    struct loop_watch watch;
    struct sockaddr_un address;
    LIST_HEAD(control_clients, control_client) clients;
};

const struct control_command *const control_tables[] = {
    control_network_commands, control_phone_commands, control_dongle_commands,
    control_fault_commands, NULL
};

struct control_world *
control_world_of(struct control_client *c)
{
    return &c->control->world;
}

static void
push(struct control_client *c)
{
    while (c->out_len) {
        ssize_t n = send(c->watch.fd, c->out, c->out_len,
            MSG_NOSIGNAL | MSG_DONTWAIT);

        if (n < 0 && errno == EAGAIN)
            return;
        if (n <= 0) {
            c->broken = true;
            return;
        }
        c->out_len -= (size_t)n;
        memmove(c->out, c->out + n, c->out_len);
    }
}

void
control_send(struct control_client *c, const char *line)
{
    size_t len = strlen(line);

    if (c->out_len + len > c->out_room) {
        size_t room = (c->out_len + len) * 2;
        char *more = room > BACKLOG_MAX ? NULL : realloc(c->out, room);

        if (!more) {
            c->broken = true;
            return;
        }
        c->out = more;
        c->out_room = room;
    }
    memcpy(c->out + c->out_len, line, len);
    c->out_len += len;
}

void
control_send_object(struct control_client *c, struct jsonl *j)
{
    const char *line = jsonl_end(j);

    if (line)
        control_send(c, line);
    else
        control_fail(c, "out of memory");
    jsonl_free(j);
}

bool
control_fail(struct control_client *c, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(c->why, sizeof(c->why), fmt, ap);
    va_end(ap);
    return false;
}

static void
told(void *owner, const char *line)
{
    struct control *ct = owner;
    struct control_client *c;

    LIST_FOREACH(c, &ct->clients, others)
        if (c->follows) {
            control_send(c, line);
            push(c);
            if (c->out_len
                && loop_watch(ct->world.loop, &c->watch, EPOLLIN | EPOLLOUT))
                c->broken = true;
        }
}

void
control_follow(struct control_client *c)
{
    c->follows = true;
}

struct dongle *
control_dongle(struct control_client *c, const char *name)
{
    struct control_world *w = &c->control->world;
    struct network_line *line;

    if (!name)
        return w->dongles[0];
    line = network_line(w->network, name);
    return line ? line->owner : NULL;
}

struct dongle *
control_named(struct control_client *c, struct words *w)
{
    struct dongle *d = control_dongle(c, w->word[1]);

    if (!d)
        control_fail(c, "no such dongle: %.40s", w->word[1]);
    return d;
}

static void
run(struct control_client *c, char *line)
{
    const struct control_command *cmd = NULL;
    struct words w;
    char end[sizeof(c->why) + 16];

    if (!words_read(&w, line)) {
        control_send(c, "error cannot read this line: a quote is open, or it "
                        "has too many words\n");
        return;
    }
    if (!w.count)
        return;
    for (size_t t = 0; control_tables[t] && !cmd; t++)
        for (const struct control_command *e = control_tables[t]; e->name; e++)
            if (!strcmp(e->name, w.word[0]))
                cmd = e;
    c->why[0] = '\0';
    if (!cmd)
        control_fail(c, "no such command: %.80s (try help)", w.word[0]);
    else if (w.count - 1 < cmd->words)
        control_fail(c, "%s needs %d words (try help)", cmd->name, cmd->words);
    else if (cmd->run(c, &w) && words_unused(&w))
        control_fail(c, "done, but %s knows no option %.60s", cmd->name,
            words_unused(&w));
    if (c->why[0])
        snprintf(end, sizeof(end), "error %s\n", c->why);
    else
        snprintf(end, sizeof(end), "ok\n");
    control_send(c, end);
}

static void
client_free(struct control_client *c)
{
    loop_unwatch(c->control->world.loop, &c->watch);
    close(c->watch.fd);
    LIST_REMOVE(c, others);
    free(c->in);
    free(c->out);
    free(c);
}

static void
take_lines(struct control_client *c)
{
    char *start = c->in, *end;

    c->in[c->in_len] = '\0';
    while ((end = memchr(start, '\n', c->in_len - (size_t)(start - c->in)))) {
        *end = '\0';
        run(c, start);
        start = end + 1;
    }
    c->in_len -= (size_t)(start - c->in);
    memmove(c->in, start, c->in_len);
    if (c->in_len == LINE_MAX_BYTES)
        c->broken = true;
}

static void
client_ready(void *owner, uint32_t events)
{
    struct control_client *c = owner;
    ssize_t n = 0;

    if (events & EPOLLIN) {
        n = recv(c->watch.fd, c->in + c->in_len, LINE_MAX_BYTES - c->in_len,
            MSG_DONTWAIT);
        if (n > 0) {
            c->in_len += (size_t)n;
            take_lines(c);
        } else if (n == 0 || errno != EAGAIN) {
            c->broken = true;
        }
    }
    if (!c->broken)
        push(c);
    if (c->broken || events & (EPOLLHUP | EPOLLERR)) {
        client_free(c);
        return;
    }
    if (loop_watch(c->control->world.loop, &c->watch,
            c->out_len ? EPOLLIN | EPOLLOUT : EPOLLIN))
        client_free(c);
}

static void
accept_ready(void *owner, uint32_t events)
{
    struct control *ct = owner;
    struct control_client *c = calloc(1, sizeof(*c));
    int fd = accept4(ct->watch.fd, NULL, NULL, SOCK_CLOEXEC);

    (void)events;
    if (c)
        c->in = malloc(LINE_MAX_BYTES + 1);
    if (fd < 0 || !c || !c->in) {
        if (fd >= 0)
            close(fd);
        if (c)
            free(c->in);
        free(c);
        return;
    }
    c->control = ct;
    c->watch = (struct loop_watch){ fd, client_ready, c };
    LIST_INSERT_HEAD(&ct->clients, c, others);
    if (loop_watch(ct->world.loop, &c->watch, EPOLLIN))
        client_free(c);
}

/* A socket that nobody answers on is left from a crash: remove it. */
static enum err
make_way(const struct sockaddr_un *address)
{
    struct stat st;
    int fd, answered;

    if (lstat(address->sun_path, &st) < 0)
        return OK;
    if (!S_ISSOCK(st.st_mode))
        return ERR_EXISTS;
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    answered = fd >= 0
        && !connect(fd, (const struct sockaddr *)address, sizeof(*address));
    if (fd >= 0)
        close(fd);
    if (answered)
        return ERR_EXISTS;
    unlink(address->sun_path);
    return OK;
}

static enum err
listen_on(struct control *c)
{
    const struct sockaddr *address = (const struct sockaddr *)&c->address;

    c->watch.fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (c->watch.fd < 0 || bind(c->watch.fd, address, sizeof(c->address))
        || listen(c->watch.fd, 16)) {
        log_error("control", "path=%s: %s", c->address.sun_path,
            strerror(errno));
        return ERR_IO;
    }
    return loop_watch(c->world.loop, &c->watch, EPOLLIN);
}

enum err
control_open(const char *path, const struct control_world *world,
    struct control **out)
{
    struct control *c = calloc(1, sizeof(*c));
    enum err e = ERR_INPUT;

    if (!c)
        return ERR_MEMORY;
    c->world = *world;
    c->address.sun_family = AF_UNIX;
    c->watch = (struct loop_watch){ -1, accept_ready, c };
    LIST_INIT(&c->clients);
    if (strlen(path) < sizeof(c->address.sun_path)) {
        snprintf(c->address.sun_path, sizeof(c->address.sun_path), "%s", path);
        e = make_way(&c->address);
        if (!e)
            e = listen_on(c);
    }
    if (e) {
        log_error("control", "path=%s: %s", path, err_text(e));
        if (c->watch.fd >= 0)
            close(c->watch.fd);
        free(c);
        return e;
    }
    air_follow(world->air, told, c);
    *out = c;
    return OK;
}

void
control_close(struct control *c)
{
    struct control_client *client, *next;

    if (!c)
        return;
    air_follow(c->world.air, NULL, NULL);
    for (client = LIST_FIRST(&c->clients); client; client = next) {
        next = LIST_NEXT(client, others);
        client_free(client);
    }
    loop_unwatch(c->world.loop, &c->watch);
    close(c->watch.fd);
    unlink(c->address.sun_path);
    free(c);
}
