#include "status/status.h"

#include "base/clock.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct status_modem modems[STATUS_MODEMS_MAX];
static int count;
static _Atomic int64_t beaten;    /* clock_mono(); 0: never */

const char *
status_phase_name(enum status_phase p)
{
    switch (p) {
    case STATUS_ABSENT:
        return "absent";
    case STATUS_STARTING:
        return "starting";
    case STATUS_WORKING:
        return "working";
    case STATUS_RECOVERING:
        return "recovering";
    case STATUS_STOPPED:
        break;
    }
    return "stopped";
}

/* The place of name, or where it would be inserted. Needs the lock. */
static int
place_of(const char *name, bool *found)
{
    int i = 0, order = 1;

    while (i < count && (order = strcmp(modems[i].name, name)) < 0)
        i++;
    *found = i < count && order == 0;
    return i;
}

void
status_set(const struct status_modem *m)
{
    bool found;
    int i;

    pthread_mutex_lock(&lock);
    i = place_of(m->name, &found);
    if (!found && count < STATUS_MODEMS_MAX) {
        memmove(&modems[i + 1], &modems[i],
            (size_t)(count - i) * sizeof(modems[0]));
        count++;
        found = true;
    }
    if (found)
        modems[i] = *m;
    pthread_mutex_unlock(&lock);
}

void
status_remove(const char *name)
{
    bool found;
    int i;

    pthread_mutex_lock(&lock);
    i = place_of(name, &found);
    if (found) {
        count--;
        memmove(&modems[i], &modems[i + 1],
            (size_t)(count - i) * sizeof(modems[0]));
    }
    pthread_mutex_unlock(&lock);
}

bool
status_has(const char *name)
{
    bool found;

    pthread_mutex_lock(&lock);
    place_of(name, &found);
    pthread_mutex_unlock(&lock);
    return found;
}

int
status_list(struct status_modem out[STATUS_MODEMS_MAX])
{
    int n;

    pthread_mutex_lock(&lock);
    n = count;
    memcpy(out, modems, (size_t)n * sizeof(modems[0]));
    pthread_mutex_unlock(&lock);
    return n;
}

void
status_beat(void)
{
    atomic_store(&beaten, clock_mono());
}

int64_t
status_beat_age(void)
{
    int64_t then = atomic_load(&beaten);

    return then ? clock_mono() - then : -1;
}
