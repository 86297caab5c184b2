/* What time does to the queue: expiry, the one resend of what is unsure, and
 * the start after an interruption. */
#include "store/queue/queue_own.h"

#include "base/clock.h"
#include "base/log.h"

enum { BATCH = 100 };           /* rows changed in one transaction */
/* A report that comes within this spares the resend. */
#define RESEND_AFTER (15 * MINUTE)
/* A clock is put back by less now and then. */
#define AHEAD (5 * MINUTE)
/* No pause of one text is as long. */
#define PAUSE_MOST (25 * HOUR)

/* Fills ids from a query of one column and ends it. */
static enum err
collect(struct query *q, int64_t ids[BATCH], int *count)
{
    *count = 0;
    while (*count < BATCH && query_row(q))
        ids[(*count)++] = query_get_int(q, 0);
    return query_end(q);
}

/* Runs fn for each id in one transaction. */
static enum err
for_each(struct db *db, const int64_t *ids, int count,
    enum err (*fn)(struct db *db, int64_t id))
{
    enum err e = count ? db_begin(db) : OK;

    if (e || !count)
        return e;
    for (int i = 0; !e && i < count; i++)
        if ((e = fn(db, ids[i])) == ERR_NOT_FOUND)
            e = OK;             /* it moved on meanwhile */
    db_touch(db, DB_QUEUE | DB_THREADS);
    return db_end(db, e);
}

static enum err
sweep_expired(struct db *db)
{
    int64_t ids[BATCH];
    int count;
    struct query q = query_start(db,
        "SELECT id FROM message WHERE " MESSAGE_IS_OUT
        " AND " MESSAGE_IS_QUEUED
        " AND expires > 0 AND expires <= :now LIMIT :batch");
    enum err e;

    query_int(&q, ":now", clock_now());
    query_int(&q, ":batch", BATCH);
    e = collect(&q, ids, &count);
    return e ? e : for_each(db, ids, count, queue_expire);
}

/* What was asked for, or put off, under a date that lay ahead would wait for
 * that date: it goes now, or as soon as it was to (a broadcast leaves a minute
 * for second thoughts), and lives as long. */
static enum err
date_back(struct db *db, int64_t id)
{
    struct query q = query_start(db,
        "UPDATE message SET due = iif(at > :now AND due > at, :now + due - at,"
        "  due), next = iif(at > :now AND due > at, :now + due - at, :now),"
        " expires = iif(at > :now AND expires > at, :now + expires - at,"
        "  expires) WHERE id = :id AND " MESSAGE_IS_QUEUED);

    query_int(&q, ":now", clock_now());
    query_int(&q, ":id", id);
    return query_end_changed(&q);
}

/* A date that somebody chose (due) stands as it is. */
static enum err
sweep_ahead(struct db *db)
{
    int64_t ids[BATCH];
    int count;
    struct query q = query_start(db,
        "SELECT id FROM message WHERE " MESSAGE_IS_OUT
        " AND " MESSAGE_IS_QUEUED
        " AND next > :now AND wait NOT IN (:approval, :paused)"
        " AND ((at > :now + :ahead AND due <= at + :ahead AND next >= at)"
        "  OR (due <= :now AND next > :now + :pause)) LIMIT :batch");
    enum err e;

    query_int(&q, ":now", clock_now());
    query_int(&q, ":approval", WAIT_APPROVAL);
    query_int(&q, ":paused", WAIT_PAUSED);
    query_int(&q, ":ahead", AHEAD);
    query_int(&q, ":pause", PAUSE_MOST);
    query_int(&q, ":batch", BATCH);
    e = collect(&q, ids, &count);
    return e ? e : for_each(db, ids, count, date_back);
}

/* What was asked for under a wrong date begins its life now. */
static enum err
date_life(struct db *db, int64_t id, const struct queue_rules *rules)
{
    struct query q = query_start(db,
        "UPDATE message SET expires = max(:now, due)"
        "  + iif(priority = :urgent, :urgent_life, :life)"
        " WHERE id = :id AND expires = 0");

    query_int(&q, ":now", clock_now());
    query_int(&q, ":urgent", PRIORITY_URGENT);
    query_int(&q, ":urgent_life", queue_life(rules, PRIORITY_URGENT));
    query_int(&q, ":life", queue_life(rules, PRIORITY_NORMAL));
    query_int(&q, ":id", id);
    return query_end_changed(&q);
}

static enum err
sweep_undated(struct db *db, const struct queue_rules *rules)
{
    int64_t ids[BATCH];
    int count;
    struct query q = query_start(db,
        "SELECT id FROM message WHERE " MESSAGE_IS_OPEN
        " AND " MESSAGE_IS_QUEUED
        " AND " MESSAGE_IS_OUT " AND expires = 0 LIMIT :batch");
    enum err e;

    query_int(&q, ":batch", BATCH);
    if ((e = collect(&q, ids, &count)) || !count || (e = db_begin(db)))
        return e;
    for (int i = 0; !e && i < count; i++)
        if ((e = date_life(db, ids[i], rules)) == ERR_NOT_FOUND)
            e = OK;
    return db_end(db, e);
}

/* The unsure parts again, with the reference they had: a phone that did get
 * them takes the second copy for the first. */
static enum err
resend(struct db *db, int64_t message)
{
    struct query q = query_start(db,
        "UPDATE message SET state = :queued, policy = :resent, wait = 0,"
        " next = max(at, due), reason = '', reason_code = :again"
        " WHERE id = :id AND state = :unsure");
    enum err e;

    query_int(&q, ":queued", MESSAGE_QUEUED);
    query_int(&q, ":resent", UNSURE_RESENT);
    query_int(&q, ":again", REASON_SENT_AGAIN);
    query_int(&q, ":id", message);
    query_int(&q, ":unsure", MESSAGE_UNSURE);
    if ((e = query_end_changed(&q)))
        return e;
    q = query_start(db,
        "UPDATE part_out SET state = :queued WHERE message = :id"
        " AND state = :unsure");
    query_int(&q, ":queued", MESSAGE_QUEUED);
    query_int(&q, ":id", message);
    query_int(&q, ":unsure", MESSAGE_UNSURE);
    log_info("queue", "id=%lld state=queued again=1", (long long)message);
    return query_end_changed(&q);
}

static enum err
sweep_unsure(struct db *db)
{
    int64_t ids[BATCH], now = clock_now();
    int count;
    struct query q = query_start(db,
        "SELECT m.id FROM message m WHERE m." MESSAGE_IS_OPEN
        " AND m." MESSAGE_IS_UNSURE " AND m.policy = :policy"
        " AND (m.expires = 0 OR m.expires > :now) AND (SELECT max(settled)"
        "  FROM part_out WHERE message = m.id"
        "  AND " MESSAGE_IS_UNSURE ") <= :before"
        " LIMIT :batch");
    enum err e;

    query_int(&q, ":policy", UNSURE_RESEND);
    query_int(&q, ":now", now);
    query_int(&q, ":before", now - RESEND_AFTER);
    query_int(&q, ":batch", BATCH);
    e = collect(&q, ids, &count);
    return e ? e : for_each(db, ids, count, resend);
}

/* A result that is overdue, while a report may tell already. */
static enum err
ask_reports(struct db *db, int64_t attempt)
{
    int64_t message = 0;
    int n = 0;
    struct query q = query_start(db,
        "SELECT message, n FROM attempt WHERE id = :id AND ended IS NULL");
    enum err e;

    query_int(&q, ":id", attempt);
    if (query_row(&q)) {
        message = query_get_int(&q, 0);
        n = (int)query_get_int(&q, 1);
    }
    e = query_end_one(&q);
    return e == ERR_EMPTY ? OK : e ? e : queue_report_waiting(db, message, n);
}

static enum err
sweep_overdue(struct db *db)
{
    int64_t ids[BATCH];
    int count;
    struct query q = query_start(db,
        "SELECT a.id FROM attempt a WHERE a.ended IS NULL"
        " AND a.started <= :overdue AND EXISTS (SELECT 1 FROM report r"
        "  WHERE r.sim = a.sim AND r.message IS NULL AND r.at >= a.started)"
        " LIMIT :batch");
    enum err e;

    query_int(&q, ":overdue", clock_now() - QUEUE_OVERDUE);
    query_int(&q, ":batch", BATCH);
    e = collect(&q, ids, &count);
    return e ? e : for_each(db, ids, count, ask_reports);
}

enum err
queue_sweep(struct db *db, const struct queue_rules *rules)
{
    bool moved;
    enum err e = queue_date(db, rules, &moved);

    if (e)
        return e;
    if (!rules->clock_unsure
        && ((e = sweep_undated(db, rules)) || (e = sweep_ahead(db))
            || (e = sweep_expired(db))))
        return e;
    if ((e = sweep_overdue(db)) || (e = queue_hasten(db)))
        return e;
    return sweep_unsure(db);
}

static enum err
interrupt(struct db *db, int64_t attempt)
{
    struct link_result r = { .attempt = attempt, .outcome = LINK_UNKNOWN,
        .reference = -1, .code = -1 };

    return queue_settle_as(db, &r, REASON_INTERRUPTED);
}

enum err
queue_recover(struct db *db, int *count)
{
    int64_t ids[BATCH];
    int found, all = 0;
    enum err e;

    do {
        struct query q = query_start(db,
            "SELECT id FROM attempt WHERE ended IS NULL LIMIT :batch");
        query_int(&q, ":batch", BATCH);
        if (!(e = collect(&q, ids, &found)))
            e = for_each(db, ids, found, interrupt);
        all += found;
    } while (!e && found == BATCH);
    if (all)
        log_warn("queue", "interrupted=%d: unsure whether they were sent", all);
    if (count)
        *count = all;
    return e;
}
