#include "modem/reports.h"

#include "base/clock.h"
#include "base/log.h"

#include <stdio.h>
#include <string.h>

enum {
    ASK_MS = 5000,
    LIST_MS = 20000,
    READ_MS = 60000,            /* between readings, a +CDSI or none */
    AGAIN_MS = 2000,            /* after one that failed; longer and longer, */
    AGAIN_DOUBLINGS = 5         /* up to 64 s */
};

static void
again(struct reports *s)
{
    s->due = clock_mono() + ((int64_t)AGAIN_MS << s->fails);
    if (s->fails < AGAIN_DOUBLINGS)
        s->fails++;
}

void
reports_start(struct reports *s, struct relay *r, struct to_daemon *out,
    bool there)
{
    memset(s, 0, sizeof(*s));
    s->relay = r;
    s->out = out;
    s->due = there ? 0 : INT64_MAX;
}

/* --- what the filter notes ------------------------------------------------ */

void
reports_hint(struct reports *s)
{
    s->due = 0;
}

void
reports_saw(struct reports *s, const struct link_part *p)
{
    struct link_message m = { .kind = LINK_PART };

    m.u.part = *p;
    s->found = true;
    if (p->damaged || s->kept.store || to_daemon_try(s->out, &m) != OK)
        s->doubt = true;
}

void
reports_listed(struct reports *s, bool whole)
{
    if (!whole || s->doubt) {
        again(s);
        return;
    }
    if (!s->found)
        s->fails = 0;
    s->due = clock_mono() + READ_MS;
}

void
reports_stored(struct reports *s, const struct link_stored *kept)
{
    if (s->kept.store)
        again(s);
    else
        s->kept = *kept;
}

/* --- past libgammu -------------------------------------------------------- */

bool
reports_left(struct relay *r)
{
    int store = relay_library_store(r);
    struct relay_answer a;

    if (!store || relay_store(r) == store)
        return true;
    return relay_ask(r, store == LINK_STORE_SM ? "AT+CPMS=\"SM\""
                                               : "AT+CPMS=\"ME\"", ASK_MS, &a)
           == OK;
}

static void
leave(struct relay *r)
{
    if (!reports_left(r))
        log_debug("reports", "the store is not selected again yet");
}

static bool
list(struct relay *r)
{
    struct relay_answer a;
    bool well = relay_ask(r, "AT+CPMS=\"SR\"", ASK_MS, &a) == OK
                && relay_ask(r, "AT+CMGL=4", LIST_MS, &a) == OK;

    leave(r);
    return well;
}

/* Frees the slot if it still holds that report. */
static bool
free_slot(struct relay *r, const struct link_stored *s)
{
    struct relay_answer a;
    char command[32];
    bool freed = false;

    snprintf(command, sizeof(command), "AT+CMGR=%d", s->index);
    if (relay_ask(r, "AT+CPMS=\"SR\"", ASK_MS, &a) == OK
        && relay_ask(r, command, ASK_MS, &a) == OK
        && relay_shows(r, s->pdu)) {
        snprintf(command, sizeof(command), "AT+CMGD=%d", s->index);
        freed = relay_ask(r, command, ASK_MS, &a) == OK;
    }
    leave(r);
    return freed;
}

bool
reports_work(struct reports *s, int64_t now)
{
    if (s->kept.store) {
        if (free_slot(s->relay, &s->kept))
            s->fails = 0;
        else
            again(s);
        s->kept.store = 0;
    } else if (now >= s->due) {
        s->found = s->doubt = false;
        s->due = now + READ_MS; /* until the end of the listing is noted */
        if (!list(s->relay))
            again(s);
    } else {
        return false;
    }
    return true;
}
