/* transfer.c - one request, from its first line to the last byte of its
 * answer. */
#include "web/server_own.h"

#include "web/gate.h"
#include "web/kit/headers.h"
#include "web/kit/inside.h"
#include "web/kit/throttle.h"
#include "web/listen.h"
#include "web/page/handlers.h"
#include "web/routes.h"
#include "web/stream.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    SPILT_MAX = 1024 * 1024     /* bytes that are heard out, to answer why
                                 * not */
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
begin_stream(struct transfer *t)
{
    struct events_right right = { .staff = t->q.caller.staff,
        .topics = t->q.caller.walled };
    struct MHD_Response *m;

    if (!t->q.local)
        memcpy(right.secret, t->q.secret, sizeof(right.secret));
    m = stream_start(t->server->web->events, t->connection, t->r.restricted,
        &right);
    explicit_bzero(&right, sizeof(right));
    return m;
}

static struct MHD_Response *
make_response(struct transfer *t)
{
    struct response *r = &t->r;
    struct MHD_Response *m = NULL;

    if (r->stream && !(m = begin_stream(t))) {
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
    if (*r->known)
        MHD_add_response_header(m, "Set-Cookie", r->known);
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
 * *mine of transfer_go_on(). */
void *
transfer_start(void *cls, const char *target, struct MHD_Connection *c)
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

/* From 0.9.77 on the library refuses by itself what is not written as HTTP has
 * it (STRICT, server.c). Before that it lets all pass; but name and value lie
 * as they came, and it counts what came, so that what it left out shows. */
#define LIBRARY_IS_STRICT (MHD_VERSION >= 0x00097701)

static enum MHD_Result
on_header(void *cls, enum MHD_ValueKind kind, const char *name, size_t n,
    const char *value, size_t m)
{
    size_t gap = value ? (uintptr_t)value - (uintptr_t)name - n : 1;

    (void)kind;
    head_line(cls, name, n, LIBRARY_IS_STRICT ? 1 : gap, value, m);
    return MHD_YES;
}

static void
read_head(struct transfer *t, const char *method, const char *version)
{
    const union MHD_ConnectionInfo *came = MHD_get_connection_info(
        t->connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);

    MHD_get_connection_values_n(t->connection, MHD_HEADER_KIND, on_header,
        &t->head);
    if (!LIBRARY_IS_STRICT && came && !t->long_target
        && !head_is_whole(&t->head, method, t->target, version,
            came->header_size))
        t->head.malformed = true;
    /* Older than the coding: one server reads chunks, another to the end. */
    if (t->head.codings && !strcmp(version, "HTTP/1.0"))
        t->head.malformed = true;
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
begin(struct transfer *t, const char *method, const char *version)
{
    struct request *q = &t->q;
    const char *why = "";
    bool readable = read_target(t);
    int status;

    read_head(t, method, version);
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

enum MHD_Result
transfer_go_on(void *cls, struct MHD_Connection *c, const char *url,
    const char *method, const char *version, const char *bytes, size_t *n,
    void **mine)
{
    struct transfer *t = *mine;

    (void)cls;
    (void)c;
    (void)url;
    if (!t)
        return MHD_NO;          /* out of memory before */
    if (t->answered)
        return MHD_NO;          /* the library stops: it took no answer, and
                                 * asks again */
    switch (t->stage) {
    case FRESH:
        t->stage = RECEIVING;
        begin(t, method, version);
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

void
transfer_end(void *cls, struct MHD_Connection *c, void **mine,
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
