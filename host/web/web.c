#include "web/web.h"

#include "base/clock.h"
#include "base/log.h"
#include "store/db/setting.h"
#include "web/events.h"
#include "web/kit/inside.h"
#include "web/kit/jobs.h"
#include "web/listen.h"
#include "web/server.h"
#include "web/stream.h"
#include "web/kit/tls.h"
#include "web/view/first_left.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TLS_PORT = 8443 };       /* beside the plain door, where none is said */

/* A certificate without a port is that of web.port alone, which then has
 * TLS. */
static bool
is_alone(const struct config *c)
{
    return *c->web.cert && c->web.tls_port < 0;
}

/* The address as people type it. */
static void
name_address(struct web *w, const struct config *c, int port)
{
    const char *host = c->web.listen;
    bool any = !strcmp(host, "0.0.0.0") || !strcmp(host, "::");
    bool six = strchr(host, ':') && !any;

    snprintf(w->address, sizeof(w->address), "http%s://%s%s%s:%d/",
        is_alone(c) ? "s" : "", six ? "[" : "",
        any ? "127.0.0.1" : host, six ? "]" : "", port);
}

/* The encrypted door beside the plain one. Without it Notehome works too, and
 * texts must not wait for it. */
static int
open_tls(struct web *w, const struct config *c)
{
    int port = c->web.tls_port >= 0 ? c->web.tls_port
        : c->web.port ? TLS_PORT : 0;
    char why[TLS_WHY] = "";
    int fd = -1;

    if (tls_load(c, why)
        || listen_tcp(c->web.listen, port, &fd, &w->tls_port, why,
               sizeof(why))) {
        w->tls_port = 0;
        log_error("tls", "there is no encrypted door: %s", why);
        return -1;
    }
    return fd;
}

static enum err
open_doors(struct web *w, const struct config *c, char *why, size_t room)
{
    struct server_sockets l = { -1, -1, -1, is_alone(c) };
    char fault[TLS_WHY] = "";
    int port = 0;
    enum err e = OK;

    if (l.tcp_is_tls && (e = tls_load(c, fault)))
        snprintf(why, room, "web.tls: %s", fault);
    if (!e)
        e = listen_unix(c->control, &l.local, why, room);
    if (!e && (e = listen_tcp(c->web.listen, c->web.port, &l.tcp, &port, why,
            room))) {
        close(l.local);
        unlink(c->control);
    }
    if (!e && !l.tcp_is_tls)
        l.tls = open_tls(w, c);
    if (!e && (e = server_start(w, &l, &w->server, why, room)))
        unlink(c->control);
    if (!e)
        name_address(w, c, port);
    return e;
}

void
web_saw_tls(struct web *w)
{
    if (!w->tls_port || atomic_exchange(&w->tls_seen, true))
        return;
    if (setting_set(w->db, "tls.seen", "1"))
        log_warn("tls", "not kept: an admin came in by the encrypted door");
}

enum err
web_reload(struct web *w, const struct config *c, char *why)
{
    return w->tls_port || is_alone(c) ? tls_load(c, why) : OK;
}

enum err
web_start(struct db *db, const struct config *config,
    const struct web_hooks *hooks, struct web **out, char *why, size_t room)
{
    struct web *w = calloc(1, sizeof(*w));
    char seen[4];
    enum err e;

    snprintf(why, room, "the pages cannot be served");
    if (!w)
        return ERR_MEMORY;
    w->db = db;
    memcpy(w->control, config->control, sizeof(w->control));
    w->patience_seconds = config->web.patience_seconds;
    if (hooks)
        w->hooks = *hooks;
    w->started = clock_mono();
    first_start(w);
    if ((e = setting_get(db, "tls.seen", seen, sizeof(seen)))
        || (e = jobs_start(&w->jobs))
        || (e = events_start(db, &stream_hooks, &w->events))
        || (e = open_doors(w, config, why, room)))
        web_stop(w);
    else
        *out = w;
    if (!e)
        atomic_store(&w->tls_seen, *seen != 0);
    return e;
}

void
web_stop(struct web *w)
{
    if (!w)
        return;
    if (w->server)
        server_close(w->server);
    jobs_stop(w->jobs);         /* what runs is answered */
    if (w->events)
        events_close(w->events);
    if (w->server)
        unlink(w->control);
    server_stop(w->server);
    tls_forget();
    events_stop(w->events);
    jobs_free(w->jobs);
    free(w);
}

const char *
web_address(const struct web *w)
{
    return w->address;
}

const char *
web_setup_code(const struct web *w)
{
    return w->setup_code;
}
