#include "web/slow.h"

#include "base/log.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

struct connection {
    struct connection *next;
    int fd;
    char peer[48];
    int64_t until;              /* monotonic ms; 0: not asked of now */
};

struct slow {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct connection *first;
    int patience;               /* ms */
    bool forever;               /* the watcher sleeps without a deadline */
    bool quit;
};

static int64_t
now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void
cut(struct connection *c)
{
    c->until = 0;
    shutdown(c->fd, SHUT_RDWR);
}

/* Cuts off who is late; returns when the next one would be, 0 for never.
 * Needs the lock. */
static int64_t
cut_off(struct slow *s, int64_t now)
{
    int64_t next = 0;

    for (struct connection *c = s->first; c; c = c->next) {
        if (c->until && c->until <= now) {
            cut(c);
            log_info("http", "closed a connection that never finished asking");
        } else if (c->until && (!next || c->until < next))
            next = c->until;
    }
    return next;
}

static void *
watch(void *given)
{
    struct slow *s = given;

    pthread_mutex_lock(&s->lock);
    while (!s->quit) {
        int64_t next = cut_off(s, now_ms());
        struct timespec t = { next / 1000, next % 1000 * 1000000 };

        s->forever = !next;
        if (next)
            pthread_cond_timedwait(&s->changed, &s->lock, &t);
        else
            pthread_cond_wait(&s->changed, &s->lock);
    }
    pthread_mutex_unlock(&s->lock);
    return NULL;
}

enum err
slow_start(int patience, struct slow **out)
{
    struct slow *s = calloc(1, sizeof(*s));
    pthread_condattr_t a;

    if (!s)
        return ERR_MEMORY;
    s->patience = patience;
    pthread_mutex_init(&s->lock, NULL);
    pthread_condattr_init(&a);
    pthread_condattr_setclock(&a, CLOCK_MONOTONIC);
    pthread_cond_init(&s->changed, &a);
    pthread_condattr_destroy(&a);
    if (pthread_create(&s->thread, NULL, watch, s)) {
        free(s);
        return ERR_MEMORY;
    }
    *out = s;
    return OK;
}

void
slow_stop(struct slow *s)
{
    struct connection *c;

    if (!s)
        return;
    pthread_mutex_lock(&s->lock);
    s->quit = true;
    pthread_cond_signal(&s->changed);
    pthread_mutex_unlock(&s->lock);
    pthread_join(s->thread, NULL);
    while ((c = s->first)) {
        s->first = c->next;
        free(c);
    }
    pthread_cond_destroy(&s->changed);
    pthread_mutex_destroy(&s->lock);
    free(s);
}

/* Needs the lock. A later deadline than those there need not wake anybody. */
static void
tell_watcher(struct slow *s)
{
    if (s->forever)
        pthread_cond_signal(&s->changed);
}

static void
set(struct slow *s, int fd, int64_t until)
{
    pthread_mutex_lock(&s->lock);
    for (struct connection *c = s->first; c; c = c->next)
        if (c->fd == fd)
            c->until = until;
    if (until)
        tell_watcher(s);
    pthread_mutex_unlock(&s->lock);
}

/* Where too many are asking, cuts off the one that began first. Needs the
 * lock. */
static void
make_room(struct slow *s, const char *peer)
{
    struct connection *oldest = NULL, *alike = NULL;
    int all = 0, of_one = 0;

    for (struct connection *c = s->first; c; c = c->next) {
        if (!c->until)
            continue;
        all++;
        if (!oldest || c->until <= oldest->until)
            oldest = c;
        if (!*peer || strcmp(c->peer, peer) != 0)
            continue;
        of_one++;
        if (!alike || c->until <= alike->until)
            alike = c;
    }
    if (of_one > SLOW_OF_ONE)
        oldest = alike;
    else if (all <= SLOW_OF_ALL)
        return;
    cut(oldest);
    log_debug("http", "closed the oldest of %d connections that ask", all);
}

void
slow_open(struct slow *s, int fd, const char *peer)
{
    struct connection *c = calloc(1, sizeof(*c));

    if (!c)
        return;                 /* then only silence ends it */
    c->fd = fd;
    snprintf(c->peer, sizeof(c->peer), "%s", peer);
    c->until = now_ms() + s->patience;
    pthread_mutex_lock(&s->lock);
    c->next = s->first;
    s->first = c;
    make_room(s, peer);
    tell_watcher(s);
    pthread_mutex_unlock(&s->lock);
}

void
slow_pause(struct slow *s, int fd)
{
    set(s, fd, 0);
}

void
slow_resume(struct slow *s, int fd)
{
    set(s, fd, now_ms() + s->patience);
}

void
slow_close(struct slow *s, int fd)
{
    pthread_mutex_lock(&s->lock);
    for (struct connection **l = &s->first; *l; l = &(*l)->next)
        if ((*l)->fd == fd) {
            struct connection *c = *l;

            *l = c->next;
            free(c);
            break;
        }
    pthread_mutex_unlock(&s->lock);
}
