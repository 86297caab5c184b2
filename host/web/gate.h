/* gate.h - who may come in: what is checked about a request before any handler
 * sees it. The HTTP library lets through what it should refuse, so this does:
 * a request without one good Host (a page elsewhere that points its own name
 * at us, DNS rebinding), with two lengths or a length and chunks (smuggling
 * behind a proxy), with odd bytes in its target, or with lines that another
 * server would read otherwise. */
#ifndef NOTEHOME_GATE_H
#define NOTEHOME_GATE_H

#include "web/kit/request.h"

#include <stddef.h>

struct web;

/* What the headers said, as far as we care. Longer values are marked bad. */
struct head {
    int hosts, lengths, codings; /* how many headers of these names */
    int64_t length;             /* -1: none, or no number */
    char host[256];
    char origin[300];           /* "" when there was none */
    char content_type[128];
    char bearer[REQUEST_SECRET];
    char cookie[REQUEST_SECRET];
    char csrf[65];
    char known[GUESS_KNOWN];    /* its cookie; "" none */
    char language[200];         /* Accept-Language */
    char chosen[12];            /* the language cookie; "" none */
    bool gzip;                  /* an answer may be packed */
    bool fragment;              /* HX-Request: part of a page will do */
    bool by_itself;             /* a page keeps itself current: nobody there */
    bool bad;                   /* a value is longer than it may be */
    bool malformed;             /* a line is not written as HTTP has it */
    char coding[32];            /* Transfer-Encoding */
    bool encoded;               /* Content-Encoding, and not identity */
    size_t bytes;               /* of the lines as they came */
};

void head_start(struct head *h);
/* Takes in one header line; names in any case. */
void head_add(struct head *h, const char *name, const char *value);
/* The same for one as the library found it: its name is a token (so there is no
 * blank before the colon), its value holds no control character. gap: how many
 * bytes stood between them, a colon and at most one blank. */
void head_line(struct head *h, const char *name, size_t n, size_t gap,
    const char *value, size_t m);
/* Whether what was understood is all that came, which was size bytes: no line
 * was folded, none ended in something other than CR LF, nothing was cut at a
 * NUL. */
bool head_is_whole(const struct head *h, const char *method,
    const char *target, const char *version, size_t size);

/* Names that the page may be called by; all borrowed. */
struct gate_names {
    const char *own;            /* our address on this connection; "" none */
    const char *listen;         /* as configured */
    const char *hostname;       /* of the computer */
    const char *more;           /* configured, with blanks between */
};
/* Whether host ("name", "name:8080", "[::1]:8080") is one of them, localhost,
 * or a loopback address. */
bool gate_host(const char *host, const struct gate_names *names);

/* 0 when the request may go on, else the HTTP status and a sentence.
 * target: as on the request line, before decoding. */
int gate_check(const struct head *h, const char *target,
    const struct gate_names *names, const char **why);

/* How the other end would like its answer: part of a page, packed, in which
 * language. */
void gate_wishes(const struct head *h, struct request *q);

/* Finds out who asks by TCP, by token or session; nobody when neither is
 * good. Sets q->caller and q->secret; of a locked session q->locked and
 * q->secret. */
void gate_caller(struct web *w, const struct head *h, struct request *q);

/* For a POST: whether it comes from our own pages. The Origin, where there is
 * one, is this host, and a browser's session brings its CSRF token. */
bool gate_same_site(const struct head *h);
bool gate_csrf(const struct head *h, const struct request *q);

#endif
