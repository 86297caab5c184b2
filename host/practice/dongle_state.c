/* How a dongle is: its service, its slots, its silence. The commands and the
 * network ask here; plugging and unplugging is above them (dongle.c). */
#include "practice/dongle.h"

#include "base/log.h"

enum { MEMORY_ALERT_MS = 10 };

bool
dongle_has_service(const struct dongle *d)
{
    return d->port && d->radio && d->coverage && d->card == CARD_READY;
}

static void
tell_registration(struct dongle *d, const char *name, int how, bool on)
{
    if (how == 2 && on)
        at_unasked(d, "%s: 1,\"1A2B\",\"3C4D\"", name);
    else if (how)
        at_unasked(d, "%s: %d", name, on ? 1 : 2);
}

void
dongle_service_changed(struct dongle *d, bool before)
{
    bool now = dongle_has_service(d);

    if (now == before)
        return;
    tell_registration(d, "+CREG", d->at.creg, now);
    tell_registration(d, "+CGREG", d->at.cgreg, now);
    if (now)
        network_ready(d->network, &d->line);
}

static void
memory_alert(void *owner)
{
    struct dongle *d = owner;

    if (dongle_has_service(d))
        network_ready(d->network, &d->line);
}

void
dongle_freed(struct dongle *d)
{
    if (!d->was_full)
        return;
    d->was_full = false;
    d->memory_timer.fire = memory_alert;
    if (loop_after(d->loop, &d->memory_timer, MEMORY_ALERT_MS))
        log_error("dongle", "name=%s: out of memory", d->name);
}

static void
air_slot(struct dongle *d, const char *event, enum at_store store, int index)
{
    const struct slot *s = slots_at(&d->store[store], index);
    struct jsonl *j;

    if (!s)
        return;
    j = air_start(d->air, event);
    jsonl_text(j, "dongle", d->name);
    jsonl_text(j, "mem", dongle_store_name(store));
    jsonl_int(j, "slot", index);
    jsonl_int(j, "id", s->id);
    jsonl_bool(j, "seen", s->seen);
    air_end(d->air);
}

void
dongle_erase(struct dongle *d, enum at_store store, int index)
{
    air_slot(d, "erase", store, index);
    slots_erase(&d->store[store], index);
    dongle_freed(d);
}

void
dongle_kept(struct dongle *d, enum at_store store, int index)
{
    air_slot(d, "kept", store, index);
}

const char *
dongle_store_name(enum at_store store)
{
    static const char *const names[] = { "SM", "ME", "SR", "MT" };

    return names[store];
}

struct slots *
dongle_store(struct dongle *d, enum at_store mem, int *index)
{
    if (mem != STORE_MT)
        return &d->store[mem];
    if (*index < d->store[STORE_ME].total)
        return &d->store[STORE_ME];
    *index -= d->store[STORE_ME].total;
    return &d->store[STORE_SM];
}

void
dongle_silence(struct dongle *d, bool till_reopen)
{
    d->silent = true;
    d->silent_till_reopen = till_reopen;
    d->at.out.len = d->at.answer.len = d->at.held.len = 0;
    d->at.len = d->at.typed_len = 0;
    d->at.mode = AT_COMMAND;
    loop_cancel(d->loop, &d->at.timer);
}
