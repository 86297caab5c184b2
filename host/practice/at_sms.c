/* Sending, and how incoming messages are announced: TS 27.005 §3. */
#include "practice/at.h"
#include "practice/dongle.h"

#include <stdio.h>
#include <string.h>

enum {
    CMS_INVALID_PDU = 304,
    CMS_INVALID_INDEX = 321,
    CMS_FULL = 322,
    CMS_NO_NETWORK = 331
};

static int
format(struct dongle *d, struct at_call *c)
{
    int v = 0;

    if (c->form == AT_READ) {
        at_say(d, "+CMGF: 0");
        return AT_OK;
    }
    if (c->form == AT_TEST) {
        at_say(d, "+CMGF: (0)");
        return AT_OK;
    }
    if (!at_arg_int(c, &v) || v)
        return AT_CMS + 303;    /* PDU mode only */
    return AT_OK;
}

static int
service(struct dongle *d, struct at_call *c)
{
    int v = 0;

    if (c->form == AT_TEST) {
        at_say(d, d->model->csms ? "+CSMS: (0,1)" : "+CSMS: (0)");
        return AT_OK;
    }
    if (c->form == AT_READ) {
        at_say(d, "+CSMS: %d,1,1,1", d->at.csms);
        return AT_OK;
    }
    if (!at_arg_int(c, &v) || v < 0 || v > d->model->csms)
        return AT_CMS + 302;
    d->at.csms = v;
    at_say(d, "+CSMS: 1,1,1");
    return AT_OK;
}

static int
centre(struct dongle *d, struct at_call *c)
{
    char number[PDU_NUMBER_MAX] = "";
    struct pdu_address check;

    if (c->form == AT_TEST)
        return AT_OK;
    if (c->form == AT_READ) {
        at_say(d, "+CSCA: \"%s\",%d", d->line.smsc,
            d->line.smsc[0] == '+' ? 145 : 129);
        return AT_OK;
    }
    if (!at_arg_text(c, number, sizeof(number))
        || pdu_address_set(&check, number, 0) || check.toa == 0xd0)
        return AT_CMS + 330;
    snprintf(d->line.smsc, sizeof(d->line.smsc), "%s", number);
    return AT_OK;
}

/* "(0,1,2),(0,1,2,3),...": the values of each place. */
static const char *
notify_list(const struct dongle *d, char *out, size_t room)
{
    size_t n = 0;

    for (int i = 0; i < 5 && n < room; i++) {
        const char *before = i ? ",(" : "(";

        for (int v = 0; v < 4 && n < room; v++)
            if (d->model->cnmi[i] & 1 << v) {
                n += (size_t)snprintf(out + n, room - n, "%s%d", before, v);
                before = ",";
            }
        if (n < room)
            n += (size_t)snprintf(out + n, room - n, ")");
    }
    return out;
}

static int
notify(struct dongle *d, struct at_call *c)
{
    char list[64];
    int v[5] = { 0 };

    if (c->form == AT_TEST) {
        at_say(d, "+CNMI: %s", notify_list(d, list, sizeof(list)));
        return AT_OK;
    }
    if (c->form == AT_READ) {
        at_say(d, "+CNMI: %d,%d,%d,%d,%d", d->at.cnmi[0], d->at.cnmi[1],
            d->at.cnmi[2], d->at.cnmi[3], d->at.cnmi[4]);
        return AT_OK;
    }
    for (int i = 0; i < 5; i++)
        if (!at_arg_int(c, &v[i]) || v[i] < 0 || v[i] > 3
            || !(d->model->cnmi[i] & 1 << v[i]))
            return AT_CMS + 303;
    memcpy(d->at.cnmi, v, sizeof(v));
    return AT_OK;
}

static int
more_to_send(struct dongle *d, struct at_call *c)
{
    int v = 0;

    if (c->form == AT_TEST)
        at_say(d, "+CMMS: (0-2)");
    else if (c->form == AT_READ)
        at_say(d, "+CMMS: 0");
    else if (!at_arg_int(c, &v) || v < 0 || v > 2)
        return AT_CMS + 303;
    return AT_OK;
}

static int
acknowledge(struct dongle *d, struct at_call *c)
{
    int v = 0;

    if (c->form == AT_TEST)
        return AT_OK;
    if (!d->unacknowledged || (c->form == AT_SET && !at_arg_int(c, &v)))
        return AT_CMS + 340;    /* no acknowledgement expected */
    dongle_acknowledged(d, v < 2);
    return AT_OK;
}

static int text_entered(struct dongle *d);

static int
ask_for_text(struct dongle *d, struct at_call *c, bool to_store)
{
    int octets = 0, state = SLOT_UNSENT;

    if (c->form == AT_TEST)
        return AT_OK;
    if (c->form != AT_SET || !at_arg_int(c, &octets)
        || !at_arg_int(c, &state) || octets < 1 || octets > PDU_MAX
        || state < 0 || state > 3)
        return AT_CMS + CMS_INVALID_PDU;
    d->at.wanted = (size_t)octets;
    d->at.write_state = state;
    d->at.to_store = to_store;
    d->at.entered = text_entered;
    return AT_ASKED;
}

static int
send(struct dongle *d, struct at_call *c)
{
    return ask_for_text(d, c, false);
}

static int
store(struct dongle *d, struct at_call *c)
{
    return ask_for_text(d, c, true);
}

/* The end of CMGS and CMSS: the text goes on the air now. */
static int
transmit(struct dongle *d)
{
    const struct pdu_bytes *t = &d->outgoing;
    uint8_t mr = d->mr;
    int refused;

    if (!dongle_has_service(d))
        return AT_CMS + CMS_NO_NETWORK;
    refused = network_submit(d->network, &d->line, t->data, t->len, mr);
    d->mr++;
    if (refused)
        return AT_CMS + refused;
    if (d->outgoing_slot >= 0) {
        struct slot *s = slots_at(d->outgoing_store, d->outgoing_slot);

        if (s && s->state == SLOT_UNSENT)
            s->state = SLOT_SENT;
    }
    at_say(d, "%s: %d", d->outgoing_slot >= 0 ? "+CMSS" : "+CMGS", mr);
    return AT_OK;
}

static void
transmitted(void *owner)
{
    struct dongle *d = owner;

    at_finish(d, transmit(d));
}

static int
start_transmission(struct dongle *d)
{
    if (d->latency_ms <= 0)
        return transmit(d);
    d->at.timer.fire = transmitted;
    d->at.timer.owner = d;
    return loop_after(d->loop, &d->at.timer, d->latency_ms) ? AT_CMS + 500
                                                            : AT_LATER;
}

static int
write_slot(struct dongle *d, const uint8_t *smsc, size_t smsc_len)
{
    struct pdu_bytes centre_octets = { .len = smsc_len };
    enum at_store mem = d->at.mem[1];
    struct slots *to = &d->store[mem == STORE_MT ? STORE_ME : mem];
    int index;

    memcpy(centre_octets.data, smsc, smsc_len);
    index = slots_add(to, (enum slot_state)d->at.write_state, 0,
        &centre_octets, &d->outgoing);
    if (index < 0)
        return AT_CMS + CMS_FULL;
    at_say(d, "+CMGW: %d", index + d->model->first);
    return AT_OK;
}

static int
text_entered(struct dongle *d)
{
    uint8_t raw[SLOTS_PDU_MAX];
    char hex[AT_LINE_MAX];
    size_t n = 0, smsc;
    int len;

    for (size_t i = 0; i < d->at.len; i++)
        if (!strchr("\r\n ", d->at.line[i]))
            hex[n++] = d->at.line[i];
    len = pdu_unhex(hex, n, raw, sizeof(raw));
    smsc = len > 0 ? pdu_smsc_len(raw, (size_t)len) : 0;
    if (!smsc || (size_t)len - smsc != d->at.wanted)
        return AT_CMS + CMS_INVALID_PDU;
    d->outgoing.len = d->at.wanted;
    memcpy(d->outgoing.data, raw + smsc, d->at.wanted);
    if (d->at.to_store)
        return write_slot(d, raw, smsc);
    d->outgoing_slot = -1;
    return start_transmission(d);
}

static int
send_stored(struct dongle *d, struct at_call *c)
{
    struct slots *from;
    struct slot *s;
    int index = -1;

    if (c->form == AT_TEST)
        return AT_OK;
    if (!at_arg_int(c, &index) || (index -= d->model->first) < 0)
        return AT_CMS + CMS_INVALID_INDEX;
    from = dongle_store(d, d->at.mem[1], &index);
    s = slots_at(from, index);
    if (!s || s->state < SLOT_UNSENT)
        return AT_CMS + CMS_INVALID_INDEX;
    d->outgoing.len = s->len - s->smsc_len;
    memcpy(d->outgoing.data, s->pdu + s->smsc_len, d->outgoing.len);
    d->outgoing_slot = index;
    d->outgoing_store = from;
    return start_transmission(d);
}

#define BOTH (AT_NEEDS_SIM | AT_NEEDS_STORAGE)
const struct at_entry at_sms[] = {
    { "+CMGF", format, AT_NEEDS_STORAGE },
    { "+CSMS", service, AT_NEEDS_STORAGE },
    { "+CSCA", centre, BOTH }, { "+CNMI", notify, AT_NEEDS_STORAGE },
    { "+CMMS", more_to_send, AT_NEEDS_STORAGE },
    { "+CNMA", acknowledge, BOTH }, { "+CMGS", send, BOTH },
    { "+CMGW", store, BOTH }, { "+CMSS", send_stored, BOTH }, { 0 }
};
