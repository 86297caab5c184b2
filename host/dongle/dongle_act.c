/* The one place that acts: what each deed of the table is. */
#include "dongle/dongle_own.h"

#include "base/clock.h"
#include "base/log.h"
#include "ports/usb.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/* --- the loop ------------------------------------------------------------- */

static enum err
hear_it(struct dongle *d)
{
    return loop_watch(d->loop, d->fd, EPOLLIN, d->calls->hear, d);
}

static void
set_timer(struct dongle *d, const struct dongle_deed *deed)
{
    loop_after(d->loop, &d->deadline, deed->ms, d->calls->time, d);
}

static void
set_due(struct dongle *d, const struct dongle_deed *deed)
{
    loop_after(d->loop, &d->later, deed->ms, d->calls->due, d);
}

static void
set_relist(struct dongle *d, const struct dongle_deed *deed)
{
    loop_after(d->loop, &d->relist, deed->ms, d->calls->relist, d);
}

static void
release(struct dongle *d)
{
    loop_cancel(d->loop, &d->deadline);
    loop_cancel(d->loop, &d->later);
    loop_cancel(d->loop, &d->relist);
    status_remove(d->status.name);
}

/* --- the dongle ----------------------------------------------------------- */

static enum err
look(struct dongle *d, struct dongle_event *answer)
{
    answer->kind = EVENT_ENDED;
    answer->means.usb = usb_may_reset(d->want.device);
    answer->means.power = d->hooks->can_cut(d->hooks->user, d->status.name);
    return OK;
}

static void
reset_port(struct dongle *d)
{
    enum err e = usb_reset(d->want.device);

    if (e)
        log_warn("dongle", "modem=%s USB port not reset: %s", d->status.name,
            err_text(e));
}

static enum err
cut(struct dongle *d)
{
    return d->hooks->cut(d->hooks->user, d->status.name,
        &d->life.why.words)
        ? OK : ERR_REFUSED;
}

static void
park(struct dongle *d)
{
    if (stat(d->want.device, &d->parked_node) != 0)
        memset(&d->parked_node, 0, sizeof(d->parked_node));
    d->hooks->parked(d->hooks->user, d->status.name, &d->life.why.words);
}

/* --- what people see ------------------------------------------------------ */

static void
show(struct dongle *d, const struct dongle_deed *deed)
{
    struct status_modem *s = &d->status;

    s->phase = (enum status_phase)deed->what;
    if (deed->words)
        s->trouble = *deed->words;
    status_set(s);
    db_touch(d->db, DB_MODEMS);
}

static void
keep_health(struct dongle *d)
{
    d->status.health = d->heard.u.health;
    d->status.proved = clock_now();
    d->proved = clock_mono();
}

static void
show_health(struct dongle *d)
{
    status_set(&d->status);
}

static void
say_working(struct dongle *d)
{
    log_info("dongle", "modem=%s working", d->status.name);
}

static void
say_hangs(struct dongle *d)
{
    log_warn("dongle", "modem=%s worker hangs; ended", d->status.name);
}

static void
say_trouble(struct dongle *d)
{
    char said[REASON_SAID];

    log_warn("dongle", "modem=%s device=%s trouble=\"%s\"", d->status.name,
        d->want.device, reason_english(&d->life.why.words, said));
    d->status.restarts++;
}

static void
say_cut(struct dongle *d, const struct dongle_deed *deed)
{
    log_info("dongle", "modem=%s power cut %s", d->status.name,
        deed->what ? "and restored" : "not proved");
}

static void
say_odd(struct dongle *d, const struct dongle_deed *deed)
{
    log_debug("dongle", "modem=%s event=\"%s\" state=%s cannot be",
        d->status.name,
        dongle_event_name((enum dongle_event_kind)deed->what),
        dongle_state_name(d->life.state));
}

/* --- all of them ---------------------------------------------------------- */

/* Each in one of four forms. */
static const struct form {
    void (*plain)(struct dongle *d);
    void (*with)(struct dongle *d, const struct dongle_deed *deed);
    enum err (*breaks)(struct dongle *d);
    enum err (*answers)(struct dongle *d, struct dongle_event *answer);
} forms[DEEDS] = {
    [DEED_SPAWN] = { .breaks = dongle_spawn },
    [DEED_TELL_START] = { .breaks = dongle_tell_start },
    [DEED_LISTEN] = { .breaks = hear_it },
    [DEED_TELL_SEND] = { .breaks = dongle_tell_send },
    [DEED_TELL_POLL] = { .breaks = dongle_tell_poll },
    [DEED_TELL_RESET] = { .breaks = dongle_tell_reset },
    [DEED_RELIST] = { .plain = dongle_relist },
    [DEED_HUSH] = { .plain = dongle_hush },
    [DEED_HEAR_LAST] = { .answers = dongle_hear_last },
    [DEED_KILL] = { .plain = dongle_kill },
    [DEED_LOOK] = { .answers = look },
    [DEED_TIMER] = { .with = set_timer },
    [DEED_DUE_AFTER] = { .with = set_due },
    [DEED_RELIST_AFTER] = { .with = set_relist },
    [DEED_REGISTER] = { .answers = dongle_register },
    [DEED_SETTLE] = { .answers = dongle_settle },
    [DEED_CLAIM] = { .answers = dongle_claim },
    [DEED_STORE_PART] = { .breaks = dongle_store_part },
    [DEED_TELL_STORED] = { .plain = dongle_tell_stored },
    [DEED_KEEP_REMOVED] = { .plain = dongle_keep_removed },
    [DEED_KEEP_CALL] = { .plain = dongle_keep_call },
    [DEED_KEEP_USSD] = { .plain = dongle_keep_ussd },
    [DEED_ASK_USSD] = { .plain = dongle_ask_ussd },
    [DEED_READ_NAME] = { .plain = dongle_read_name },
    [DEED_NOTE_PIN] = { .plain = dongle_note_pin },
    [DEED_LOSE_SIM] = { .plain = dongle_lose_sim },
    [DEED_BEGIN_RUNG] = { .with = dongle_begin_rung },
    [DEED_END_RUNG] = { .with = dongle_end_rung },
    [DEED_COUNT_LOSSES] = { .with = dongle_count_losses },
    [DEED_RESET_PORT] = { .plain = reset_port },
    [DEED_CUT] = { .breaks = cut },
    [DEED_PARK] = { .plain = park },
    [DEED_KEEP_HEALTH] = { .plain = keep_health },
    [DEED_SHOW] = { .with = show },
    [DEED_SHOW_HEALTH] = { .plain = show_health },
    [DEED_SAY_WORKING] = { .plain = say_working },
    [DEED_SAY_HANGS] = { .plain = say_hangs },
    [DEED_SAY_TROUBLE] = { .plain = say_trouble },
    [DEED_SAY_CUT] = { .with = say_cut },
    [DEED_SAY_ODD] = { .with = say_odd },
    [DEED_RELEASE] = { .plain = release },
};

enum err
dongle_act(struct dongle *d, const struct dongle_deed *deed,
    struct dongle_event *answer)
{
    const struct form *f = &forms[deed->kind];

    if (f->breaks)
        return f->breaks(d);
    if (f->answers)
        return f->answers(d, answer);
    assert(f->plain || f->with);
    if (f->plain)
        f->plain(d);
    else
        f->with(d, deed);
    return OK;
}
