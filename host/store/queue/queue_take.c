/* The part that was chosen: read, written into the journal, marked. */
#include "store/queue/queue_take.h"

#include "base/clock.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/* TP-VP in relative format, TS 23.040 §9.2.3.12.1, not beyond ms (but at least
 * five minutes); three days where a message has no end. */
static int
validity_of(int64_t ms)
{
    int64_t minutes = ms / MINUTE;

    if (ms <= 0)
        return 169;
    if (minutes < 5)
        return 0;
    if (minutes <= 12 * 60)
        return (int)(minutes / 5 - 1);
    if (minutes <= 24 * 60)
        return (int)(143 + (minutes - 12 * 60) / 30);
    if (minutes < 35 * 24 * 60)
        return (int)(166 + (minutes / (24 * 60) > 30 ? 30
                                                     : minutes / (24 * 60)));
    return minutes / (7 * 24 * 60) > 63 ? 255
                                        : (int)(192 + minutes / (7 * 24 * 60));
}

static void
read_units(struct query *q, int column, struct link_send *out)
{
    size_t bytes;
    const uint8_t *b = query_get_blob(q, column, &bytes);
    size_t units = bytes / 2;

    if (units > sizeof(out->text) / sizeof(out->text[0]))
        units = sizeof(out->text) / sizeof(out->text[0]);
    out->units = (int32_t)units;
    for (size_t i = 0; i < units; i++)
        out->text[i] = (uint16_t)(b[2 * i] << 8 | b[2 * i + 1]);
}

static enum err
read_part(struct queue_claim *c, const struct queue_candidate *m,
    struct queue_part *out)
{
    const void *udh;
    size_t bytes;
    struct query q = query_start(c->db,
        "SELECT n, total, ucs2, plain, udh, units FROM part_out"
        " WHERE message = :id AND state = :queued ORDER BY n LIMIT 1");

    query_int(&q, ":id", m->id);
    query_int(&q, ":queued", MESSAGE_QUEUED);
    if (query_row(&q)) {
        *out = (struct queue_part){ .message = m->id,
            .n = (int)query_get_int(&q, 0),
            .total = (int)query_get_int(&q, 1) };
        out->send.ucs2 = (int32_t)query_get_int(&q, 2);
        out->send.report = c->rules->reports && !query_get_int(&q, 3);
        out->send.validity =
            validity_of(m->expires ? m->expires - c->now : 0);
        udh = query_get_blob(&q, 4, &bytes);
        if (bytes <= sizeof(out->send.udh)) {
            memcpy(out->send.udh, udh, bytes);
            out->send.udh_bytes = (int32_t)bytes;
        }
        read_units(&q, 5, &out->send);
        snprintf(out->send.number, sizeof(out->send.number), "%.*s",
            (int)sizeof(out->send.number) - 1, m->number);
    }
    return query_end_one(&q);
}

static enum err
write_attempt(struct queue_claim *c, struct queue_part *p)
{
    struct query q = query_start(c->db,
        "INSERT INTO attempt (message, n, number, sim, modem, report, started)"
        " VALUES (:message, :n, :number, :sim, :modem, :report, :now)");

    query_int(&q, ":message", p->message);
    query_int(&q, ":n", p->n);
    query_text(&q, ":number", p->send.number);
    query_text(&q, ":sim", c->imsi);
    query_text(&q, ":modem", c->modem);
    query_int(&q, ":report", p->send.report);
    query_int(&q, ":now", c->now);
    return query_end_id(&q, &p->send.attempt);
}

static enum err
mark_sending(struct queue_claim *c, const struct queue_part *p)
{
    struct query q = query_start(c->db,
        "UPDATE part_out SET state = :sending, sim = :sim, reference = NULL,"
        " handed = :now, tries = tries + 1 WHERE message = :id AND n = :n");
    enum err e;

    query_int(&q, ":sending", MESSAGE_SENDING);
    query_text(&q, ":sim", c->imsi);
    query_int(&q, ":now", c->now);
    query_int(&q, ":id", p->message);
    query_int(&q, ":n", p->n);
    if ((e = query_end_changed(&q)))
        return e;
    q = query_start(c->db,
        "UPDATE message SET state = :sending, wait = 0, sim = :sim,"
        " modem = :modem, tries = tries + 1 WHERE id = :id"
        " AND state = :queued");
    query_int(&q, ":sending", MESSAGE_SENDING);
    query_text(&q, ":sim", c->imsi);
    query_text(&q, ":modem", c->modem);
    query_int(&q, ":id", p->message);
    query_int(&q, ":queued", MESSAGE_QUEUED);
    return query_end_changed(&q);
}

static enum err
read_centre(struct queue_claim *c, struct link_send *out)
{
    struct query q = query_start(c->db,
        "SELECT smsc FROM sim WHERE imsi = :imsi");

    query_text(&q, ":imsi", c->imsi);
    if (query_row(&q))
        query_copy_text(&q, 0, out->smsc, sizeof(out->smsc));
    return query_end(&q);
}

enum err
queue_take(struct queue_claim *c, const struct queue_candidate *m,
    struct queue_part *out)
{
    assert(db_inside(c->db));
    enum err e;

    if ((e = read_part(c, m, out)) || (e = read_centre(c, &out->send))
        || (e = write_attempt(c, out))
        || (e = mark_sending(c, out)))
        return e == ERR_EMPTY ? ERR_CORRUPT : e;
    db_touch(c->db, DB_THREADS);
    return queue_sim_waits(c->db, c->imsi, WAIT_NONE, 0);
}
