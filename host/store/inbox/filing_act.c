/* What follows from a text beside its place: STOP and START with their one
 * confirmation, wrong numbers, an answer that the school wants given. */
#include "store/inbox/filing_facts.h"

#include "base/clock.h"
#include "base/log.h"
#include "mapping/autoreply.h"
#include "store/inbox/confirm.h"
#include "store/people/people.h"
#include "store/queue/queue.h"

#include <assert.h>

/* A confirmation that could not be sent for so long confirms nothing. */
#define CONFIRM_LIFE (12 * HOUR)
/* How far back the same text is looked for, in messages of that number. */
enum { SAME_MAX = 20 };

/* How often this number sent this text within the hour, this one counted. */
static enum err
count_same(struct db *db, const struct message *m, int *count)
{
    struct query q = query_start(db,
        "SELECT count(*) FROM (SELECT body, at FROM message"
        "  WHERE number = :number AND " MESSAGE_IS_IN " ORDER BY id DESC"
        "  LIMIT :most) WHERE body = :body AND at > :since");

    query_text(&q, ":number", m->number);
    query_int(&q, ":most", SAME_MAX);
    query_text(&q, ":body", m->body);
    query_int(&q, ":since", clock_now() - HOUR);
    if (query_row(&q))
        *count = (int)query_get_int(&q, 0);
    return query_end(&q);
}

static enum err
may_answer(struct db *db, const struct message *m, const struct facts *f,
    bool *may)
{
    struct autoreply_input in = { .sender = m->number, .kind = f->in.kind,
        .own = f->in.own, .own_count = f->in.own_count,
        .tray = (enum mapping_tray)m->tray, .now = clock_now(),
        .missed_call = m->kind == MESSAGE_MISSED_CALL, .received = m->at };
    struct query q = query_start(db,
        "SELECT last_auto FROM phone WHERE number = :number");
    enum err e;

    query_text(&q, ":number", m->number);
    if (query_row(&q))
        in.last_answer = query_get_int(&q, 0);
    if (!(e = query_end(&q)) && !(e = count_same(db, m, &in.same_in_hour)))
        *may = autoreply_allowed(&in, NULL);
    return e;
}

static enum err
note_auto(struct db *db, const char *number)
{
    struct query q = query_start(db,
        "UPDATE phone SET last_auto = :now WHERE number = :number");

    query_int(&q, ":now", clock_now());
    query_text(&q, ":number", number);
    return query_end_changed(&q);
}

/* One text that says it was understood. That it cannot be sent is no reason to
 * lose what came. */
static enum err
confirm(struct db *db, const struct message *m, const struct facts *f,
    bool stop, const struct inbox_rules *rules)
{
    char text[300];
    struct queue_request r = { .number = m->number, .text = text,
        .thread = m->thread, .priority = PRIORITY_NORMAL,
        .expires = clock_now() + CONFIRM_LIFE, .even_if_opted_out = stop };
    bool may = false;
    int64_t id;
    enum err e = may_answer(db, m, f, &may);

    if (e || !may)
        return e;
    confirm_text(stop, f->in.languages, rules->school, text, sizeof(text));
    e = queue_add(db, &r, rules->queue, &id, NULL);
    if (e == ERR_INPUT || e == ERR_REFUSED) {
        log_warn("filing", "id=%lld no confirmation: %s", (long long)m->id,
            err_text(e));
        return OK;
    }
    return e ? e : note_auto(db, m->number);
}

/* What the school says to each family that writes, when it wants that said by
 * itself. The guards of may_answer() keep two machines from talking. */
static enum err
answer(struct db *db, const struct message *m, const struct facts *f,
    const struct inbox_rules *rules)
{
    struct queue_request r = { .number = m->number, .text = rules->answer,
        .thread = m->thread, .priority = PRIORITY_NORMAL,
        .expires = clock_now() + CONFIRM_LIFE };
    bool may = false;
    int64_t id;
    enum err e;

    if (!rules->answer || m->tray || m->kind != MESSAGE_TEXT)
        return OK;
    if ((e = may_answer(db, m, f, &may)) || !may)
        return e;
    e = queue_add(db, &r, rules->queue, &id, NULL);
    if (e == ERR_INPUT || e == ERR_REFUSED)
        return OK;
    return e ? e : note_auto(db, m->number);
}

static enum err
opt(struct db *db, struct message *m, const struct facts *f, bool stop,
    const struct inbox_rules *rules)
{
    struct people_phone phone = { .state = PHONE_WORKING };
    struct reason why = reason_of(stop ? REASON_REPLIED_STOP
                                       : REASON_REPLIED_START);
    enum err e = phone_get(db, m->number, &phone);

    if (e && e != ERR_NOT_FOUND)
        return e;
    if (stop ? phone.state == PHONE_OPTED_OUT
             : phone.state != PHONE_OPTED_OUT)
        return OK;
    e = phone_set_state(db, m->number, stop ? PHONE_OPTED_OUT : PHONE_WORKING,
        "notehome", &why);
    return e ? e : confirm(db, m, f, stop, rules);
}

/* Texts to the number stop for all its families until staff have looked. One
 * that opted out stays so. */
static enum err
suspend(struct db *db, const struct message *m)
{
    struct people_phone phone = { .state = PHONE_WORKING };
    struct reason why = reason_of(REASON_REPLIED_WRONG_NUMBER);
    enum err e = phone_get(db, m->number, &phone);

    if (e == ERR_NOT_FOUND || (!e && phone.state == PHONE_OPTED_OUT))
        return OK;
    return e ? e
        : phone_set_state(db, m->number, PHONE_WRONG, "notehome", &why);
}

/* What is done already waits for nobody, where nothing else in the thread
 * does: then the wait began with m. It stays unread. */
static enum err
wait_no_more(struct db *db, const struct message *m)
{
    struct query q = query_start(db,
        "UPDATE thread SET waiting = 0 WHERE id = :thread AND waiting = :at"
        " AND NOT EXISTS (SELECT 1 FROM message i WHERE i.thread = :thread"
        "  AND i.id <> :id AND i." MESSAGE_IS_IN " AND i." MESSAGE_IS_SAID
        "  AND i.answer = '' AND i.at >= :at)");

    query_int(&q, ":thread", m->thread);
    query_int(&q, ":id", m->id);
    query_int(&q, ":at", m->at);
    return query_end(&q);
}

enum err
filing_act(struct db *db, struct message *m, const struct facts *f,
    enum mapping_action action, const struct inbox_rules *rules)
{
    assert(db_inside(db));
    enum err e;

    switch (action) {
    case MAPPING_OPT_OUT:
        if ((e = wait_no_more(db, m)))
            return e;
        return opt(db, m, f, true, rules);
    case MAPPING_OPT_IN:
        return opt(db, m, f, false, rules);
    case MAPPING_WRONG_NUMBER:
        return suspend(db, m);
    case MAPPING_NO_ACTION:
        return answer(db, m, f, rules);
    case MAPPING_STOP_ASK_STAFF:
    case MAPPING_START_ASK_STAFF:
    case MAPPING_WRONG_ASK_STAFF:
        break;
    }
    return OK;
}
