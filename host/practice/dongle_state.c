/* How a dongle is: its service, its slots, its silence. The commands and the
 * network ask here; plugging and unplugging is above them (dongle.c). */
#include "practice/dongle.h"

#include "base/log.h"

#include <string.h>

enum { MEMORY_ALERT_MS = 10 };

bool
dongle_has_service(const struct dongle *d)
{
    return d->port && d->radio && d->coverage && d->card == CARD_READY
        && !dongle_is_starting(d) && !d->locked;
}

/* stat: while there is service; -1: the family does not know the command. */
static void
tell_registration(struct dongle *d, const char *name, int how, int stat,
    bool on)
{
    if (stat < 0)
        return;
    if (how == 2 && on && stat)
        at_unasked(d, "%s: %d,\"1A2B\",\"3C4D\"", name, stat);
    else if (how)
        at_unasked(d, "%s: %d", name, on ? stat : 2);
}

void
dongle_service_changed(struct dongle *d, bool before)
{
    bool now = dongle_has_service(d);

    if (now == before)
        return;
    tell_registration(d, "+CREG", d->at.creg, d->model->creg, now);
    tell_registration(d, "+CGREG", d->at.cgreg, d->model->cgreg, now);
    tell_registration(d, "+CEREG", d->at.cereg, d->model->cereg, now);
    if (now)
        network_ready(d->network, &d->line);
}

void
dongle_memory_alert(void *owner)
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

enum at_store
dongle_store_named(const char *name)
{
    int i = 0;

    while (i < STORE_MT && strcmp(dongle_store_name((enum at_store)i), name))
        i++;
    return (enum at_store)i;
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
