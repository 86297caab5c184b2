/* What happens to a dongle becomes an event; the table says what follows, and
 * that is done, deed by deed. */
#include "dongle/dongle_own.h"

#include "base/clock.h"
#include "base/log.h"
#include "dongle/recorder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const int64_t proof_limit = 10 * MINUTE; /* of one that works */

/* --- the turn ------------------------------------------------------------- */

/* Does what the plan says; what follows from that. */
static struct dongle_event
carry_out(struct dongle *d, const struct dongle_plan *plan)
{
    struct dongle_event answer = { .kind = EVENT_NONE };

    for (int i = 0; i < plan->count; i++) {
        const struct dongle_deed *deed = &plan->deed[i];
        enum err e = dongle_act(d, deed, &answer);

        if (e)
            return (struct dongle_event){ .kind = dongle_failure(deed->kind),
                .words = reason_words(err_text(e)), .ms = deed->ms };
    }
    return answer;
}

static void
happens(struct dongle *d, struct dongle_event ev)
{
    struct dongle_plan plan;

    while (ev.kind) {
        ev.now = clock_mono();
        plan = dongle_next(&d->life, &ev);
        ev = carry_out(d, &plan);
    }
}

/* --- what happens --------------------------------------------------------- */

/* Another device, or none, is where the parked one was. */
static bool
is_replugged(const struct dongle *d)
{
    const struct stat *then = &d->parked_node;
    struct stat now;

    return stat(d->want.device, &now) != 0 || now.st_ino != then->st_ino
        || now.st_rdev != then->st_rdev
        || now.st_ctim.tv_sec != then->st_ctim.tv_sec;
}

static void
on_time(void *user)
{
    struct dongle *d = user;

    happens(d, (struct dongle_event){ .kind = EVENT_TIME,
        .present = access(d->want.device, F_OK) == 0,
        .replugged = is_replugged(d) });
}

static void
on_due(void *user)
{
    happens(user, (struct dongle_event){ .kind = EVENT_DUE });
}

static void
on_relist(void *user)
{
    happens(user, (struct dongle_event){ .kind = EVENT_RELIST });
}

/* The worker said something, or ended. */
static void
on_hear(void *user, unsigned events)
{
    struct dongle *d = user;
    enum err e = OK;

    (void)events;
    for (int i = 0; i < 32 && d->fd >= 0 && !e; i++) {
        e = link_read(d->fd, &d->heard);
        if (!e && d->heard.kind == LINK_SAID) {
            recorder_hear(d->want.device, &d->heard.u.said);
        } else if (!e) {
            happens(d, dongle_heard(d));
        } else if (e == ERR_CORRUPT) {
            log_warn("dongle", "modem=%s worker spoke nonsense",
                d->status.name);
            happens(d, (struct dongle_event){ .kind = EVENT_NONSENSE });
            e = OK;
        }
    }
    if (d->fd >= 0 && e && e != ERR_EMPTY)
        happens(d, (struct dongle_event){ .kind = EVENT_GONE });
}

static const struct dongle_calls calls = { on_time, on_due, on_relist,
    on_hear };

void
dongle_wake(struct dongle *d)
{
    happens(d, (struct dongle_event){ .kind = EVENT_WAKE });
}

void
dongle_record(struct dongle *d)
{
    struct link_message m = { .kind = LINK_RECORD };

    m.u.record.on = recorder_wants(d->want.device);
    if (d->fd >= 0 && link_write(d->fd, &m))
        log_info("dongle", "modem=%s is not recorded", d->status.name);
}

void
dongle_cut_ended(struct dongle *d, bool proved)
{
    happens(d, (struct dongle_event){ .kind = EVENT_CUT_ENDED,
        .proved = proved });
}

/* --- from outside --------------------------------------------------------- */

enum err
dongle_open(struct loop *loop, struct db *db, const struct config_modem *want,
    const struct dongle_hooks *hooks, struct dongle **out)
{
    struct dongle *d = calloc(1, sizeof(*d));

    if (!d)
        return ERR_MEMORY;
    d->loop = loop;
    d->db = db;
    d->want = *want;
    d->hooks = hooks;
    d->calls = &calls;
    d->fd = -1;
    snprintf(d->status.name, sizeof(d->status.name), "%.31s", want->name[0]
        ? want->name : strrchr(want->device, '/') + 1);
    memcpy(d->status.device, want->device, sizeof(d->status.device));
    *out = d;
    on_time(d);
    return OK;
}

void
dongle_close(struct dongle *d)
{
    if (!d)
        return;
    happens(d, (struct dongle_event){ .kind = EVENT_CLOSE });
    free(d);
}

const char *
dongle_name(const struct dongle *d)
{
    return d->status.name;
}

const char *
dongle_device(const struct dongle *d)
{
    return d->want.device;
}

bool
dongle_is_mute(const struct dongle *d)
{
    return d->life.state == DONGLE_IDLE && d->status.health.mute;
}

bool
dongle_serves(const struct dongle *d)
{
    switch (d->life.state) {
    case DONGLE_ABSENT:
        return access(d->want.device, F_OK) == 0;
    case DONGLE_WAITING:
    case DONGLE_PARKED:
    case DONGLE_ENDING:
        return d->life.trouble != LINK_TROUBLE_NO_ANSWER
            && d->life.trouble != LINK_TROUBLE_NOT_A_MODEM
            && d->life.trouble != LINK_TROUBLE_NO_DEVICE;
    case DONGLE_CUT:
    case DONGLE_STARTING:
    case DONGLE_RESETTING:
    case DONGLE_LISTING:
    case DONGLE_IDLE:
    case DONGLE_SENDING:
    case DONGLE_HANDED:
        return true;
    case DONGLE_CLOSED:
    case DONGLE_STATES:
        break;
    }
    return false;
}

bool
dongle_absent(const struct dongle *d)
{
    return d->life.state == DONGLE_ABSENT;
}

bool
dongle_is_watched(const struct dongle *d)
{
    return d->status.phase != STATUS_WORKING
        || clock_mono() - d->proved < proof_limit;
}
