#include "modem/pacing.h"

#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

enum { CUT_US = 100 };          /* short, but no busy loop */

static _Thread_local bool cut;
static atomic_bool slow;

void
pacing_cut(void)
{
    cut = true;
}

void
pacing_slow(bool now_slow)
{
    atomic_store(&slow, now_slow);
}

bool
pacing_is_slow(void)
{
    return atomic_load(&slow);
}

int
usleep(useconds_t us)
{
    struct timespec ts;

    if (cut && !atomic_load(&slow) && us > CUT_US)
        us = CUT_US;
    ts.tv_sec = (time_t)(us / 1000000);
    ts.tv_nsec = (long)(us % 1000000) * 1000;
    return nanosleep(&ts, NULL);
}
