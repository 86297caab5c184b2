/* What a SIM may send and when: its limits, counted from the journal, and the
 * school's quiet hours. */
#include "store/queue/queue_own.h"

#include "base/clock.h"

#include <time.h>

/* When a new number may be tried again after the day's last one was used: the
 * exact moment would cost a sort of the day's journal for each look. */
#define NUMBERS_PAUSE (10 * MINUTE)

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
        "SELECT started FROM attempt WHERE sim = :sim AND " ATTEMPT_COUNTS
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

/* Whether the SIM has tried the number within `window`. */
static enum err
knows_number(struct db *db, const char *imsi, const char *number,
    int64_t window, int64_t now, bool *yes)
{
    enum err e;
    struct query q = query_start(db,
        "SELECT 1 FROM attempt WHERE sim = :sim AND number = :number"
        " AND " ATTEMPT_COUNTS " AND started > :since AND started <= :now"
        " LIMIT 1");

    query_text(&q, ":sim", imsi);
    query_text(&q, ":number", number);
    query_int(&q, ":since", now - window);
    query_int(&q, ":now", now);
    query_row(&q);
    e = query_end_one(&q);
    *yes = e == OK;
    return e == ERR_EMPTY ? OK : e;
}

/* Different numbers within `window`. Goes from number to number in the index,
 * however many texts each got. */
static enum err
count_numbers(struct db *db, const char *imsi, int64_t window, int64_t now,
    int *count)
{
    struct query q = query_start(db,
        "WITH RECURSIVE known (number) AS ("
        "  SELECT min(number) FROM attempt WHERE sim = :sim AND " ATTEMPT_COUNTS
        "  UNION ALL SELECT (SELECT min(number) FROM attempt"
        "   WHERE sim = :sim AND " ATTEMPT_COUNTS " AND number > known.number)"
        "  FROM known WHERE known.number IS NOT NULL)"
        " SELECT count() FROM known WHERE number IS NOT NULL"
        " AND EXISTS (SELECT 1 FROM attempt a WHERE a.sim = :sim"
        "  AND a.number = known.number AND " ATTEMPT_COUNTS
        "  AND a.started > :since AND a.started <= :now)");

    query_text(&q, ":sim", imsi);
    query_int(&q, ":since", now - window);
    query_int(&q, ":now", now);
    if (query_row(&q))
        *count = (int)query_get_int(&q, 0);
    return query_end(&q);
}

static enum err
check_numbers(struct db *db, const char *imsi, const char *number, int most,
    int64_t window, int64_t now, struct queue_verdict *out)
{
    bool known = false;
    int count = 0;
    enum err e;

    if (most <= 0 || out->until)
        return OK;
    if ((e = knows_number(db, imsi, number, window, now, &known)) || known
        || (e = count_numbers(db, imsi, window, now, &count)))
        return e;
    if (count >= most)
        *out = (struct queue_verdict){ now + NUMBERS_PAUSE, WAIT_NUMBERS };
    return OK;
}

/* The same text in other messages; one that has begun is let through. */
static enum err
check_same(struct db *db, const char *imsi, int64_t message, int most,
    int64_t window, int64_t now, struct queue_verdict *out)
{
    struct query q;

    if (most <= 0 || out->until)
        return OK;
    q = query_start(db,
        "SELECT min(a.started) AS first FROM attempt a"
        " JOIN message m ON m.id = a.message"
        " WHERE a.sim = :sim AND " ATTEMPT_COUNTS
        " AND a.started > :since AND a.started <= :now"
        " AND m.body = (SELECT body FROM message WHERE id = :message)"
        " AND NOT EXISTS (SELECT 1 FROM attempt b WHERE b.message = :message"
        "  AND b." ATTEMPT_IS_SENT ")"
        " GROUP BY a.message ORDER BY first DESC LIMIT 1 OFFSET :most - 1");
    query_text(&q, ":sim", imsi);
    query_int(&q, ":message", message);
    query_int(&q, ":since", now - window);
    query_int(&q, ":now", now);
    query_int(&q, ":most", most);
    if (query_row(&q))
        *out = (struct queue_verdict){ query_get_int(&q, 0) + window,
            WAIT_SAME };
    return query_end(&q);
}

enum err
queue_caps_check(struct db *db, const char *imsi, int64_t message,
    const char *number, const struct queue_caps *caps, int64_t now,
    struct queue_verdict *out)
{
    int64_t until = 0;
    enum err e;

    *out = (struct queue_verdict){ 0, WAIT_NONE };
    if ((e = check_window(db, imsi, caps->per_minute, MINUTE, now, &until))
        || (e = check_window(db, imsi, caps->per_15_minutes, 15 * MINUTE, now,
                &until))
        || (e = check_window(db, imsi, caps->per_day, DAY, now, &until)))
        return e;
    if (until) {
        *out = (struct queue_verdict){ until, WAIT_CAP };
        return OK;
    }
    if ((e = check_same(db, imsi, message, caps->same_per_day, DAY, now, out))
        || (e = check_same(db, imsi, message, caps->same_per_15_minutes,
                15 * MINUTE, now, out))
        || (e = check_numbers(db, imsi, number, caps->numbers_per_day, DAY,
                now, out)))
        return e;
    return check_numbers(db, imsi, number, caps->numbers_per_month, 30 * DAY,
        now, out);
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

static void
take_cap(struct query *q, int column, int *cap)
{
    if (!query_is_null(q, column))
        *cap = (int)query_get_int(q, column);
}

enum err
queue_caps_of(struct db *db, const char *imsi, struct queue_caps *caps)
{
    struct query q = query_start(db,
        "SELECT per_minute, per_15_minutes, per_day, numbers_per_day,"
        " numbers_per_month, same_per_15_minutes, same_per_day FROM sim"
        " WHERE imsi = :imsi");

    query_text(&q, ":imsi", imsi);
    if (query_row(&q)) {
        take_cap(&q, 0, &caps->per_minute);
        take_cap(&q, 1, &caps->per_15_minutes);
        take_cap(&q, 2, &caps->per_day);
        take_cap(&q, 3, &caps->numbers_per_day);
        take_cap(&q, 4, &caps->numbers_per_month);
        take_cap(&q, 5, &caps->same_per_15_minutes);
        take_cap(&q, 6, &caps->same_per_day);
    }
    return query_end(&q);
}
