/* What a worker says, and what follows from it. */
#include "dongle/dongle_own.h"

#include "base/clock.h"
#include "base/log.h"
#include "settings/rules.h"
#include "store/inbox/inbox.h"
#include "store/sims/modems.h"

#include <stdio.h>
#include <string.h>

enum { VAGUE = 3 };             /* refusals without a reason in a row */
static const int64_t store_again = 10 * SECOND; /* a part that found no room */

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
    e = modems_ready(d->db, r, rules_current()->config.school.country,
        d->want.name, d->want.device, d->status.name,
        sizeof(d->status.name));
    if (e) {
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

static void
on_removed(struct dongle *d, const struct link_stored *s)
{
    enum err e = inbox_removed(d->db, d->status.imsi, s);

    if (e)
        log_warn("dongle", "modem=%s removal not noted: %s", d->status.name,
            err_text(e));
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
    dongle_settle(d);
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
        dongle_send_next(d);
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
        dongle_send_ussd(d);
        break;
    case LINK_HEALTH:
        if (d->ready)
            on_health(d, &m->u.health);
        break;
    case LINK_REMOVED:
        if (d->ready)
            on_removed(d, &m->u.stored);
        break;
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

void
dongle_last_words(struct dongle *d)
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
            dongle_settle(d);
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
