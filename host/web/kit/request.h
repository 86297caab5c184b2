/* request.h - a request and its answer in our own words, so that handlers
 * never meet the HTTP library. */
#ifndef NOTEHOME_REQUEST_H
#define NOTEHOME_REQUEST_H

#include "store/staff/staff.h"
#include "web/kit/guess.h"
#include "web/kit/multipart.h"
#include "web/kit/params.h"

#include <stdarg.h>

struct language;
struct rules;
struct note_reader;
struct task_filter;

enum method { METHOD_OTHER = 0, METHOD_GET = 1, METHOD_POST = 2 };

enum {
    REQUEST_PATH_MAX = 256,
    REQUEST_BODY_MAX = 64 * 1024, /* where a route does not say more */
    REQUEST_SECRET = 65         /* a token in hex, and its end */
};

/* Who asks. */
struct caller {
    enum staff_role role;       /* ROLE_NONE: nobody we know */
    int64_t staff;              /* 0: a machine's token, or a local user */
    char who[80];               /* as the audit log names it: "amina",
                                 * "cli:root", "token:till" */
    char csrf[65];              /* of the session; "" without one */
    bool by_cookie;             /* a browser: changes need the CSRF token */
    bool teaches;               /* has classes (store/staff/profile.h) */
    bool walled;                /* sees these alone (walled.h) */
};

/* Borrowed by handlers until they return. */
struct request {
    enum method method;
    char path[REQUEST_PATH_MAX];
    struct params query;
    struct params form;         /* of a form's body; empty otherwise */
    struct upload file;         /* that the form brought; in body */
    bool parts;                 /* the form came in parts (multipart.h) */
    char *body;                 /* bytes long and a NUL behind; may be NULL */
    size_t bytes;
    int64_t id;                 /* for '#' in the route's path */
    char segment[64];           /* for '*' in it */
    struct caller caller;
    const struct rules *rules;  /* settings while it is answered, held; NULL:
                                 * none are in force */
    struct caller locked;       /* whose session sleeps (lock.h); role
                                 * ROLE_NONE: nobody's */
    char secret[REQUEST_SECRET]; /* the cookie or bearer token; "" none */
    char known[GUESS_KNOWN];    /* who signed in with this browser before, as
                                 * it keeps it (guess.h); "" nobody */
    bool local;                 /* came by the Unix socket */
    bool secure;                /* came by TLS */
    bool fragment;              /* live.js asks: part of a page will do */
    bool packed;                /* the other end takes gzip */
    const struct language *language; /* that it asks for; NULL: none of ours */
    char peer[48];              /* the other end's address; "" when local */
    char host[128];             /* the name that it asked for us by, without a
                                 * port: "notehome.local", "[::1]" */
    int64_t turn;               /* events_turn() before anything was read */
};

/* Filled by a handler; status 0 is none yet. */
struct response {
    int status;
    const char *type;           /* static */
    char *body;                 /* owned until the server takes it */
    size_t bytes;
    const void *fixed;          /* instead of body: bytes that never go away */
    int stored;                 /* instead of body: bytes of this file, which
                                 * the server closes; 0 none */
    char location[300];         /* of a redirect */
    char cookie[160];           /* Set-Cookie */
    char known[280];            /* a second one */
    const char *encoding;       /* Content-Encoding; NULL: none */
    char file[64];              /* to be kept under this name (ASCII, no
                                 * quotes) rather than shown; "" shown */
    const char *cache;          /* Cache-Control; NULL: "no-store" */
    bool stream;                /* becomes an event stream */
    bool restricted;            /* of the stream: may hear of the
                                 * safeguarding tray */
    bool start_again;           /* once this has left, the program starts anew,
                                 * with the database that was restored */
};

void request_clear(struct request *q);
void response_clear(struct response *r);

/* Whether the caller may see the safeguarding tray: its named staff, and
 * admins, who name them. */
bool caller_sees_all(const struct caller *c);
/* Whether the caller may see what stands in this tray (enum mapping_tray). */
bool caller_sees_tray(const struct caller *c, int tray);
/* The account whose families the caller sees alone; 0: sees all. */
int64_t caller_wall(const struct caller *c);
/* The caller as a reader of notes; borrows c. */
struct note_reader caller_reads(const struct caller *c);
/* The calls to make that the caller may see; at most limit. */
struct task_filter caller_tasks(const struct caller *c, int limit);

/* Answers with text (owned by the response from now on, freed by it; NULL is
 * answered as out of memory). */
void reply_text(struct response *r, int status, const char *type, char *text);
/* next where it is an address within this site that a browser cannot take for
 * another's (an open redirect), else "/". NULL is "/". */
const char *request_next(const char *next);
/* 303: a browser goes on with a GET of path, within this site. */
void reply_redirect(struct response *r, const char *path);

#endif
