#include "web/server.h"

#include "base/log.h"
#include "web/kit/inside.h"
#include "web/kit/tls.h"
#include "web/listen.h"
#include "web/server_own.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    CONNECTIONS_MAX = 400,      /* event streams included */
    CONNECTIONS_PER_IP = 64,
    CONNECTION_BYTES = 16 * 1024, /* headers beyond it: 431 */
    SILENCE_S = 30,             /* then the connection is closed */
    LAST_MS = 3000              /* for the last answers, when the doors close */
};

static void
on_connection(void *cls, struct MHD_Connection *c, void **mine,
    enum MHD_ConnectionNotificationCode what)
{
    struct slow *slow = ((struct door *)cls)->server->slow;
    int fd = listen_socket(c);
    char peer[48];

    (void)mine;
    listen_peer_address(fd, peer, sizeof(peer));
    if (what == MHD_CONNECTION_NOTIFY_STARTED)
        slow_open(slow, fd, peer);
    else
        slow_close(slow, fd);
}

__attribute__((format(printf, 2, 0))) static void
on_log(void *cls, const char *fmt, va_list ap)
{
    char text[300];

    (void)cls;
    vsnprintf(text, sizeof(text), fmt, ap);
    log_debug("http", "%s", text);
}

/* --- start and stop ------------------------------------------------------- */

/* A blank in a target is refused with 400. Older ones do so by themselves, and
 * answer nothing when they are told; 1.0 would send the browser elsewhere. */
#if MHD_VERSION >= 0x00097701
#define STRICT MHD_OPTION_CLIENT_DISCIPLINE_LVL, 1,
#else
#define STRICT
#endif

static bool
open_door(struct server *s, struct door *d, int fd)
{
    struct MHD_OptionItem tls[] = {
        { MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(uintptr_t)tls_priorities },
        { MHD_OPTION_HTTPS_CERT_CALLBACK, 0, tls_picker() },
        { MHD_OPTION_END, 0, NULL },
    };
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME
        | MHD_USE_ERROR_LOG | (d->tls ? MHD_USE_TLS : 0);

    d->server = s;
    if (!d->tls)
        tls[0].option = MHD_OPTION_END;
    d->daemon = MHD_start_daemon(flags, 0, NULL, NULL, transfer_go_on, d,
        MHD_OPTION_EXTERNAL_LOGGER, on_log, NULL,
        STRICT
        MHD_OPTION_LISTEN_SOCKET, fd,
        MHD_OPTION_URI_LOG_CALLBACK, transfer_start, d,
        MHD_OPTION_NOTIFY_COMPLETED, transfer_end, NULL,
        MHD_OPTION_NOTIFY_CONNECTION, on_connection, d,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS_MAX,
        MHD_OPTION_PER_IP_CONNECTION_LIMIT,
        d->local ? 0u : (unsigned)CONNECTIONS_PER_IP,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_BYTES,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)SILENCE_S,
        MHD_OPTION_ARRAY, tls,
        MHD_OPTION_END);
    if (!d->daemon)
        close(fd);
    return d->daemon != NULL;
}

static void
close_all(const struct server_sockets *l)
{
    close(l->tcp);
    close(l->local);
    if (l->tls >= 0)
        close(l->tls);
}

enum err
server_start(struct web *w, const struct server_sockets *sockets,
    struct server **out, char *why, size_t room)
{
    struct server *s = calloc(1, sizeof(*s));
    struct server_sockets left = *sockets;
    bool open;

    if (!s || slow_start(w->patience_seconds * 1000, &s->slow)) {
        close_all(&left);
        free(s);
        return ERR_MEMORY;
    }
    busy_start(&s->answering);
    s->web = w;
    s->local.local = s->tls.tls = true;
    s->tcp.tls = sockets->tcp_is_tls;
    gethostname(s->hostname, sizeof(s->hostname) - 1);
    open = open_door(s, &s->tcp, sockets->tcp);
    left.tcp = -1;
    if (open && sockets->tls >= 0) {
        open = open_door(s, &s->tls, sockets->tls);
        left.tls = -1;
    }
    if (open) {
        open = open_door(s, &s->local, sockets->local);
        left.local = -1;
    }
    if (!open) {
        snprintf(why, room, "the pages cannot be served");
        close_all(&left);
        server_stop(s);
        return ERR_IO;
    }
    *out = s;
    return OK;
}

void
server_close(struct server *s)
{
    s->closing = true;
}

void
server_stop(struct server *s)
{
    if (!s)
        return;
    busy_wait(&s->answering, LAST_MS);
    if (s->tcp.daemon)
        MHD_stop_daemon(s->tcp.daemon);
    if (s->tls.daemon)
        MHD_stop_daemon(s->tls.daemon);
    if (s->local.daemon)
        MHD_stop_daemon(s->local.daemon);
    slow_stop(s->slow);
    busy_stop(&s->answering);
    free(s);
}
