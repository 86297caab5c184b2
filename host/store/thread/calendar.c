#include "store/thread/calendar.h"

#include "base/clock.h"
#include "store/db/setting.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { WEEKDAYS = 0x3e,         /* Monday to Friday */
    YEAR = 366, THURSDAY = 4 };

/* --- days ----------------------------------------------------------------- */

int
calendar_day(int64_t at)
{
    time_t s = (time_t)(at / SECOND);
    struct tm t;

    localtime_r(&s, &t);
    t.tm_hour = t.tm_min = t.tm_sec = 0;
    return (int)(timegm(&t) / (DAY / SECOND));
}

int64_t
calendar_starts(int day)
{
    time_t s = (time_t)day * (DAY / SECOND);
    struct tm t;
    int64_t at;

    gmtime_r(&s, &t);
    t.tm_isdst = -1;
    at = (int64_t)mktime(&t) * SECOND;
    /* where the clocks go forward at midnight the day begins at one */
    return calendar_day(at) < day ? at + HOUR : at;
}

/* The day, or 0 where the month has none such. */
static int
day_of(int year, int month, int day)
{
    struct tm t = { .tm_year = year - 1900, .tm_mon = month - 1,
        .tm_mday = day };
    struct tm asked = t;
    time_t s = timegm(&t);

    if (year < 1971 || year > 2200 || t.tm_mon != asked.tm_mon
        || t.tm_mday != asked.tm_mday)
        return 0;
    return (int)(s / (DAY / SECOND));
}

int
calendar_day_of(const char *text, const char **end)
{
    int a = 0, b = 0, c = 0, n = 0, m = 0;

    if (sscanf(text, "%4d-%2d-%2d%n", &a, &b, &c, &n) == 3 && n)
        m = day_of(a, b, c);
    else if (sscanf(text, "%2d.%2d.%4d%n", &a, &b, &c, &n) == 3 && n)
        m = day_of(c, b, a);
    else
        return 0;
    if (!end)
        return text[n] ? 0 : m;
    *end = text + n;
    return m;
}

const char *
calendar_text(int day, char *out)
{
    time_t s = (time_t)day * (DAY / SECOND);
    struct tm t;

    gmtime_r(&s, &t);
    strftime(out, 12, "%Y-%m-%d", &t);
    return out;
}

/* --- what is known -------------------------------------------------------- */

static void
keep(struct calendar *c, const struct calendar_span *s)
{
    if (!s->first || s->last < s->first || c->n >= CALENDAR_SPANS)
        return;
    c->spans[c->n++] = *s;
    if (s->kind != CALENDAR_TERM)
        return;
    if (c->terms_to < c->terms_from || s->first < c->terms_from)
        c->terms_from = s->first;
    if (s->last > c->terms_to)
        c->terms_to = s->last;
}

/* The term that is set with the week's round; one without an end says nothing
 * of days off. */
static enum err
read_week_term(struct db *db, struct calendar *c)
{
    struct calendar_span s = { .kind = CALENDAR_TERM };
    char from[12], to[12];
    enum err e;

    if ((e = setting_get(db, "term.from", from, sizeof(from)))
        || (e = setting_get(db, "term.to", to, sizeof(to))))
        return e;
    s.first = calendar_day_of(from, NULL);
    s.last = calendar_day_of(to, NULL);
    if (s.last)
        keep(c, &s);
    return OK;
}

/* Digits of days, Sunday is 0, as bits; 0: it has others, or none. */
static int
read_week(const char *text)
{
    int week = 0;

    for (const char *p = text; *p; p++) {
        if (*p < '0' || *p > '6')
            return 0;
        week |= 1 << (*p - '0');
    }
    return week;
}

static enum err
read_settings(struct db *db, struct calendar *c)
{
    char text[16];
    enum err e = setting_get(db, "promise.days", text, sizeof(text));

    if (e)
        return e;
    c->promise = *text ? atoi(text) : CALENDAR_PROMISE;
    if (c->promise < 0 || c->promise > CALENDAR_PROMISE_MAX)
        c->promise = CALENDAR_PROMISE;
    if ((e = setting_get(db, "school.days", text, sizeof(text))))
        return e;
    c->week = read_week(text);
    if (!c->week)
        c->week = WEEKDAYS;
    return OK;
}

enum err
calendar_read(struct db *db, struct calendar *out)
{
    struct calendar_span s;
    struct query q;
    enum err e;

    out->n = out->terms_from = 0;
    out->terms_to = -1;
    if ((e = read_settings(db, out)) || (e = read_week_term(db, out)))
        return e;
    q = query_start(db, "SELECT id, kind, first, last, name FROM calendar"
        " ORDER BY first DESC, id DESC");
    while (query_row(&q)) {
        s = (struct calendar_span){ .id = query_get_int(&q, 0),
            .kind = (enum calendar_kind)query_get_int(&q, 1),
            .first = calendar_day_of(query_get_text(&q, 2), NULL),
            .last = calendar_day_of(query_get_text(&q, 3), NULL) };
        query_copy_text(&q, 4, s.name, sizeof(s.name));
        keep(out, &s);
    }
    return query_end(&q);
}

/* --- what follows --------------------------------------------------------- */

bool
calendar_is_school(const struct calendar *c, int day)
{
    bool in_term = day < c->terms_from || day > c->terms_to;

    if (!(c->week >> (day + THURSDAY) % 7 & 1))
        return false;
    for (int i = 0; i < c->n; i++) {
        const struct calendar_span *s = &c->spans[i];

        if (day < s->first || day > s->last)
            continue;
        if (s->kind == CALENDAR_OFF)
            return false;
        in_term = true;
    }
    return in_term;
}

bool
calendar_is_holiday(const struct calendar *c, int day, const char **name)
{
    bool in_term = day < c->terms_from || day > c->terms_to;

    *name = "";
    for (int i = 0; i < c->n; i++) {
        const struct calendar_span *s = &c->spans[i];

        if (day < s->first || day > s->last)
            continue;
        if (s->kind == CALENDAR_OFF) {
            *name = s->name;
            return true;
        }
        in_term = true;
    }
    return !in_term;
}

int
calendar_count(const struct calendar *c, int from, int to)
{
    int n = 0;

    for (int day = from + 1; day <= to; day++)
        n += calendar_is_school(c, day);
    return n;
}

int
calendar_due(const struct calendar *c, int day)
{
    int left = c->promise, last = day + YEAR;

    if (!left)
        return 0;
    while (day < last && left)
        left -= calendar_is_school(c, ++day);
    return day;
}
