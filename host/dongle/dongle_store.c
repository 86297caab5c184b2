/* Deeds on the store. */
#include "dongle/dongle_own.h"

#include "base/clock.h"
#include "base/log.h"
#include "settings/rules.h"
#include "store/db/setting.h"
#include "store/inbox/inbox.h"
#include "store/sims/modems.h"

#include <stdio.h>
#include <string.h>

static const int64_t look_again = 20 * SECOND; /* the date may be set */

/* --- who it is ------------------------------------------------------------ */

/* Another dongle of that IMEI is there, as cheap ones share one. */
static bool
is_shared(const struct dongle *d, const char *imei)
{
    struct status_modem m[STATUS_MODEMS_MAX];
    int n = status_list(m);

    for (int i = 0; i < n; i++)
        if (!strcmp(m[i].imei, imei)
            && strcmp(m[i].device, d->want.device) != 0)
            return true;
    return false;
}

enum err
dongle_register(struct dongle *d, struct dongle_event *answer)
{
    struct link_ready *r = &d->heard.u.ready;
    struct status_modem *s = &d->status;
    char before[sizeof(s->name)];
    enum err e;

    memcpy(before, s->name, sizeof(before));
    modems_identify(r, d->want.device, is_shared(d, r->imei));
    if ((e = modems_ready(d->db, r, rules_current()->config.school.country,
             d->want.name, d->want.device, s->name, sizeof(s->name))))
        return e;
    if (strcmp(before, s->name) != 0)
        status_remove(before);
    snprintf(s->imei, sizeof(s->imei), "%s", r->imei);
    snprintf(s->imsi, sizeof(s->imsi), "%s", r->imsi);
    snprintf(s->model, sizeof(s->model), "%.30s %.31s", r->maker, r->model);
    log_info("dongle", "modem=%s device=%s imei=%s model=\"%s\" ready",
        s->name, d->want.device, r->imei, s->model);
    answer->kind = EVENT_REGISTERED;
    return OK;
}

/* Staff may have given it another name meanwhile; that of the configuration
 * stays. */
void
dongle_read_name(struct dongle *d)
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
dongle_note_pin(struct dongle *d)
{
    trouble_pin_refused(d->db, d->want.name, d->want.pin);
}

void
dongle_lose_sim(struct dongle *d)
{
    enum err e = d->status.imsi[0] ? modems_lost(d->db, d->status.imsi) : OK;

    if (e)
        log_warn("dongle", "modem=%s: %s", d->status.name, err_text(e));
}

/* --- texts out ------------------------------------------------------------ */

enum err
dongle_settle(struct dongle *d, struct dongle_event *answer)
{
    const struct link_result *r = &d->life.result;
    enum err e = queue_settle(d->db, r);

    answer->kind = EVENT_SETTLED;
    if (e)
        log_error("dongle", "modem=%s attempt=%lld result not stored: %s",
            d->status.name, (long long)r->attempt, err_text(e));
    return e;
}

/* Writes down how the last part ended and takes the next one, in one commit:
 * one fsync for each part, and the dongle hardly waits. */
static enum err
settle_and_claim(struct dongle *d, int64_t *next_due)
{
    enum err e = db_begin(d->db), claimed = ERR_EMPTY;

    if (e)
        return e;
    if (d->life.result.attempt)
        e = queue_settle(d->db, &d->life.result);
    if (!e)
        claimed = queue_claim(d->db, d->status.imsi, d->status.name,
            &rules_current()->queue, &d->part, next_due);
    if (!e && claimed && claimed != ERR_EMPTY)
        e = claimed;
    e = db_end(d->db, e);
    return e ? e : claimed;
}

/* Until work is looked for again, ms; 0: it has no moment. */
static int64_t
wait_of(int64_t next_due)
{
    int64_t left = next_due - clock_now();

    if (!next_due)
        return 0;
    return left <= 0 ? 1 : left < look_again ? left : look_again;
}

enum err
dongle_claim(struct dongle *d, struct dongle_event *answer)
{
    int64_t next_due = 0;
    enum err e = settle_and_claim(d, &next_due);

    if (e && e != ERR_EMPTY) {
        log_error("dongle", "modem=%s queue: %s", d->status.name, err_text(e));
        return e;
    }
    answer->kind = e ? EVENT_NOTHING_DUE : EVENT_CLAIMED;
    answer->attempt = d->part.send.attempt;
    answer->ms = wait_of(next_due);
    return OK;
}

/* --- what comes in -------------------------------------------------------- */

enum err
dongle_store_part(struct dongle *d)
{
    bool again;
    enum err e = inbox_receive(d->db, d->status.imsi, d->status.name,
        &d->heard.u.part, &rules_current()->inbox, &again);

    if (e)
        log_error("dongle", "modem=%s part not stored, it stays on the SIM: %s",
            d->status.name, err_text(e));
    return e;
}

void
dongle_keep_removed(struct dongle *d)
{
    enum err e = inbox_removed(d->db, d->status.imsi, &d->heard.u.stored);

    if (e)
        log_warn("dongle", "modem=%s removal not noted: %s", d->status.name,
            err_text(e));
}

void
dongle_keep_call(struct dongle *d)
{
    const struct link_call *c = &d->heard.u.call;
    enum err e = c->ended ? OK
        : inbox_call(d->db, d->status.imsi, d->status.name, c->number,
            &rules_current()->inbox);

    if (e)
        log_error("dongle", "modem=%s call not stored: %s", d->status.name,
            err_text(e));
}

/* --- USSD ----------------------------------------------------------------- */

static void
ussd_way_key(const struct dongle *d, char key[48])
{
    snprintf(key, 48, "ussd_way.%s", d->status.imei);
}

/* The way that worked last with this dongle; 0: none did. */
static int32_t
ussd_way(const struct dongle *d)
{
    char key[48], way[4];

    ussd_way_key(d, key);
    if (setting_get(d->db, key, way, sizeof(way)) != OK || way[0] < '1'
        || way[0] > '0' + LINK_USSD_WAYS)
        return 0;
    return way[0] - '0';
}

void
dongle_keep_ussd(struct dongle *d)
{
    const struct link_ussd *u = &d->heard.u.ussd;
    enum err e = modems_ussd_settle(d->db, u);
    char key[48], way[4];

    /* How this dongle wants a code: asked first in that way from now. */
    if (u->way > 0 && u->way != ussd_way(d)) {
        ussd_way_key(d, key);
        snprintf(way, sizeof(way), "%d", (int)u->way);
        if (setting_set(d->db, key, way))
            log_warn("dongle", "modem=%s ussd way not noted", d->status.name);
    }
    if (e)
        log_error("dongle", "modem=%s ussd answer not stored: %s",
            d->status.name, err_text(e));
}

void
dongle_ask_ussd(struct dongle *d)
{
    struct link_message m = { 0 };
    enum err e = modems_ussd_claim(d->db, d->status.imsi, &m.u.ussd);

    m.u.ussd.way = ussd_way(d);
    if (!e && dongle_tell(d, LINK_USSD, &m)) {
        m.u.ussd.status = MODEMS_USSD_GONE;
        e = modems_ussd_settle(d->db, &m.u.ussd);
    }
    if (e && e != ERR_EMPTY)
        log_error("dongle", "modem=%s ussd: %s", d->status.name, err_text(e));
}

/* --- the ladder ----------------------------------------------------------- */

void
dongle_begin_rung(struct dongle *d, const struct dongle_deed *deed)
{
    enum recovery_rung rung = (enum recovery_rung)deed->what;
    enum err e = recovery_begin(d->db, d->status.name, rung,
        &d->life.why.words, &d->rung);

    log_warn("dongle", "modem=%s rung=\"%s\"", d->status.name,
        recovery_rung_name(rung));
    if (e)
        log_warn("dongle", "modem=%s rung not stored: %s", d->status.name,
            err_text(e));
}

void
dongle_end_rung(struct dongle *d, const struct dongle_deed *deed)
{
    enum err e = d->rung ? recovery_end(d->db, d->rung,
        (enum recovery_outcome)deed->what) : OK;

    if (e)
        log_warn("dongle", "modem=%s outcome not stored: %s", d->status.name,
            err_text(e));
    d->rung = 0;
}

void
dongle_count_losses(struct dongle *d, const struct dongle_deed *deed)
{
    enum err e = OK;

    if (deed->what || d->status.losses)
        e = recovery_count(d->db, d->status.name, RECOVERY_GONE,
            clock_now() - DAY, &d->status.losses);
    if (e)
        log_warn("dongle", "modem=%s losses not read: %s", d->status.name,
            err_text(e));
}
