#include "web/view/presence.h"

#include "base/clock.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

enum { PLACES = 64 };           /* people at once; the oldest makes room */

static struct {
    int64_t thread, until;      /* until: clock_mono() */
    char who[80];
} places[PLACES];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* The person's entry, else the one that ends first. */
static int
find(int64_t thread, const char *who, bool *there)
{
    int oldest = 0;

    *there = true;
    for (int i = 0; i < PLACES; i++) {
        if (places[i].thread == thread && !strcmp(places[i].who, who))
            return i;
        if (places[i].until < places[oldest].until)
            oldest = i;
    }
    *there = false;
    return oldest;
}

bool
presence_note(int64_t thread, const char *who)
{
    bool there, news;
    int i;

    pthread_mutex_lock(&lock);
    i = find(thread, who, &there);
    news = !there || places[i].until <= clock_mono();
    places[i].thread = thread;
    places[i].until = clock_mono() + PRESENCE_LIFE;
    snprintf(places[i].who, sizeof(places[i].who), "%s", who);
    pthread_mutex_unlock(&lock);
    return news;
}

void
presence_end(int64_t thread, const char *who)
{
    bool there;
    int i;

    pthread_mutex_lock(&lock);
    i = find(thread, who, &there);
    if (there)
        places[i].until = 0;
    pthread_mutex_unlock(&lock);
}

void
presence_other(int64_t thread, const char *me, char *out, size_t room)
{
    *out = '\0';
    pthread_mutex_lock(&lock);
    for (int i = 0; i < PLACES; i++)
        if (places[i].thread == thread && places[i].until > clock_mono()
            && strcmp(places[i].who, me) != 0)
            snprintf(out, room, "%s", places[i].who);
    pthread_mutex_unlock(&lock);
}
