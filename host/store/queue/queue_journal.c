/* The rows that an attempt's end changes: the attempt, its part, its
 * message. */
#include "store/queue/queue_own.h"

#include "base/clock.h"

#include <assert.h>

/* --- the journal ---------------------------------------------------------- */

/* ERR_EMPTY: no such attempt, or it is settled. */
enum err
queue_read_open(struct db *db, int64_t id, struct queue_attempt *out)
{
    struct query q = query_start(db,
        "SELECT a.id, a.message, a.n, p.total, a.report, m.number, a.sim,"
        " p.state"
        " FROM attempt a JOIN message m ON m.id = a.message"
        " JOIN part_out p ON p.message = a.message AND p.n = a.n"
        " WHERE a.id = :id AND a.ended IS NULL");

    query_int(&q, ":id", id);
    if (query_row(&q)) {
        *out = (struct queue_attempt){ .id = query_get_int(&q, 0),
            .message = query_get_int(&q, 1), .n = (int)query_get_int(&q, 2),
            .total = (int)query_get_int(&q, 3),
            .report = query_get_int(&q, 4) != 0,
            .open = query_get_int(&q, 7) == MESSAGE_SENDING };
        query_copy_text(&q, 5, out->number, sizeof(out->number));
        query_copy_text(&q, 6, out->sim, sizeof(out->sim));
    }
    return query_end_one(&q);
}

enum err
queue_close_attempt(struct db *db, const struct link_result *r)
{
    struct query q = query_start(db,
        "UPDATE attempt SET ended = :now, outcome = :outcome,"
        " reference = :reference, error = :error, code = :code"
        " WHERE id = :id AND ended IS NULL");
    enum err e;

    query_int(&q, ":now", clock_now());
    query_int(&q, ":outcome", r->outcome);
    query_int(&q, ":reference", r->reference);
    query_int(&q, ":error", r->error);
    query_int(&q, ":code", r->code);
    query_int(&q, ":id", r->attempt);
    if ((e = query_end_changed(&q)) || r->outcome != LINK_NOT_SENT)
        return e;
    /* Apart: else the indexes of what counts were written with each end. */
    return query_on(db, "UPDATE attempt SET unsent = 1 WHERE id = :id",
        r->attempt);
}

/* How often this part ended so. */
enum err
queue_count_outcome(struct db *db, const struct queue_attempt *a,
    enum link_outcome o, int *count)
{
    struct query q = query_start(db,
        "SELECT count(*) FROM attempt WHERE message = :message AND n = :n"
        " AND outcome = :outcome");

    query_int(&q, ":message", a->message);
    query_int(&q, ":n", a->n);
    query_int(&q, ":outcome", o);
    if (query_row(&q))
        *count = (int)query_get_int(&q, 0);
    return query_end(&q);
}

/* --- part and message ----------------------------------------------------- */

enum err
queue_set_part(struct db *db, const struct queue_attempt *a,
    enum message_state state, int reference)
{
    struct query q = query_start(db,
        "UPDATE part_out SET state = :state, settled = :now,"
        " reference = CASE WHEN :reference < 0 THEN NULL ELSE :reference END"
        " WHERE message = :message AND n = :n AND state = :sending");

    query_int(&q, ":state", state);
    query_int(&q, ":now", clock_now());
    query_int(&q, ":reference", reference);
    query_int(&q, ":message", a->message);
    query_int(&q, ":n", a->n);
    query_int(&q, ":sending", MESSAGE_SENDING);
    return query_end_changed(&q);
}

enum err
queue_restored(struct db *db, int *count)
{
    struct query q;
    enum err e = db_begin(db);
    int64_t now = clock_now();
    int n = 0;

    if (e)
        return e;
    q = query_start(db,
        "UPDATE part_out SET state = :unsure, settled = :now"
        " WHERE state = :queued AND message IN (SELECT id FROM message"
        "  WHERE " MESSAGE_IS_OUT " AND state = :queued AND due <= :now)");
    query_int(&q, ":unsure", MESSAGE_UNSURE);
    query_int(&q, ":queued", MESSAGE_QUEUED);
    query_int(&q, ":now", now);
    if (!(e = query_end(&q))) {
        q = query_start(db,
            "UPDATE message SET state = :unsure, wait = 0, policy = :ask,"
            " reason = '', reason_code = :restored WHERE " MESSAGE_IS_OUT
            " AND state = :queued AND due <= :now RETURNING id");
        query_int(&q, ":unsure", MESSAGE_UNSURE);
        query_int(&q, ":queued", MESSAGE_QUEUED);
        query_int(&q, ":ask", UNSURE_ASK);
        query_int(&q, ":restored", REASON_RESTORED);
        query_int(&q, ":now", now);
        while (query_row(&q))
            n++;
        e = query_end(&q);
    }
    if (!e) {                   /* it may have been sent again already */
        q = query_start(db, "UPDATE message SET policy = :ask"
            " WHERE " MESSAGE_IS_OPEN " AND " MESSAGE_IS_UNSURE
            " AND policy = :resend");
        query_int(&q, ":ask", UNSURE_ASK);
        query_int(&q, ":resend", UNSURE_RESEND);
        e = query_end(&q);
    }
    db_touch(db, DB_QUEUE | DB_THREADS);
    if (!(e = db_end(db, e)) && count)
        *count = n;
    return e;
}

/* The part goes back to the queue until its next try. */
enum err
queue_requeue(struct db *db, const struct queue_attempt *a,
    enum message_wait wait, int64_t until, const struct reason *reason)
{
    struct query q;
    enum err e;

    if ((e = queue_set_part(db, a, MESSAGE_QUEUED, -1))
        || (e = queue_derive(db, a->message, reason)))
        return e;
    q = query_start(db,
        "UPDATE message SET wait = :wait, next = :until, sim = CASE"
        " WHEN started THEN sim ELSE coalesce((SELECT sim FROM phone"
        "  WHERE phone.number = message.number), '') END WHERE id = :id");
    query_int(&q, ":wait", wait);
    query_int(&q, ":until", until);
    query_int(&q, ":id", a->message);
    return query_end_changed(&q);
}

enum err
queue_fail(struct db *db, const struct queue_attempt *a,
    const struct reason *reason)
{
    struct query q;
    enum err e;

    if ((e = queue_set_part(db, a, MESSAGE_FAILED, -1)))
        return e;
    q = query_start(db,
        "UPDATE part_out SET state = :cancelled, settled = :now"
        " WHERE message = :message AND state = :queued");
    query_int(&q, ":cancelled", MESSAGE_CANCELLED);
    query_int(&q, ":now", clock_now());
    query_int(&q, ":message", a->message);
    query_int(&q, ":queued", MESSAGE_QUEUED);
    if ((e = query_end(&q)))
        return e;
    return queue_derive(db, a->message, reason);
}

/* Others of a long text may follow, but by this SIM alone. */
enum err
queue_pin_message(struct db *db, const struct queue_attempt *a)
{
    struct query q;

    if (a->total < 2)
        return OK;
    q = query_start(db, "UPDATE message SET started = 1 WHERE id = :id");
    query_int(&q, ":id", a->message);
    return query_end_changed(&q);
}

enum err
queue_used_sim(struct db *db, const char *imsi)
{
    assert(db_inside(db));
    struct query q = query_start(db,
        "UPDATE sim SET used_at = :now WHERE imsi = :imsi"
        " AND (used_at < :hour OR used_at > :now)");

    query_int(&q, ":now", clock_now());
    query_int(&q, ":hour", clock_now() - HOUR);
    query_text(&q, ":imsi", imsi);
    return query_end(&q);
}
