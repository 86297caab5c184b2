#include "web/routes.h"

#include "web/events.h"
#include "web/gate.h"
#include "web/kit/inside.h"
#include "web/kit/pack.h"
#include "web/kit/walled.h"
#include "web/lock.h"
#include "web/page/handlers.h"

#include <stdio.h>
#include <string.h>

static bool
is_api(const struct request *q)
{
    return !strncmp(q->path, "/api/", 5);
}

void
routes_refuse(const struct request *q, struct response *r, int status,
    const char *why)
{
    if (is_api(q))
        reply_error(r, status, "%s", why);
    else
        page_refusal(q, r, status, why);
}

/* The page that the form at path stood on: the nearest above it. */
static void
page_above(const char *path, char out[REQUEST_PATH_MAX])
{
    struct request above = { .method = METHOD_GET };
    char *cut;
    int status;

    snprintf(above.path, sizeof(above.path), "%s", path);
    while (!routes_find(&above, &status) && (cut = strrchr(above.path, '/')))
        *cut = '\0';
    snprintf(out, REQUEST_PATH_MAX, "%s", *above.path ? above.path : "/");
}

static void
sign_in_again(const struct request *q, struct response *r)
{
    char next[REQUEST_PATH_MAX];

    page_above(q->path, next);
    page_sign_in_again(q, r, next);
}

bool
routes_may(const struct route *route, const struct request *q,
    struct response *r)
{
    if (q->caller.role >= route->role)
        return true;
    if (q->caller.role != ROLE_NONE)
        routes_refuse(q, r, 403, "Your account may not do this.");
    else if (is_api(q))
        reply_error(r, 401, "Sign in, or send an access token:"
                            " Authorization: Bearer TOKEN.");
    else if (q->method == METHOD_GET && !q->fragment)
        lock_redirect(q, r);
    else if (!q->fragment)
        sign_in_again(q, r);
    else
        routes_refuse(q, r, 401, "Your session has ended: sign in again.");
    return false;
}

/* Whether the address is one that the caller reaches who sees own classes
 * alone; if not, answers. */
static bool
passes_wall(struct web *w, const struct route *route,
    const struct request *q, struct response *r)
{
    enum err e = wall_check(w->db, &q->caller, route->method, route->path,
        q->id);

    if (e == ERR_REFUSED)
        routes_refuse(q, r, 403, "Your account sees its own classes alone, and"
            " this shows others too.");
    else if (e == ERR_NOT_FOUND)
        routes_refuse(q, r, 404, "There is no such thing in your classes.");
    else if (e)
        routes_refuse(q, r, 500, err_text(e));
    return !e;
}

/* Reads the body if it is a form; false when it cannot be read. */
static bool
read_form(const struct head *head, struct request *q)
{
    static const char form[] = "application/x-www-form-urlencoded";
    const char *body = q->body ? q->body : "";

    if (!strncmp(head->content_type, form, sizeof(form) - 1))
        return !params_read(body, q->bytes, &q->form);
    q->parts = multipart_is(head->content_type);
    return !q->parts
        || !multipart_read(body, q->bytes, head->content_type, &q->form,
            &q->file);
}

void
routes_run(struct web *w, const struct route *route, const struct head *head,
    struct request *q, struct response *r)
{
    rules_release(q->rules);    /* those of when it began to come in */
    q->rules = rules_take();
    if (!read_form(head, q)) {
        routes_refuse(q, r, 400, "The form cannot be read.");
        return;
    }
    if (q->method == METHOD_POST && lock_keep(w, route, head, q, r))
        return;
    if (!routes_may(route, q, r) || !passes_wall(w, route, q, r))
        return;
    /* Who signs in needs none: another tab may have been quicker. */
    if (q->method == METHOD_POST && route->run != page_sign_in_check
        && !gate_csrf(head, q))
        routes_refuse(q, r, 403, "The page was too old: go back, reload it"
                                 " and try again.");
    else {
        q->turn = events_turn(w->events);
        route->run(w, q, r);
    }
    if (!r->status)
        routes_refuse(q, r, 500, "Nothing was answered.");
    pack_response(q, r);
}
