/* cookie.h - the cookies of ours: who is signed in, in which language this
 * browser reads, and who signed in with it before (guess.h). */
#ifndef NOTEHOME_COOKIE_H
#define NOTEHOME_COOKIE_H

#include "web/kit/request.h"

#define COOKIE_SESSION "notehome_session"
#define COOKIE_LANGUAGE "notehome_language"
#define COOKIE_KNOWN "notehome_known"

/* The browser is signed in by this secret from now on; "": signed out. */
void cookie_session(const struct request *q, struct response *r,
    const char *secret);
/* The browser reads in the language of this code from now on. */
void cookie_language(const struct request *q, struct response *r,
    const char *code);

/* The browser keeps this for two years. */
void cookie_known(const struct request *q, struct response *r,
    const char *known);

#endif
