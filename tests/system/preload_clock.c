/* preload_clock.so - another date for one program. The file CLOCK_OFFSET holds
 * seconds to add to the real date; it may change while the program runs, and
 * does when the program sets the date. Each date that it sets is a line in the
 * file CLOCK_SET. The monotonic clock goes on undisturbed. The date comes from
 * the network when there is a file CLOCK_SYNCED. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
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

static int
set_to(time_t to)
{
    const char *file = getenv("CLOCK_OFFSET"), *log = getenv("CLOCK_SET");
    struct timespec now;
    FILE *f;

    REAL(clock_gettime)(CLOCK_REALTIME, &now);
    if (log && (f = fopen(log, "ae"))) {
        fprintf(f, "%lld\n", (long long)to);
        fclose(f);
    }
    if (!file || !(f = fopen(file, "we")))
        return -1;
    fprintf(f, "%lld", (long long)(to - now.tv_sec));
    return fclose(f);
}

int
clock_settime(clockid_t which, const struct timespec *to)
{
    return which == CLOCK_REALTIME ? set_to(to->tv_sec)
                                   : REAL(clock_settime)(which, to);
}

int
settimeofday(const struct timeval *to, const struct timezone *zone)
{
    (void)zone;
    return to ? set_to(to->tv_sec) : 0;
}

int
adjtimex(struct timex *t)
{
    const char *file = getenv("CLOCK_SYNCED");

    if (file && access(file, F_OK) == 0) {
        t->status &= ~STA_UNSYNC;
        return TIME_OK;
    }
    t->status |= STA_UNSYNC;
    return TIME_ERROR;
}
