#include "web/kit/cookie.h"

#include <stdio.h>

enum { SESSION_S = 12 * 60 * 60 };      /* as staff_sign_in() gives */

void
cookie_session(const struct request *q, struct response *r,
    const char *secret)
{
    snprintf(r->cookie, sizeof(r->cookie), COOKIE_SESSION
        "=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Lax%s", secret,
        *secret ? SESSION_S : 0, q->secure ? "; Secure" : "");
}

void
cookie_language(const struct request *q, struct response *r,
    const char *code)
{
    snprintf(r->cookie, sizeof(r->cookie), COOKIE_LANGUAGE
        "=%s; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax%s", code,
        q->secure ? "; Secure" : "");
}

void
cookie_known(const struct request *q, struct response *r, const char *known)
{
    snprintf(r->known, sizeof(r->known), COOKIE_KNOWN
        "=%s; Path=/sign-in; Max-Age=63072000; HttpOnly; SameSite=Lax%s", known,
        q->secure ? "; Secure" : "");
}
