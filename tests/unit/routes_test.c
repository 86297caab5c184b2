#include "test.h"

#include "web/routes.h"

#include <stdio.h>
#include <string.h>

static const enum staff_role roles[] = { ROLE_NONE, ROLE_READER, ROLE_STAFF,
    ROLE_SAFEGUARDING, ROLE_ADMIN };

/* A request that fits the route's path. */
static struct request
request_for(const struct route *t)
{
    struct request q = { .method = t->method };
    char *to = q.path;

    for (const char *p = t->path; *p; p++)
        to += *p == '#' ? sprintf(to, "12") : *p == '*' ? sprintf(to, "sim 1")
                                            : sprintf(to, "%c", *p);
    return q;
}

TEST(every_route_is_found_by_its_own_path)
{
    int status;

    for (const struct route *t = routes; t->path; t++) {
        struct request q = request_for(t);

        CHECK(routes_find(&q, &status) == t);
        CHECK(!strchr(t->path, '#') || q.id == 12);
        CHECK(!strchr(t->path, '*') || !strcmp(q.segment, "sim 1"));
    }
}

TEST(each_role_may_do_what_the_table_says_and_no_more)
{
    for (const struct route *t = routes; t->path; t++)
        for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
            struct request q = request_for(t);
            struct response r = { 0 };

            q.caller.role = roles[i];
            if (roles[i] >= t->role) {
                CHECK(routes_may(t, &q, &r));
                CHECK_INT(r.status, 0);
            } else {
                CHECK(!routes_may(t, &q, &r));
                CHECK(r.status == 401 || r.status == 403 || r.status == 303);
                CHECK((r.status == 403) == (roles[i] != ROLE_NONE));
            }
            response_clear(&r);
        }
}

TEST(only_the_way_in_is_open_to_all)
{
    for (const struct route *t = routes; t->path; t++) {
        if (t->role == ROLE_NONE)
            CHECK(!strcmp(t->path, "/sign-in") || !strcmp(t->path, "/sign-out")
                || !strcmp(t->path, "/first") || !strcmp(t->path, "/static/*")
                || !strcmp(t->path, "/language")
                || !strcmp(t->path, "/healthz"));
        else if (t->method == METHOD_POST)
            CHECK(t->role >= ROLE_STAFF);
    }
}

TEST(a_change_never_runs_on_the_thread_that_serves_pages)
{
    for (const struct route *t = routes; t->path; t++)
        if (t->method == METHOD_POST)
            CHECK(t->lane != LANE_HERE);
}

static int
status_of(enum method method, const char *path)
{
    struct request q = { .method = method };
    int status = 200;

    snprintf(q.path, sizeof(q.path), "%s", path);
    return routes_find(&q, &status) ? 200 : status;
}

TEST(what_is_no_route_is_404_and_a_wrong_method_405)
{
    CHECK_INT(status_of(METHOD_GET, "/threads/"), 404);
    CHECK_INT(status_of(METHOD_GET, "/threads/x"), 404);
    CHECK_INT(status_of(METHOD_GET, "/threads/1/"), 404);
    CHECK_INT(status_of(METHOD_GET, "/threads/99999999999999999999"), 404);
    CHECK_INT(status_of(METHOD_GET, "/threads/-1"), 404);
    CHECK_INT(status_of(METHOD_GET, ""), 404);
    CHECK_INT(status_of(METHOD_GET, "/static/a/b"), 404);
    CHECK_INT(status_of(METHOD_POST, "/"), 405);
    CHECK_INT(status_of(METHOD_OTHER, "/"), 405);
    CHECK_INT(status_of(METHOD_GET, "/sign-out"), 405);
}
