/* events_teller.c - the thread that tells every stream what is new. */
#include "web/events_own.h"

#include "base/log.h"
#include "mapping/mapping.h"
#include "store/figures/overview.h"
#include "store/staff/staff.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    HEARTBEAT_S = 25,
    PAUSE_MS = 4,               /* changes within it are told together */
    BATCH_MAX = 200             /* messages told one by one */
};

struct news {
    int count;
    struct overview_new item[BATCH_MAX];
};

static void
note_new(void *user, const struct overview_new *m)
{
    struct news *n = user;

    if (n->count < BATCH_MAX)
        n->item[n->count++] = *m;
}

static void
tell_message(struct events *e, const struct overview_new *m)
{
    const char *tray = mapping_tray_name((enum mapping_tray)m->tray);
    const char *quote = *tray ? "\"" : "";
    char text[240];

    snprintf(text, sizeof(text),
        "event: message\ndata: {\"id\":%" PRId64 ",\"thread\":%" PRId64
        ",\"direction\":\"%s\",\"kind\":\"%s\",\"tray\":%s%s%s}\n\n", m->id,
        m->thread, m->direction == MESSAGE_IN ? "in" : "out",
        message_kind_name(m->kind), quote, *tray ? tray : "null", quote);
    events_tell_message(e, text, m->tray == MAPPING_SAFEGUARDING);
    e->last = m->id;
}

static void
tell_topics(struct events *e, unsigned topics)
{
    static const struct {
        unsigned topic;
        const char *text;
    } names[] = {
        { DB_THREADS, "event: threads\ndata: {}\n\n" },
        { DB_QUEUE, "event: queue\ndata: {}\n\n" },
        { DB_PEOPLE, "event: people\ndata: {}\n\n" },
        { DB_MODEMS, "event: modems\ndata: {}\n\n" },
        { DB_REQUESTS, "event: requests\ndata: {}\n\n" },
    };

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (topics & names[i].topic)
            events_tell_all(e, names[i].text, false);
}

/* Reads what is new without the lock, tells it with the lock. */
static void
tell_news(struct events *e, unsigned topics, struct news *news)
{
    enum err bad = OK;

    do {
        news->count = 0;
        if (topics & (DB_THREADS | DB_QUEUE))
            bad = overview_since(e->db, e->last, BATCH_MAX, note_new, news);
        if (bad)
            log_warn("events", "cannot read what is new: %s", err_text(bad));
        pthread_mutex_lock(&e->lock);
        for (int i = 0; i < news->count; i++)
            tell_message(e, &news->item[i]);
        if (news->count < BATCH_MAX)
            tell_topics(e, topics);
        pthread_mutex_unlock(&e->lock);
    } while (news->count == BATCH_MAX && !bad);
}

/* --- rights --------------------------------------------------------------- */

struct rights {
    int count;
    char secret[EVENTS_CLIENTS_MAX][65];        /* each once */
};

static void
add_right(struct rights *r, const char *secret)
{
    for (int i = 0; i < r->count; i++)
        if (!strcmp(r->secret[i], secret))
            return;
    if (r->count < EVENTS_CLIENTS_MAX)
        memcpy(r->secret[r->count++], secret, sizeof(r->secret[0]));
}

/* Ends the streams of those whose right is over. Reads without the lock. */
static void
end_rights(struct events *e)
{
    struct rights *r = calloc(1, sizeof(*r));
    struct token t;

    if (!r)
        return;
    pthread_mutex_lock(&e->lock);
    for (struct events_client *c = e->clients; c; c = c->next)
        if (*c->right.secret)
            add_right(r, c->right.secret);
    pthread_mutex_unlock(&e->lock);
    for (int i = 0; i < r->count; i++) {
        if (token_check(e->db, r->secret[i], 0, false, &t) != ERR_NOT_FOUND)
            continue;
        pthread_mutex_lock(&e->lock);
        for (struct events_client *c = e->clients; c; c = c->next)
            if (!strcmp(c->right.secret, r->secret[i])) {
                c->gone = true;
                events_wake(c);
            }
        pthread_mutex_unlock(&e->lock);
    }
    explicit_bzero(r, sizeof(*r));
    free(r);
}

static struct timespec
after(struct timespec from, long ms)
{
    from.tv_sec += ms / 1000;
    from.tv_nsec += ms % 1000 * 1000000;
    if (from.tv_nsec >= 1000000000) {
        from.tv_sec++;
        from.tv_nsec -= 1000000000;
    }
    return from;
}

static bool
is_past(const struct timespec *t)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec > t->tv_sec
        || (now.tv_sec == t->tv_sec && now.tv_nsec >= t->tv_nsec);
}

/* Waits for news, or with clients for the next heartbeat: false then, however
 * much news there is. Needs the lock. */
static bool
wait_for_news(struct events *e, const struct timespec *beat)
{
    while (!e->quit && !e->topics) {
        if (!e->count)
            pthread_cond_wait(&e->news, &e->lock);
        else if (pthread_cond_timedwait(&e->news, &e->lock, beat)
            == ETIMEDOUT)
            return false;
    }
    return e->quit || !e->count || !is_past(beat);
}

void *
events_teller(void *given)
{
    struct events *e = given;
    struct news *news = malloc(sizeof(*news));
    struct timespec now, beat;
    unsigned topics;

    clock_gettime(CLOCK_MONOTONIC, &now);
    beat = after(now, HEARTBEAT_S * 1000);
    pthread_mutex_lock(&e->lock);
    while (!e->quit && news) {
        if (!wait_for_news(e, &beat)) {
            pthread_mutex_unlock(&e->lock);
            end_rights(e);
            pthread_mutex_lock(&e->lock);
            events_tell_all(e, ": here\n\n", false);
            clock_gettime(CLOCK_MONOTONIC, &now);
            beat = after(now, HEARTBEAT_S * 1000);
            continue;
        }
        topics = e->topics;
        e->topics = 0;
        pthread_mutex_unlock(&e->lock);
        if (topics & DB_RIGHTS)
            end_rights(e);
        if (topics & ~(unsigned)DB_RIGHTS)
            tell_news(e, topics, news);
        clock_gettime(CLOCK_MONOTONIC, &now);
        now = after(now, PAUSE_MS);
        pthread_mutex_lock(&e->lock);
        while (!e->quit && pthread_cond_timedwait(&e->news, &e->lock, &now)
                != ETIMEDOUT)
            continue;
    }
    pthread_mutex_unlock(&e->lock);
    free(news);
    return NULL;
}
