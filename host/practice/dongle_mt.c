/* What the network gives a dongle: texts, reports, calls. */
#include "practice/dongle.h"

#include <stdio.h>

static enum network_taken
hand_on(struct dongle *d, const struct network_mt *mt)
{
    char hex[2 * SLOTS_PDU_MAX + 1], tpdu[2 * PDU_MAX + 1];

    pdu_hex(mt->smsc.data, mt->smsc.len, hex);
    pdu_hex(mt->tpdu.data, mt->tpdu.len, tpdu);
    if (mt->report)
        at_unasked(d, "+CDS: %zu\r\n%s%s", mt->tpdu.len, hex, tpdu);
    else
        at_unasked(d, "+CMT: %s%zu\r\n%s%s",
            d->model->habits & MODEL_NO_ALPHA ? "" : ",", mt->tpdu.len, hex,
            tpdu);
    return dongle_await_ack(d) ? NETWORK_PENDING : NETWORK_DIRECT;
}

static enum network_taken
keep(struct dongle *d, struct network_mt *mt)
{
    enum at_store mem = d->at.mem[2];
    int index;

    if (mt->report && d->model != model_table
        && model_has_store(d->model, "SR"))
        mem = STORE_SR;
    if (mem == STORE_MT)
        mem = d->store[STORE_ME].used < d->store[STORE_ME].total ? STORE_ME
                                                                 : STORE_SM;
    index = slots_add(&d->store[mem], SLOT_UNREAD, mt->id, &mt->smsc,
        &mt->tpdu);
    if (index < 0) {
        if (!d->was_full && d->at.curc)
            at_unasked(d, "^SMMEMFULL: \"%s\"", dongle_store_name(mem));
        d->was_full = true;
        return NETWORK_FULL;
    }
    snprintf(mt->mem, sizeof(mt->mem), "%s", dongle_store_name(mem));
    mt->slot = index;
    if (d->at.cnmi[0] && !mt->report && d->at.cnmi[1])
        at_unasked(d, "+CMTI: \"%s\",%d", mt->mem, index + d->model->first);
    else if (d->at.cnmi[0] && mt->report)
        at_unasked(d, "+CDSI: \"%s\",%d", mt->mem, index + d->model->first);
    return NETWORK_STORED;
}

enum network_taken
dongle_take(void *owner, struct network_mt *mt)
{
    struct dongle *d = owner;

    if (!dongle_has_service(d))
        return NETWORK_AWAY;
    if (d->unacknowledged)
        return NETWORK_PENDING;
    if (mt->report && d->at.cnmi[3] == 0)
        return NETWORK_DROPPED;
    if (mt->report && d->at.cnmi[3] == 1)
        return hand_on(d, mt);
    if (!mt->report && (d->at.cnmi[1] == 2 || (d->direct && d->at.cnmi[1])))
        return hand_on(d, mt);
    return keep(d, mt);
}

void
dongle_ring(void *owner, const char *number, bool ended)
{
    struct dongle *d = owner;

    if (!dongle_has_service(d) || d->model->habits & MODEL_NO_CALLS)
        return;
    if (ended) {
        at_unasked(d, "NO CARRIER");
        return;
    }
    at_unasked(d, "%s", d->at.crc ? "+CRING: VOICE" : "RING");
    if (d->at.clip)
        at_unasked(d, "+CLIP: \"%s\",%d,,,,%d", number,
            *number == '+' ? 145 : *number ? 129 : 128, *number ? 0 : 1);
}
