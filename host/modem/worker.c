#include "modem/worker.h"

#include "base/clock.h"
#include "base/log.h"
#include "modem/calls.h"
#include "modem/dial.h"
#include "modem/handed.h"
#include "modem/interview.h"
#include "modem/mailbox.h"
#include "modem/pacing.h"
#include "modem/reports.h"
#include "modem/send.h"
#include "modem/start.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
    SENDS_MAX = 64,
    LIST_MS = 60000,            /* between listings once +CMTI proved itself */
    BEAT_MS = 20000,            /* between signs of life */
    UNPROVEN_MS = 15000,        /* between counts while +CMTI did not */
    RELIST_MS = 100,            /* after a listing that noise has spoilt; */
    RELIST_DOUBLINGS = 7,       /* longer and longer, up to 12.8 s */
    LIST_FAILS_MAX = 8,
    LIST_SHARE = 10,            /* of the time while parts wait: one tenth */
    DRAIN_MS = 5000,            /* for the first emptying, before sending */
    HEALTH_MS = 30000,          /* between readings while parts wait */
    UNTOLD_MS = 5000            /* a text that lies here may still be told */
};

struct worker {
    int link;
    struct dongle d;
    struct mailbox *box;
    struct health health;
    struct calls calls;
    struct link_send send[SENDS_MAX];
    int first, sends;
    int64_t list_due, beat_due, drain_end;
    struct ussd_session ussd;
    bool listed;                /* both stores, at least once */
    bool drained;
    bool hinted;                /* an arrival was announced since the listing */
    bool spoilt;                /* the listing was not whole */
    struct handed handed;
    struct reports reports;
    bool sent_last;             /* the last thing done was a send */
    int64_t hint_due;           /* the soonest listing for a hint */
    int64_t health_due;
    bool proven;                /* announcements do come */
    bool told;                  /* this port told of anything, ever */
    int64_t untold;             /* since when a text was here untold; 0 */
    bool health_wanted;
    bool waiting;               /* the daemon's queue was full */
    int relists, list_fails;
    bool recorded;
    int question;               /* of the interview, the next */
};

/* --- to the daemon -------------------------------------------------------- */
static bool
give_part(void *self, const struct link_part *p)
{
    struct worker *w = self;
    struct link_message m = { .kind = LINK_PART };

    m.u.part = *p;
    return to_daemon_try(w->d.out, &m) == OK;
}

static void
give_removed(void *self, const struct link_stored *s)
{
    struct worker *w = self;
    struct link_message m = { .kind = LINK_REMOVED };

    m.u.stored = *s;
    to_daemon_put(w->d.out, &m);
}

static void
give_calls(struct worker *w, const struct link_call *c, int n)
{
    struct link_message m = { .kind = LINK_CALL };

    for (int i = 0; i < n; i++) {
        m.u.call = c[i];
        to_daemon_put(w->d.out, &m);
    }
}

static void
give_health(struct worker *w, bool listed)
{
    struct link_message m = { .kind = LINK_HEALTH };

    health_read(&w->health, w->d.gammu, w->d.relay, listed, clock_mono());
    m.u.health = w->health.now;
    m.u.health.mute = w->untold && !w->told
                      && clock_mono() - w->untold >= UNTOLD_MS;
    to_daemon_put(w->d.out, &m);
}

/* --- from the dongle ------------------------------------------------------ */
static void
stored(struct worker *w, const struct link_stored *s)
{
    if (s->store == LINK_STORE_NONE)
        handed_stored(&w->handed, &w->d, s);
    else if (s->store == LINK_STORE_SR)
        reports_stored(&w->reports, s);
    else
        mailbox_stored(w->box, s);
}

/* Acts on what the filter saw since the last call. */
static void
take_notes(struct worker *w)
{
    struct relay_note n;
    struct link_call c[2];

    while (relay_take(w->d.relay, &n)) {
        switch (n.kind) {
        case FILTER_ENTRY:
            if (n.part.store == LINK_STORE_SR)
                reports_saw(&w->reports, &n.part);
            else
                mailbox_saw(w->box, &n.part);
            break;
        case FILTER_LISTED:
            if (n.part.store == LINK_STORE_SR) {
                reports_listed(&w->reports, n.part.status != 0);
                break;
            }
            mailbox_listed(w->box, n.part.store, n.part.status != 0);
            if (!n.part.status)
                w->spoilt = true;
            break;
        case FILTER_DIRECT:
            w->told = true;
            handed_saw(&w->handed, &w->d, &n.part);
            break;
        case FILTER_ARRIVED:
            w->hinted = w->told = true;
            if (strstr(n.text, "\"SR\""))
                reports_hint(&w->reports);
            break;
        case FILTER_RING:
            w->told = true;
            give_calls(w, c, calls_ring(&w->calls, n.text, clock_mono(), c));
            break;
        case FILTER_RING_ENDED:
            give_calls(w, c, calls_ended(&w->calls, c));
            break;
        case FILTER_USSD:
            w->told = true;
            dial_heard(&w->ussd, &w->d, n.text);
            break;
        case FILTER_HANDED:
        case FILTER_RESULT:
        case FILTER_NO_PROMPT:
        case FILTER_ANSWER:
        case FILTER_SILENT:
            break;              /* the relay has seen to it */
        }
    }
    w->waiting = !mailbox_report(w->box);
}

static void
located(void *self, int store, int index, int location)
{
    struct worker *w = self;

    take_notes(w);
    mailbox_located(w->box, store, index, location);
}

/* Lists both stores and gives what is new to the daemon. */
static void
list(struct worker *w)
{
    bool hinted = w->hinted;
    int64_t now, began = clock_mono();
    enum err e;

    w->hinted = w->spoilt = false;
    e = reports_left(w->d.relay) ? gammu_list(w->d.gammu, located, w)
                                 : ERR_REFUSED;
    relay_settle(w->d.relay);
    take_notes(w);
    now = clock_mono();
    w->beat_due = now + (w->proven ? BEAT_MS : UNPROVEN_MS);
    w->list_due = now + (w->d.start.poll_ms ? w->d.start.poll_ms : LIST_MS);
    if (mailbox_arrivals(w->box) > 0 && w->listed) {
        w->proven = hinted;
        if (!w->told && !w->untold) {
            w->untold = now;
            w->list_due = now + UNTOLD_MS;
        }
    }
    w->hint_due = now + LIST_SHARE * (now - began);
    if (e != OK || w->spoilt || mailbox_doubts(w->box)) {
        if (e != OK && ++w->list_fails >= LIST_FAILS_MAX)
            start_explain(&w->d);
        w->list_due = now + ((int64_t)RELIST_MS << w->relists);
        if (w->relists < RELIST_DOUBLINGS)
            w->relists++;
    }
    if (e != OK)
        return;
    w->list_fails = 0;
    if (!w->spoilt && !mailbox_doubts(w->box))
        w->relists = 0;
    if (!w->listed)
        w->drain_end = now + DRAIN_MS;
    w->listed = true;
    w->health_wanted = true;
}

/* Between listings: a sign of life, and a count where +CMTI does not come. */
static void
beat(struct worker *w)
{
    int percent, dbm, used;

    if (w->proven) {
        if (gammu_signal(w->d.gammu, &percent, &dbm) != OK)
            log_debug("worker", "beat: no signal reading");
    } else if (gammu_count(w->d.gammu, &used) == OK
               && used > mailbox_count(w->box)) {
        w->list_due = 0;
    }
    relay_settle(w->d.relay);
    w->beat_due = clock_mono() + (w->proven ? BEAT_MS : UNPROVEN_MS);
}

/* Frees the slot and looks whether it is free. */
static void
free_slot(struct worker *w, const struct link_stored *s, int location)
{
    struct relay_answer a;
    char command[32];
    bool freed, done;
    enum err e;

    relay_allow_delete(w->d.relay, s->store, s->index, s->pdu);
    done = gammu_delete(w->d.gammu, location) == OK;
    relay_settle(w->d.relay);
    relay_allow_delete(w->d.relay, 0, 0, "");
    if (relay_store(w->d.relay) != s->store) {
        w->list_due = 0;        /* the modem lost track: look afresh */
        mailbox_freed(w->box, s, false, clock_mono());
        return;
    }
    snprintf(command, sizeof(command), "AT+CMGR=%d", s->index);
    e = relay_ask(w->d.relay, command, 5000, &a);
    if (e == OK)
        freed = !strstr(a.text, "+CMGR");
    else if (e == ERR_REFUSED)  /* 321: nothing there, TS 27.005 §3.2.5 */
        freed = done || (a.error == LINK_ERROR_CMS && a.code == 321);
    else
        freed = false;
    take_notes(w);
    mailbox_freed(w->box, s, freed, clock_mono());
    if (!freed)
        w->list_due = 0;
}

static void
record(struct worker *w, bool on)
{
    relay_record(w->d.relay, on);
    w->recorded = on;
    w->question = 0;
    if (on)
        w->list_due = 0;        /* how it lists belongs there too */
}

/* --- to the dongle -------------------------------------------------------- */
static void
send_part(struct worker *w, const struct link_send *s)
{
    if (send_by(&w->d, s) && health_text_went(&w->health, clock_mono()))
        w->health_wanted = true;
    w->beat_due = clock_mono() + (w->proven ? BEAT_MS : UNPROVEN_MS);
}

static _Noreturn void
reset(struct worker *w)
{
    struct relay_answer a;

    if (relay_ask(w->d.relay, "AT+CFUN=1,1", 10000, &a) != OK)
        log_warn("worker", "modem=%s the reset was not confirmed",
            w->d.start.name);
    _exit(0);
}

static bool
take_packet(struct worker *w, const struct link_message *m)
{
    switch ((enum link_kind)m->kind) {
    case LINK_SEND:
        w->send[(w->first + w->sends++) % SENDS_MAX] = m->u.send;
        break;
    case LINK_STORED:
        stored(w, &m->u.stored);
        break;
    case LINK_USSD:
        dial_start(&w->ussd, &w->d, &m->u.ussd);
        take_notes(w);
        break;
    case LINK_POLL:
        w->list_due = 0;
        break;
    case LINK_RECORD:
        record(w, m->u.record.on);
        break;
    case LINK_RESET:
        reset(w);
    case LINK_STOP:
        return false;
    case LINK_START:
    case LINK_READY:
    case LINK_TROUBLE:
    case LINK_HANDED:
    case LINK_RESULT:
    case LINK_PART:
    case LINK_CALL:
    case LINK_USSD_REPLY:
    case LINK_HEALTH:
    case LINK_REMOVED:
    case LINK_SAID:
        log_warn("worker", "kind=%d has no business here", m->kind);
        break;
    }
    return true;
}

/* --- the loop ------------------------------------------------------------- */
/* Reads what the daemon wrote; false: time to go. */
static bool
take_packets(struct worker *w)
{
    struct link_message m;
    enum err e = OK;

    while (w->sends < SENDS_MAX && (e = link_read(w->link, &m)) != ERR_EMPTY) {
        if (e == ERR_GONE || e == ERR_IO)
            return false;
        if (e == OK && !take_packet(w, &m))
            return false;
    }
    return true;
}

static bool
may_send(struct worker *w, int64_t now)
{
    if (!w->drained && w->listed
        && (mailbox_count(w->box) == 0 || now >= w->drain_end))
        w->drained = true;
    return w->drained && w->sends > 0;
}

/* Does the most urgent thing; false when there was nothing to do. */
static bool
work(struct worker *w)
{
    int64_t now = clock_mono();
    struct link_stored s;
    struct link_send part;
    struct link_call c[2];
    int location;

    give_calls(w, c, calls_tick(&w->calls, now, c));
    if (!w->sent_last && may_send(w, now)) {
        part = w->send[w->first];
        w->first = (w->first + 1) % SENDS_MAX;
        w->sends--;
        send_part(w, &part);
        w->sent_last = true;
        return true;
    }
    w->sent_last = false;
    if (mailbox_next_removal(w->box, now, &s, &location)) {
        free_slot(w, &s, location);
    } else if (now >= w->list_due
               || (w->hinted && (!w->sends || now >= w->hint_due))) {
        list(w);
    } else if (handed_work(&w->handed, &w->d, now)
               || (w->listed && reports_work(&w->reports, now))) {
        return true;
    } else if (w->ussd.again) {
        dial_on(&w->ussd, &w->d);
    } else if (now >= w->ussd.due) {
        dial_end(&w->ussd, &w->d, 5);
    } else if (w->health_wanted && (!w->sends || now >= w->health_due)) {
        w->health_wanted = false;
        w->health_due = now + HEALTH_MS;
        give_health(w, true);
    } else if (w->drained && w->sends) {
        return true;
    } else if (now >= w->beat_due) {
        beat(w);
    } else if (w->recorded && w->listed
               && interview_ask(w->d.relay, &w->question)) {
        return true;
    } else {
        return false;
    }
    return true;
}

static int
until(const struct worker *w, int64_t now)
{
    int64_t due[] = { w->list_due, w->beat_due, w->ussd.due,
        w->listed ? w->reports.due : INT64_MAX, handed_due(&w->handed),
        calls_due(&w->calls), mailbox_due(w->box),
        w->drained || !w->listed ? INT64_MAX : w->drain_end };
    int64_t least = now + MINUTE;

    for (size_t i = 0; i < sizeof(due) / sizeof(due[0]); i++)
        if (due[i] < least)
            least = due[i];
    return least <= now ? 0 : (int)(least - now);
}

static int
loop(struct worker *w)
{
    for (;;) {
        struct pollfd p[2] = {
            { .fd = w->link, .events = POLLIN | (w->waiting ? POLLOUT : 0) },
            { .fd = relay_fd(w->d.relay), .events = POLLIN },
        };

        if (!take_packets(w))
            return 0;
        take_notes(w);
        if (work(w))
            continue;
        if (poll(p, 2, until(w, clock_mono())) < 0 && errno != EINTR)
            return 1;
    }
}

int
worker_run(int link)
{
    static const struct mailbox_calls calls = { give_part, give_removed };
    static struct worker w;

    w.link = link;
    handed_start(&w.handed);
    ussd_session_start(&w.ussd);
    health_start(&w.health);
    pacing_cut();
    if (!(w.box = mailbox_new(&calls, &w)))
        return 1;
    if (!start_dongle(link, &w.d))
        return 1;
    w.recorded = w.d.start.record != 0;
    reports_start(&w.reports, w.d.relay, w.d.out, w.d.reports);
    return w.d.start.probe ? 0 : loop(&w);
}
