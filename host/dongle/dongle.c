#include "dongle/dongle_own.h"

#include "base/clock.h"
#include "base/log.h"
#include "dongle/process.h"
#include "settings/rules.h"
#include "store/sims/modems.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The worker has a tighter deadline of its own for a send; this one is
 * for a worker that hangs as a whole. */
static const int64_t send_limit = 100 * SECOND;
static const int64_t look_again = 20 * SECOND; /* the date may be set */
static const int64_t proof_limit = 10 * MINUTE; /* of one that works */

void
dongle_show(struct dongle *d, enum status_phase phase, const char *trouble)
{
    d->status.phase = phase;
    if (trouble)
        snprintf(d->status.trouble, sizeof(d->status.trouble), "%s", trouble);
    status_set(&d->status);
    db_touch(d->db, DB_MODEMS);
}

enum err
dongle_tell(struct dongle *d, enum link_kind kind, struct link_message *m)
{
    m->kind = kind;
    return d->fd >= 0 ? link_write(d->fd, m) : ERR_GONE;
}

/* --- ends ----------------------------------------------------------------- */

void
dongle_settle(struct dongle *d)
{
    enum err e;

    if (!d->result.attempt)
        return;
    if ((e = queue_settle(d->db, &d->result))) {
        log_error("dongle", "modem=%s attempt=%lld result not stored: %s",
            d->status.name, (long long)d->result.attempt, err_text(e));
        loop_after(d->loop, &d->later, SECOND, dongle_send_next, d);
        return;
    }
    d->result.attempt = 0;
}

/* The worker is gone with a part in hand: what is proved, and no more. */
static void
conclude(struct dongle *d)
{
    if (!d->part.send.attempt)
        return;
    d->result = (struct link_result){
        .attempt = d->part.send.attempt,
        .outcome = d->handed ? LINK_UNKNOWN : LINK_NOT_SENT,
        .reference = -1,
        .error = LINK_ERROR_NONE,
        .code = -1,
    };
    d->part.send.attempt = 0;
    dongle_settle(d);
}

void
dongle_end_worker(struct dongle *d)
{
    enum err e = OK;

    loop_forget(d->loop, d->fd);
    dongle_last_words(d);
    process_end(d->pid, d->fd);
    if (process_hangs(d->pid))
        d->hanging = d->pid;
    d->pid = 0;
    d->fd = -1;
    conclude(d);
    if (d->ready && d->status.imsi[0])
        e = modems_lost(d->db, d->status.imsi);
    if (e)
        log_warn("dongle", "modem=%s: %s", d->status.name, err_text(e));
    d->ready = d->drained = d->asked = d->handed = false;
    d->status.health.listed = 0;
}

/* --- work ----------------------------------------------------------------- */

void
dongle_send_ussd(struct dongle *d)
{
    struct link_message m = { 0 };
    enum err e = modems_ussd_claim(d->db, d->status.imsi, &m.u.ussd);

    if (!e && dongle_tell(d, LINK_USSD, &m)) {
        m.u.ussd.status = -1;
        snprintf(m.u.ussd.text, sizeof(m.u.ussd.text), "%s", MODEMS_USSD_GONE);
        e = modems_ussd_settle(d->db, &m.u.ussd);
    }
    if (e && e != ERR_EMPTY)
        log_error("dongle", "modem=%s ussd: %s", d->status.name, err_text(e));
}

/* Writes down how the last part ended and takes the next one, in one commit:
 * one fsync for each part, and the dongle hardly waits. */
static enum err
settle_and_claim(struct dongle *d, int64_t *next_due)
{
    enum err e = db_begin(d->db), claimed = ERR_EMPTY;

    if (e)
        return e;
    if (d->result.attempt)
        e = queue_settle(d->db, &d->result);
    if (!e)
        claimed = queue_claim(d->db, d->status.imsi, d->status.name,
            &rules_current()->queue, &d->part, next_due);
    if (!e && claimed && claimed != ERR_EMPTY)
        e = claimed;
    e = db_end(d->db, e);
    if (!e)
        d->result.attempt = 0;
    if (e || claimed)
        d->part.send.attempt = 0;
    return e ? e : claimed;
}

/* Nothing to send now: looks again when something falls due. */
static void
wait_for_work(struct dongle *d, enum err why, int64_t next_due)
{
    if (why != ERR_EMPTY) {
        log_error("dongle", "modem=%s queue: %s", d->status.name,
            err_text(why));
        dongle_settle(d);
        next_due = clock_now() + 5 * SECOND;
    }
    if (!next_due)
        return;
    next_due -= clock_now();
    loop_after(d->loop, &d->later, next_due <= 0 ? 1
        : next_due < look_again ? next_due : look_again, dongle_send_next, d);
}

void
dongle_send_next(void *user)
{
    struct dongle *d = user;
    struct link_message m = { 0 };
    int64_t next_due = 0;
    enum err e;

    if (!d->drained || d->part.send.attempt) {
        dongle_settle(d);
        return;
    }
    if ((e = settle_and_claim(d, &next_due))) {
        wait_for_work(d, e, next_due);
        return;
    }
    d->handed = false;
    m.u.send = d->part.send;
    log_debug("dongle", "modem=%s message=%lld part=%d of=%d",
        d->status.name, (long long)d->part.message, d->part.n, d->part.total);
    loop_after(d->loop, &d->deadline, send_limit, dongle_overdue, d);
    if (dongle_tell(d, LINK_SEND, &m))
        dongle_recover(d, LINK_TROUBLE_OTHER, "the worker takes no message");
}

/* Staff may have given it another name meanwhile; that of the configuration
 * stays. */
static void
read_name(struct dongle *d)
{
    char name[sizeof(d->status.name)];

    if (*d->want.name || modems_name(d->db, d->status.imsi, name,
            sizeof(name)) || !strcmp(name, d->status.name))
        return;
    status_remove(d->status.name);
    log_info("dongle", "modem=%s is now called %s", d->status.name, name);
    memcpy(d->status.name, name, sizeof(name));
    status_set(&d->status);
}

void
dongle_wake(struct dongle *d)
{
    if (!d->drained)
        return;
    read_name(d);
    dongle_send_ussd(d);
    dongle_send_next(d);
}

/* --- from outside ---------------------------------------------------------- */

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
    d->fd = -1;
    snprintf(d->status.name, sizeof(d->status.name), "%.31s", want->name[0]
        ? want->name : strrchr(want->device, '/') + 1);
    memcpy(d->status.device, want->device, sizeof(d->status.device));
    *out = d;
    dongle_start_worker(d);
    return OK;
}

void
dongle_close(struct dongle *d)
{
    if (!d)
        return;
    dongle_end_worker(d);
    dongle_end_rung(d, RECOVERY_LEFT);
    loop_cancel(d->loop, &d->deadline);
    loop_cancel(d->loop, &d->later);
    loop_cancel(d->loop, &d->relist);
    status_remove(d->status.name);
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
dongle_absent(const struct dongle *d)
{
    return d->fd < 0 && d->status.phase == STATUS_ABSENT;
}

bool
dongle_is_watched(const struct dongle *d)
{
    return d->status.phase != STATUS_WORKING
        || clock_mono() - d->proved < proof_limit;
}
