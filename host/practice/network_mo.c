/* From a dongle to a phone: mobile originated texts. */
#include "practice/network_own.h"

#include "base/log.h"

#include <stdio.h>
#include <string.h>

/* TP-ST, TS 23.040 §9.2.3.15. */
enum {
    ST_RECEIVED = 0x00,
    ST_BUSY = 0x21,
    ST_NO_RESPONSE = 0x22,
    ST_NOT_OBTAINABLE = 0x43,
    ST_EXPIRED = 0x46
};

enum { CMS_BAD_PDU = 304 };

static void
air_submit(struct network *n, const struct network_line *line,
    const struct network_item *item, const uint8_t *tpdu, size_t len,
    int error)
{
    struct jsonl *j = air_start(n->air, "submit");
    char number[PDU_NUMBER_MAX];

    jsonl_text(j, "dongle", line->name);
    jsonl_int(j, "error", error);
    if (item) {
        network_canonical(n, item->submit.to.text, number);
        jsonl_int(j, "id", item->id);
        jsonl_int(j, "mr", item->mr);
        jsonl_int(j, "pdu_mr", item->submit.mr);
        jsonl_text(j, "to", item->submit.to.text);
        jsonl_text(j, "number", number);
        jsonl_bool(j, "report", item->submit.report_wanted);
        jsonl_int(j, "validity", item->submit.validity_ms);
        network_air_part(j, &item->submit.user);
    }
    jsonl_hex(j, "pdu", tpdu, len);
    air_end(n->air);
}

static void
answer(struct network_item *item, const char *text)
{
    struct network *n = item->network;
    struct handset *h = item->phone->handset;
    const struct handset_rule *r = handset_rule_use(h, text);
    struct network_text t;

    if (!r)
        return;
    t = network_text_of(h, r->text);
    t.delay_ms = r->after_ms;
    if (network_text(n, item->line, &t, NULL))
        log_error("network", "phone=%s cannot send its answer", h->number);
}

static void
show(struct network_item *item)
{
    struct network *n = item->network;
    struct handset *h = item->phone->handset;
    const struct handset_text *shown;
    struct jsonl *j;

    if (handset_take(h, item->line->number, &item->submit.user,
            loop_date(n->loop), &shown)) {
        log_error("network", "phone=%s: out of memory", h->number);
        return;
    }
    if (!shown)
        return;
    j = air_start(n->air, "display");
    jsonl_text(j, "phone", h->number);
    jsonl_text(j, "from", shown->from);
    jsonl_int(j, "parts", shown->parts);
    jsonl_text(j, "text", shown->text);
    air_end(n->air);
    answer(item, shown->text);
}

static void
expire(void *owner)
{
    struct network_item *item = owner;

    network_report_send(item, ST_EXPIRED);
    network_item_free(item);
}

/* Keeps it until the phone can take it or its validity ends. */
static void
keep(struct network_item *item, uint8_t why)
{
    struct network *n = item->network;
    int64_t left = item->submit.validity_ms;

    if (left < 0)
        left = n->habits.validity_ms;
    left -= loop_date(n->loop) - item->accepted_ms;
    network_item_wait(item, &item->phone->waiting);
    if (n->habits.interim)
        network_report_send(item, why);
    network_item_later(item, left, expire);
}

static void
arrive(void *owner)
{
    struct network_item *item = owner;

    switch (item->phone->handset->state) {
    case HANDSET_ON:
        show(item);
        network_report_send(item, ST_RECEIVED);
        break;
    case HANDSET_OFF:
        keep(item, ST_NO_RESPONSE);
        return;
    case HANDSET_FULL:
        keep(item, ST_BUSY);
        return;
    case HANDSET_DEAD:
        network_report_send(item, ST_NOT_OBTAINABLE);
        break;
    }
    network_item_free(item);
}

static void
arrive_at_line(void *owner)
{
    struct network_item *item = owner;
    struct network_line *to =
        network_line(item->network, item->submit.to.text);

    if (to) {
        network_mt_forward(item, to);
        network_report_send(item, ST_RECEIVED);
    }
    network_item_free(item);
}

int
network_submit(struct network *n, struct network_line *line,
    const uint8_t *tpdu, size_t len, uint8_t mr)
{
    struct network_item *item = network_item_new(n, line);
    bool to_line;
    int refused = 0;

    if (!item)
        return 41;              /* temporary failure */
    item->mr = mr;
    item->accepted_ms = loop_date(n->loop);
    if (pdu_submit_read(tpdu, len, item->accepted_ms, &item->submit)
        || !item->submit.to.text[0]) {
        air_submit(n, line, NULL, tpdu, len, CMS_BAD_PDU);
        network_item_free(item);
        return CMS_BAD_PDU;
    }
    to_line = network_line(n, item->submit.to.text) != NULL;
    if (!to_line) {
        item->phone = network_phone_find(n, item->submit.to.text, true);
        refused = item->phone ? item->phone->handset->refuse : 28;
    }
    air_submit(n, line, item, tpdu, len, refused);
    if (refused)
        network_item_free(item);
    else
        network_item_later(item, n->habits.transit_ms,
            to_line ? arrive_at_line : arrive);
    return refused;
}

void
network_phone_ready(struct network *n, struct handset *h)
{
    struct phone *p = network_phone_find(n, h->number, false);
    struct network_item *item;

    if (!p || h->state == HANDSET_OFF || h->state == HANDSET_FULL)
        return;
    while ((item = TAILQ_FIRST(&p->waiting))) {
        TAILQ_REMOVE(&p->waiting, item, next);
        item->queue = NULL;
        arrive(item);
    }
}
