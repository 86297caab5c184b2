/* dial.h - USSD codes go out to the dongle, and what it says of them goes to
 * the daemon. The worker's thread. */
#ifndef NOTEHOME_DIAL_H
#define NOTEHOME_DIAL_H

#include "modem/start.h"
#include "modem/ussd_session.h"

/* A code, or a choice in the menu that is open; without text the session is
 * ended. */
void dial_start(struct ussd_session *s, struct dongle *d,
    const struct link_ussd *u);
/* Dials its code again where s->again says so. The first code tries the ways in
 * turn; a choice in a menu has its way. */
void dial_on(struct ussd_session *s, struct dongle *d);
/* A line of FILTER_USSD. */
void dial_heard(struct ussd_session *s, struct dongle *d, const char *line);
/* Closes the session in the network, and says so (status as in +CUSD). */
void dial_end(struct ussd_session *s, struct dongle *d, int status);

#endif
