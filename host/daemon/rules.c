#include "daemon/rules.h"

#include "daemon/clock.h"

#include <stdatomic.h>
#include <stdlib.h>

static _Atomic(const struct rules *) current;
static bool clock_unsure;       /* the main thread's */

enum err
rules_publish(const struct config *c)
{
    struct rules *r = calloc(1, sizeof(*r));

    if (!r)
        return ERR_MEMORY;
    r->config = *c;
    r->queue = (struct queue_rules){
        .quiet_from = c->quiet_from,
        .quiet_to = c->quiet_to,
        .caps = {
            .per_minute = c->caps.per_minute,
            .per_15_minutes = c->caps.per_15_minutes,
            .per_day = c->caps.per_day,
            .numbers_per_day = c->caps.numbers_per_day,
        },
        .validity = c->validity_hours * HOUR,
        .clock_unsure = clock_unsure,
        .reports = c->reports,
    };
    r->inbox = (struct inbox_rules){
        .country = r->config.school.country,
        .language = r->config.school.language,
        .school = r->config.school.name,
        .queue = &r->queue,
    };
    atomic_store(&current, r);
    return OK;
}

enum err
rules_set_clock_unsure(bool unsure)
{
    const struct rules *now = rules_current();

    if (unsure == clock_unsure)
        return OK;
    clock_unsure = unsure;
    return now ? rules_publish(&now->config) : OK;
}

const struct rules *
rules_current(void)
{
    return atomic_load(&current);
}
