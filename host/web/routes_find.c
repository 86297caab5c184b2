/* routes_find.c - which row of the table a request is for. Declared in
 * routes.h. */
#include "web/routes.h"

#include "web/health.h"
#include "web/page/handlers.h"

#include <string.h>

static const char api[] = "/api/v1";

/* Whether path fits pattern; takes out the id and the segment. */
static bool
fits(const char *pattern, const char *path, int64_t *id, char *segment,
    size_t room)
{
    char part[64];
    size_t n;

    for (; *pattern; pattern++) {
        if (*pattern != '#' && *pattern != '*') {
            if (*pattern != *path++)
                return false;
            continue;
        }
        n = strcspn(path, "/");
        if (!n || n >= sizeof(part) || n >= room)
            return false;
        memcpy(part, path, n);
        part[n] = '\0';
        if (*pattern == '*')
            memcpy(segment, part, n + 1);
        else if (!params_digits(part, INT64_MAX, id))
            return false;
        path += n;
    }
    return !*path;
}

const struct route *
routes_find(struct request *q, int *status)
{
    *status = 404;
    for (const struct route *t = routes; t->path; t++) {
        char segment[sizeof(q->segment)] = "";
        int64_t id = 0;

        if (!fits(t->path, q->path, &id, segment, sizeof(segment)))
            continue;
        if (t->method != q->method) {
            *status = 405;
            continue;
        }
        q->id = id;
        memcpy(q->segment, segment, sizeof(segment));
        return t;
    }
    return NULL;
}

bool
routes_is_page(const struct route *route)
{
    return route->run != page_static && route->run != web_healthz
        && route->run != web_metrics
        && strncmp(route->path, api, sizeof(api) - 1) != 0;
}

enum method
routes_method(const char *name)
{
    if (!strcmp(name, "GET") || !strcmp(name, "HEAD"))
        return METHOD_GET;
    return !strcmp(name, "POST") ? METHOD_POST : METHOD_OTHER;
}
