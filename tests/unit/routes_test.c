#include "test.h"

#include "web/routes.h"

#include <ctype.h>
#include <glob.h>
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
        else if (t->method == METHOD_POST)  /* their own account is theirs, and
                                             * to ask changes nothing */
            CHECK(t->role >= ROLE_STAFF || !strncmp(t->path, "/account/", 9)
                || !strcmp(t->path, "/sent/check")
                || !strcmp(t->path, "/api/v1/register/check"));
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

/* --- what is typed survives a lock ------------------------------------------ */

/* An address as a page has it, "/threads/{{d c->thread.id }}/send{{ c->from }}":
 * any id, and without the query. */
static void
read_address(const char *from, char out[REQUEST_PATH_MAX])
{
    size_t n = 0;

    while (*from && *from != '"' && n < REQUEST_PATH_MAX - 3)
        if (!strncmp(from, "{{", 2)) {
            if (n && out[n - 1] != '/')
                break;
            out[n++] = '1';
            out[n++] = '2';
            from = strstr(from, "}}") + 2;
        } else
            out[n++] = *from++;
    out[n] = '\0';
}

/* How many addresses follow `before` in the text; each keeps what it gets. */
static int
kept_addresses(const char *text, const char *before)
{
    int n = 0, status;

    for (const char *at = text; (at = strstr(at, before)); at++) {
        struct request q = { .method = METHOD_POST };
        const struct route *t;

        read_address(at + strlen(before), q.path);
        if (*q.path != '/')
            continue;
        t = routes_find(&q, &status);
        CHECK(t && t->keep);
        n++;
    }
    return n;
}

/* Of one file of pages/: its composer and the buttons that carry its words. */
static int
kept_of(const char *path)
{
    static char text[64 * 1024];
    FILE *f = fopen(path, "r");
    size_t size;
    char *form;
    int n;

    CHECK(f != NULL);
    size = fread(text, 1, sizeof(text) - 1, f);
    text[size] = '\0';
    fclose(f);
    n = kept_addresses(text, "page_carry(p, \"");
    if ((form = strstr(text, "<form id=\"compose\""))) {
        form[strcspn(form, "\n")] = '\0';
        n += kept_addresses(form, " action=\"");
        n += kept_addresses(form, " data-save=\"");
    } else if ((form = strstr(text, "<form id=\"week\""))) {
        form[strcspn(form, "\n")] = '\0';
        n += kept_addresses(form, "params_address(\"");
    }
    return n;
}

TEST(each_address_that_takes_what_is_typed_keeps_it_from_a_lock)
{
    glob_t pages;
    int n = 0, keeping = 0;

    CHECK_INT(glob("host/web/pages/*.html", 0, NULL, &pages), 0);
    for (size_t i = 0; i < pages.gl_pathc; i++)
        n += kept_of(pages.gl_pathv[i]);
    globfree(&pages);
    for (const struct route *t = routes; t->path; t++)
        keeping += t->keep != NULL;
    CHECK_INT(n, 8);
    CHECK_INT(keeping, n);
}

/* --- the page about the API ----------------------------------------------- */

#define API "/api/v1/"
static char api_page[128 * 1024];

static void
read_api_page(void)
{
    FILE *f = fopen("host/web/api/api.md", "r");
    size_t n;

    CHECK(f != NULL);
    n = fread(api_page, 1, sizeof(api_page) - 1, f);
    CHECK(n > 0 && n < sizeof(api_page) - 1);
    api_page[n] = '\0';
    fclose(f);
}

static const char *
method_name(const struct route *t)
{
    return t->method == METHOD_POST ? "POST" : "GET";
}

/* A path as the page writes it, "/api/v1/threads/ID", as the table does: ID is
 * '#', another word in capitals '*'. *end: what follows it. */
static void
read_path(const char *from, char out[REQUEST_PATH_MAX], const char **end)
{
    char *to = out;
    size_t n;

    while (*from == '/') {
        n = 1 + strspn(from + 1, "abcdefghijklmnopqrstuvwxyz0123456789-"
                                 "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
        CHECK(to + n < out + REQUEST_PATH_MAX);
        if (!isupper((unsigned char)from[1]))
            to += sprintf(to, "%.*s", (int)n, from);
        else
            to += sprintf(to, n == 3 && !strncmp(from, "/ID", 3) ? "/#" : "/*");
        from += n;
    }
    *to = '\0';
    *end = from;
}

static const struct route *
route_of(const char *method, const char *path)
{
    for (const struct route *t = routes; t->path; t++)
        if (!strcmp(t->path, path) && !strcmp(method_name(t), method))
            return t;
    return NULL;
}

/* Whether the page has an entry "### GET /api/v1/threads/ID (reader)". */
static bool
has_entry(const struct route *t)
{
    char start[16], role[24], path[REQUEST_PATH_MAX];
    const char *end;

    snprintf(start, sizeof(start), "\n### %s ", method_name(t));
    snprintf(role, sizeof(role), " (%s)\n", staff_role_name(t->role));
    for (const char *p = api_page; (p = strstr(p, start));) {
        read_path(p += strlen(start), path, &end);
        if (!strcmp(path, t->path) && !strncmp(end, role, strlen(role)))
            return true;
    }
    return false;
}

TEST(every_route_of_the_api_stands_in_its_page_with_its_role)
{
    int missing = 0;

    read_api_page();
    for (const struct route *t = routes; t->path; t++)
        if (!strncmp(t->path, API, sizeof(API) - 1) && !has_entry(t)) {
            print_error("host/web/api/api.md: no entry ### %s %s (%s)\n",
                method_name(t), t->path, staff_role_name(t->role));
            missing++;
        }
    CHECK_INT(missing, 0);
}

TEST(every_address_that_the_page_of_the_api_names_is_a_route)
{
    static const char *const methods[] = { "GET", "POST" };
    char start[24], path[REQUEST_PATH_MAX];
    const char *end;
    int named = 0, unknown = 0;

    read_api_page();
    for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
        snprintf(start, sizeof(start), "%s " API, methods[i]);
        for (const char *p = api_page; (p = strstr(p, start)); named++) {
            read_path(p += strlen(methods[i]) + 1, path, &end);
            if (!route_of(methods[i], path)) {
                print_error("host/web/api/api.md: %s %s is no route\n",
                    methods[i], path);
                unknown++;
            }
        }
    }
    CHECK(named > 40);
    CHECK_INT(unknown, 0);
}

TEST(a_flood_of_passwords_holds_up_no_page)
{
    for (const struct route *t = routes; t->path; t++)
        CHECK((t->lane == LANE_HASH) == (!strcmp(t->path, "/first")
            || !strcmp(t->path, "/sign-in")
            || !strcmp(t->path, "/account/password") || strstr(t->path, "/staff"))
            || t->method == METHOD_GET || strstr(t->path, "/close")
            || strstr(t->path, "/unlock")
            || strstr(t->path, "/profile"));
}
