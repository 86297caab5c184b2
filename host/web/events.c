#include "web/events_own.h"

#include "base/clock.h"
#include "store/figures/overview.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static void
changed(void *user, unsigned topics)
{
    struct events *e = user;

    pthread_mutex_lock(&e->lock);
    e->topics |= topics;
    e->turn++;
    pthread_cond_signal(&e->news);
    pthread_mutex_unlock(&e->lock);
}

/* --- start and stop ------------------------------------------------------- */

enum err
events_start(struct db *db, const struct events_hooks *hooks,
    struct events **out)
{
    struct events *e = calloc(1, sizeof(*e));
    pthread_condattr_t a;
    enum err bad;

    if (!e)
        return ERR_MEMORY;
    e->db = db;
    e->hooks = *hooks;
    e->turn = clock_now();
    pthread_mutex_init(&e->lock, NULL);
    pthread_condattr_init(&a);
    pthread_condattr_setclock(&a, CLOCK_MONOTONIC);
    pthread_cond_init(&e->news, &a);
    pthread_condattr_destroy(&a);
    if ((bad = overview_last(db, &e->last))
        || (pthread_create(&e->thread, NULL, events_teller, e)
            && (bad = ERR_MEMORY))) {
        free(e);
        return bad;
    }
    db_watch(db, changed, e);
    *out = e;
    return OK;
}

void
events_close(struct events *e)
{
    pthread_mutex_lock(&e->lock);
    e->closing = true;
    for (struct events_client *c = e->clients; c; c = c->next)
        events_wake(c);
    pthread_mutex_unlock(&e->lock);
}

void
events_stop(struct events *e)
{
    if (!e)
        return;
    db_unwatch(e->db, changed, e);
    pthread_mutex_lock(&e->lock);
    e->quit = true;
    pthread_cond_signal(&e->news);
    pthread_mutex_unlock(&e->lock);
    pthread_join(e->thread, NULL);
    pthread_cond_destroy(&e->news);
    pthread_mutex_destroy(&e->lock);
    free(e);
}

/* --- the server's side ---------------------------------------------------- */

/* Wakes those whose other end hung up: they end. Needs the lock. */
static void
wake_the_gone(struct events *e)
{
    for (struct events_client *c = e->clients; c; c = c->next)
        if (c->asleep && e->hooks.gone(c->conn)) {
            c->gone = true;
            events_wake(c);
        }
}

/* Whether the account, or the token, has all the streams it may. Needs the
 * lock. */
static bool
is_full(const struct events *e, const struct events_right *r)
{
    int n = 0;

    for (const struct events_client *c = e->clients; c; c = c->next)
        n += !c->gone && (r->staff ? c->right.staff == r->staff
                                   : !strcmp(c->right.secret, r->secret));
    return *r->secret && n >= EVENTS_ACCOUNT_MAX;
}

enum err
events_join(struct events *e, void *conn, bool restricted,
    const struct events_right *right, struct events_client **out)
{
    struct events_client *c = calloc(1, sizeof(*c));
    char hello[120];

    if (!c)
        return ERR_MEMORY;
    c->events = e;
    c->conn = conn;
    c->restricted = restricted;
    c->right = *right;
    pthread_mutex_lock(&e->lock);
    wake_the_gone(e);
    if (e->closing || e->count >= EVENTS_CLIENTS_MAX || is_full(e, right)) {
        pthread_mutex_unlock(&e->lock);
        free(c);
        return ERR_REFUSED;
    }
    c->next = e->clients;
    c->link = &e->clients;
    if (c->next)
        c->next->link = &c->next;
    e->clients = c;
    e->count++;
    events_hello(e, hello, sizeof(hello));
    events_tell(c, "retry: 1000\n");
    events_tell(c, hello);
    pthread_cond_signal(&e->news);      /* the heartbeat counts from now on */
    pthread_mutex_unlock(&e->lock);
    *out = c;
    return OK;
}

long
events_read(struct events_client *c, char *out, size_t room)
{
    struct events *e = c->events;
    size_t n;

    pthread_mutex_lock(&e->lock);
    if (c->gone) {
        pthread_mutex_unlock(&e->lock);
        return -1;
    }
    n = c->used < room ? c->used : room;
    if (n) {
        memcpy(out, c->text, n);
        memmove(c->text, c->text + n, c->used - n);
        c->used -= n;
    } else if (!e->closing) {
        free(c->text);          /* idle clients are many: keep them small */
        c->text = NULL;
        c->room = 0;
        c->asleep = true;
        e->hooks.sleep(c->conn);
    }
    n = n || !e->closing ? n : (size_t)-1;
    pthread_mutex_unlock(&e->lock);
    return (long)n;
}

void
events_leave(struct events_client *c)
{
    struct events *e;

    if (!c)
        return;
    e = c->events;
    pthread_mutex_lock(&e->lock);
    *c->link = c->next;
    if (c->next)
        c->next->link = c->link;
    e->count--;
    pthread_mutex_unlock(&e->lock);
    free(c->text);
    explicit_bzero(c, sizeof(*c));
    free(c);
}

int64_t
events_turn(struct events *e)
{
    int64_t turn = 0;

    if (e) {
        pthread_mutex_lock(&e->lock);
        turn = e->turn;
        pthread_mutex_unlock(&e->lock);
    }
    return turn;
}

int
events_count(struct events *e)
{
    int n;

    pthread_mutex_lock(&e->lock);
    n = e->count;
    pthread_mutex_unlock(&e->lock);
    return n;
}
