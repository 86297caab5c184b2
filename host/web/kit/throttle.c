#include "web/kit/throttle.h"

#include "base/clock.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

enum { SLOTS = 1024 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct slot {
    char key[80];
    int failures;
    int64_t last, until;        /* clock_mono() */
} slots[SLOTS];

/* What addresses have left of their burst. */
static struct bucket {
    char address[48];
    int64_t at;                 /* clock_mono() */
    double left;                /* requests */
} buckets[SLOTS];

/* The slot of key; NULL when it has none and make is 0. Takes the one that was
 * quiet longest when all are used. Needs the lock. */
static struct slot *
slot_of(const char *key, int make)
{
    struct slot *oldest = &slots[0];

    for (int i = 0; i < SLOTS; i++) {
        if (!strncmp(slots[i].key, key, sizeof(slots[i].key) - 1)
            && *slots[i].key)
            return &slots[i];
        if (slots[i].last < oldest->last)
            oldest = &slots[i];
    }
    if (!make)
        return NULL;
    memset(oldest, 0, sizeof(*oldest));
    snprintf(oldest->key, sizeof(oldest->key), "%s", key);
    return oldest;
}

int64_t
throttle_wait(const char *key)
{
    int64_t now = clock_mono(), wait = 0;
    struct slot *s;

    pthread_mutex_lock(&lock);
    if ((s = slot_of(key, 0)) && s->until > now)
        wait = s->until - now;
    pthread_mutex_unlock(&lock);
    return wait;
}

int
throttle_failures(const char *key)
{
    struct slot *s;
    int n = 0;

    pthread_mutex_lock(&lock);
    if ((s = slot_of(key, 0)) && clock_mono() - s->last <= HOUR)
        n = s->failures;
    pthread_mutex_unlock(&lock);
    return n;
}

void
throttle_failed(const char *key)
{
    throttle_failed_after(key, THROTTLE_FREE - 1);
}

void
throttle_failed_after(const char *key, int costless)
{
    int64_t now = clock_mono(), pause;
    struct slot *s;

    pthread_mutex_lock(&lock);
    s = slot_of(key, 1);
    if (now - s->last > HOUR)
        s->failures = 0;
    s->last = now;
    s->failures++;
    if (s->failures > costless) {
        int steps = s->failures - costless - 1;

        pause = steps > 8 ? 5 * MINUTE : SECOND << steps;
        s->until = now + (pause < 5 * MINUTE ? pause : 5 * MINUTE);
    }
    pthread_mutex_unlock(&lock);
}

void
throttle_good(const char *key)
{
    struct slot *s;

    pthread_mutex_lock(&lock);
    if ((s = slot_of(key, 0)))
        memset(s, 0, sizeof(*s));
    pthread_mutex_unlock(&lock);
}

void
throttle_forgive(const char *begin)
{
    pthread_mutex_lock(&lock);
    for (int i = 0; i < SLOTS; i++)
        if (!strncmp(slots[i].key, begin, strlen(begin)))
            memset(&slots[i], 0, sizeof(slots[i]));
    pthread_mutex_unlock(&lock);
}

/* Takes the one that was quiet longest where all are used. Needs the lock. */
static struct bucket *
bucket_of(const char *address, int64_t now)
{
    struct bucket *oldest = &buckets[0];

    for (int i = 0; i < SLOTS; i++) {
        if (!strcmp(buckets[i].address, address))
            return &buckets[i];
        if (buckets[i].at < oldest->at)
            oldest = &buckets[i];
    }
    snprintf(oldest->address, sizeof(oldest->address), "%s", address);
    oldest->at = now;
    oldest->left = THROTTLE_BURST;
    return oldest;
}

bool
throttle_request(const char *address)
{
    int64_t now = clock_mono();
    struct bucket *b;
    bool may;

    pthread_mutex_lock(&lock);
    b = bucket_of(address, now);
    b->left += (double)(now - b->at) * THROTTLE_A_SECOND / SECOND;
    if (b->left > THROTTLE_BURST)
        b->left = THROTTLE_BURST;
    b->at = now;
    if ((may = b->left >= 1))
        b->left -= 1;
    pthread_mutex_unlock(&lock);
    return may;
}
