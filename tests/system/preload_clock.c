/* preload_clock.so - another date for one program. The file CLOCK_OFFSET holds
 * seconds to add to the real date; it may change while the program runs. The
 * monotonic clock goes on undisturbed, and no network time is to be had. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/time.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static long
offset(void)
{
    const char *file = getenv("CLOCK_OFFSET");
    int fd = file ? open(file, O_RDONLY | O_CLOEXEC) : -1;
    char text[32] = "";
    ssize_t n = fd >= 0 ? read(fd, text, sizeof(text) - 1) : 0;

    if (fd >= 0)
        close(fd);
    return n > 0 ? atol(text) : 0;
}

int
clock_gettime(clockid_t which, struct timespec *ts)
{
    int r = REAL(clock_gettime)(which, ts);

    if (r == 0 && which == CLOCK_REALTIME)
        ts->tv_sec += offset();
    return r;
}

int
gettimeofday(struct timeval *restrict tv, void *restrict zone)
{
    int r = REAL(gettimeofday)(tv, zone);

    if (r == 0)
        tv->tv_sec += offset();
    return r;
}

time_t
time(time_t *to)
{
    struct timespec ts;

    clock_gettime(CLOCK_REALTIME, &ts);
    if (to)
        *to = ts.tv_sec;
    return ts.tv_sec;
}

int
adjtimex(struct timex *t)
{
    t->status |= STA_UNSYNC;
    return TIME_ERROR;
}
