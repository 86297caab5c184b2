#include "modem/dial.h"

#include "base/clock.h"
#include "base/log.h"

#include <stdio.h>

enum { DIAL_MS = 15000 };       /* for OK; the answer comes by itself */

static void
tell(const struct ussd_session *s, const struct dongle *d, int status)
{
    struct link_message m = { .kind = LINK_USSD_REPLY };

    m.u.ussd.id = s->id;
    m.u.ussd.status = status;
    to_daemon_put(d->out, &m);
}

void
dial_heard(struct ussd_session *s, struct dongle *d, const char *line)
{
    struct link_message m = { .kind = LINK_USSD_REPLY };

    if (ussd_session_not_taken(s, line)
        && ussd_way_try(s->tries, s->known)) {
        s->again = true;
        return;
    }
    if (ussd_session_heard(s, line, &m.u.ussd))
        to_daemon_put(d->out, &m);
}

void
dial_end(struct ussd_session *s, struct dongle *d, int status)
{
    struct relay_answer a;

    if (relay_ask(d->relay, "AT+CUSD=2", 5000, &a) != OK)
        log_debug("worker", "the USSD session was closed already");
    tell(s, d, status);
    ussd_session_closed(s);
}

/* Dials the code of the session in its way; false: the modem refuses. */
static bool
dial_so(struct ussd_session *s, struct dongle *d)
{
    struct relay_answer a;
    char command[480], charset[32];
    enum err e;

    snprintf(charset, sizeof(charset), "AT+CSCS=\"%s\"",
        ussd_way_charset((enum ussd_way)s->way));
    if (relay_ask(d->relay, charset, 5000, &a) == ERR_REFUSED
        && s->way == USSD_WAY_UCS2)
        return false;           /* an old one that knows no UCS2 */
    if (!ussd_code((enum ussd_way)s->way, s->code, command,
            sizeof(command)))
        return false;
    e = relay_ask(d->relay, command, DIAL_MS, &a);
    return e == OK || e == ERR_TIMEOUT;
}

void
dial_on(struct ussd_session *s, struct dongle *d)
{
    bool well = false;

    s->again = false;
    if (!s->first)
        well = dial_so(s, d);
    while (s->first && !well
           && (s->way = ussd_way_try(s->tries, s->known))) {
        s->tries++;
        well = dial_so(s, d);
    }
    ussd_session_dialled(s, well, clock_mono());
    if (!well)
        tell(s, d, -1);
}

void
dial_start(struct ussd_session *s, struct dongle *d, const struct link_ussd *u)
{
    s->id = u->id;
    if (!u->text[0]) {
        dial_end(s, d, 2);
        return;
    }
    if (!s->open) {
        s->known = u->way;
        s->tries = 0;
        s->first = true;
    }
    snprintf(s->code, sizeof(s->code), "%s", u->text);
    dial_on(s, d);
}
