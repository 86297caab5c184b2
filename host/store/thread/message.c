#include "store/thread/message.h"

#include "base/clock.h"
#include "store/db/reason_row.h"
#include "store/thread/thread.h"
#include "text/unicode.h"

#include <assert.h>
#include <stdlib.h>

void
message_clear(struct message *m)
{
    free(m->body);
    *m = (struct message){ 0 };
}

const char *
message_state_name(enum message_state s)
{
    switch (s) {
    case MESSAGE_QUEUED:
        return "queued";
    case MESSAGE_SENDING:
        return "sending";
    case MESSAGE_SENT:
        return "sent";
    case MESSAGE_DELIVERED:
        return "delivered";
    case MESSAGE_FAILED:
        return "failed";
    case MESSAGE_UNSURE:
        return "unsure";
    case MESSAGE_EXPIRED:
        return "expired";
    case MESSAGE_CANCELLED:
        return "cancelled";
    case MESSAGE_RECEIVED:
        return "received";
    case MESSAGE_STATES:
        break;
    }
    return "";
}

const char *
message_kind_name(enum message_kind k)
{
    switch (k) {
    case MESSAGE_TEXT:
        return "text";
    case MESSAGE_MISSED_CALL:
        return "missed_call";
    case MESSAGE_NOTICE:
        return "notice";
    }
    return "";
}

const char *
message_wait_text(enum message_wait w)
{
    switch (w) {
    case WAIT_NONE:
        return "";
    case WAIT_QUIET:
        return "waits for quiet hours to end";
    case WAIT_CAP:
        return "waits: the SIM has sent as much as it may for now";
    case WAIT_CREDIT:
        return "waits: the SIM seems to be out of credit or barred";
    case WAIT_DONGLE:
        return "waits for a working dongle";
    case WAIT_CLOCK:
        return "waits until the clock is right";
    case WAIT_APPROVAL:
        return "waits for somebody to approve it";
    case WAIT_RETRY:
        return "did not go through yet; tries again soon";
    case WAIT_LATER:
        return "waits for its time";
    case WAIT_PAUSED:
        return "was paused by staff";
    case WAIT_NUMBERS:
        return "waits: the SIM has texted as many different phones as it may";
    case WAIT_SAME:
        return "waits: the SIM has sent this same text as often as it may";
    case WAIT_DECISION:
        return "waits: this phone seems to ask for no more texts; decide";
    case WAIT_CEILING:
        return "waits: as many automatic texts have gone as may";
    case WAIT_LOW_CREDIT:
        return "waits: automatic texts are held while credit is low";
    case MESSAGE_WAITS:
        break;
    }
    return "";
}

#define TO(s) (1u << MESSAGE_##s)
static const unsigned may_go[MESSAGE_STATES] = {
    [MESSAGE_QUEUED] =
        TO(SENDING) | TO(SENT) | TO(DELIVERED) | TO(FAILED) | TO(UNSURE)
        | TO(EXPIRED) | TO(CANCELLED),
    [MESSAGE_SENDING] =
        TO(QUEUED) | TO(SENT) | TO(DELIVERED) | TO(FAILED) | TO(UNSURE),
    [MESSAGE_SENT] = TO(DELIVERED) | TO(FAILED),
    [MESSAGE_UNSURE] = TO(QUEUED) | TO(SENT) | TO(DELIVERED) | TO(FAILED),
    [MESSAGE_FAILED] = TO(SENT) | TO(DELIVERED),
    [MESSAGE_EXPIRED] = TO(SENT) | TO(DELIVERED) | TO(FAILED),
};                              /* DELIVERED, CANCELLED, RECEIVED are final */

bool
message_may_go(enum message_state from, enum message_state to)
{
    return from > 0 && from < MESSAGE_STATES && to > 0 && to < MESSAGE_STATES
        && (may_go[from] & (1u << to));
}

/* --- rows ----------------------------------------------------------------- */

/* Search words: folded; what is no UTF-8 has none. */
static enum err
add_words(struct db *db, int64_t id, const char *body)
{
    struct query q;
    char *folded = NULL;
    enum err e = unicode_fold(body, &folded);

    if (e)
        return e == ERR_INPUT ? OK : e;
    q = query_start(db,
        "INSERT INTO message_words (rowid, words) VALUES (:id, :words)");
    query_int(&q, ":id", id);
    query_text(&q, ":words", folded);
    e = query_end(&q);
    free(folded);
    return e;
}

/* A contentless index forgets only what it is told word for word. */
static enum err
remove_words(struct db *db, int64_t id, const char *body)
{
    struct query q;
    char *folded = NULL;
    enum err e = unicode_fold(body, &folded);

    if (e)
        return e == ERR_INPUT ? OK : e;
    q = query_start(db,
        "INSERT INTO message_words (message_words, rowid, words)"
        " VALUES ('delete', :id, :words)");
    query_int(&q, ":id", id);
    query_text(&q, ":words", folded);
    e = query_end(&q);
    free(folded);
    return e;
}

enum err
message_add(struct db *db, struct message *m)
{
    assert(db_inside(db));
    struct query q = query_start(db,
        "INSERT INTO message (thread, direction, kind, state, wait, number,"
        " body, at, due, expires, priority, next, tries, sim, modem, reason,"
        " reason_code, match, match_code, suggested, question, answer, batch,"
        " author, policy, handled, concern, urgent, holds)"
        " VALUES (:thread, :direction, :kind, :state, :wait, :number, :body,"
        " :at, :due, :expires, :priority, max(:at, :due), :tries, :sim,"
        " :modem, :reason, :reason_code, :match, :match_code,"
        " nullif(:suggested, 0),"
        " nullif(:question, 0), :answer, nullif(:batch, 0), :author, :policy,"
        " :handled, :concern, :urgent, :holds)");
    int64_t id = 0;
    enum err e;

    query_int(&q, ":thread", m->thread);
    query_int(&q, ":direction", m->direction);
    query_int(&q, ":kind", m->kind);
    query_int(&q, ":state", m->state);
    query_int(&q, ":wait", m->wait);
    query_text(&q, ":number", m->number);
    query_text(&q, ":body", m->body ? m->body : "");
    query_int(&q, ":at", m->at);
    query_int(&q, ":due", m->due);
    query_int(&q, ":expires", m->expires);
    query_int(&q, ":priority", m->priority ? m->priority : PRIORITY_NORMAL);
    query_int(&q, ":tries", m->tries);
    query_text(&q, ":sim", m->sim);
    query_text(&q, ":modem", m->modem);
    reason_bind(&q, ":reason", ":reason_code", &m->reason);
    reason_bind(&q, ":match", ":match_code", &m->match);
    query_int(&q, ":suggested", m->suggested);
    query_int(&q, ":question", m->question);
    query_text(&q, ":answer", m->answer);
    query_int(&q, ":batch", m->batch);
    query_text(&q, ":author", m->author);
    query_int(&q, ":policy", m->policy);
    query_int(&q, ":handled", m->handled);
    query_int(&q, ":concern", m->concern);
    query_int(&q, ":urgent", m->urgent);
    query_int(&q, ":holds", m->holds);
    if ((e = query_end_id(&q, &id))
        || (e = add_words(db, id, m->body ? m->body : "")))
        return e;
    m->id = id;
    db_touch(db, DB_THREADS);
    return OK;
}

enum err
message_get(struct db *db, int64_t id, struct message *out)
{
    struct message m = { 0 };
    struct query q = query_start(db,
        "SELECT " MESSAGE_COLUMNS " FROM message m"
        " JOIN thread t ON t.id = m.thread WHERE m.id = :id");
    enum err e;

    query_int(&q, ":id", id);
    if (query_row(&q))
        message_read(&q, &m);
    if ((e = query_end_one(&q)))
        message_clear(&m);
    else
        *out = m;
    return e == ERR_EMPTY ? ERR_NOT_FOUND : e;
}

enum err
message_set_body(struct db *db, int64_t id, const char *body)
{
    assert(db_inside(db));
    struct message old = { 0 };
    struct query q;
    enum err e = message_get(db, id, &old);

    if (e || (e = remove_words(db, id, old.body)))
        goto out;
    q = query_start(db,
        "UPDATE message SET body = :body, handled = 0 WHERE id = :id");
    query_text(&q, ":body", body);
    query_int(&q, ":id", id);
    if (!(e = query_end_changed(&q)) && !(e = add_words(db, id, body)))
        e = thread_refresh(db, old.thread);
out:
    message_clear(&old);
    return e;
}

enum err
message_forget(struct db *db, int64_t id)
{
    assert(db_inside(db));
    struct message old = { 0 };
    struct query q;
    enum err e = message_get(db, id, &old);

    if (!e && !(e = remove_words(db, id, old.body))) {
        q = query_start(db, "UPDATE message SET body = '' WHERE id = :id");
        query_int(&q, ":id", id);
        e = query_end_changed(&q);
    }
    if (!e)                     /* a card is made of its words */
        e = query_on(db, "DELETE FROM card WHERE message = :id", id);
    message_clear(&old);
    return e;
}

/* A row's own reason, or what holds all of them; the reason "at its time" ends
 * by itself. */
static enum message_wait
wait_of(enum message_wait own, enum message_wait all, const struct message *m)
{
    if (m->direction != MESSAGE_OUT || m->state != MESSAGE_QUEUED)
        return WAIT_NONE;
    if (own != WAIT_NONE
        && !(own == WAIT_LATER && m->due <= clock_now()))
        return own;
    if (all == WAIT_QUIET && m->priority == PRIORITY_URGENT)
        return WAIT_NONE;
    return all;
}

void
message_read(struct query *q, struct message *out)
{
    int c = 0;
    enum message_wait own;

    free(out->body);
    *out = (struct message){ 0 };
    out->id = query_get_int(q, c++);
    out->thread = query_get_int(q, c++);
    out->family = query_get_int(q, c++);
    out->direction = (enum message_direction)query_get_int(q, c++);
    out->kind = (enum message_kind)query_get_int(q, c++);
    out->state = (enum message_state)query_get_int(q, c++);
    own = (enum message_wait)query_get_int(q, c++);
    out->tray = (int)query_get_int(q, c++);
    query_copy_text(q, c++, out->number, sizeof(out->number));
    out->body = query_own_text(q, c++);
    out->at = query_get_int(q, c++);
    out->due = query_get_int(q, c++);
    out->expires = query_get_int(q, c++);
    out->priority = (enum message_priority)query_get_int(q, c++);
    out->tries = (int)query_get_int(q, c++);
    query_copy_text(q, c++, out->sim, sizeof(out->sim));
    query_copy_text(q, c++, out->modem, sizeof(out->modem));
    reason_read(q, c, &out->reason);
    reason_read(q, c += 2, &out->match);
    c += 2;
    out->suggested = query_get_int(q, c++);
    out->question = query_get_int(q, c++);
    query_copy_text(q, c++, out->answer, sizeof(out->answer));
    out->batch = query_get_int(q, c++);
    query_copy_text(q, c++, out->author, sizeof(out->author));
    out->policy = (enum unsure_policy)query_get_int(q, c++);
    out->handled = query_get_int(q, c++);
    out->concern = (enum concern)query_get_int(q, c++);
    out->tone = (enum tone)query_get_int(q, c++);
    query_copy_text(q, c++, out->child, sizeof(out->child));
    query_copy_text(q, c++, out->child_ids, sizeof(out->child_ids));
    out->urgent = (enum urgent)query_get_int(q, c++);
    out->eased = query_get_int(q, c++);
    out->holds = (int)query_get_int(q, c++);
    out->wait = wait_of(own, (enum message_wait)query_get_int(q, c), out);
}

enum err
message_each(struct query *q, void (*fn)(void *user, const struct message *m),
    void *user)
{
    struct message m = { 0 };

    while (query_row(q)) {
        message_read(q, &m);
        if (m.body)
            fn(user, &m);
    }
    message_clear(&m);
    return query_end(q);
}
