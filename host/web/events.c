#include "web/events.h"

#include "base/clock.h"
#include "base/log.h"
#include "mapping/mapping.h"
#include "store/figures/overview.h"
#include "store/staff/staff.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    HEARTBEAT_S = 25,
    PAUSE_MS = 4,               /* changes within it are told together */
    BACKLOG_MAX = 8192,         /* bytes a slow client may owe us */
    BATCH_MAX = 200             /* messages told one by one */
};

struct events_client {
    struct events *events;
    struct events_client *next, **link;
    void *conn;
    bool asleep, restricted;
    bool gone;                  /* nobody hears it any more, or may */
    struct events_right right;
    char *text;                 /* owned; what was not read yet */
    size_t used, room;
};

struct events {
    struct db *db;
    struct events_hooks hooks;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t news;
    struct events_client *clients;
    int count;
    unsigned topics;            /* changed and not told yet */
    int64_t last;               /* newest message told */
    int64_t turn;               /* changes; begins elsewhere each time */
    bool closing, quit;
};

/* --- one client; all need the lock ---------------------------------------- */

static void
wake(struct events_client *c)
{
    if (c->asleep) {
        c->asleep = false;
        c->events->hooks.wake(c->conn);
    }
}

static bool
append(struct events_client *c, const char *text, size_t n)
{
    size_t room = c->room ? c->room : 256;
    char *more;

    while (room < c->used + n)
        room *= 2;
    if (room > BACKLOG_MAX)
        return false;
    if (room != c->room) {
        if (!(more = realloc(c->text, room)))
            return false;
        c->text = more;
        c->room = room;
    }
    memcpy(c->text + c->used, text, n);
    c->used += n;
    return true;
}

static void
write_hello(const struct events *e, char *out, size_t room)
{
    snprintf(out, room, "event: hello\ndata: {\"last\":%" PRId64
        ",\"turn\":%" PRId64 "}\n\n", e->last, e->turn);
}

/* Gives the client text; one that does not keep up hears "hello" instead. */
static void
tell(struct events_client *c, const char *text)
{
    char hello[120];

    if (!append(c, text, strlen(text))) {
        c->used = 0;
        write_hello(c->events, hello, sizeof(hello));
        if (!append(c, hello, strlen(hello)))
            return;             /* no memory: the next one will do */
    }
    wake(c);
}

static void
tell_all(struct events *e, const char *text, bool restricted)
{
    for (struct events_client *c = e->clients; c; c = c->next)
        if (!restricted || c->restricted)
            tell(c, text);
}

/* --- the teller ----------------------------------------------------------- */

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
    tell_all(e, text, m->tray == MAPPING_SAFEGUARDING);
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
            tell_all(e, names[i].text, false);
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
                wake(c);
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

static void *
teller(void *given)
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
            tell_all(e, ": here\n\n", false);
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
        || (pthread_create(&e->thread, NULL, teller, e) && (bad = ERR_MEMORY))) {
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
        wake(c);
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
            wake(c);
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
    struct events_client **out)
{
    static const struct events_right local;

    return events_join_by(e, conn, restricted, &local, out);
}

enum err
events_join_by(struct events *e, void *conn, bool restricted,
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
    write_hello(e, hello, sizeof(hello));
    tell(c, "retry: 1000\n");
    tell(c, hello);
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
