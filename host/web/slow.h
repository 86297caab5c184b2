/* slow.h - no connection may take for ever to ask. The HTTP library closes
 * those that fall silent; one that drips a byte now and then is cut off here,
 * when a request is not whole some time after it could have begun. */
#ifndef NOTEHOME_SLOW_H
#define NOTEHOME_SLOW_H

#include "daemon/err.h"

struct slow;

/* patience: in ms. */
MUST_CHECK enum err slow_start(int patience, struct slow **out);
void slow_stop(struct slow *s); /* accepts NULL */

/* A connection came. Cut off means shutdown(2): its owner still closes it. */
void slow_open(struct slow *s, int fd);
/* Its request is whole: we take our time now. */
void slow_pause(struct slow *s, int fd);
/* The answer went: the next request may come. */
void slow_resume(struct slow *s, int fd);
/* Before the descriptor is closed. */
void slow_close(struct slow *s, int fd);

#endif
