#include "store/figures/term.h"

#include "base/clock.h"
#include "store/db/audit.h"
#include "store/db/setting.h"
#include "store/figures/figures.h"
#include "store/thread/calendar.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { FRIDAY = 5, AT_THREE = 15 * 60 };

/* The midnight that begins the day "2026-09-01" and `days` more; 0: it is no
 * day. */
static int64_t
read_day(const char *text, int days)
{
    struct tm t = { .tm_isdst = -1 }, asked;
    int end = 0;

    if (sscanf(text, "%4d-%2d-%2d%n", &t.tm_year, &t.tm_mon, &t.tm_mday, &end)
            != 3 || text[end] || t.tm_year < 1971 || t.tm_year > 9999)
        return 0;
    t.tm_year -= 1900;
    t.tm_mon -= 1;
    asked = t;
    if (mktime(&t) == -1 || t.tm_mon != asked.tm_mon
        || t.tm_mday != asked.tm_mday)
        return 0;
    asked.tm_mday += days;
    return (int64_t)mktime(&asked) * SECOND;
}

/* "5 15:00". */
static bool
read_at(const char *text, int *day, int *minute)
{
    int d, h, m, end = 0;

    if (sscanf(text, "%1d %2d:%2d%n", &d, &h, &m, &end) != 3 || text[end]
        || d < 1 || d > 7 || h < 0 || h > 23 || m < 0 || m > 59)
        return false;
    *day = d;
    *minute = h * 60 + m;
    return true;
}

/* The round of the week of at, or `weeks` before. */
static int64_t
round_of(const struct term *t, int64_t at, int weeks)
{
    time_t s = (time_t)(figures_monday(at, weeks) / SECOND);
    struct tm tm;

    localtime_r(&s, &tm);
    tm.tm_mday += t->day - 1;
    tm.tm_hour = t->minute / 60;
    tm.tm_min = t->minute % 60;
    tm.tm_isdst = -1;
    return (int64_t)mktime(&tm) * SECOND;
}

/* The newest term of the school's calendar that has begun, where it began after
 * that of t. */
static enum err
read_calendar(struct db *db, int64_t now, struct term *t)
{
    struct query q = query_start(db, "SELECT first, last FROM calendar"
        " WHERE kind = :term AND first > :from AND first <= :today"
        " ORDER BY first DESC LIMIT 1");
    char today[12];

    query_int(&q, ":term", CALENDAR_TERM);
    calendar_text(calendar_day(now), today);
    query_text(&q, ":from", strcmp(t->from, today) > 0 ? "" : t->from);
    query_text(&q, ":today", today);
    if (query_row(&q)) {
        query_copy_text(&q, 0, t->from, sizeof(t->from));
        query_copy_text(&q, 1, t->to, sizeof(t->to));
    }
    return query_end(&q);
}

enum err
term_read(struct db *db, struct term *out)
{
    struct term t = { .day = FRIDAY, .minute = AT_THREE };
    int64_t now = clock_now(), began, end;
    char at[12] = "";
    int week;
    enum err e;

    if ((e = setting_get(db, "term.from", t.from, sizeof(t.from)))
        || (e = setting_get(db, "term.to", t.to, sizeof(t.to)))
        || (e = setting_get(db, "week.at", at, sizeof(at)))
        || (e = read_calendar(db, now, &t)))
        return e;
    began = read_day(t.from, 0);
    end = read_day(t.to, 1);
    t.began = began && began <= now ? began
        : figures_monday(now, TERM_WEEKS - 1);
    t.runs = began <= now && (!end || now < end);
    if (!read_at(at, &t.day, &t.minute)) {
        t.day = FRIDAY;
        t.minute = AT_THREE;
    }
    week = round_of(&t, now, 0) <= now ? 0 : 1;
    t.last = round_of(&t, now, week);
    t.next = round_of(&t, now, week - 1);
    *out = t;
    return OK;
}

enum err
term_set(struct db *db, const char *from, const char *to, const char *at,
    const char *who)
{
    int day, minute;
    enum err e;

    if ((from && *from && !read_day(from, 0)) || (to && *to && !read_day(to, 0))
        || (at && *at && !read_at(at, &day, &minute))
        || (from && to && *from && *to && strcmp(from, to) > 0))
        return ERR_INPUT;
    if ((e = db_begin(db)))
        return e;
    if (from)
        e = setting_set(db, "term.from", from);
    if (!e && to)
        e = setting_set(db, "term.to", to);
    if (!e && at)
        e = setting_set(db, "week.at", at);
    if (!e)
        e = audit_add(db, who, "term.set", "term", "");
    db_touch(db, DB_PEOPLE);
    return db_end(db, e);
}
