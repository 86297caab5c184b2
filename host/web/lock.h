/* lock.h - a computer that everybody walks past. A session that nobody used
 * for some minutes (web.lock_minutes) is locked: whatever is asked for next,
 * the sign-in page comes, and leads back. An answer or a text to a class that
 * was sent to us from such a page is kept as a draft and goes nowhere; what
 * Sign out brings along is kept before it ends the session. */
#ifndef NOTEHOME_LOCK_H
#define NOTEHOME_LOCK_H

#include "web/routes.h"

/* For who is nobody: redirects to the sign-in page, which leads to q's address
 * once somebody signed in. */
void lock_redirect(const struct request *q, struct response *r);

/* For a POST from a locked session. Where route takes a text that somebody
 * wrote, keeps it as their draft (route->keep) and answers. What Sign out or
 * another language brings along is kept, and the route still to run: false.
 * Needs the form. */
bool lock_keep(struct web *w, const struct route *route,
    const struct head *head, const struct request *q, struct response *r);

/* Answers 204 to who is signed in: a page tells that somebody is there, or
 * asks whether the session is still open. */
handler page_here;

#endif
