/* send.h - one part of a text from the daemon to the network. */
#ifndef NOTEHOME_MODEM_SEND_H
#define NOTEHOME_MODEM_SEND_H

#include "modem/start.h"

/* Hands the part over; LINK_HANDED and LINK_RESULT say how it went. True: the
 * network took it, so there is one. A part that cannot go at all (no service
 * centre, letters that do not fit) is answered as refused. */
bool send_by(struct dongle *d, const struct link_send *s);

#endif
