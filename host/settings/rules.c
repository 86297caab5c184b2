#include "settings/rules.h"

#include "base/clock.h"
#include "settings/settings.h"
#include "text/words.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static _Atomic(const struct rules *) current;
static bool clock_unsure;       /* the main thread's */

/* How often settings were saved, and how many of these were taken up. */
static atomic_ulong saved, taken;
static unsigned long applied;   /* the same; the main thread's, not told yet */

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
        .quiet_days = c->quiet_days,
        .caps = {
            .per_minute = c->caps.per_minute,
            .per_15_minutes = c->caps.per_15_minutes,
            .per_day = c->caps.per_day,
            .numbers_per_day = c->caps.numbers_per_day,
            .numbers_per_month = c->caps.numbers_per_month,
            .same_per_15_minutes = c->caps.same_per_15_minutes,
            .same_per_day = c->caps.same_per_day,
        },
        .validity = c->validity_hours * HOUR,
        .clock_unsure = clock_unsure,
        .reports = c->reports,
    };
    r->inbox = (struct inbox_rules){
        .country = r->config.school.country,
        .language = r->config.school.language,
        .school = r->config.school.name,
        .answer = c->answer_on && *c->answer_text ? r->config.answer_text
                                                  : NULL,
        .queue = &r->queue,
    };
    r->before = rules_current();
    atomic_store(&current, r);
    return words_more(WORDS_STOP, c->stop_words);
}

/* Other threads may be reading the zone; glibc frees no value that was in the
 * environment, so the worst they can see is the old one. */
static void
set_zone(const char *zone)
{
    const char *now = getenv("TZ");

    if (now && !strcmp(now, zone))
        return;
    setenv("TZ", zone, 1);
    tzset();
}

enum err
rules_apply(const struct config *file, struct db *db)
{
    struct config c = *file;
    enum err e;

    applied = atomic_load(&saved);
    if ((e = settings_read(db, &c)))
        return e;
    for (int i = 0; i < c.modems; i++)
        if (!*c.modem[i].pin)
            memcpy(c.modem[i].pin, c.pin, sizeof(c.pin));
    set_zone(c.school.timezone);
    return rules_publish(&c);
}

void
rules_told(void)
{
    atomic_store(&taken, applied);
}

void
rules_changed(void)
{
    atomic_fetch_add(&saved, 1);
}

void
rules_wait(int ms)
{
    static const struct timespec step = { .tv_nsec = 2 * 1000 * 1000 };
    unsigned long until = atomic_load(&saved);

    for (int slept = 0; slept < ms && atomic_load(&taken) < until; slept += 2)
        nanosleep(&step, NULL);
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

int64_t
rules_lock_after(void)
{
    const struct rules *rules = rules_current();

    return rules ? rules->config.web.lock_minutes * MINUTE : 0;
}
