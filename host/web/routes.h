/* routes.h - every address there is, in one table: method, path, who may,
 * what answers. */
#ifndef NOTEHOME_ROUTES_H
#define NOTEHOME_ROUTES_H

#include "web/kit/route.h"

struct head;

/* The table; ends with a NULL path. For tests that walk it. */
extern const struct route routes[];

/* The route for q->method and q->path; sets q->id and q->segment. NULL: *status
 * says why, 404 or 405. */
const struct route *routes_find(struct request *q, int *status);

/* METHOD_OTHER for what no route has; HEAD counts as GET. */
enum method routes_method(const char *name);

/* Answers a whole request: reads its form, checks role and CSRF token, calls
 * the handler. r has a status afterwards. */
void routes_run(struct web *w, const struct route *route,
    const struct head *head, struct request *q, struct response *r);

/* Whether a browser shows what it answers: not the API, streams and files of
 * the pages, nor what machines ask. */
bool routes_is_page(const struct route *route);

/* Whether the caller may; if not, answers 401 or 403. */
bool routes_may(const struct route *route, const struct request *q,
    struct response *r);

/* Answers with a sentence: as JSON under /api/, else as a page. */
void routes_refuse(const struct request *q, struct response *r, int status,
    const char *why);

#endif
