#include "web/server.h"

#include "base/log.h"
#include "web/busy.h"
#include "web/gate.h"
#include "web/kit/headers.h"
#include "web/kit/inside.h"
#include "web/kit/throttle.h"
#include "web/kit/tls.h"
#include "web/listen.h"
#include "web/page/handlers.h"
#include "web/routes.h"
#include "web/slow.h"
#include "web/stream.h"
#include "web/web.h"

#include <microhttpd.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    CONNECTIONS_MAX = 400,      /* event streams included */
    CONNECTIONS_PER_IP = 64,
    CONNECTION_BYTES = 16 * 1024, /* headers beyond it: 431 */
    SPILT_MAX = 1024 * 1024,    /* bytes that are heard out, to answer why not */
    SILENCE_S = 30,             /* then the connection is closed */
    LAST_MS = 3000              /* for the last answers, when the doors close */
};

struct door {
    struct server *server;
    struct MHD_Daemon *daemon;
    bool local;                 /* the control socket */
    bool tls;
};

struct server {
    struct web *web;
    struct door tcp, tls, local;
    struct slow *slow;
    char hostname[128];
    _Atomic bool closing;
    struct busy answering;      /* requests that run, and answers on their way
                                 * but for streams */
};

/* One request, from its first line to the last byte of the answer. */
struct transfer {
    struct job job;             /* first: a job is its transfer */
    struct server *server;
    struct MHD_Connection *connection;
    enum { FRESH, RECEIVING, WORKING } stage;
    char target[512];           /* as on the request line */
    bool long_target;
    struct head head;
    struct request q;
    struct response r;
    const struct route *route;
    size_t room;                /* of q.body */
    size_t spilt;               /* of a body that is longer */
    bool counted;               /* in answering */
    bool answered;              /* the library was given r */
};

static void
set_counted(struct transfer *t, bool counted)
{
    if (t->counted != counted)
        (counted ? busy_more : busy_less)(&t->server->answering);
    t->counted = counted;
}

/* --- the answer ----------------------------------------------------------- */

static struct MHD_Response *
make_response(struct transfer *t)
{
    struct response *r = &t->r;
    struct MHD_Response *m = NULL;

    if (r->stream && !(m = stream_start(t->server->web->events,
            t->connection, r->restricted))) {
        r->stream = false;
        routes_refuse(&t->q, r, 503, "Too many pages are open: close some.");
    }
    if (r->stored && (m = MHD_create_response_from_fd(r->bytes, r->stored)))
        r->stored = 0;          /* the library's from now on */
    if (m)
        return m;
    if (r->fixed || !r->body)
        return MHD_create_response_from_buffer(r->fixed ? r->bytes : 0,
            (void *)(uintptr_t)(r->fixed ? r->fixed : ""),
            MHD_RESPMEM_PERSISTENT);
    m = MHD_create_response_from_buffer(r->bytes, r->body,
        MHD_RESPMEM_MUST_FREE);
    if (m)
        r->body = NULL;         /* the library's from now on */
    return m;
}

static void
add_headers(struct MHD_Response *m, const struct response *r, bool hsts)
{
    if (hsts)
        MHD_add_response_header(m, "Strict-Transport-Security",
            "max-age=31536000");
    for (size_t i = 0; headers_always[i].name; i++)
        MHD_add_response_header(m, headers_always[i].name,
            headers_always[i].value);
    if (r->type)
        MHD_add_response_header(m, "Content-Type", r->type);
    if (r->encoding)
        MHD_add_response_header(m, "Content-Encoding", r->encoding);
    MHD_add_response_header(m, "Cache-Control",
        r->cache ? r->cache : "no-store");
    if (*r->location)
        MHD_add_response_header(m, "Location", r->location);
    if (*r->cookie)
        MHD_add_response_header(m, "Set-Cookie", r->cookie);
    if (*r->file) {
        char how[120];

        snprintf(how, sizeof(how), "attachment; filename=\"%s\"", r->file);
        MHD_add_response_header(m, "Content-Disposition", how);
    }
    if (r->status == 401)
        MHD_add_response_header(m, "WWW-Authenticate",
            "Bearer realm=\"notehome\"");
    if (r->status == 405)
        MHD_add_response_header(m, "Allow", "GET, POST");
}

static enum MHD_Result
send_response(struct transfer *t)
{
    struct MHD_Response *m = make_response(t);
    enum MHD_Result done;

    if (!m)
        return MHD_NO;
    if (t->r.stream)
        set_counted(t, false);  /* it has no end to wait for */
    t->answered = true;
    add_headers(m, &t->r, t->q.secure && t->q.rules
        && t->q.rules->config.web.hsts);
    done = MHD_queue_response(t->connection, (unsigned)t->r.status, m);
    MHD_destroy_response(m);
    rules_release(t->q.rules);  /* a stream stays open for hours */
    t->q.rules = NULL;
    return done;
}

/* --- the request ---------------------------------------------------------- */

/* Called with the request line, before it is decoded; what it returns becomes
 * *mine of on_request(). */
static void *
on_target(void *cls, const char *target, struct MHD_Connection *c)
{
    struct transfer *t = calloc(1, sizeof(*t));
    struct door *door = cls;

    if (t) {
        t->server = door->server;
        t->q.local = door->local;
        t->q.secure = door->tls;
        t->connection = c;
        head_start(&t->head);
        t->long_target = strlen(target) >= sizeof(t->target);
        snprintf(t->target, sizeof(t->target), "%s", target);
    }
    return t;
}

static enum MHD_Result
on_header(void *cls, enum MHD_ValueKind kind, const char *name,
    const char *value)
{
    (void)kind;
    head_add(cls, name, value);
    return MHD_YES;
}

static void
identify(struct transfer *t)
{
    struct caller *c = &t->q.caller;
    char user[64];

    if (!t->q.local) {
        gate_caller(t->server->web, &t->head, &t->q);
        return;
    }
    listen_peer_name(listen_socket(t->connection), user, sizeof(user));
    snprintf(c->who, sizeof(c->who), "cli:%s", user);
    c->role = ROLE_ADMIN;       /* the socket's mode says who may connect */
}

/* What gate_check() finds about this request; 0 when it may go on. */
static int
check(struct transfer *t, const char **why)
{
    const struct config *c = &t->q.rules->config;
    struct gate_names names = { .hostname = t->server->hostname,
        .listen = c->web.listen, .more = c->web.hosts };
    char own[48];

    listen_own_address(listen_socket(t->connection), own, sizeof(own));
    names.own = own;
    if (t->long_target) {
        *why = "The address is too long.";
        return 414;
    }
    return gate_check(&t->head, t->target, &names, why);
}

static bool
read_target(struct transfer *t)
{
    size_t n = strcspn(t->target, "?");
    const char *query = t->target[n] ? t->target + n + 1 : "";

    return params_path(t->target, n, t->q.path, sizeof(t->q.path))
        && !params_read(query, strlen(query), &t->q.query);
}

static void
refuse(struct transfer *t, int status, const char *why)
{
    routes_refuse(&t->q, &t->r, status, why);
}

static void
note_host(struct transfer *t)
{
    const char *host = t->head.host;
    size_t n = *host == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":");

    snprintf(t->q.host, sizeof(t->q.host), "%.*s", (int)n, host);
}

/* From the plain door to the encrypted one, once an admin came in by that: a
 * browser that asks for a page, for others cannot answer what it then asks. */
static bool
lead_to_tls(struct transfer *t)
{
    const struct web *w = t->server->web;
    char *to = t->r.location;

    if (t->q.secure || t->q.local || t->q.method != METHOD_GET
        || !w->tls_port || !atomic_load(&w->tls_seen)
        || t->q.fragment
        || !t->q.rules->config.web.lead || !routes_is_page(t->route)
        || snprintf(to, sizeof(t->r.location), "https://%s:%d%s",
               t->q.host, w->tls_port, t->target)
            >= (int)sizeof(t->r.location)) {
        *to = '\0';
        return false;
    }
    t->r.status = 302;
    return true;
}

/* Once the headers are there: picks the route, or answers at once. */
static void
begin(struct transfer *t, const char *method)
{
    struct request *q = &t->q;
    const char *why = "";
    bool readable = read_target(t);
    int status;

    MHD_get_connection_values(t->connection, MHD_HEADER_KIND, on_header,
        &t->head);
    q->rules = rules_take();
    q->method = routes_method(method);
    listen_peer_address(listen_socket(t->connection), q->peer, sizeof(q->peer));
    gate_wishes(&t->head, q);
    note_host(t);
    if ((status = check(t, &why)))
        refuse(t, status, why);
    else if (!readable)
        refuse(t, 400, "The address cannot be read.");
    else if (!q->local && !throttle_request(q->peer))
        refuse(t, 429, "This computer asks more than can be answered.");
    else if (!(t->route = routes_find(q, &status)))
        refuse(t, status, status == 404 ? "There is no such page."
                                        : "That cannot be done here.");
    else if (lead_to_tls(t))
        return;
    else if (t->server->closing && t->route->run != page_static)
        refuse(t, 503, "Notehome is stopping.");
    else if (q->method == METHOD_POST && !gate_same_site(&t->head))
        refuse(t, 403, "This was sent by another site.");
    else {
        t->room = t->route->body_max ? t->route->body_max : REQUEST_BODY_MAX;
        if (t->head.length > (int64_t)t->room)
            refuse(t, 413, "That is more than is taken at once.");
        identify(t);
        if (q->secure && q->caller.role == ROLE_ADMIN && q->caller.by_cookie)
            web_saw_tls(t->server->web);
        /* memory for a long list is for those who may send one */
        if (q->caller.role < t->route->role && t->room > REQUEST_BODY_MAX)
            t->room = REQUEST_BODY_MAX;
    }
}

/* Keeps n bytes of the body; false when they are too many. */
static bool
take_body(struct transfer *t, const char *bytes, size_t n)
{
    struct request *q = &t->q;
    char *more;

    if (n > t->room - q->bytes || !(more = realloc(q->body, q->bytes + n + 1)))
        return false;
    memcpy(more + q->bytes, bytes, n);
    q->body = more;
    q->bytes += n;
    q->body[q->bytes] = '\0';
    return true;
}

static void
run_job(struct job *j)
{
    struct transfer *t = (struct transfer *)j;

    routes_run(t->server->web, t->route, &t->head, &t->q, &t->r);
    MHD_resume_connection(t->connection);
}

static enum MHD_Result
finish(struct transfer *t)
{
    t->stage = WORKING;
    set_counted(t, true);
    slow_pause(t->server->slow, listen_socket(t->connection));
    if (t->route->lane == LANE_HERE) {
        routes_run(t->server->web, t->route, &t->head, &t->q, &t->r);
        return send_response(t);
    }
    t->job.run = run_job;
    MHD_suspend_connection(t->connection);
    if (!jobs_give(t->server->web->jobs, t->route->lane, &t->job)) {
        refuse(t, 503, "Notehome is stopping.");
        MHD_resume_connection(t->connection);
    }
    return MHD_YES;
}

static enum MHD_Result
on_request(void *cls, struct MHD_Connection *c, const char *url,
    const char *method, const char *version, const char *bytes, size_t *n,
    void **mine)
{
    struct transfer *t = *mine;

    (void)cls;
    (void)c;
    (void)url;
    (void)version;
    if (!t)
        return MHD_NO;          /* out of memory in on_target() */
    if (t->answered)
        return MHD_NO;          /* the library stops: it took no answer, and
                                 * asks again */
    switch (t->stage) {
    case FRESH:
        t->stage = RECEIVING;
        begin(t, method);
        return t->r.status ? send_response(t) : MHD_YES;
    case RECEIVING:
        if (!*n && t->spilt && routes_may(t->route, &t->q, &t->r))
            refuse(t, 413, "That is more than is taken at once.");
        if (!*n)
            return t->spilt ? send_response(t) : finish(t);
        if (t->spilt || !take_body(t, bytes, *n))
            t->spilt += *n;
        *n = 0;                 /* chunks without end: hang up */
        return t->spilt < SPILT_MAX ? MHD_YES : MHD_NO;
    case WORKING:
        break;
    }
    return send_response(t);
}

/* --- connections ---------------------------------------------------------- */

static void
on_end(void *cls, struct MHD_Connection *c, void **mine,
    enum MHD_RequestTerminationCode why)
{
    struct transfer *t = *mine;

    (void)cls;
    (void)c;
    (void)why;
    if (!t)
        return;
    slow_resume(t->server->slow, listen_socket(t->connection));
    set_counted(t, false);
    if (t->r.start_again)
        kill(getpid(), SIGUSR1);        /* notehomed(8) */
    request_clear(&t->q);
    response_clear(&t->r);
    free(t);
    *mine = NULL;
}

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
    d->daemon = MHD_start_daemon(flags, 0, NULL, NULL, on_request, d,
        MHD_OPTION_EXTERNAL_LOGGER, on_log, NULL,
        STRICT
        MHD_OPTION_LISTEN_SOCKET, fd,
        MHD_OPTION_URI_LOG_CALLBACK, on_target, d,
        MHD_OPTION_NOTIFY_COMPLETED, on_end, NULL,
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
