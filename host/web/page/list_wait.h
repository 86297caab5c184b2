/* list_wait.h - a list that was sent and is looked at first: it waits in memory
 * until somebody says yes, half an hour at most. Any thread may call. */
#ifndef NOTEHOME_LIST_WAIT_H
#define NOTEHOME_LIST_WAIT_H

#include "web/kit/request.h"

enum { LIST_KEY = 33 };

/* Keeps the file of the form, or what was pasted in it, in place of the oldest
 * if need be; its key in out. ERR_EMPTY: there is neither. *why says what went
 * wrong. */
MUST_CHECK enum err list_wait_keep(const struct request *q,
    char out[LIST_KEY], struct reason *why);
/* A copy of the list whose key is q->segment, the caller's (free), with a NUL
 * behind its n bytes; NULL: gone, or another's. */
char *list_wait_find(const struct request *q, size_t *n);
/* It is done: the list is forgotten, and who looks at its address again, or
 * presses whatever stands on that page, is sent on to "/tell/12", so that it is
 * not done twice. */
void list_wait_done(const struct request *q, const char *to);
/* Says that it is gone, or sends on. */
void list_wait_gone(const struct request *q, struct response *r);

#endif
