/* How a message's state follows from its parts'. */
#include "store/queue/queue_own.h"

#include "base/clock.h"
#include "base/log.h"
#include "store/db/reason_row.h"

#include <assert.h>

static enum err
close_parts(struct db *db, int64_t message)
{
    struct query q = query_start(db,
        "UPDATE part_out SET state = :cancelled, settled = :now"
        " WHERE message = :message AND state = :queued");

    query_int(&q, ":cancelled", MESSAGE_CANCELLED);
    query_int(&q, ":now", clock_now());
    query_int(&q, ":message", message);
    query_int(&q, ":queued", MESSAGE_QUEUED);
    return query_end(&q);
}

enum err
queue_close(struct db *db, int64_t message, enum message_state state,
    const struct reason *reason)
{
    assert(db_inside(db));
    struct query q = query_start(db,
        "UPDATE message SET state = :state, wait = 0, reason = :reason,"
        " reason_code = :code WHERE id = :id AND state = :queued");
    enum err e;

    query_int(&q, ":state", state);
    reason_bind(&q, ":reason", ":code", reason);
    query_int(&q, ":id", message);
    query_int(&q, ":queued", MESSAGE_QUEUED);
    if ((e = query_end_changed(&q)) || (e = close_parts(db, message)))
        return e;
    db_touch(db, DB_THREADS | DB_QUEUE);
    log_info("queue", "id=%lld state=%s", (long long)message,
        message_state_name(state));
    return OK;
}

enum err
queue_expire(struct db *db, int64_t message)
{
    assert(db_inside(db));
    int gone = 0, total = 0;
    struct reason reason = reason_of(REASON_OUT_OF_TIME);
    struct query q = query_start(db,
        "SELECT sum(state <> :queued), count(*) FROM part_out"
        " WHERE message = :message");
    enum err e;

    query_int(&q, ":queued", MESSAGE_QUEUED);
    query_int(&q, ":message", message);
    if (query_row(&q)) {
        gone = (int)query_get_int(&q, 0);
        total = (int)query_get_int(&q, 1);
    }
    if ((e = query_end(&q)))
        return e;
    if (gone) {
        reason = reason_of(REASON_OUT_OF_TIME_PARTS);
        reason_add_number(&reason, gone);
        reason_add_number(&reason, total);
    }
    return queue_close(db, message, MESSAGE_EXPIRED, &reason);
}

/* --- the state from the parts --------------------------------------------- */

struct tally {
    enum message_state state;   /* the message's, as it is */
    int of[MESSAGE_STATES];     /* parts in each state */
    int parts, unsure;          /* how many; the first UNSURE one */
};

static enum err
count_parts(struct db *db, int64_t message, struct tally *t)
{
    struct query q = query_start(db,
        "SELECT m.state, p.state, p.n FROM message m"
        " JOIN part_out p ON p.message = m.id WHERE m.id = :id"
        " ORDER BY p.n DESC");
    int state;

    query_int(&q, ":id", message);
    while (query_row(&q)) {
        t->state = (enum message_state)query_get_int(&q, 0);
        state = (int)query_get_int(&q, 1);
        if (state > 0 && state < MESSAGE_STATES)
            t->of[state]++;
        if (state == MESSAGE_UNSURE)
            t->unsure = (int)query_get_int(&q, 2);
        t->parts++;
    }
    return query_end_one(&q);
}

/* A text of which a part failed is of no use; one that is still on its way is
 * judged when it has gone, and then by its weakest part. */
static enum message_state
state_of(const struct tally *t)
{
    if (t->of[MESSAGE_FAILED])
        return MESSAGE_FAILED;
    if (t->of[MESSAGE_CANCELLED])
        return t->state;
    if (t->of[MESSAGE_SENDING])
        return MESSAGE_SENDING;
    if (t->of[MESSAGE_QUEUED])
        return MESSAGE_QUEUED;
    if (t->of[MESSAGE_UNSURE])
        return MESSAGE_UNSURE;
    return t->of[MESSAGE_DELIVERED] == t->parts ? MESSAGE_DELIVERED
                                                : MESSAGE_SENT;
}

enum err
queue_derive(struct db *db, int64_t message, const struct reason *reason)
{
    assert(db_inside(db));
    struct tally t = { 0 };
    enum message_state to;
    struct reason why = { 0 };
    struct query q;
    enum err e = count_parts(db, message, &t);

    if (e)
        return e;
    to = state_of(&t);
    if (to != t.state && !message_may_go(t.state, to))
        return OK;
    if (reason)
        why = *reason;
    else if (to == MESSAGE_UNSURE && t.parts > 1) {
        why = reason_of(REASON_PART_UNPROVED);
        reason_add_number(&why, t.unsure);
        reason_add_number(&why, t.parts);
    }
    q = query_start(db,
        "UPDATE message SET state = :to, wait = 0,"
        " reason = iif(:new, :reason, reason),"
        " reason_code = iif(:new, :code, reason_code)"
        " WHERE id = :id AND state = :from");
    query_int(&q, ":to", to);
    query_int(&q, ":new", reason_given(&why) || to == MESSAGE_SENT
            || to == MESSAGE_DELIVERED);
    reason_bind(&q, ":reason", ":code", &why);
    query_int(&q, ":id", message);
    query_int(&q, ":from", t.state);
    if ((e = query_end_changed(&q)))
        return e;
    db_touch(db, DB_THREADS);
    if (to != t.state)
        log_info("queue", "id=%lld state=%s", (long long)message,
            message_state_name(to));
    return OK;
}
