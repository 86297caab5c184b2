/* sender_proof.c - how it becomes known that a number is a family's: a person
 * says so, the family's other number, or a text that comes. Declared in
 * sender.h. */
#include "store/inbox/sender_own.h"

#include "mapping/mapping.h"
#include "store/db/reason_row.h"
#include "store/inbox/reading.h"
#include "store/people/phone_doubt.h"
#include "store/thread/message.h"
#include "store/thread/tally.h"

#include <assert.h>
#include <string.h>

static enum err
set_proof(struct db *db, int64_t id, enum sender_proof proof)
{
    struct query q = query_start(db,
        "UPDATE sender SET proof = :proof WHERE id = :id");

    query_int(&q, ":proof", proof);
    query_int(&q, ":id", id);
    return query_end_changed(&q);
}

/* Only what nobody knew of is settled so. That it asked for no texts stays;
 * that it is wrong does until staff are sure, or who said so says otherwise. */
static enum err
prove(struct db *db, const struct sender *s, enum sender_proof proof,
    const char *who, enum reason_code why)
{
    struct people_phone phone = { .state = PHONE_WORKING };
    struct reason because = reason_of(why);
    enum err e = phone_get(db, s->number, &phone);

    if (e == ERR_NOT_FOUND || (!e && phone.state == PHONE_OPTED_OUT)
        || (!e && phone.state == PHONE_WRONG && proof == SENDER_VOUCHED
            && s->proof != SENDER_DISOWNED))
        return e ? e : ERR_REFUSED;
    if (e || (e = set_proof(db, s->id, proof)))
        return e;
    if (proof == SENDER_IN_PERSON
        && (e = phone_doubt_clear(db, s->number, PHONE_MAY_BE_WRONG)))
        return e;
    return phone_set_state(db, s->number, proof == SENDER_DISOWNED
            ? PHONE_WRONG : PHONE_WORKING, who, &because);
}

enum err
sender_confirm(struct db *db, int64_t id, const char *who)
{
    struct sender s = { .id = 0 };
    enum err e = sender_get(db, id, &s);

    if (!e)
        e = sender_of(db, s.number, &s);
    if (!e && (s.id != id || !s.family))
        e = ERR_NOT_FOUND;
    if (e || (e = db_begin(db)))
        return e;
    return db_end(db, prove(db, &s, SENDER_IN_PERSON, who, REASON_IN_PERSON));
}

/* What its list and thread show of the answer; a no calls somebody. */
static enum err
note_answer(struct db *db, struct message *m, const struct sender *s, bool yes)
{
    struct reason said = reason_of(yes ? REASON_VOUCHED_FOR : REASON_DISOWNED);
    struct query q = query_start(db, "UPDATE message SET reason = :reason,"
        " reason_code = :reason_code WHERE id = :id");
    enum err e;

    reason_add_text(&said, s->number);
    m->reason = said;
    reason_bind(&q, ":reason", ":reason_code", &m->reason);
    query_int(&q, ":id", m->id);
    if ((e = query_end(&q)) || yes)
        return e;
    q = query_start(db, "UPDATE thread SET waiting = :at WHERE id = :id"
        " AND waiting = 0");
    query_int(&q, ":at", m->at);
    query_int(&q, ":id", m->thread);
    return query_end(&q);
}

static enum err
heard_answer(struct db *db, struct message *m)
{
    bool yes = !strcmp(m->answer, "yes");
    struct sender s = { .id = 0 };
    enum err e = sender_asked_by(db, m->question, &s);

    if (e)
        return e == ERR_NOT_FOUND ? OK : e;
    e = prove(db, &s, yes ? SENDER_VOUCHED : SENDER_DISOWNED, "notehome",
        yes ? REASON_OLD_NUMBER_YES : REASON_OLD_NUMBER_NO);
    if (e == ERR_REFUSED || e == ERR_NOT_FOUND)
        return OK;
    return e ? e : note_answer(db, m, &s, yes);
}

/* A number that staff typed for a family is right when a text comes from it;
 * of one that wrote first, only others can say whose it is. */
static enum err
heard_typed(struct db *db, const struct message *m)
{
    struct people_phone phone = { .state = PHONE_WORKING };
    struct reason why = reason_of(REASON_TEXT_CAME);
    struct sender s;
    enum err e = phone_get(db, m->number, &phone);

    if (e || phone.state != PHONE_PENDING)
        return e == ERR_NOT_FOUND ? OK : e;
    if ((e = sender_of(db, m->number, &s)) != ERR_NOT_FOUND)
        return e;
    return phone_set_state(db, m->number, PHONE_WORKING, "notehome", &why);
}

enum err
sender_heard(struct db *db, int64_t message, bool plain)
{
    assert(db_inside(db));
    struct message m = { 0 };
    enum err e = message_get(db, message, &m);

    if (!e && m.question && *m.answer && !(e = reading_heard(db, &m)))
        e = heard_answer(db, &m);
    if (!e && plain && m.direction == MESSAGE_IN && m.kind == MESSAGE_TEXT
        && (m.family || m.tray == MAPPING_SHARED))
        e = heard_typed(db, &m);
    message_clear(&m);
    return e;
}

enum err
sender_answer(struct db *db, int64_t message, const char *option,
    const char *who)
{
    enum err e = db_begin(db);

    if (e)
        return e;
    if (!(e = tally_answer(db, message, option, who)) && *option)
        e = sender_heard(db, message, false);
    return db_end(db, e);
}
