/* route.h - an address: what a handler is, and what the table of routes says of
 * each. */
#ifndef NOTEHOME_ROUTE_H
#define NOTEHOME_ROUTE_H

#include "web/kit/jobs.h"
#include "web/kit/request.h"

struct web;

/* Answers q into r; runs on the thread of its lane. */
typedef void handler(struct web *w, const struct request *q,
    struct response *r);

struct route {
    enum method method;
    const char *path;           /* '#' stands for an id, '*' for one segment */
    enum staff_role role;       /* the least that may; ROLE_NONE: anybody */
    handler *run;
    enum lane lane;
    size_t body_max;            /* bytes; 0: REQUEST_BODY_MAX */
    handler *keep;              /* for what is typed there: keeps it as the
                                 * caller's draft, so that it survives a lock,
                                 * and redirects to where it is found again.
                                 * No answer: kept, and run still runs. NULL:
                                 * nothing is typed there */
};

#endif
