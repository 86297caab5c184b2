/* years.h - a school's days, one after the other, by a clock that is moved: texts
 * out with their attempts and reports, texts in, and the night's forgetting.
 * For years_test.c (months) and tests/bench/years.c (years). */
#ifndef NOTEHOME_YEARS_H
#define NOTEHOME_YEARS_H

#include "air.h"

#include "base/clock.h"
#include "store/inbox/inbox.h"
#include "store/people/people.h"
#include "store/queue/queue.h"
#include "store/thread/retention.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define YEARS_UNUSED __attribute__((unused))
#define YEARS_SIM "639070000000001"
#define YEARS_FROM (1795392000000 + 4 * HOUR) /* a Monday, 04:00 UTC */

enum { YEARS_FAMILIES = 300 };

struct years {
    struct db *db;
    struct queue_rules queue;
    struct inbox_rules inbox;
    int keep_months;
    int out, in;                /* texts of a day, each way */
    int day;                    /* that comes next; 0: the first */
    int64_t now;                /* UTC ms */
    int64_t texts;              /* in and out */
};

static YEARS_UNUSED void
years_later(struct years *y, int64_t ms)
{
    y->now += ms;
    clock_fake(y->now);
}

static YEARS_UNUSED const char *
years_number(int64_t i)
{
    static char number[24];

    snprintf(number, sizeof(number), "+2547120%05d",
        (int)(i * 7 % YEARS_FAMILIES));
    return number;
}

/* db: a new one, which must outlive y. out, in: texts of a day. */
static YEARS_UNUSED enum err
years_start(struct years *y, struct db *db, int keep_months, int out, int in)
{
    char child[32], guardian[32];
    struct reason why = { 0 };
    bool changed;
    struct query q;
    enum err e;

    *y = (struct years){ .db = db, .queue = { .validity = 2 * DAY,
        .reports = true }, .keep_months = keep_months, .out = out,
        .in = in, .now = YEARS_FROM };
    y->inbox = (struct inbox_rules){ .country = "KE", .language = "en",
        .school = "Hillside", .queue = &y->queue };
    years_later(y, 0);
    if ((e = db_begin(db)))
        return e;
    q = query_start(db, "INSERT INTO sim (imsi, name, working, seen)"
        " VALUES ('" YEARS_SIM "', 'sim1', 1, 1)");
    e = query_end(&q);
    for (int i = 0; !e && i < YEARS_FAMILIES; i++) {
        struct people_row row = { .child = child, .class_name =
            i % 2 ? "4B" : "2A", .guardian = guardian,
            .phone = years_number(i) };

        snprintf(child, sizeof(child), "Child %d", i);
        snprintf(guardian, sizeof(guardian), "Guardian %d", i);
        e = people_add_row(db, &row, "KE", &changed, &why);
    }
    return db_end(db, e);
}

/* The date as a service centre writes it, UTC. */
static YEARS_UNUSED char *
years_stamp(char *to, int64_t ms)
{
    time_t s = (time_t)(ms / SECOND);
    char digits[24];
    struct tm tm;

    gmtime_r(&s, &tm);
    strftime(digits, sizeof(digits), "%Y%m%d%H%M%S00", &tm);
    return air_digits(to, digits + 2);
}

static YEARS_UNUSED struct link_part
years_report(const struct years *y, const char *number, int reference)
{
    struct link_part p = { .store = LINK_STORE_SM, .index = 1 };
    char *to = air_put(air_put(p.pdu, 0), 0x06);

    to = air_address(air_put(to, (unsigned)reference), number);
    to = years_stamp(years_stamp(to, y->now - 4 * SECOND), y->now);
    air_put(to, 0);             /* delivered */
    return p;
}

/* A text from the queue to its report: four commits. */
static YEARS_UNUSED enum err
years_out(struct years *y)
{
    int64_t id = 0, next = 0;
    char number[24], text[160];
    struct reason why = { 0 };
    struct queue_part part = { 0 };
    struct queue_request r = { .number = number, .text = text,
        .priority = PRIORITY_NORMAL, .author = "Grace" };
    struct link_result sent = { .outcome = LINK_SENT, .code = -1,
        .reference = (int)(y->texts % 256) };
    struct link_part report;
    enum err e;

    snprintf(number, sizeof(number), "%s", years_number(y->texts));
    snprintf(text, sizeof(text), "Please bring the green book back on Friday,"
        " and something to draw with. This is note %lld.",
        (long long)y->texts);
    if ((e = queue_add(y->db, &r, &y->queue, &id, &why))
        || (e = queue_claim(y->db, YEARS_SIM, "sim1", &y->queue, &part,
                &next)))
        return e;
    sent.attempt = part.send.attempt;
    years_later(y, 5 * SECOND);
    if ((e = queue_settle(y->db, &sent)))
        return e;
    years_later(y, 5 * SECOND);
    report = years_report(y, number, sent.reference);
    return inbox_receive(y->db, YEARS_SIM, "sim1", &report, &y->inbox, NULL);
}

static YEARS_UNUSED enum err
years_in(struct years *y)
{
    char text[100];
    struct air a = { .from = years_number(y->texts * 13), .text = text };
    struct link_part p;

    snprintf(text, sizeof(text), "Thank you teacher, he comes tomorrow, %lld",
        (long long)y->texts);
    p = air_deliver(&a);
    return inbox_receive(y->db, YEARS_SIM, "sim1", &p, &y->inbox, NULL);
}

/* As the nightly thread does it (daemon/nightly.c). */
static YEARS_UNUSED enum err
years_night(struct years *y)
{
    int some = 1, all = 0, gone = 1;
    enum err e = OK;

    while (!e && some) {
        e = retention_step(y->db, y->keep_months, &some);
        all += some;
    }
    while (!e && gone)
        e = retention_rows_step(y->db, y->keep_months, &gone);
    if (!e && all)
        e = retention_settle(y->db);
    return e ? e : retention_reports(y->db, &gone);
}

/* One day of texts, and the night behind it. */
static YEARS_UNUSED enum err
years_day(struct years *y)
{
    enum err e = OK;

    for (int i = 0; !e && i < y->out + y->in; i++, y->texts++) {
        e = i * y->in % (y->out + y->in) < y->in ? years_in(y) : years_out(y);
        years_later(y, 2 * MINUTE);
    }
    y->day++;
    years_later(y, YEARS_FROM + y->day * DAY - y->now - 2 * HOUR);
    if (!e)
        e = years_night(y);
    years_later(y, 2 * HOUR);
    return e;
}

#endif
