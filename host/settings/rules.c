#include "settings/rules.h"

#include "base/clock.h"
#include "mapping/concern.h"
#include "settings/settings.h"
#include "text/words.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* One state of the settings. */
struct snapshot {
    struct rules rules;         /* first: its address is what holders have */
    int holders;                /* to be in force counts as one */
};

static bool clock_unsure;       /* the main thread's */
static pthread_t main_thread;   /* of in_force; written there */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* for these: */
static struct snapshot *in_force;       /* written by the main thread alone */
static int snapshots;           /* that are not freed */
static pthread_cond_t told = PTHREAD_COND_INITIALIZER;
/* How often settings were saved, and how many of these were taken up, and not
 * told yet, and told. */
static unsigned long saved, applied, taken;

static void
fill(struct rules *r, const struct config *c)
{
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
        .automatic = {
            .per_hour = c->automatic.per_hour,
            .per_day = c->automatic.per_day,
            .credit = c->automatic.credit,
        },
        .validity = c->validity_hours * HOUR,
        .urgent_to_stopped = c->urgent_to_stopped,
        .clock_unsure = clock_unsure,
        .reports = c->reports,
    };
    r->alert = (struct alert_rules){
        .country = r->config.school.country,
        .language = r->config.school.language,
        .words = c->alert_words,
        .queue = &r->queue,
    };
    r->inbox = (struct inbox_rules){
        .country = r->config.school.country,
        .language = r->config.school.language,
        .school = r->config.school.name,
        .answer = c->answer_on && *c->answer_text ? r->config.answer_text
                                                  : NULL,
        .lead = *c->safeguarding.lead_phone
            ? r->config.safeguarding.lead_phone : NULL,
        .deputy = *c->safeguarding.deputy_phone
            ? r->config.safeguarding.deputy_phone : NULL,
        .harm = r->harm,
        .alert = &r->alert,
        .queue = &r->queue,
    };
}

static void
snapshot_free(struct snapshot *s)
{
    if (s)
        concern_words_close(s->rules.harm);
    free(s);
}

enum err
rules_publish(const struct config *c)
{
    struct snapshot *s = calloc(1, sizeof(*s)), *before;
    enum err e = s ? words_more(WORDS_STOP, c->stop_words) : ERR_MEMORY;

    if (!e && *c->harm_words)
        e = concern_words_open(c->harm_words, &s->rules.harm);
    if (e) {
        snapshot_free(s);
        return e;
    }
    fill(&s->rules, c);
    s->holders = 1;
    pthread_mutex_lock(&lock);
    main_thread = pthread_self();
    before = in_force;
    in_force = s;
    snapshots++;
    pthread_mutex_unlock(&lock);
    rules_release(before ? &before->rules : NULL);
    return OK;
}

const struct rules *
rules_current(void)
{
    assert(!in_force || pthread_equal(main_thread, pthread_self()));
    return in_force ? &in_force->rules : NULL;
}

const struct rules *
rules_take(void)
{
    struct snapshot *s;

    pthread_mutex_lock(&lock);
    s = in_force;
    if (s)
        s->holders++;
    pthread_mutex_unlock(&lock);
    return s ? &s->rules : NULL;
}

void
rules_release(const struct rules *r)
{
    struct snapshot *s = (struct snapshot *)(uintptr_t)r;
    bool last;

    if (!s)
        return;
    pthread_mutex_lock(&lock);
    last = !--s->holders;
    snapshots -= last;
    pthread_mutex_unlock(&lock);
    if (last)
        snapshot_free(s);
}

int
rules_snapshots(void)
{
    int n;

    pthread_mutex_lock(&lock);
    n = snapshots;
    pthread_mutex_unlock(&lock);
    return n;
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

    pthread_mutex_lock(&lock);
    applied = saved;
    pthread_mutex_unlock(&lock);
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
    pthread_mutex_lock(&lock);
    taken = applied;
    pthread_cond_broadcast(&told);
    pthread_mutex_unlock(&lock);
}

void
rules_changed(void)
{
    pthread_mutex_lock(&lock);
    saved++;
    pthread_mutex_unlock(&lock);
}

void
rules_wait(int ms)
{
    struct timespec until;
    unsigned long mine;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += ms / 1000;
    until.tv_nsec += ms % 1000 * 1000000L;
    if (until.tv_nsec >= 1000000000L) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000L;
    }
    pthread_mutex_lock(&lock);
    mine = saved;
    while (taken < mine
        && !pthread_cond_clockwait(&told, &lock, CLOCK_MONOTONIC, &until))
        continue;
    pthread_mutex_unlock(&lock);
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

int64_t
rules_lock_after(const struct rules *r)
{
    return r ? r->config.web.lock_minutes * MINUTE : 0;
}
