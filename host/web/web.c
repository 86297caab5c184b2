#include "web/web.h"

#include "base/clock.h"
#include "base/log.h"
#include "web/events.h"
#include "web/kit/inside.h"
#include "web/kit/jobs.h"
#include "web/listen.h"
#include "web/server.h"
#include "web/stream.h"
#include "web/view/first_left.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PEM_MAX = 256 * 1024 };

/* The whole of a PEM file, owned by the caller; NULL: why says so. */
static char *
read_pem(const char *path, char *why, size_t room)
{
    FILE *f = fopen(path, "re");
    char *text = f ? calloc(1, PEM_MAX) : NULL;
    size_t n = text ? fread(text, 1, PEM_MAX - 1, f) : 0;

    if (!n || ferror(f)) {
        snprintf(why, room, "cannot read %s, named in web.tls: %s", path,
            !n && f ? "it is empty" : strerror(errno));
        free(text);
        text = NULL;
    }
    if (f)
        fclose(f);
    return text;
}

/* The address as people type it. */
static void
name_address(struct web *w, const struct config *c, int port)
{
    const char *host = c->web.listen;
    bool any = !strcmp(host, "0.0.0.0") || !strcmp(host, "::");
    bool six = strchr(host, ':') && !any;

    snprintf(w->address, sizeof(w->address), "http%s://%s%s%s:%d/",
        *c->web.cert ? "s" : "", six ? "[" : "",
        any ? "127.0.0.1" : host, six ? "]" : "", port);
}

static enum err
open_doors(struct web *w, const struct config *c, char *why, size_t room)
{
    char *cert = NULL, *key = NULL;
    int tcp = -1, local = -1, port = 0;
    enum err e = OK;

    if (*c->web.cert && (!(cert = read_pem(c->web.cert, why, room))
            || !(key = read_pem(c->web.key, why, room))))
        e = ERR_INPUT;
    if (!e)
        e = listen_unix(c->control, &local, why, room);
    if (!e && (e = listen_tcp(c->web.listen, c->web.port, &tcp, &port, why,
            room))) {
        close(local);
        unlink(c->control);
    }
    if (!e && (e = server_start(w, tcp, local, cert, key, &w->server, why,
            room)))
        unlink(c->control);
    if (!e)
        name_address(w, c, port);
    free(cert);
    if (key)
        explicit_bzero(key, PEM_MAX);
    free(key);
    return e;
}

enum err
web_start(struct db *db, const struct config *config,
    const struct web_hooks *hooks, struct web **out, char *why, size_t room)
{
    struct web *w = calloc(1, sizeof(*w));
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
    if ((e = jobs_start(&w->jobs))
        || (e = events_start(db, &stream_hooks, &w->events))
        || (e = open_doors(w, config, why, room)))
        web_stop(w);
    else
        *out = w;
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
