/* alert_day.c - each day at a chosen hour: how many families wait, and since
 * when. And what all alerts are sent with. Declared in alert_own.h. */
#include "store/alert/alert_own.h"

#include "base/log.h"
#include "mapping/mapping.h"
#include "store/alert/alert_say.h"

#include <assert.h>
#include <time.h>

void
alert_bind_trays(struct query *q)
{
    query_int(q, ":unknown", MAPPING_UNKNOWN);
    query_int(q, ":shared", MAPPING_SHARED);
}

bool
alert_is_quiet(const struct alert_phone *p)
{
    struct queue_rules theirs = { .quiet_from = p->quiet_from,
        .quiet_to = p->quiet_to };

    return queue_quiet_until(&theirs, clock_now()) != 0;
}

enum err
alert_send(struct db *db, const struct alert_phone *p, const char *text,
    bool urgent, const struct alert_rules *rules, int64_t *id)
{
    assert(db_inside(db));
    enum err e = alert_text_to(db, p->number, text,
        urgent ? PRIORITY_URGENT : PRIORITY_NORMAL,
        urgent ? ALERT_URGENT_LIFE : ALERT_LIFE, rules->queue, id, NULL);

    if (e != ERR_REFUSED)
        return e;
    log_warn("alert", "staff=%lld: the phone takes no texts",
        (long long)p->staff);
    *id = 0;
    return OK;
}

static enum err
count_waiting(struct db *db, int64_t staff, int *families, int *days)
{
    struct query q = query_start(db,
        ALERT_WAITING
        "SELECT count(*), coalesce(min(w.waiting), 0) FROM w"
        " JOIN alert_person p ON p.staff = :staff WHERE " ALERT_IS_OF_PERSON);
    int64_t oldest = 0, now = clock_now();

    query_int(&q, ":staff", staff);
    alert_bind_trays(&q);
    if (query_row(&q)) {
        *families = (int)query_get_int(&q, 0);
        oldest = query_get_int(&q, 1);
    }
    *days = oldest > 0 && oldest < now ? (int)((now - oldest) / DAY) : 0;
    return query_end(&q);
}

static enum err
note_digest(struct db *db, int64_t staff, int64_t day)
{
    struct query q = query_start(db, "UPDATE alert_person"
        " SET digest_day = :day WHERE staff = :staff");

    query_int(&q, ":day", day);
    query_int(&q, ":staff", staff);
    return query_end_changed(&q);
}

static enum err
tell_day(struct db *db, const struct alert_phone *p, int64_t day,
    const struct alert_rules *rules)
{
    int families = 0, days = 0;
    char text[ALERT_SAY];
    int64_t id;
    enum err e = db_begin(db);

    if (e)
        return e;
    e = count_waiting(db, p->staff, &families, &days);
    if (!e && families) {
        alert_say_digest(rules->language, families, days, text, sizeof(text));
        e = alert_send(db, p, text, false, rules, &id);
    }
    if (!e)
        e = note_digest(db, p->staff, day);
    return db_end(db, e);
}

enum err
alert_tell_days(struct db *db, const struct alert_phones *phones,
    const struct alert_rules *rules)
{
    int64_t now = clock_now(), day;
    time_t s = (time_t)(now / SECOND);
    struct tm tm;
    enum err e = OK;
    int minute;

    if (rules->queue->clock_unsure || queue_quiet_until(rules->queue, now))
        return OK;
    localtime_r(&s, &tm);
    day = (tm.tm_year + 1900) * 10000 + (tm.tm_mon + 1) * 100 + tm.tm_mday;
    minute = tm.tm_hour * 60 + tm.tm_min;
    for (int i = 0; !e && i < phones->n; i++) {
        const struct alert_phone *p = &phones->who[i];

        /* after a night without power it says nothing that is of use */
        if (p->digest_day != day && minute >= p->digest
            && minute < p->digest + ALERT_LIFE / MINUTE && !alert_is_quiet(p))
            e = tell_day(db, p, day, rules);
        if (e == ERR_INPUT)
            e = OK;             /* holds up nobody, and is tried again */
    }
    return e;
}
