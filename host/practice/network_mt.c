/* From the network to a dongle: mobile terminated texts and reports. */
#include "practice/network_own.h"

#include "base/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const outcome_name[] = {
    [NETWORK_STORED] = "stored",
    [NETWORK_DIRECT] = "direct",
    [NETWORK_PENDING] = "direct",
    [NETWORK_DROPPED] = "dropped",
    [NETWORK_FULL] = "full",
    [NETWORK_AWAY] = "away",
};

static void
air_mt(struct network_item *item, enum network_taken taken)
{
    const struct network_mt *mt = &item->mt;
    struct jsonl *j;

    if (item->told == (int)taken)
        return;
    item->told = (int)taken;
    j = air_start(item->network->air, mt->report ? "report" : "deliver");
    jsonl_int(j, "id", item->id);
    jsonl_text(j, "dongle", item->line->name);
    jsonl_text(j, "outcome", outcome_name[taken]);
    if (taken == NETWORK_STORED) {
        jsonl_text(j, "mem", mt->mem);
        jsonl_int(j, "slot", mt->slot);
    }
    if (mt->report) {
        jsonl_int(j, "of", item->of);
        jsonl_int(j, "mr", item->mr);
        jsonl_int(j, "status", item->status);
    } else {
        jsonl_int(j, "message", item->message);
        jsonl_int(j, "copy", item->copy);
        jsonl_text(j, "from", item->from);
        network_air_part(j, &item->user);
    }
    jsonl_hex(j, "pdu", mt->tpdu.data, mt->tpdu.len);
    air_end(item->network->air);
}

void
network_ready(struct network *n, struct network_line *line)
{
    struct network_item *item;

    (void)n;
    while ((item = TAILQ_FIRST(&line->waiting))) {
        enum network_taken taken = line->take(line->owner, &item->mt);

        air_mt(item, taken);
        if (taken == NETWORK_FULL || taken == NETWORK_AWAY
            || taken == NETWORK_PENDING)
            return;
        network_item_free(item);
    }
}

void
network_acknowledged(struct network *n, struct network_line *line)
{
    struct network_item *item = TAILQ_FIRST(&line->waiting);

    if (item)
        network_item_free(item);
    network_ready(n, line);
}

static void
arrive(void *owner)
{
    struct network_item *item = owner;

    network_item_wait(item, &item->line->waiting);
    network_ready(item->network, item->line);
}

void
network_mt_send(struct network_item *item, int64_t ms)
{
    item->mt.smsc.len = pdu_smsc_write(item->line->smsc, item->mt.smsc.data);
    network_item_later(item, ms, arrive);
}

void
network_report_send(const struct network_item *item, uint8_t status)
{
    struct network *n = item->network;
    struct pdu_report r = { .mr = item->mr, .status = status,
        .to = item->submit.to, .scts_ms = item->accepted_ms,
        .done_ms = loop_date(n->loop),
        .zone_minutes = n->habits.zone_minutes };
    struct network_item *out;

    if (!item->submit.report_wanted || !n->habits.reports)
        return;
    if (n->habits.report_canonical) {
        char number[PDU_NUMBER_MAX];

        network_canonical(n, item->submit.to.text, number);
        if (pdu_address_set(&r.to, number, 0))
            return;
    }
    if (n->habits.report_status >= 0)
        r.status = (uint8_t)n->habits.report_status;
    out = network_item_new(n, item->line);
    if (!out)
        return;
    out->of = item->id;
    out->mr = item->mr;
    out->status = r.status;
    out->mt.report = true;
    if (pdu_report_write(&r, &out->mt.tpdu)) {
        network_item_free(out);
        return;
    }
    network_mt_send(out, n->habits.report_ms);
}

/* One part to a line; the item is sent or gone. */
static enum err
send_part(struct network *n, struct network_line *to,
    const struct pdu_deliver *d, int64_t message, int copy, int64_t ms)
{
    struct network_item *item = network_item_new(n, to);
    enum err e;

    if (!item)
        return ERR_MEMORY;
    item->message = message;
    item->copy = copy;
    item->user = d->user;
    snprintf(item->from, sizeof(item->from), "%s", d->from.text);
    e = pdu_deliver_write(d, &item->mt.tpdu);
    if (e)
        network_item_free(item);
    else
        network_mt_send(item, ms + n->habits.transit_ms);
    return e;
}

void
network_mt_forward(const struct network_item *item, struct network_line *to)
{
    struct network *n = item->network;
    struct pdu_deliver d = { .pid = item->submit.pid,
        .scts_ms = item->accepted_ms, .user = item->submit.user,
        .zone_minutes = n->habits.zone_minutes };

    if (pdu_address_set(&d.from, item->line->number, 0)
        || send_part(n, to, &d, ++n->messages, 1, 0))
        log_error("network", "id=%lld cannot be forwarded",
            (long long)item->id);
}

struct network_text
network_text_of(struct handset *h, const char *text)
{
    struct network_text t = { .from = h->shows, .copies = 1 };

    t.typed = (struct handset_typed){ .text = text, .width = h->width,
        .ref = ++h->next_ref, .message_class = -1 };
    return t;
}

/* Sends the parts in the order wanted; parts not named are lost. */
static enum err
send_parts(struct network *n, struct network_line *to,
    const struct network_text *t, struct pdu_deliver *d,
    const struct pdu_user *parts, size_t count)
{
    int64_t at = t->delay_ms, message = ++n->messages;
    enum err e = OK;

    for (size_t i = 0; i < count && !e; i++, at += t->gap_ms) {
        unsigned part = t->order ? t->order[i] : (unsigned)i + 1;
        int64_t ms = at;

        if (!part)
            break;
        if (part > count)
            return ERR_INPUT;
        if (t->late)
            ms += t->late[part];
        d->user = parts[part - 1];
        d->scts_ms = t->scts_ms ? t->scts_ms : loop_date(n->loop) + at;
        for (int copy = 1; copy <= t->copies && !e; copy++)
            e = send_part(n, to, d, message, copy, ms);
    }
    return e;
}

enum err
network_text(struct network *n, struct network_line *to,
    const struct network_text *t, int64_t *message)
{
    struct pdu_deliver d = { .from = t->from, .pid = t->pid,
        .zone_minutes = n->habits.zone_minutes };
    struct pdu_user *parts;
    size_t count;
    enum err e = handset_split(&t->typed, &parts, &count);

    if (e)
        return e;
    e = send_parts(n, to, t, &d, parts, count);
    if (!e && message)
        *message = n->messages;
    free(parts);
    return e;
}

enum err
network_inject(struct network *n, struct network_line *to,
    const uint8_t *tpdu, size_t len, bool report)
{
    struct network_item *item;

    if (!len || len > PDU_MAX)
        return ERR_INPUT;
    item = network_item_new(n, to);
    if (!item)
        return ERR_MEMORY;
    item->message = ++n->messages;
    item->copy = 1;
    item->mt.report = report;
    memcpy(item->mt.tpdu.data, tpdu, len);
    item->mt.tpdu.len = len;
    network_mt_send(item, n->habits.transit_ms);
    return OK;
}
