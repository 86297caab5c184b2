/* store_world.h - a small school for the tests of queue, inbox and filing: a
 * database, SIMs, phones, and a clock that stands at DAWN until it is moved. */
#ifndef NOTEHOME_STORE_WORLD_H
#define NOTEHOME_STORE_WORLD_H

#include "reason_words.h"
#include "test.h"

#include "base/clock.h"
#include "base/log.h"
#include "store/queue/queue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DAWN (1795392000000 + 9 * HOUR) /* 2026-11-23 09:00 UTC, a Monday */
#define NORTH "639070000000001"
#define SOUTH "639070000000002"

#define UNUSED __attribute__((unused))

/* Two parts. */
#define WORLD_LONG                                                             \
    "Dear parent, the school closes early today because of the storm. Please"  \
    " come at noon or send somebody whom your child knows. The bus leaves at"  \
    " one and waits at the bridge, not at the market."

static UNUSED struct queue_rules world_rules = { .validity = 2 * DAY };
static UNUSED int64_t world_now;

static UNUSED void
world_at(int64_t ms)
{
    world_now = ms;
    clock_fake(ms);
}

static UNUSED void
world_later(int64_t ms)
{
    world_at(world_now + ms);
}

static UNUSED void
world_sql(struct db *db, const char *sql)
{
    struct query q = query_start_text(db, sql);

    assert_int_equal(query_end(&q), OK);
}

static UNUSED int64_t
world_number(struct db *db, const char *sql)
{
    struct query q = query_start_text(db, sql);
    int64_t n = query_row(&q) ? query_get_int(&q, 0) : -1;

    assert_int_equal(query_end(&q), OK);
    return n;
}

static UNUSED char *
world_text(struct db *db, const char *sql)
{
    static char out[2000];
    struct query q = query_start_text(db, sql);

    out[0] = 0;
    if (query_row(&q))
        query_copy_text(&q, 0, out, sizeof(out));
    assert_int_equal(query_end(&q), OK);
    return out;
}

static UNUSED void
world_sim(struct db *db, const char *imsi, int working)
{
    char sql[200];

    snprintf(sql, sizeof(sql), "INSERT INTO sim (imsi, name, working, seen)"
        " VALUES ('%s', 'sim%c', %d, 1) ON CONFLICT (imsi) DO UPDATE SET"
        " working = %d", imsi, imsi[14], working, working);
    world_sql(db, sql);
}

/* A database with the SIM NORTH in a dongle that works. */
static UNUSED struct db *
world_open_at(const char *path)
{
    struct db *db = NULL;
    char why[200] = "";

    setenv("TZ", "UTC", 1);
    log_set_level(LOG_ERROR);
    world_at(DAWN);
    world_rules = (struct queue_rules){ .validity = 2 * DAY };
    if (db_open(path, &db, why, sizeof(why)))
        fail_msg("%s", why);
    world_sim(db, NORTH, 1);
    return db;
}

static UNUSED struct db *
world_open(void)
{
    return world_open_at(":memory:");
}

static UNUSED int64_t
world_add_as(struct db *db, const char *number, const char *text,
    enum message_priority priority)
{
    struct queue_request r = { .number = number, .text = text,
        .priority = priority };
    int64_t id = 0;
    struct reason refused;
    enum err e = queue_add(db, &r, &world_rules, &id, &refused);

    if (e)
        fail_msg("%s: %s", err_text(e),
            in_words(&refused));
    return id;
}

static UNUSED int64_t
world_add(struct db *db, const char *number, const char *text)
{
    return world_add_as(db, number, text, PRIORITY_NORMAL);
}

/* The message whose part NORTH may send now; 0: none. */
static UNUSED int64_t
world_claim_by(struct db *db, const char *imsi, struct queue_part *p)
{
    int64_t next = 0;
    enum err e = queue_claim(db, imsi, imsi[14] == '1' ? "north" : "south",
        &world_rules, p, &next);

    if (e == ERR_EMPTY)
        return 0;
    assert_int_equal(e, OK);
    return p->message;
}

static UNUSED int64_t
world_claim(struct db *db, struct queue_part *p)
{
    return world_claim_by(db, NORTH, p);
}

/* A new text of one part, in the hands of NORTH. */
static UNUSED int64_t
world_claim_new(struct db *db, const char *number, struct queue_part *p)
{
    int64_t id = world_add(db, number, "x");

    assert_int_equal(world_claim(db, p), id);
    return id;
}

static UNUSED void
world_settle(struct db *db, const struct queue_part *p,
    enum link_outcome outcome, int reference, enum link_error error, int code)
{
    struct link_result r = { .attempt = p->send.attempt, .outcome = outcome,
        .reference = reference, .error = error, .code = code };

    assert_int_equal(queue_settle(db, &r), OK);
}

static UNUSED void
world_sent(struct db *db, const struct queue_part *p, int reference)
{
    world_settle(db, p, LINK_SENT, reference, LINK_ERROR_NONE, -1);
}

static UNUSED void
world_refused(struct db *db, const struct queue_part *p, int cms)
{
    world_settle(db, p, LINK_REFUSED, -1, LINK_ERROR_CMS, cms);
}

static UNUSED enum message_state
world_state(struct db *db, int64_t id)
{
    struct message m = { 0 };
    enum message_state s;

    assert_int_equal(message_get(db, id, &m), OK);
    s = m.state;
    message_clear(&m);
    return s;
}

static UNUSED enum message_wait
world_wait(struct db *db, int64_t id)
{
    struct message m = { 0 };
    enum message_wait w;

    assert_int_equal(message_get(db, id, &m), OK);
    w = m.wait;
    message_clear(&m);
    return w;
}

static UNUSED const char *
world_reason(struct db *db, int64_t id)
{
    struct message m = { 0 };
    const char *words;

    assert_int_equal(message_get(db, id, &m), OK);
    words = in_words(&m.reason);
    message_clear(&m);
    return words;
}

#endif
