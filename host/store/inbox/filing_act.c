/* What follows from a text beside its place: STOP and START, wrong numbers,
 * what staff are asked, an answer that the school wants given. */
#include "store/inbox/filing_facts.h"

#include "base/clock.h"
#include "store/people/people.h"
#include "store/people/phone_doubt.h"
#include "store/queue/queue.h"
#include "store/thread/thread.h"
#include "text/words.h"

#include <assert.h>

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
    if (!stop && ((e = phone_doubt_clear(db, m->number, PHONE_MAY_STOP))
            || (e = queue_decided(db, m->number))))
        return e;
    if (stop ? phone.state == PHONE_OPTED_OUT
             : phone.state != PHONE_OPTED_OUT)
        return OK;
    e = phone_set_state(db, m->number, stop ? PHONE_OPTED_OUT : PHONE_WORKING,
        "notehome", &why);
    return e ? e : filing_confirm(db, m, f,
        stop ? CONFIRM_STOP : CONFIRM_START, rules);
}

/* Texts to the number stop for all its families until staff have looked; who
 * has it is told so once. One that opted out stays so. */
static enum err
suspend(struct db *db, const struct message *m, const struct facts *f,
    const struct inbox_rules *rules)
{
    struct people_phone phone = { .state = PHONE_WORKING };
    struct reason why = reason_of(REASON_REPLIED_WRONG_NUMBER);
    enum err e = phone_get(db, m->number, &phone);

    if (e == ERR_NOT_FOUND || (!e && (phone.state == PHONE_OPTED_OUT
            || phone.state == PHONE_WRONG)))
        return OK;
    if (!e)
        e = phone_set_state(db, m->number, PHONE_WRONG, "notehome", &why);
    return e ? e : filing_confirm(db, m, f, CONFIRM_WRONG, rules);
}

/* Routine texts to the phone wait until staff have decided. One that opted out
 * gets none anyway. */
static enum err
ask(struct db *db, const struct message *m, enum phone_doubt_kind kind)
{
    struct people_phone phone = { .state = PHONE_WORKING };
    enum err e = phone_get(db, m->number, &phone);

    if (e || phone.state == PHONE_OPTED_OUT || phone.state == PHONE_WRONG)
        return e == ERR_NOT_FOUND ? OK : e;
    return phone_doubt_note(db, m->number, kind, m->id);
}

/* A mere "thank you" as the first text after START needs no answer. */
static enum err
settle_courtesy(struct db *db, const struct message *m)
{
    bool after = false;
    struct query q;
    enum err e;

    if (m->kind != MESSAGE_TEXT
        || (!words_are(WORDS_POLITE, WORDS_ALL, m->body)
            && !words_are(WORDS_OKAY, WORDS_ALL, m->body)))
        return OK;
    q = query_start(db,
        "SELECT coalesce((SELECT reason_code = :start AND at > :since"
        "  FROM message WHERE number = :number AND id < :id"
        "  AND " MESSAGE_IS_IN " ORDER BY id DESC LIMIT 1), 0)");
    query_int(&q, ":start", REASON_ASKS_AGAIN);
    query_int(&q, ":since", m->at - DAY);
    query_text(&q, ":number", m->number);
    query_int(&q, ":id", m->id);
    if (query_row(&q))
        after = query_get_int(&q, 0) != 0;
    e = query_end(&q);
    return e || !after ? e : thread_settled(db, m);
}

enum err
filing_act(struct db *db, struct message *m, const struct facts *f,
    enum mapping_action action, const struct inbox_rules *rules)
{
    assert(db_inside(db));
    enum err e;

    switch (action) {
    case MAPPING_OPT_OUT:
        if ((e = thread_settled(db, m)))
            return e;
        return opt(db, m, f, true, rules);
    case MAPPING_OPT_IN:
        if ((e = thread_settled(db, m)))
            return e;
        return opt(db, m, f, false, rules);
    case MAPPING_WRONG_NUMBER:
        return suspend(db, m, f, rules);
    case MAPPING_NO_ACTION:
        if ((e = settle_courtesy(db, m)))
            return e;
        return filing_answer(db, m, f, rules);
    case MAPPING_STOP_ASK_STAFF:
        return ask(db, m, PHONE_MAY_STOP);
    case MAPPING_WRONG_ASK_STAFF:
        return ask(db, m, PHONE_MAY_BE_WRONG);
    case MAPPING_START_ASK_STAFF:
        break;
    }
    return OK;
}
