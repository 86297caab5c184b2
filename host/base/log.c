#include "base/log.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static _Atomic int most = LOG_INFO;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct log_entry kept[LOG_KEPT];
static unsigned next;           /* kept[next % LOG_KEPT] is written next */

void
log_set_level(enum log_level level)
{
    atomic_store(&most, (int)level);
}

static const char *
level_word(enum log_level level)
{
    switch (level) {
    case LOG_ERROR:
        return "error";
    case LOG_WARN:
        return "warn";
    case LOG_INFO:
        return "info";
    case LOG_DEBUG:
        break;
    }
    return "debug";
}

/* The start of a line: what systemd reads, or what a person reads. */
static int
put_start(char *line, size_t room, enum log_level level, const char *where)
{
    struct timespec ts;
    struct tm tm;
    char when[32];

    if (getenv("JOURNAL_STREAM"))
        return snprintf(line, room, "<%d>%s: ", (int)level, where);
    clock_gettime(CLOCK_REALTIME, &ts);
    gmtime_r(&ts.tv_sec, &tm);
    strftime(when, sizeof(when), "%Y-%m-%dT%H:%M:%S", &tm);
    return snprintf(line, room, "%s.%03ldZ %s %s: ", when,
        ts.tv_nsec / 1000000, level_word(level), where);
}

/* text ends at n. */
static void
keep(enum log_level level, const char *where, const char *text, int n)
{
    struct timespec ts;
    struct log_entry *e;

    clock_gettime(CLOCK_REALTIME, &ts);
    pthread_mutex_lock(&lock);
    e = &kept[next++ % LOG_KEPT];
    e->at = (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
    e->level = level;
    snprintf(e->where, sizeof(e->where), "%s", where);
    snprintf(e->text, sizeof(e->text), "%.*s", n, text);
    pthread_mutex_unlock(&lock);
}

int
log_recent(struct log_entry *out, int room)
{
    int n = 0;

    pthread_mutex_lock(&lock);
    for (unsigned i = next; n < room && i && next - i < LOG_KEPT; i--)
        out[n++] = kept[(i - 1) % LOG_KEPT];
    pthread_mutex_unlock(&lock);
    return n;
}

void
log_line(enum log_level level, const char *where, const char *fmt, ...)
{
    char line[1024];
    va_list ap;
    int n, more, begin;

    if ((int)level > atomic_load(&most))
        return;
    n = put_start(line, sizeof(line) - 1, level, where);
    if (n < 0 || n >= (int)sizeof(line) - 1)
        return;
    begin = n;
    va_start(ap, fmt);
    more = vsnprintf(line + n, sizeof(line) - 1 - (size_t)n, fmt, ap);
    va_end(ap);
    if (more < 0)
        return;
    n += more;
    if (n > (int)sizeof(line) - 2)
        n = (int)sizeof(line) - 2;
    for (int i = 0; i < n; i++)
        if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f)
            line[i] = '?';
    if (level < LOG_DEBUG)
        keep(level, where, line + begin, n - begin);
    line[n++] = '\n';
    while (n > 0 && write(STDERR_FILENO, line, (size_t)n) < 0)
        break;
}
