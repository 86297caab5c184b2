/* Deeds on the worker: its process, and what is said over the link. */
#include "dongle/dongle_own.h"

#include "base/log.h"
#include "dongle/process.h"
#include "dongle/recorder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- down ----------------------------------------------------------------- */

enum err
dongle_spawn(struct dongle *d)
{
    return process_start(&d->pid, &d->fd);
}

enum err
dongle_tell(struct dongle *d, enum link_kind kind, struct link_message *m)
{
    m->kind = kind;
    return d->fd >= 0 ? link_write(d->fd, m) : ERR_GONE;
}

enum err
dongle_tell_poll(struct dongle *d)
{
    struct link_message m = { 0 };

    return dongle_tell(d, LINK_POLL, &m);
}

enum err
dongle_tell_reset(struct dongle *d)
{
    struct link_message m = { 0 };

    return dongle_tell(d, LINK_RESET, &m);
}

enum err
dongle_tell_start(struct dongle *d)
{
    struct link_message m = { 0 };
    struct link_start *s = &m.u.start;
    char *real = realpath(d->want.device, NULL);

    if (!real)
        return ERR_NOT_FOUND;
    s->version = LINK_VERSION;
    s->slow = d->want.slow;
    s->poll_ms = d->want.poll_ms;
    s->record = recorder_wants(d->want.device);
    recorder_opened(d->want.device);
    snprintf(s->name, sizeof(s->name), "%s", d->want.name);
    snprintf(s->device, sizeof(s->device), "%.127s", real);
    free(real);
    snprintf(s->connection, sizeof(s->connection), "%s", d->want.connection);
    if (!trouble_pin_is_refused(d->db, d->want.name, d->want.pin)) {
        snprintf(s->pin, sizeof(s->pin), "%s", d->want.pin);
        s->pin_again = trouble_pin_is_another(d->db, d->want.name);
    }
    return dongle_tell(d, LINK_START, &m);
}

enum err
dongle_tell_send(struct dongle *d)
{
    struct link_message m = { .u.send = d->part.send };

    log_debug("dongle", "modem=%s message=%lld part=%d of=%d",
        d->status.name, (long long)d->part.message, d->part.n, d->part.total);
    return dongle_tell(d, LINK_SEND, &m);
}

void
dongle_tell_stored(struct dongle *d)
{
    const struct link_part *p = &d->heard.u.part;
    struct link_message m = { .u.stored = { .store = p->store,
        .index = p->index } };
    enum err e;

    memcpy(m.u.stored.pdu, p->pdu, sizeof(p->pdu));
    if ((e = dongle_tell(d, LINK_STORED, &m)))
        log_warn("dongle", "modem=%s removal not asked (%s); listed again"
            " later", d->status.name, err_text(e));
}

void
dongle_relist(struct dongle *d)
{
    if (dongle_tell_poll(d))
        log_warn("dongle", "modem=%s listing not asked", d->status.name);
}

/* --- up ------------------------------------------------------------------- */

static struct dongle_event
trouble(const struct dongle *d, const struct link_trouble_report *r)
{
    return (struct dongle_event){ .kind = EVENT_TROUBLE,
        .trouble = (enum link_trouble)r->trouble, .words = r->why,
        .pin = d->want.pin[0] != '\0',
        .hangs = r->trouble == LINK_TROUBLE_BUSY && process_hangs(d->hanging) };
}

struct dongle_event
dongle_heard(const struct dongle *d)
{
    const struct link_message *m = &d->heard;
    struct dongle_event ev = { .kind = EVENT_NONSENSE };

    switch ((enum link_kind)m->kind) {
    case LINK_READY:
        ev.kind = EVENT_READY;
        break;
    case LINK_TROUBLE:
        ev = trouble(d, &m->u.trouble);
        break;
    case LINK_HANDED:
        ev.kind = EVENT_HANDED;
        ev.attempt = m->u.handed.attempt;
        break;
    case LINK_RESULT:
        ev.kind = EVENT_RESULT;
        ev.result = m->u.result;
        break;
    case LINK_PART:
        ev.kind = EVENT_PART;
        break;
    case LINK_CALL:
        ev.kind = EVENT_CALL;
        break;
    case LINK_USSD_REPLY:
        ev.kind = EVENT_USSD;
        break;
    case LINK_HEALTH:
        ev.kind = EVENT_HEALTH;
        ev.listed = m->u.health.listed;
        break;
    case LINK_REMOVED:
        ev.kind = EVENT_REMOVED;
        break;
    case LINK_START:
    case LINK_SEND:
    case LINK_STORED:
    case LINK_USSD:
    case LINK_POLL:
    case LINK_RESET:
    case LINK_STOP:
    case LINK_RECORD:
    case LINK_SAID:
        break;
    }
    return ev;
}

/* --- the end -------------------------------------------------------------- */

/* From now on it can say no more, so it lets no further Ctrl-Z pass. */
void
dongle_hush(struct dongle *d)
{
    loop_forget(d->loop, d->fd);
    link_deafen(d->fd);
}

enum err
dongle_hear_last(struct dongle *d, struct dongle_event *answer)
{
    enum err e = d->fd >= 0 ? link_read(d->fd, &d->heard) : ERR_GONE;

    while (!e && d->heard.kind == LINK_SAID) {
        recorder_hear(d->want.device, &d->heard.u.said);
        e = link_read(d->fd, &d->heard);
    }
    if (!e)
        *answer = dongle_heard(d);
    else
        answer->kind = e == ERR_CORRUPT ? EVENT_NONSENSE : EVENT_SILENCE;
    return OK;
}

void
dongle_kill(struct dongle *d)
{
    process_end(d->pid, d->fd);
    if (process_hangs(d->pid))
        d->hanging = d->pid;
    d->pid = 0;
    d->fd = -1;
    d->status.health.listed = 0;
}
