#include "store/thread/retention.h"
#include "store/thread/behaviour.h"
#include "store/thread/plan.h"
#include "store/thread/sentence.h"

#include "base/clock.h"
#include "store/db/setting.h"
#include "store/thread/message.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { STEP = 50, ROWS_STEP = 200, ROWS_MONTHS = 3,
    REPORT_DAYS = 7 };
/* Longer than any holiday is a clock that is wrong. */
static const int64_t silence = 100 * DAY;
/* What is dated before came while the clock had lost its date. */
static const int64_t dated = 1735689600 * SECOND; /* 2025 */

/* So many calendar months before `now`. */
static int64_t
months_before(int64_t now, int months)
{
    time_t s = (time_t)(now / SECOND);
    struct tm tm;

    gmtime_r(&s, &tm);
    tm.tm_mon -= months;
    return (int64_t)timegm(&tm) * SECOND;
}

/* *now: the time, not believed where it lies far beyond the last message's. */
static enum err
find_now(struct db *db, int64_t *now)
{
    struct query q = query_start(db, "SELECT max(at) FROM"
        " (SELECT at FROM message ORDER BY id DESC LIMIT 100)");
    int64_t newest = 0;

    if (query_row(&q))
        newest = query_get_int(&q, 0);
    *now = clock_now() < newest + silence ? clock_now() : newest + silence;
    return query_end(&q);
}

enum err
retention_before(struct db *db, int months, int64_t *at)
{
    enum err e = find_now(db, at);

    *at = months_before(*at, months);
    return e;
}

/* By how much the date was set ahead between two messages that are not
 * forgotten, all in all, and not set back again: the older ones are so much
 * younger than they look. Goes through all of them. */
static enum err
find_leaps(struct db *db, int64_t after, int64_t *leaps)
{
    struct query q = query_start(db, "SELECT total(gap) FROM (SELECT"
        " at - lag(at) OVER (ORDER BY id) AS gap FROM message"
        " WHERE id > :after AND at >= :dated) WHERE abs(gap) > :silence");

    query_int(&q, ":after", after);
    query_int(&q, ":dated", dated);
    query_int(&q, ":silence", silence);
    if (query_row(&q))
        *leaps = query_get_int(&q, 0);
    return query_end(&q);
}

/* Those of the next messages in order of arrival, up to the last that is old
 * enough before the first that is not: what came after a young one is young,
 * whatever date its clock gave it. What lies in the future holds up nothing. */
static enum err
find_old(struct db *db, int64_t after, int64_t cutoff, int64_t ids[STEP],
    int *count)
{
    struct query q = query_start(db,
        "SELECT id, at, state IN (:queued, :sending) FROM message"
        " WHERE id > :after ORDER BY id LIMIT :step");
    int64_t now = clock_now(), at;
    bool stays = false;
    int n = 0;

    *count = 0;
    query_int(&q, ":queued", MESSAGE_QUEUED);
    query_int(&q, ":sending", MESSAGE_SENDING);
    query_int(&q, ":after", after);
    query_int(&q, ":step", STEP);
    while (!stays && query_row(&q)) {
        ids[n++] = query_get_int(&q, 0);
        at = query_get_int(&q, 1);
        stays = query_get_int(&q, 2) || (at >= cutoff && at <= now);
        if (!stays && at >= dated && at < cutoff)
            *count = n;
    }
    return query_end(&q);
}

/* What staff noted beside it, and before the cutoff. */
static enum err
forget_notes(struct db *db, int64_t id, int64_t cutoff)
{
    struct query q = query_start(db,
        "DELETE FROM note WHERE at < :cutoff AND thread ="
        " (SELECT thread FROM message WHERE id = :id) AND at <="
        " (SELECT at FROM message WHERE id = :id)");

    query_int(&q, ":cutoff", cutoff);
    query_int(&q, ":id", id);
    return query_end(&q);
}

static enum err
forget(struct db *db, int64_t id, int64_t cutoff)
{
    enum err e = message_forget(db, id);

    if (e || (e = query_on(db, "UPDATE part_out SET udh = x'', units = x''"
             " WHERE message = :id", id))
        || (e = query_on(db, "UPDATE part_in SET pdu = '' WHERE message = :id",
                id))
        || (e = query_on(db, "UPDATE report SET pdu = '' WHERE message = :id",
                id))
        || (e = query_on(db, "UPDATE batch SET body = ''"
                " WHERE id = (SELECT batch FROM message WHERE id = :id)"
                " AND NOT EXISTS (SELECT 1 FROM message m"
                "  WHERE m.batch = batch.id AND m.id > :id)", id))
        || (e = forget_notes(db, id, cutoff)))
        return e;
    return query_on(db, "UPDATE thread SET snippet = '' WHERE last_id = :id",
        id);
}

/* The same with every doubt about the date counted; *cutoff: what is older is
 * old. */
static enum err
find_surely_old(struct db *db, int64_t after, int months, int64_t ids[STEP],
    int *count, int64_t *cutoff)
{
    int64_t now = 0, leaps = 0;
    enum err e = find_now(db, &now);

    *cutoff = months_before(now, months);
    if (e || (e = find_old(db, after, *cutoff, ids, count)) || !*count
        || (e = find_leaps(db, after, &leaps)) || leaps <= 0)
        return e;
    *cutoff = months_before(now - leaps, months);
    return find_old(db, after, *cutoff, ids, count);
}

static enum err
read_id(struct db *db, const char *key, int64_t *id)
{
    char text[24];
    enum err e = setting_get(db, key, text, sizeof(text));

    *id = e ? 0 : atoll(text);
    return e;
}

enum err
retention_step(struct db *db, int months, int *forgotten)
{
    int64_t ids[STEP], cutoff = 0;
    int64_t after = 0;
    char upto[24];
    int count = 0;
    enum err e;

    *forgotten = 0;
    if ((e = read_id(db, "retention.upto", &after))
        || (e = find_surely_old(db, after, months, ids, &count, &cutoff))
        || !count)
        return e;
    if ((e = db_begin(db)))
        return e;
    for (int i = 0; !e && i < count; i++)
        e = forget(db, ids[i], cutoff);
    if (!e && !(e = sentence_forget(db, cutoff))
        && !(e = behaviour_forget(db, cutoff)))
        e = plan_forget(db, cutoff);
    snprintf(upto, sizeof(upto), "%lld", (long long)ids[count - 1]);
    if (!e)
        e = setting_set(db, "retention.upto", upto);
    db_touch(db, DB_THREADS);
    if (!(e = db_end(db, e)))
        *forgotten = count;
    return e;
}

/* Where so many messages after `from` end, not beyond `upto`; from: none. */
static enum err
find_end(struct db *db, int64_t from, int64_t upto, int64_t *to, int *count)
{
    struct query q = query_start(db, "SELECT count(*), coalesce(max(id), :from)"
        " FROM (SELECT id FROM message WHERE id > :from AND id <= :upto"
        "  ORDER BY id LIMIT :step)");

    query_int(&q, ":from", from);
    query_int(&q, ":upto", upto);
    query_int(&q, ":step", ROWS_STEP);
    if (query_row(&q)) {
        *count = (int)query_get_int(&q, 0);
        *to = query_get_int(&q, 1);
    }
    return query_end(&q);
}

static enum err
delete_between(struct query q, int64_t from, int64_t to)
{
    query_int(&q, ":from", from);
    query_int(&q, ":to", to);
    return query_end(&q);
}

static enum err
delete_rows(struct db *db, int64_t from, int64_t to)
{
    char upto[24];
    enum err e;

    snprintf(upto, sizeof(upto), "%lld", (long long)to);
    if ((e = delete_between(query_start(db, "DELETE FROM report"
                " WHERE message > :from AND message <= :to"), from, to))
        || (e = delete_between(query_start(db, "DELETE FROM attempt"
                " WHERE message > :from AND message <= :to"), from, to))
        || (e = delete_between(query_start(db, "DELETE FROM part_out"
                " WHERE message > :from AND message <= :to"), from, to)))
        return e;
    return setting_set(db, "retention.rows", upto);
}

enum err
retention_rows_step(struct db *db, int months, int *gone)
{
    int64_t from = 0, upto = 0, to = 0;
    int count = 0;
    enum err e;

    *gone = 0;
    if (months < ROWS_MONTHS)
        return OK;
    if ((e = read_id(db, "retention.rows", &from))
        || (e = read_id(db, "retention.upto", &upto))
        || (e = find_end(db, from, upto, &to, &count)) || !count
        || (e = db_begin(db)))
        return e;
    if (!(e = db_end(db, delete_rows(db, from, to))))
        *gone = count;
    return e;
}

enum err
retention_reports(struct db *db, int *gone)
{
    struct query q = query_start(db, "DELETE FROM report"
        " WHERE message IS NULL AND at < :before RETURNING 1");

    *gone = 0;
    query_int(&q, ":before", clock_now() - REPORT_DAYS * DAY);
    while (query_row(&q))
        (*gone)++;
    return query_end(&q);
}

enum err
retention_settle(struct db *db)
{
    struct query q = query_start(db,
        "INSERT INTO message_words (message_words) VALUES ('optimize')");
    enum err e = query_end(&q);

    return e ? e : db_settle(db);
}
