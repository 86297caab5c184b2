/* A date that is set ahead while this computer runs: a machine without a clock
 * of its own wakes where it fell asleep, and what it is asked for until
 * somebody sets the date would be days old at once. */
#include "store/queue/queue_own.h"

#include "base/log.h"
#include "store/db/setting.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Less is a clock that is put right; more is no sleep but a wrong date. */
#define LEAP_LEAST (10 * MINUTE)
#define LEAP_MOST (60 * DAY)

/* What was known of the date: the start of the machine it was, when by that
 * date it started, and how far the date leapt last. */
struct known {
    char boot[40];
    int64_t began, leap;
};

static enum err
read_known(struct db *db, struct known *out)
{
    char text[100];
    long long began = 0, leap = 0;
    enum err e = setting_get(db, "queue.date", text, sizeof(text));

    *out = (struct known){ .boot = "" };
    if (!e && sscanf(text, "%39s %lld %lld", out->boot, &began, &leap) == 3) {
        out->began = began;
        out->leap = leap;
    }
    return e;
}

static enum err
keep_known(struct db *db, const char *boot, int64_t began, int64_t leap)
{
    char text[100];

    snprintf(text, sizeof(text), "%.39s %lld %lld", boot, (long long)began,
        (long long)leap);
    return setting_set(db, "queue.date", text);
}

/* Moves the end of what was asked for since the start and lives as long as
 * texts do (and past: so much longer); an end that somebody chose stays. */
static enum err
move_ends(struct db *db, const struct queue_rules *rules, int64_t from,
    int64_t to, int64_t past, int64_t by)
{
    struct query q = query_start(db,
        "UPDATE message SET expires = expires + :by WHERE " MESSAGE_IS_OUT
        " AND " MESSAGE_IS_QUEUED " AND expires > 0"
        " AND at BETWEEN :from AND :to AND expires - max(at, due) - :past ="
        "  iif(priority = :urgent, :urgent_life, :life)");

    query_int(&q, ":by", by);
    query_int(&q, ":from", from);
    query_int(&q, ":to", to);
    query_int(&q, ":past", past);
    query_int(&q, ":urgent", PRIORITY_URGENT);
    query_int(&q, ":urgent_life", queue_life(rules, PRIORITY_URGENT));
    query_int(&q, ":life", queue_life(rules, PRIORITY_NORMAL));
    return query_end(&q);
}

static enum err
leap(struct db *db, const struct queue_rules *rules, const struct known *k,
    const char *boot, int64_t began, int64_t now)
{
    int64_t by = began - k->began, stays = by;
    enum err e;

    if (by > LEAP_MOST || by < 0)
        stays = 0;
    if (by > LEAP_MOST)
        e = OK;
    else if (by > 0)
        e = move_ends(db, rules, k->began, now - by, 0, by);
    else                        /* it was wrong: they end as they were to */
        e = k->leap ? move_ends(db, rules, 0, now, k->leap, -k->leap) : OK;
    log_warn("queue", "the date moved by %lld s while the computer ran",
        (long long)(by / SECOND));
    return e ? e : keep_known(db, boot, began, stays);
}

enum err
queue_date_is(struct db *db, const struct queue_rules *rules, const char *boot,
    int64_t began, int64_t now, bool *moved)
{
    struct known k;
    enum err e = read_known(db, &k);
    int64_t by = began - k.began;

    *moved = false;
    if (e)
        return e;
    if (strcmp(k.boot, boot) != 0)
        return keep_known(db, boot, began, 0);
    if (llabs(by) < LEAP_LEAST)
        return OK;
    *moved = true;
    if ((e = db_begin(db)))
        return e;
    db_touch(db, DB_QUEUE);
    return db_end(db, leap(db, rules, &k, boot, began, now));
}

enum err
queue_date(struct db *db, const struct queue_rules *rules, bool *moved)
{
    static char boot[40];
    FILE *f;

    if (!*boot && (f = fopen("/proc/sys/kernel/random/boot_id", "re"))) {
        if (fscanf(f, "%39s", boot) != 1)
            *boot = '\0';
        fclose(f);
    }
    *moved = false;
    return *boot ? queue_date_is(db, rules, boot, clock_now() - clock_mono(),
        clock_now(), moved) : OK;
}
