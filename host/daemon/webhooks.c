#include "daemon/webhooks.h"

#include "base/clock.h"
#include "base/log.h"
#include "daemon/webhook_post.h"
#include "store/hook/webhook.h"
#include "web/kit/json.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct webhooks {
    struct db *db;
    struct webhook_poster *poster;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool woken;                 /* under lock: something changed */
    _Atomic bool stop;
};

static void
changed(void *user, unsigned topics)
{
    struct webhooks *h = user;

    if (!(topics & (DB_QUEUE | DB_THREADS | DB_SETTINGS)))
        return;
    pthread_mutex_lock(&h->lock);
    h->woken = true;
    pthread_cond_signal(&h->wake);
    pthread_mutex_unlock(&h->lock);
}

/* Owned; NULL: out of memory. */
static char *
write_body(const struct webhook_call *c)
{
    json_t *j = json_pack("{s:I, s:I, s:s}", "call", (json_int_t)c->id,
        "webhook", (json_int_t)c->webhook, "event",
        webhook_kind_name(c->kind));
    char *body;

    if (c->message)
        json_object_set_new(j, "message", json_pack(
            "{s:I, s:I, s:s, s:s, s:s, s:o}", "id", (json_int_t)c->message,
            "thread", (json_int_t)c->thread, "direction",
            c->direction == MESSAGE_IN ? "in" : "out", "kind",
            message_kind_name(c->what), "state", message_state_name(c->state),
            "tray", json_text_or_null(c->tray_name)));
    body = json_dumps(j, JSON_COMPACT);
    json_decref(j);
    return body;
}

/* Tells one call; *next: when to look again, 0: when something changes. */
static enum err
tell_one(struct webhooks *h, int64_t *next)
{
    struct webhook_call c;
    char *body;
    enum err e = webhook_due(h->db, &c, next);
    int answer;

    if (e)
        return e;
    if (c.hidden)
        return webhook_drop(h->db, &c);
    if (!(body = write_body(&c)))
        return ERR_MEMORY;
    answer = webhook_post(h->poster, c.url, c.secret, body, &h->stop);
    free(body);
    if (atomic_load(&h->stop) && !answer)
        return OK;              /* told again after the next start */
    if (answer < 200 || answer >= 300)
        log_warn("webhook", "%" PRId64 " takes nothing: HTTP status %d",
            c.webhook, answer);
    return webhook_settle(h->db, &c, answer);
}

/* Until something changes, or the wall clock says next (0: a minute on). */
static void
rest(struct webhooks *h, int64_t next)
{
    int64_t ms = next ? next - clock_now() : MINUTE;
    struct timespec until;

    ms = ms < 100 ? 100 : ms > MINUTE ? MINUTE : ms;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += ms / 1000;
    until.tv_nsec += ms % 1000 * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    pthread_mutex_lock(&h->lock);
    while (!h->woken && !atomic_load(&h->stop)
        && !pthread_cond_timedwait(&h->wake, &h->lock, &until))
        ;
    h->woken = false;
    pthread_mutex_unlock(&h->lock);
}

static void *
run(void *user)
{
    struct webhooks *h = user;

    while (!atomic_load(&h->stop)) {
        int64_t next = 0;
        enum err e = tell_one(h, &next);

        if (e && e != ERR_EMPTY)
            log_warn("webhook", "cannot be told now: %s", err_text(e));
        if (e)
            rest(h, e == ERR_EMPTY ? next : clock_now() + 10 * SECOND);
    }
    return NULL;
}

enum err
webhooks_start(struct db *db, struct webhooks **out)
{
    struct webhooks *h = calloc(1, sizeof(*h));
    pthread_condattr_t attr;
    enum err e = h ? webhook_poster_open(&h->poster) : ERR_MEMORY;

    *out = NULL;
    if (e) {
        free(h);
        return e;
    }
    h->db = db;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_mutex_init(&h->lock, NULL);
    pthread_cond_init(&h->wake, &attr);
    pthread_condattr_destroy(&attr);
    if (pthread_create(&h->thread, NULL, run, h)) {
        webhook_poster_close(h->poster);
        free(h);
        return ERR_MEMORY;
    }
    db_watch(db, changed, h);
    *out = h;
    return OK;
}

void
webhooks_stop(struct webhooks *h)
{
    if (!h)
        return;
    db_unwatch(h->db, changed, h);
    atomic_store(&h->stop, true);
    changed(h, DB_SETTINGS);
    pthread_join(h->thread, NULL);
    webhook_poster_close(h->poster);
    pthread_cond_destroy(&h->wake);
    pthread_mutex_destroy(&h->lock);
    free(h);
}
