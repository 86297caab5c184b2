/* A request as it comes by network, without the HTTP library: the first line is
 * the target, the rest the body (none: GET). Every handler runs on a real store
 * in memory, but for those that hash passwords. What is answered must have a
 * status, and JSON must be JSON. */
#include "base/clock.h"
#include "base/log.h"
#include "settings/rules.h"
#include "store/people/import.h"
#include "web/api/api.h"
#include "web/gate.h"
#include "web/page/handlers.h"
#include "web/routes.h"
#include "quick.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

static const struct import_wish plain;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { RUNS_A_STORE = 400 };

static const struct config config = {
    .school = { .name = "Hillside", .country = "KE",
        .timezone = "Africa/Nairobi", .language = "en" },
    .data = "/tmp", .validity_hours = 48,
};
static const char people[] = "child,class,guardian,phone,family\n"
                             "Amina Ali,4B,Salma Ali,+254712000001,a\n"
                             "Juma Ali,2A,Rose Otieno,+254712000002,b\n";
static const struct import_list list = { people, sizeof(people) - 1, "KE",
    "en", NULL };
static struct web web;

static void
must(int promise)
{
    if (!promise)
        abort();
}

static void
open_world(void)
{
    static unsigned runs;
    struct import_result r;
    struct reason refused;
    char why[300];

    if (runs++ % RUNS_A_STORE)
        return;
    if (runs == 1) {
        log_set_level(LOG_ERROR);
        quick_sqlite();
        must(sodium_init() >= 0);
        must(rules_publish(&config) == OK);
    }
    db_close(web.db);
    must(db_open(":memory:", &web.db, why, sizeof(why)) == OK);
    must(import_run(web.db, &list, &plain, "fuzz", &r, &refused)
        == OK);
    import_clear(&r);
}

static bool
hashes(const struct route *t)
{
    return t->run == api_staff_add || t->run == api_staff_password
        || t->run == page_sign_in_check || t->run == page_staff_do
        || t->run == page_first_account
        /* write files, and end the program */
        || t->run == api_backup || t->run == api_restore;
}

static void
check(const struct response *r)
{
    json_t *j;

    must(r->status >= 200 && r->status < 600);
    if (r->stream || !r->body || strncmp(r->type, "application/json", 16))
        return;
    j = json_loadb(r->body, r->bytes, 0, NULL);
    must(j != NULL);
    must(r->status < 400 || json_is_string(json_object_get(j, "error")));
    json_decref(j);
}

static void
serve(struct request *q, const char *form)
{
    static const struct gate_names names = { "", "", "", "" };
    struct response r = { 0 };
    const struct route *t;
    struct head head;
    const char *why;
    int status;

    head_start(&head);
    head_add(&head, "Host", "localhost");
    head_add(&head, "Content-Type", form);
    must(gate_check(&head, "/", &names, &why) == 0);
    q->local = true;
    q->caller.role = ROLE_ADMIN;
    strcpy(q->caller.who, "fuzz");
    if ((t = routes_find(q, &status)) && !hashes(t)) {
        routes_run(&web, t, &head, q, &r);
        check(&r);
    }
    response_clear(&r);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    const uint8_t *end = size ? memchr(data, '\n', size) : NULL;
    size_t line = end ? (size_t)(end - data) : size, path;
    const char *mark = line ? memchr(text, '?', line) : NULL;
    struct request q = { .method = end ? METHOD_POST : METHOD_GET };

    open_world();
    path = mark ? (size_t)(mark - text) : line;
    if (params_path(text, path, q.path, sizeof(q.path))
        && !params_read(mark ? mark + 1 : "", mark ? line - path - 1 : 0,
            &q.query)) {
        q.bytes = end ? size - line - 1 : 0;
        must((q.body = malloc(q.bytes + 1)) != NULL);
        memcpy(q.body, text + size - q.bytes, q.bytes);
        q.body[q.bytes] = '\0';
        serve(&q, q.bytes % 2 ? "application/x-www-form-urlencoded"
                              : "application/json");
    }
    request_clear(&q);
    return 0;
}
