#include "daemon/dongle_own.h"

#include "daemon/clock.h"
#include "daemon/log.h"
#include "daemon/process.h"
#include "daemon/rules.h"
#include "store/inbox.h"
#include "store/modems.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* In ms. The worker has a tighter deadline of its own for a send; this one is
 * for a worker that hangs as a whole. */
static const int64_t send_limit = 100 * SECOND;
static const int64_t store_again = 10 * SECOND; /* a part that found no room */
static const int64_t look_again = 20 * SECOND; /* the date may be set */
enum { VAGUE = 3 };
static const int64_t proof_limit = 10 * MINUTE; /* of one that works */

static void send_next(void *user);
static void last_words(struct dongle *d);

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

/* Writes the result down; a store that cannot take it is asked again. */
static void
settle(struct dongle *d)
{
    enum err e;

    if (!d->result.attempt)
        return;
    if ((e = queue_settle(d->db, &d->result))) {
        log_error("dongle", "modem=%s attempt=%lld result not stored: %s",
            d->status.name, (long long)d->result.attempt, err_text(e));
        loop_after(d->loop, &d->later, SECOND, send_next, d);
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
    settle(d);
}

void
dongle_end_worker(struct dongle *d)
{
    enum err e = OK;

    loop_forget(d->loop, d->fd);
    last_words(d);
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

static void
send_ussd(struct dongle *d)
{
    struct link_message m = { 0 };
    enum err e = modems_ussd_claim(d->db, d->status.imsi, &m.u.ussd);

    if (!e && dongle_tell(d, LINK_USSD, &m)) {
        m.u.ussd.status = -1;
        m.u.ussd.text[0] = 0;
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
        settle(d);
        next_due = clock_now() + 5 * SECOND;
    }
    if (!next_due)
        return;
    next_due -= clock_now();
    loop_after(d->loop, &d->later, next_due <= 0 ? 1
        : next_due < look_again ? next_due : look_again, send_next, d);
}

/* Hands the worker the next due part, when it has none. */
static void
send_next(void *user)
{
    struct dongle *d = user;
    struct link_message m = { 0 };
    int64_t next_due = 0;
    enum err e;

    if (!d->drained || d->part.send.attempt) {
        settle(d);
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
    send_ussd(d);
    send_next(d);
}

/* --- what the worker says ------------------------------------------------- */

static void
on_ready(struct dongle *d, const struct link_ready *r)
{
    char before[sizeof(d->status.name)];
    enum err e;

    if (d->reset) {
        dongle_reset(d);
        return;
    }
    memcpy(before, d->status.name, sizeof(before));
    if ((e = modems_ready(d->db, r, rules_current()->config.school.country,
             d->want.name, d->want.device, d->status.name, sizeof(d->status.name)))) {
        dongle_recover(d, LINK_TROUBLE_OTHER, err_text(e));
        return;
    }
    if (strcmp(before, d->status.name) != 0)
        status_remove(before);
    d->ready = true;
    snprintf(d->status.imei, sizeof(d->status.imei), "%s", r->imei);
    snprintf(d->status.imsi, sizeof(d->status.imsi), "%s", r->imsi);
    snprintf(d->status.model, sizeof(d->status.model), "%.30s %.31s", r->maker,
        r->model);
    log_info("dongle", "modem=%s device=%s imei=%s model=\"%s\" ready",
        d->status.name, d->want.device, r->imei, d->status.model);
    dongle_show(d, STATUS_STARTING, "");
    dongle_alive(d);
}

static void
on_health(struct dongle *d, const struct link_health *h)
{
    d->status.health = *h;
    d->status.proved = clock_now();
    d->proved = clock_mono();
    if (h->listed) {
        if (!d->drained)
            log_info("dongle", "modem=%s working", d->status.name);
        d->drained = true;
        d->cutting = false;
        dongle_well(d);
        dongle_show(d, STATUS_WORKING, "");
    } else {
        status_set(&d->status);
    }
    dongle_wake(d);
}

static void
list_again(void *user)
{
    struct dongle *d = user;
    struct link_message m = { 0 };

    if (d->ready && dongle_tell(d, LINK_POLL, &m))
        log_warn("dongle", "modem=%s listing not asked", d->status.name);
}

static void
on_part(struct dongle *d, const struct link_part *p)
{
    struct link_message m = { 0 };
    bool again;
    enum err e = inbox_receive(d->db, d->status.imsi, d->status.name, p,
        &rules_current()->inbox, &again);

    if (e) {
        log_error("dongle", "modem=%s part not stored, it stays on the SIM: %s",
            d->status.name, err_text(e));
        loop_after(d->loop, &d->relist, store_again, list_again, d);
        return;
    }
    m.u.stored.store = p->store;
    m.u.stored.index = p->index;
    memcpy(m.u.stored.pdu, p->pdu, sizeof(p->pdu));
    if ((e = dongle_tell(d, LINK_STORED, &m)))
        log_warn("dongle", "modem=%s removal not asked (%s); listed again"
            " later", d->status.name, err_text(e));
}

/* A full memory is emptied at once, before the next text. "No reason" again and
 * again is a dongle that is stuck; true: it is brought back. */
static bool
heed(struct dongle *d, const struct link_result *r)
{
    bool cms = r->outcome != LINK_SENT && r->error == LINK_ERROR_CMS;

    if (cms && r->code == 322)
        list_again(d);
    d->vague = cms && r->code == 500 ? d->vague + 1 : 0;
    if (d->vague < VAGUE)
        return false;
    d->vague = 0;
    settle(d);
    dongle_recover(d, LINK_TROUBLE_OTHER,
        "the dongle refuses text after text without a reason");
    return true;
}

static void
on_result(struct dongle *d, const struct link_result *r)
{
    if (!r->attempt || r->attempt != d->part.send.attempt)
        return;
    d->result = *r;
    d->part.send.attempt = 0;
    if (!heed(d, r))
        send_next(d);
}

static void
on_call(struct dongle *d, const struct link_call *c)
{
    enum err e = c->ended ? OK
        : inbox_call(d->db, d->status.imsi, d->status.name, c->number,
            &rules_current()->inbox);

    if (e)
        log_error("dongle", "modem=%s call not stored: %s", d->status.name,
            err_text(e));
}

static void
keep_ussd(struct dongle *d, const struct link_ussd *u)
{
    enum err e = modems_ussd_settle(d->db, u);

    if (e)
        log_error("dongle", "modem=%s ussd answer not stored: %s",
            d->status.name, err_text(e));
}

static void
hear(struct dongle *d, const struct link_message *m)
{
    switch ((enum link_kind)m->kind) {
    case LINK_READY:
        on_ready(d, &m->u.ready);
        break;
    case LINK_TROUBLE:
        dongle_recover(d, (enum link_trouble)m->u.trouble.trouble,
            m->u.trouble.text);
        break;
    case LINK_HANDED:
        if (m->u.handed.attempt == d->part.send.attempt)
            d->handed = true;
        break;
    case LINK_RESULT:
        on_result(d, &m->u.result);
        break;
    case LINK_PART:
        if (d->ready)
            on_part(d, &m->u.part);
        break;
    case LINK_CALL:
        if (d->ready)
            on_call(d, &m->u.call);
        break;
    case LINK_USSD_REPLY:
        keep_ussd(d, &m->u.ussd);
        send_ussd(d);
        break;
    case LINK_HEALTH:
        if (d->ready)
            on_health(d, &m->u.health);
        break;
    case LINK_REMOVED:
    case LINK_START:
    case LINK_SEND:
    case LINK_STORED:
    case LINK_USSD:
    case LINK_POLL:
    case LINK_RESET:
    case LINK_STOP:
        break;
    }
}

/* What a worker that is to end has said already: a text that was handed over
 * must not be taken for one that was not, and a report that came in no slot is
 * nowhere else. It can say no more, so it lets no further Ctrl-Z pass. */
static void
last_words(struct dongle *d)
{
    struct link_message m;
    enum err e = OK;

    link_deafen(d->fd);
    while (d->fd >= 0 && (!e || e == ERR_CORRUPT)) {
        if ((e = link_read(d->fd, &m)))
            continue;
        if (m.kind == LINK_HANDED || m.kind == LINK_PART
            || m.kind == LINK_CALL)
            hear(d, &m);
        else if (m.kind == LINK_USSD_REPLY)
            keep_ussd(d, &m.u.ussd);
        else if (m.kind == LINK_RESULT
            && m.u.result.attempt == d->part.send.attempt) {
            d->result = m.u.result;
            d->part.send.attempt = 0;
            settle(d);
        }
    }
}

void
dongle_hear(void *user, unsigned events)
{
    struct dongle *d = user;
    struct link_message m;
    enum err e = OK;

    (void)events;
    for (int i = 0; i < 32 && d->fd >= 0 && !e; i++) {
        if ((e = link_read(d->fd, &m)) == OK) {
            hear(d, &m);
            if (d->fd >= 0)
                dongle_alive(d);
        } else if (e == ERR_CORRUPT) {
            log_warn("dongle", "modem=%s worker spoke nonsense",
                d->status.name);
            e = OK;
        }
    }
    if (d->fd >= 0 && e && e != ERR_EMPTY)
        dongle_recover(d, LINK_TROUBLE_OTHER, "the worker ended unexpectedly");
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
