#include "web/busy.h"

#include <time.h>

void
busy_start(struct busy *b)
{
    pthread_condattr_t a;

    pthread_mutex_init(&b->lock, NULL);
    pthread_condattr_init(&a);
    pthread_condattr_setclock(&a, CLOCK_MONOTONIC);
    pthread_cond_init(&b->less, &a);
    pthread_condattr_destroy(&a);
    b->count = 0;
}

void
busy_stop(struct busy *b)
{
    pthread_cond_destroy(&b->less);
    pthread_mutex_destroy(&b->lock);
}

static void
change(struct busy *b, int by)
{
    pthread_mutex_lock(&b->lock);
    b->count += by;
    pthread_cond_broadcast(&b->less);
    pthread_mutex_unlock(&b->lock);
}

void
busy_more(struct busy *b)
{
    change(b, 1);
}

void
busy_less(struct busy *b)
{
    change(b, -1);
}

void
busy_wait(struct busy *b, int ms)
{
    struct timespec until;
    int e = 0;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += ms / 1000;
    until.tv_nsec += ms % 1000 * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    pthread_mutex_lock(&b->lock);
    while (b->count && !e)
        e = pthread_cond_timedwait(&b->less, &b->lock, &until);
    pthread_mutex_unlock(&b->lock);
}
