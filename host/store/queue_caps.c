/* What a SIM may send and when: its limits, counted from the journal, and the
 * school's quiet hours. */
#include "store/queue_own.h"

#include "daemon/clock.h"

#include <time.h>

/* When a new number may be tried again after the day's last one was used: the
 * exact moment would cost a sort of the day's journal for each look. */
#define NUMBERS_PAUSE (10 * MINUTE)

/* What counts against a limit: the condition of the indexes of attempt. */
#define COUNTED "(outcome IS NULL OR outcome <> 2)"

/* Raises *until to the moment when one more fits a limit of `most` in any
 * `window`. What is dated after now is the work of a clock that was wrong and
 * does not count. */
static enum err
check_window(struct db *db, const char *imsi, int most, int64_t window,
    int64_t now, int64_t *until)
{
    struct query q;

    if (most <= 0)
        return OK;
    q = query_start(db,
        "SELECT started FROM attempt WHERE sim = :sim AND " COUNTED
        " AND started > :since AND started <= :now"
        " ORDER BY started DESC LIMIT 1 OFFSET :most - 1");
    query_text(&q, ":sim", imsi);
    query_int(&q, ":since", now - window);
    query_int(&q, ":now", now);
    query_int(&q, ":most", most);
    if (query_row(&q) && query_get_int(&q, 0) + window > *until)
        *until = query_get_int(&q, 0) + window;
    return query_end(&q);
}

static enum err
check_numbers(struct db *db, const char *imsi, const char *number, int most,
    int64_t now, int64_t *until)
{
    struct query q;
    enum err e;

    if (most <= 0)
        return OK;
    q = query_start(db,
        "SELECT 1 FROM attempt WHERE sim = :sim AND number = :number"
        " AND " COUNTED " AND started > :since AND started <= :now LIMIT 1");
    query_text(&q, ":sim", imsi);
    query_text(&q, ":number", number);
    query_int(&q, ":since", now - DAY);
    query_int(&q, ":now", now);
    query_row(&q);
    if ((e = query_end_one(&q)) != ERR_EMPTY)
        return e;
    q = query_start(db,
        "SELECT count(DISTINCT number) FROM attempt WHERE sim = :sim"
        " AND " COUNTED " AND started > :since AND started <= :now");
    query_text(&q, ":sim", imsi);
    query_int(&q, ":since", now - DAY);
    query_int(&q, ":now", now);
    if (query_row(&q) && query_get_int(&q, 0) >= most)
        *until = now + NUMBERS_PAUSE;
    return query_end(&q);
}

enum err
queue_caps_check(struct db *db, const char *imsi, const char *number,
    const struct queue_caps *caps, int64_t now, int64_t *until, bool *all)
{
    enum err e;

    *until = 0;
    *all = true;
    if ((e = check_window(db, imsi, caps->per_minute, MINUTE, now, until))
        || (e = check_window(db, imsi, caps->per_15_minutes, 15 * MINUTE, now,
                until))
        || (e = check_window(db, imsi, caps->per_day, DAY, now, until))
        || *until)
        return e;
    *all = false;
    return check_numbers(db, imsi, number, caps->numbers_per_day, now, until);
}

/* The next moment of this hour and minute on the day `days` after tm's. */
static int64_t
moment(const struct tm *tm, int days, int minute)
{
    struct tm then = *tm;

    then.tm_mday += days;
    then.tm_hour = minute / 60;
    then.tm_min = minute % 60;
    then.tm_sec = 0;
    then.tm_isdst = -1;
    return (int64_t)mktime(&then) * SECOND;
}

/* The end of the quiet hours, or of the quiet day, at now; 0: in neither. */
static int64_t
quiet_end(const struct queue_rules *rules, int64_t now)
{
    time_t s = (time_t)(now / SECOND);
    int from = rules->quiet_from, to = rules->quiet_to, minute;
    struct tm tm;

    localtime_r(&s, &tm);
    minute = tm.tm_hour * 60 + tm.tm_min;
    if (rules->quiet_days >> tm.tm_wday & 1)
        return moment(&tm, 1, 0);
    if (from == to
        || (from < to ? minute < from || minute >= to
                      : minute < from && minute >= to))
        return 0;
    return moment(&tm, minute >= to, to);
}

int64_t
queue_quiet_until(const struct queue_rules *rules, int64_t now)
{
    int64_t until = 0, end = now;

    /* a quiet day may end in quiet hours, those in a quiet day, ... */
    for (int i = 0; i < 16 && (end = quiet_end(rules, end)); i++)
        until = end > now ? end : now + MINUTE;
    return until;
}
