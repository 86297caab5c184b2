#include "modem/ussd_session.h"

#include "modem/ussd.h"

#include <string.h>

void
ussd_session_start(struct ussd_session *s)
{
    *s = (struct ussd_session){ .due = INT64_MAX };
}

void
ussd_session_dialled(struct ussd_session *s, bool well, int64_t now)
{
    if (!well) {
        if (s->open)
            s->due = now;
        return;
    }
    if (!s->open)
        s->due = now + USSD_SESSION_MS;
    s->open = true;
}

bool
ussd_session_heard(struct ussd_session *s, const char *line,
    struct link_ussd *out)
{
    out->way = 0;
    if (!strncmp(line, "+CME ERROR", 10)) {
        if (!s->open)
            return false;
        out->status = -1;
        out->text[0] = '\0';
    } else if (ussd_read(line, &out->status, out->text, sizeof(out->text))
               != OK) {
        if (s->open)
            s->due = 0;
        return false;
    }
    out->id = s->id;
    if (out->text[0])
        out->way = s->way;
    s->first = false;
    if (out->status != 1)
        ussd_session_closed(s);
    return true;
}

bool
ussd_session_not_taken(const struct ussd_session *s, const char *line)
{
    struct link_ussd u = { 0 };

    return s->open && s->first
           && (!strncmp(line, "+CME ERROR", 10)
               || (ussd_read(line, &u.status, u.text, sizeof(u.text)) == OK
                   && u.status == 4 && !u.text[0]));
}

void
ussd_session_closed(struct ussd_session *s)
{
    s->open = s->again = false;
    s->due = INT64_MAX;
}
