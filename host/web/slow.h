/* slow.h - no connection may take for ever to ask. The HTTP library closes
 * those that fall silent; one that drips a byte now and then is cut off here,
 * when a request is not whole some time after it could have begun. And where
 * too many have not asked yet, the one that took longest makes room for the
 * newest: who asks at once is never kept out by those who do not. */
#ifndef NOTEHOME_SLOW_H
#define NOTEHOME_SLOW_H

#include "base/err.h"

struct slow;

/* patience: in ms. */
MUST_CHECK enum err slow_start(int patience, struct slow **out);
void slow_stop(struct slow *s); /* accepts NULL */

enum {
    SLOW_OF_ONE = 32,           /* that may be asking from one address */
    SLOW_OF_ALL = 300           /* and in all */
};

/* A connection from the address peer came; "": one that is not counted among
 * others of its address. Cut off means shutdown(2): its owner still closes
 * it. */
void slow_open(struct slow *s, int fd, const char *peer);
/* Its request is whole: we take our time now. */
void slow_pause(struct slow *s, int fd);
/* The answer went: the next request may come. */
void slow_resume(struct slow *s, int fd);
/* Before the descriptor is closed. */
void slow_close(struct slow *s, int fd);

#endif
