#include "practice/network_own.h"

#include "base/log.h"
#include "practice/alphabet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHORT_CODE = 6 };

enum err
network_new(struct loop *l, struct air *a, struct network **out)
{
    struct network *n = calloc(1, sizeof(*n));

    if (!n)
        return ERR_MEMORY;
    n->loop = l;
    n->air = a;
    n->habits = (struct network_habits){ .transit_ms = 20, .reports = true,
        .report_status = -1, .validity_ms = 3 * 24 * 3600 * (int64_t)1000,
        .zone_minutes = 180, .country = "254" };
    TAILQ_INIT(&n->lines);
    LIST_INIT(&n->phones);
    LIST_INIT(&n->items);
    LIST_INIT(&n->calls);
    LIST_INIT(&n->ussd);
    *out = n;
    return OK;
}

void
network_free(struct network *n)
{
    struct network_item *item, *next_item;
    struct phone *p, *next_phone;

    if (!n)
        return;
    for (item = LIST_FIRST(&n->items); item; item = next_item) {
        next_item = LIST_NEXT(item, all);
        network_item_free(item);
    }
    for (p = LIST_FIRST(&n->phones); p; p = next_phone) {
        next_phone = LIST_NEXT(p, others);
        handset_free(p->handset);
        free(p);
    }
    network_calls_free(n);
    free(n);
}

struct network_habits *
network_habits(struct network *n)
{
    return &n->habits;
}

struct network_item *
network_item_new(struct network *n, struct network_line *line)
{
    struct network_item *item = calloc(1, sizeof(*item));

    if (!item) {
        log_error("network", "out of memory: a text is lost");
        return NULL;
    }
    item->network = n;
    item->line = line;
    item->id = item->mt.id = ++n->ids;
    item->told = -1;
    item->timer.owner = item;
    LIST_INSERT_HEAD(&n->items, item, all);
    return item;
}

void
network_item_free(struct network_item *item)
{
    loop_cancel(item->network->loop, &item->timer);
    if (item->queue)
        TAILQ_REMOVE(item->queue, item, next);
    LIST_REMOVE(item, all);
    free(item);
}

void
network_item_later(struct network_item *item, int64_t ms,
    void (*fire)(void *item))
{
    item->timer.fire = fire;
    if (loop_after(item->network->loop, &item->timer, ms)) {
        log_error("network", "id=%lld lost: out of memory",
            (long long)item->id);
        network_item_free(item);
    }
}

void
network_item_wait(struct network_item *item, struct network_queue *queue)
{
    item->queue = queue;
    TAILQ_INSERT_TAIL(queue, item, next);
}

void
network_air_part(struct jsonl *j, const struct pdu_user *u)
{
    uint16_t units[PDU_UNITS_MAX];
    char text[3 * PDU_UNITS_MAX + 1];

    alphabet_utf8(units, pdu_user_units(u, units), text);
    jsonl_int(j, "dcs", u->dcs);
    jsonl_int(j, "width", u->width);
    jsonl_int(j, "ref", u->ref);
    jsonl_int(j, "part", u->width ? u->part : 1);
    jsonl_int(j, "total", u->width ? u->total : 1);
    jsonl_text(j, "text", text);
}

void
network_join(struct network *n, struct network_line *line)
{
    TAILQ_INIT(&line->waiting);
    TAILQ_INSERT_TAIL(&n->lines, line, others);
}

size_t
network_waiting(const struct network_line *line)
{
    const struct network_item *item;
    size_t count = 0;

    TAILQ_FOREACH(item, &line->waiting, next)
        count++;
    return count;
}

struct network_line *
network_line(struct network *n, const char *number)
{
    struct network_line *line;
    char canonical[PDU_NUMBER_MAX];

    network_canonical(n, number, canonical);
    TAILQ_FOREACH(line, &n->lines, others)
        if (!strcmp(line->name, number) || !strcmp(line->number, canonical))
            return line;
    return NULL;
}

void
network_canonical(const struct network *n, const char *number,
    char out[PDU_NUMBER_MAX])
{
    const char *country = n->habits.country;

    if (!strncmp(number, "00", 2))
        snprintf(out, PDU_NUMBER_MAX, "+%.*s", PDU_NUMBER_MAX - 2, number + 2);
    else if (*number == '0' && strlen(number) > SHORT_CODE)
        snprintf(out, PDU_NUMBER_MAX, "+%s%s", country, number + 1);
    else if (!strncmp(number, country, strlen(country))
        && strlen(number) > SHORT_CODE)
        snprintf(out, PDU_NUMBER_MAX, "+%.*s", PDU_NUMBER_MAX - 2, number);
    else
        snprintf(out, PDU_NUMBER_MAX, "%s", number);
}

struct phone *
network_phone_find(struct network *n, const char *number, bool make)
{
    char canonical[PDU_NUMBER_MAX];
    struct phone *p;

    network_canonical(n, number, canonical);
    LIST_FOREACH(p, &n->phones, others)
        if (!strcmp(p->handset->number, canonical))
            return p;
    if (!make)
        return NULL;
    p = calloc(1, sizeof(*p));
    if (!p || handset_new(canonical, &p->handset)) {
        free(p);
        return NULL;
    }
    TAILQ_INIT(&p->waiting);
    LIST_INSERT_HEAD(&n->phones, p, others);
    return p;
}

struct handset *
network_phone(struct network *n, const char *number, bool make)
{
    struct phone *p = network_phone_find(n, number, make);

    return p ? p->handset : NULL;
}

void
network_phones(struct network *n, void (*each)(void *owner, struct handset *h),
    void *owner)
{
    struct phone *p;

    LIST_FOREACH(p, &n->phones, others)
        each(owner, p->handset);
}
