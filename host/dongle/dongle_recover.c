#include "dongle/dongle_own.h"

#include "base/clock.h"
#include "base/log.h"
#include "dongle/process.h"
#include "dongle/trouble.h"
#include "ports/usb.h"

#include <stdio.h>
#include <string.h>

/* In ms. */
static const int64_t quiet_limit = 150 * SECOND; /* then it is asked */
static const int64_t answer_limit = 60 * SECOND;
static const int64_t well_after = 10 * MINUTE;  /* forgets its troubles */
static const int64_t reset_limit = 30 * SECOND;
static const int64_t after_reset = 5 * SECOND;
static const int64_t cut_limit = 100 * SECOND;  /* 60 s off at most */
static const int64_t not_cut = MINUTE;
static const int64_t look_parked = 2 * SECOND;

void
dongle_restart_after(struct dongle *d, int64_t ms)
{
    loop_after(d->loop, &d->deadline, ms, dongle_start_worker, d);
}

void
dongle_reset(struct dongle *d)
{
    struct link_message m = { 0 };

    d->reset = false;
    d->resetting = true;
    loop_after(d->loop, &d->deadline, reset_limit, dongle_overdue, d);
    if (dongle_tell(d, LINK_RESET, &m))
        dongle_recover(d, LINK_TROUBLE_OTHER, "the worker takes no message");
}

/* --- the ladder ----------------------------------------------------------- */

void
dongle_end_rung(struct dongle *d, enum recovery_outcome outcome)
{
    enum err e = d->rung ? recovery_end(d->db, d->rung, outcome) : OK;

    if (e)
        log_warn("dongle", "modem=%s outcome not stored: %s", d->status.name,
            err_text(e));
    d->rung = 0;
    d->gone = false;
}

void
dongle_well(struct dongle *d)
{
    enum err e = OK;

    dongle_end_rung(d, d->gone ? RECOVERY_BACK : RECOVERY_HELPED);
    if (!d->well_since || d->status.losses)
        e = recovery_count(d->db, d->status.name, RECOVERY_GONE,
            clock_now() - DAY, &d->status.losses);
    if (e)
        log_warn("dongle", "modem=%s losses not read: %s", d->status.name,
            err_text(e));
    if (!d->well_since)
        d->well_since = clock_mono();
}

static void
begin_rung(struct dongle *d, enum recovery_rung rung, const char *why)
{
    enum err e = recovery_begin(d->db, d->status.name, rung, why, &d->rung);

    log_warn("dongle", "modem=%s rung=\"%s\"", d->status.name,
        recovery_rung_name(rung));
    if (e)
        log_warn("dongle", "modem=%s rung not stored: %s", d->status.name,
            err_text(e));
}

/* Looks whether a parked dongle's time has come, or somebody replugged it. */
static void
watch_parked(void *user)
{
    struct dongle *d = user;
    struct stat now;

    if (clock_mono() >= d->parked_until) {
        dongle_start_worker(d);
    } else if (stat(d->want.device, &now) != 0
        || now.st_ino != d->parked_node.st_ino
        || now.st_rdev != d->parked_node.st_rdev
        || now.st_ctim.tv_sec != d->parked_node.st_ctim.tv_sec) {
        ladder_well(&d->ladder);
        dongle_start_worker(d);
    } else {
        loop_after(d->loop, &d->deadline, look_parked, watch_parked, d);
    }
}

static void
park(struct dongle *d, int64_t pause, const char *why)
{
    char words[200];

    snprintf(words, sizeof(words), "The dongle does not come back; it is tried"
        " again in %lld min. Pull it out and plug it in; if that does not help,"
        " try another one.", (long long)((pause + MINUTE - 1) / MINUTE));
    dongle_show(d, STATUS_RECOVERING, words);
    d->parked_until = clock_mono() + pause;
    if (stat(d->want.device, &d->parked_node) != 0)
        memset(&d->parked_node, 0, sizeof(d->parked_node));
    loop_after(d->loop, &d->deadline, look_parked, watch_parked, d);
    d->hooks->parked(d->hooks->user, d->status.name, why);
}

static void
cut(struct dongle *d, const char *why)
{
    d->cutting = true;
    dongle_show(d, STATUS_RECOVERING, "The dongle fell silent; its power is"
        " cut and restored.");
    /* Started by dongle_cut_ended(), or by this when that never comes. */
    dongle_restart_after(d, cut_limit);
    if (!d->hooks->cut(d->hooks->user, d->status.name, why))
        dongle_cut_ended(d, false);
}

static void
reset_port(struct dongle *d)
{
    enum err e = usb_reset(d->want.device);

    d->cutting = true;          /* the node may go and come */
    if (e)
        log_warn("dongle", "modem=%s USB port not reset: %s", d->status.name,
            err_text(e));
    dongle_restart_after(d, after_reset);
}

/* The next step after one more trouble that climbing may cure. */
static void
climb(struct dongle *d, enum link_trouble t, const struct trouble_plan *plan)
{
    struct ladder_means means = { usb_may_reset(d->want.device),
        d->hooks->can_cut(d->hooks->user, d->status.name) };
    struct ladder_step step = ladder_next(&d->ladder, t, means, clock_mono());

    begin_rung(d, step.rung, plan->words);
    dongle_show(d, plan->phase, plan->words);
    switch (step.rung) {
    case RECOVERY_WORKER:
        dongle_restart_after(d, step.pause);
        break;
    case RECOVERY_RESET:
        d->reset = true;
        dongle_restart_after(d, step.pause);
        break;
    case RECOVERY_USB:
        reset_port(d);
        break;
    case RECOVERY_POWER:
        cut(d, plan->words);
        break;
    case RECOVERY_PARKED:
        park(d, step.pause, plan->words);
        break;
    case RECOVERY_GONE:
        break;                  /* nothing that one does */
    }
}

void
dongle_cut_ended(struct dongle *d, bool proved)
{
    if (!d->cutting || d->fd >= 0)
        return;
    log_info("dongle", "modem=%s power cut %s", d->status.name,
        proved ? "and restored" : "not proved");
    dongle_restart_after(d, proved ? 0 : not_cut);
}

/* What the trouble is, with what the worker does not know: that its PIN was
 * withheld, for it was refused before; that the program which holds the device
 * is a worker of ours that hangs in the kernel, so nobody can stop it and only
 * climbing helps. */
static enum link_trouble
see_through(const struct dongle *d, enum link_trouble t)
{
    if (t == LINK_TROUBLE_PIN_NEEDED && d->want.pin[0])
        return LINK_TROUBLE_PIN_WRONG;
    if (t == LINK_TROUBLE_BUSY && process_hangs(d->hanging))
        return LINK_TROUBLE_SILENT;
    return t;
}

void
dongle_recover(struct dongle *d, enum link_trouble told, const char *words)
{
    enum link_trouble t = see_through(d, told);
    bool was_well = d->well_since != 0;
    struct trouble_plan plan;

    if (d->resetting) {         /* what was to come */
        d->resetting = false;
        dongle_end_worker(d);
        dongle_restart_after(d, after_reset);
        return;
    }
    if (d->well_since && clock_mono() - d->well_since > well_after)
        ladder_well(&d->ladder);
    d->well_since = 0;
    plan = trouble_plan(t, t == told ? words : "");
    if (t == LINK_TROUBLE_PIN_WRONG)
        trouble_pin_refused(d->db, d->want.name, d->want.pin);
    dongle_end_worker(d);
    dongle_end_rung(d, ladder_climbs(t) ? RECOVERY_FAILED : RECOVERY_LEFT);
    d->reset = d->cutting = false;
    log_warn("dongle", "modem=%s device=%s trouble=\"%s\"", d->status.name,
        d->want.device, plan.words);
    d->status.restarts++;
    if (ladder_climbs(t)) {
        climb(d, t, &plan);
        return;
    }
    if (t == LINK_TROUBLE_NO_DEVICE && was_well) {
        begin_rung(d, RECOVERY_GONE, plan.words);
        d->gone = d->rung != 0;
    }
    dongle_show(d, plan.phase, plan.words);
    dongle_restart_after(d, plan.pause);
}

void
dongle_overdue(void *user)
{
    struct dongle *d = user;
    struct link_message m = { 0 };

    if (d->ready && !d->part.send.attempt && !d->asked
        && dongle_tell(d, LINK_POLL, &m) == OK) {
        d->asked = true;
        loop_after(d->loop, &d->deadline, answer_limit, dongle_overdue, d);
        return;
    }
    log_warn("dongle", "modem=%s worker hangs; ended", d->status.name);
    dongle_recover(d, LINK_TROUBLE_SILENT, "");
}

void
dongle_alive(struct dongle *d)
{
    d->asked = false;
    if (d->part.send.attempt || !d->ready)
        return;
    loop_after(d->loop, &d->deadline, quiet_limit, dongle_overdue, d);
}
