#include "status/errand.h"

#include <pthread.h>
#include <string.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct errand_told latest;
static bool waits;              /* it has not been taken yet */
static void (*waker)(void *user);
static void *waker_user;

static const char *const names[ERRAND_KINDS] = { "get", "set", "cut",
    "service", "calibrate", "test" };

const char *
errand_name(enum errand_kind k)
{
    return names[k];
}

enum errand_kind
errand_kind(const char *name)
{
    int i = 0;

    while (i < ERRAND_KINDS && strcmp(names[i], name) != 0)
        i++;
    return (enum errand_kind)i;
}

void
errand_serve(void (*wake)(void *user), void *user)
{
    pthread_mutex_lock(&lock);
    waker = wake;
    waker_user = user;
    latest.over = true;
    waits = false;
    pthread_mutex_unlock(&lock);
}

enum err
errand_ask(const struct errand *what, int64_t *id)
{
    enum err e = OK;

    pthread_mutex_lock(&lock);
    if (!waker) {
        e = ERR_GONE;
    } else if (!latest.over) {
        e = ERR_BUSY;
    } else {
        latest = (struct errand_told){ .id = latest.id + 1, .what = *what };
        *id = latest.id;
        waits = true;
        waker(waker_user);
    }
    pthread_mutex_unlock(&lock);
    return e;
}

bool
errand_take(struct errand *out)
{
    bool taken;

    pthread_mutex_lock(&lock);
    taken = waits;
    if (taken)
        *out = latest.what;
    waits = false;
    pthread_mutex_unlock(&lock);
    return taken;
}

void
errand_say(const struct reason *line)
{
    pthread_mutex_lock(&lock);
    if (latest.n < ERRAND_LINES)
        latest.line[latest.n++] = *line;
    pthread_mutex_unlock(&lock);
}

void
errand_end(bool good)
{
    pthread_mutex_lock(&lock);
    latest.over = true;
    latest.good = good;
    pthread_mutex_unlock(&lock);
}

void
errand_latest(struct errand_told *out)
{
    pthread_mutex_lock(&lock);
    *out = latest;
    pthread_mutex_unlock(&lock);
}
