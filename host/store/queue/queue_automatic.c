/* queue_automatic.c - the ceiling (rate limit) over all texts that answer by
 * themselves: whoever writes to the school decides how many there are, so they
 * must never cost it its credit. */
#include "store/queue/queue_own.h"

#include "base/clock.h"

/* When credit is looked at again. */
#define CREDIT_PAUSE (10 * MINUTE)
/* What was queued before cannot have an attempt within a day. */
#define LIFE_MAX (8 * DAY)

/* While a notice said that credit is low, and nobody how much is left, one an
 * hour goes: anybody may send such a notice. */
enum { PER_HOUR_LOW = 1 };

/* A SIM that the operator said has nothing or little left, or less than :credit
 * hundredths. */
#define SIM_IS_LOW                                                             \
    "(credit_low > 1 OR (credit_low > 0 AND credit_amount IS NOT NULL)"        \
    " OR (:credit > 0 AND credit_amount < :credit))"

static enum err
check_window(struct db *db, int most, int64_t window, int64_t now,
    int64_t *until)
{
    struct query q;

    if (most <= 0)
        return OK;
    q = query_start(db,
        "SELECT a.started FROM message m JOIN attempt a ON a.message = m.id"
        " WHERE m.automatic = 1 AND m.at > :old AND " ATTEMPT_COUNTS
        " AND a.started > :since AND a.started <= :now"
        " ORDER BY a.started DESC LIMIT 1 OFFSET :most - 1");
    query_int(&q, ":old", now - LIFE_MAX);
    query_int(&q, ":since", now - window);
    query_int(&q, ":now", now);
    query_int(&q, ":most", most);
    if (query_row(&q) && query_get_int(&q, 0) + window > *until)
        *until = query_get_int(&q, 0) + window;
    return query_end(&q);
}

/* low: it may send none; hinted: a notice said something of the kind. */
static enum err
check_credit(struct db *db, const char *imsi, const struct queue_rules *rules,
    bool *low, bool *hinted)
{
    struct query q = query_start(db,
        "SELECT coalesce(" SIM_IS_LOW ", 0), credit_low > 0 FROM sim"
        " WHERE imsi = :imsi");

    query_int(&q, ":credit", 100 * (int64_t)rules->automatic.credit);
    query_text(&q, ":imsi", imsi);
    if (query_row(&q)) {
        *low = query_get_int(&q, 0) != 0;
        *hinted = query_get_int(&q, 1) != 0;
    }
    return query_end(&q);
}

enum err
queue_automatic_check(struct db *db, const char *imsi,
    const struct queue_rules *rules, int64_t now, struct queue_verdict *out)
{
    int64_t until = 0;
    bool low = false, hinted = false;
    enum err e;

    *out = (struct queue_verdict){ 0, WAIT_NONE };
    if ((e = check_credit(db, imsi, rules, &low, &hinted))
        || (e = check_window(db, hinted ? PER_HOUR_LOW
                : rules->automatic.per_hour, HOUR, now, &until))
        || (e = check_window(db, rules->automatic.per_day, DAY, now, &until)))
        return e;
    if (low || (until && hinted))
        *out = (struct queue_verdict){ low ? now + CREDIT_PAUSE : until,
            WAIT_LOW_CREDIT };
    else if (until)
        *out = (struct queue_verdict){ until, WAIT_CEILING };
    return OK;
}

enum err
queue_automatic_other(struct db *db, const char *imsi,
    const struct queue_rules *rules, char out[20])
{
    struct query q = query_start(db,
        "SELECT imsi FROM sim WHERE working = 1 AND imsi <> :imsi"
        " AND NOT coalesce(" SIM_IS_LOW ", 0) LIMIT 1");

    out[0] = '\0';
    query_int(&q, ":credit", 100 * (int64_t)rules->automatic.credit);
    query_text(&q, ":imsi", imsi);
    if (query_row(&q))
        query_copy_text(&q, 0, out, 20);
    return query_end(&q);
}
