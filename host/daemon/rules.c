#include "daemon/rules.h"

#include "daemon/clock.h"

void
rules_of_config(const struct config *c, struct rules *out)
{
    *out = (struct rules){
        .queue = {
            .quiet_from = c->quiet_from,
            .quiet_to = c->quiet_to,
            .caps = {
                .per_minute = c->caps.per_minute,
                .per_15_minutes = c->caps.per_15_minutes,
                .per_day = c->caps.per_day,
                .numbers_per_day = c->caps.numbers_per_day,
            },
            .validity = c->validity_hours * HOUR,
            .reports = c->reports,
        },
        .inbox = {
            .country = c->school.country,
            .language = c->school.language,
            .school = c->school.name,
            .queue = &out->queue,
        },
    };
}
