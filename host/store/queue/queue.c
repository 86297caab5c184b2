/* What staff do with the queue: taking back, sending again, looking. */
#include "store/queue/queue_own.h"

#include "store/db/audit.h"
#include "store/thread/about.h"

#include <stdio.h>

/* *sent: parts that the network has. */
static enum err
count_started(struct db *db, int64_t message, int *sent, int *total)
{
    struct query q = query_start(db,
        "SELECT sum(state <> :queued), count(*) FROM part_out"
        " WHERE message = :message");

    query_int(&q, ":queued", MESSAGE_QUEUED);
    query_int(&q, ":message", message);
    if (query_row(&q)) {
        *sent = (int)query_get_int(&q, 0);
        *total = (int)query_get_int(&q, 1);
    }
    return query_end_one(&q);
}

static enum err
cancel(struct db *db, int64_t message, const char *who)
{
    struct reason reason = reason_of(REASON_TAKEN_BACK);
    char object[40];
    struct message m = { 0 };
    int sent = 0, total = 0;
    enum err e = message_get(db, message, &m);

    if (!e && (m.direction != MESSAGE_OUT || m.state != MESSAGE_QUEUED))
        e = ERR_REFUSED;
    message_clear(&m);
    if (e || (e = count_started(db, message, &sent, &total)))
        return e;
    if (sent)
        reason = reason_of(REASON_TAKEN_BACK_PARTS);
    reason_add_text(&reason, who);
    if (sent) {
        reason_add_number(&reason, sent);
        reason_add_number(&reason, total);
    }
    snprintf(object, sizeof(object), "message %lld", (long long)message);
    if ((e = queue_close(db, message, MESSAGE_CANCELLED, &reason)))
        return e;
    return audit_add(db, who, "message.cancel", object, "");
}

enum err
queue_cancel(struct db *db, int64_t message, const char *who)
{
    enum err e = db_begin(db);

    return e ? e : db_end(db, cancel(db, message, who));
}

static enum err
link_copy(struct db *db, int64_t message, int64_t copy)
{
    struct query q = query_start(db,
        "UPDATE message SET resent_as = :copy"
        " WHERE id = :id AND resent_as IS NULL");

    query_int(&q, ":copy", copy);
    query_int(&q, ":id", message);
    return query_end_changed(&q);
}

static enum err
check_resend(struct db *db, const struct message *m)
{
    struct query q;
    enum err e;

    if (m->direction != MESSAGE_OUT
        || (m->state != MESSAGE_FAILED && m->state != MESSAGE_UNSURE
            && m->state != MESSAGE_EXPIRED
            && m->state != MESSAGE_CANCELLED))
        return ERR_REFUSED;
    q = query_start(db,
        "SELECT 1 FROM message WHERE id = :id AND resent_as IS NULL");
    query_int(&q, ":id", m->id);
    query_row(&q);
    e = query_end_one(&q);
    return e == ERR_EMPTY ? ERR_REFUSED : e;
}

enum err
queue_resend(struct db *db, int64_t message, const struct queue_rules *rules,
    const char *who, int64_t *id)
{
    struct message m = { 0 };
    struct queue_request r;
    struct reason detail;
    char object[40];
    int64_t copy = 0;
    enum err e = message_get(db, message, &m);

    if (e || (e = check_resend(db, &m)))
        goto out;
    r = (struct queue_request){
        .number = m.number, .text = m.body, .thread = m.thread,
        .priority = m.priority, .question = m.question, .batch = m.batch,
        .holds = m.holds, .author = who,
        .policy = m.policy == UNSURE_ASK ? UNSURE_ASK
            : UNSURE_RESEND,
    };
    snprintf(object, sizeof(object), "message %lld", (long long)message);
    if ((e = db_begin(db)))
        goto out;
    if (!(e = queue_add(db, &r, rules, &copy, NULL))
        && !(e = link_copy(db, message, copy))
        && !(e = about_copy(db, message, copy))) {
        detail = reason_number(REASON_AS_MESSAGE, copy);
        e = audit_add_reason(db, who, "message.resend", object, &detail);
    }
    if (!(e = db_end(db, e)))
        *id = copy;
out:
    message_clear(&m);
    return e;
}

enum err
queue_list(struct db *db, int limit,
    void (*fn)(void *user, const struct message *m), void *user)
{
    struct query q = query_start(db,
        "SELECT " MESSAGE_COLUMNS " FROM message m"
        " JOIN thread t ON t.id = m.thread WHERE m." MESSAGE_IS_OPEN
        " AND m." MESSAGE_IS_OUT " AND (NOT m." MESSAGE_IS_UNSURE
        " OR m.resent_as IS NULL)"
        " ORDER BY m." MESSAGE_IS_UNSURE ", m." MESSAGE_IS_QUEUED ","
        " m.priority,"
        " m.next, m.id LIMIT :limit");

    query_int(&q, ":limit", limit < 1 ? 1 : limit);
    return message_each(&q, fn, user);
}
