/* webhook_post.h - one call of a webhook over HTTP, by libcurl, which this file
 * alone of the daemon meets. */
#ifndef NOTEHOME_WEBHOOK_POST_H
#define NOTEHOME_WEBHOOK_POST_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

struct webhook_poster;             /* keeps connections open between calls */

MUST_CHECK enum err webhook_poster_open(struct webhook_poster **out);
void webhook_poster_close(struct webhook_poster *p);  /* accepts NULL */

/* Posts body to url; what the other answers is thrown away. secret signs it:
 * Notehome-Signature is "t=SECONDS,v1=HEX", where HEX is the HMAC-SHA-256 (RFC
 * 2104) of "SECONDS.BODY". Follows no redirection. Returns the HTTP status; 0
 * where nobody answered within 20 s, or *stop became true. Any one thread. */
int webhook_post(struct webhook_poster *p, const char *url, const char *secret,
    const char *body, const _Atomic bool *stop);

/* The signature alone; out has room for WEBHOOK_SIGNATURE bytes. */
enum { WEBHOOK_SIGNATURE = 100 };
void webhook_sign(const char *secret, const char *body, long long seconds,
    char out[WEBHOOK_SIGNATURE]);

#endif
