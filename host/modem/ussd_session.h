/* ussd_session.h - one USSD session: what was asked, whether the network still
 * waits for a choice, and when the session is over in any case: a minute after
 * its first code, however many screens it has. Pure. */
#ifndef NOTEHOME_USSD_SESSION_H
#define NOTEHOME_USSD_SESSION_H

#include "link/link.h"
#include "modem/ussd_code.h"

enum { USSD_SESSION_MS = 60000 };

struct ussd_session {
    int64_t id;                 /* of what was asked last */
    int64_t due;                /* monotonic ms to close it; INT64_MAX: none */
    bool open;                  /* it, or an answer, is awaited */
    int way, known, tries;      /* enum ussd_way: now, and what worked last */
    bool first;                 /* no screen came yet: another way may do */
    bool again;                 /* the code is to go in the next way */
    char code[LINK_TEXT_MAX];   /* what was asked, for the next way */
};

void ussd_session_start(struct ussd_session *s);
/* A code or a choice went to the modem; well false: it was refused, and what
 * may be open is to be closed. */
void ussd_session_dialled(struct ussd_session *s, bool well, int64_t now);
/* A +CUSD line, or an error behind the OK. True: *out is to be told. A line
 * that is none, while an answer is awaited, makes the session due: how it
 * stands is not known. */
bool ussd_session_heard(struct ussd_session *s, const char *line,
    struct link_ussd *out);
/* Whether line says that the modem did not take the code as it was written, and
 * nothing was asked of the network: then the next way is tried. */
bool ussd_session_not_taken(const struct ussd_session *s, const char *line);
void ussd_session_closed(struct ussd_session *s);

#endif
