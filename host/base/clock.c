#include "base/clock.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static _Atomic int64_t faked;

static int64_t
read_clock(clockid_t which)
{
    struct timespec ts;
    int64_t fixed = atomic_load(&faked);

    if (fixed)
        return fixed;
    clock_gettime(which, &ts);
    return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

int64_t
clock_now(void)
{
    return read_clock(CLOCK_REALTIME);
}

int64_t
clock_mono(void)
{
    return read_clock(CLOCK_BOOTTIME);
}

void
clock_fake(int64_t ms)
{
    atomic_store(&faked, ms);
}

const char *
clock_text(int64_t ms, char *out)
{
    time_t s = (time_t)(ms / 1000);
    struct tm tm;
    long off;
    size_t n;

    localtime_r(&s, &tm);
    n = strftime(out, CLOCK_TEXT, "%Y-%m-%dT%H:%M:%S", &tm);
    off = tm.tm_gmtoff / 60;
    snprintf(out + n, CLOCK_TEXT - n, "%c%02ld:%02ld", off < 0 ? '-' : '+',
        (off < 0 ? -off : off) / 60 % 100, (off < 0 ? -off : off) % 60);
    return out;
}

/* The offset at the end of an RFC 3339 time, in minutes. */
static int
parse_offset(const char *p, int *minutes)
{
    int h, m;
    char sign;

    if (!strcmp(p, "Z") || !strcmp(p, "z")) {
        *minutes = 0;
        return 1;
    }
    if (strlen(p) != 6 || sscanf(p, "%c%2d:%2d", &sign, &h, &m) != 3
        || (sign != '+' && sign != '-') || h > 15 || m > 59)
        return 0;
    *minutes = (h * 60 + m) * (sign == '-' ? -1 : 1);
    return 1;
}

static int64_t
next_occurrence(int h, int m)
{
    time_t now = (time_t)(clock_now() / 1000);
    struct tm tm;
    time_t t;

    localtime_r(&now, &tm);
    tm.tm_hour = h;
    tm.tm_min = m;
    tm.tm_sec = 0;
    tm.tm_isdst = -1;
    t = mktime(&tm);
    if (t <= now) {
        tm.tm_mday++;
        tm.tm_isdst = -1;
        t = mktime(&tm);
    }
    return (int64_t)t * 1000;
}

int64_t
clock_parse(const char *text)
{
    struct tm tm = { 0 }, check;
    int y, mo, d, h, mi, s = 0, n = 0, off, end = 0;
    char sep;
    time_t t;

    if (sscanf(text, "%2d:%2d%n", &h, &mi, &end) == 2 && !text[end])
        return h >= 0 && h < 24 && mi >= 0 && mi < 60 ? next_occurrence(h, mi)
                                                      : 0;
    if (sscanf(text, "%4d-%2d-%2d%c%2d:%2d%n", &y, &mo, &d, &sep, &h, &mi, &n)
            != 6
        || (sep != 'T' && sep != 't' && sep != ' '))
        return 0;
    text += n;
    if (sscanf(text, ":%2d%n", &s, &n) == 1)
        text += n;
    if (*text == '.')
        text += 1 + strspn(text + 1, "0123456789");
    if (y < 1970 || mo < 1 || mo > 12 || d < 1 || d > 31 || h < 0 || h > 23
        || mi < 0 || mi > 59 || s < 0 || s > 60)
        return 0;
    tm.tm_year = y - 1900;
    tm.tm_mon = mo - 1;
    tm.tm_mday = d;
    tm.tm_hour = h;
    tm.tm_min = mi;
    tm.tm_sec = s;
    tm.tm_isdst = -1;
    check = tm;
    if (!*text)
        t = mktime(&check);
    else if (parse_offset(text, &off))
        t = timegm(&check) - off * 60;
    else
        return 0;
    return check.tm_mday == d ? (int64_t)t * 1000 : 0;
}
