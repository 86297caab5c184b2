#include "store/inbox/filing_decide.h"

#include "base/clock.h"
#include "store/db/audit.h"
#include "store/inbox/filing_facts.h"
#include "store/people/people.h"
#include "store/people/phone_doubt.h"
#include "store/queue/queue.h"
#include "store/thread/thread.h"

#include <stdio.h>
#include <string.h>

static const char *const names[] = { [FILING_STOP] = "stop",
    [FILING_KEEP] = "keep", [FILING_WRONG] = "wrong",
    [FILING_RIGHT] = "right" };

enum err
filing_decision_parse(const char *name, enum filing_decision *out)
{
    for (int i = FILING_STOP; i <= FILING_RIGHT; i++)
        if (!strcmp(name, names[i])) {
            *out = (enum filing_decision)i;
            return OK;
        }
    return ERR_NOT_FOUND;
}

/* Tells the phone, once, what was decided; the message counts as new, for it
 * may have waited for days. */
static enum err
tell(struct db *db, struct message *m, enum confirm what,
    const struct inbox_rules *rules)
{
    struct filing_about about = { .sender = PHONE_NUMBER };
    struct facts f = { 0 };
    enum err e = facts_gather(db, m, &about, rules, &f);

    m->at = clock_now();
    if (!e)
        e = filing_confirm(db, m, &f, what, rules);
    facts_clear(&f);
    return e;
}

/* As it was before; what waited goes. */
static enum err
leave(struct db *db, const struct phone_doubt *d, enum filing_decision to,
    const char *who)
{
    struct reason why = reason_of(REASON_BY_HAND);
    char object[80];
    enum err e = phone_doubt_clear(db, d->number, d->kind);

    snprintf(object, sizeof(object), "phone %s", d->number);
    return e ? e : audit_add_reason(db, who, to == FILING_KEEP
            ? "phone.keep" : "phone.right", object, &why);
}

static enum err
decide(struct db *db, struct message *m, const struct phone_doubt *d,
    enum filing_decision to, const struct inbox_rules *rules, const char *who)
{
    struct reason why = reason_of(REASON_BY_HAND);
    bool stop = to == FILING_STOP;
    enum err e;

    if ((e = thread_settled(db, m)))
        return e;
    if (to == FILING_KEEP || to == FILING_RIGHT)
        e = leave(db, d, to, who);
    else if (!(e = phone_set_state(db, d->number,
                   stop ? PHONE_OPTED_OUT : PHONE_WRONG, who, &why)))
        e = tell(db, m, stop ? CONFIRM_STOP : CONFIRM_WRONG, rules);
    return e ? e : queue_decided(db, d->number);
}

enum err
filing_decide(struct db *db, int64_t message, enum filing_decision to,
    const struct inbox_rules *rules, const char *who)
{
    enum phone_doubt_kind kind = to == FILING_STOP || to == FILING_KEEP
        ? PHONE_MAY_STOP : PHONE_MAY_BE_WRONG;
    struct phone_doubt d = { .kind = kind };
    struct message m = { 0 };
    enum err e = db_begin(db);

    if (e)
        return e;
    if (!(e = phone_doubt_get(db, message, &d)) && d.kind != kind)
        e = ERR_REFUSED;
    if (!e && !(e = message_get(db, message, &m)))
        e = decide(db, &m, &d, to, rules, who);
    db_touch(db, DB_THREADS);
    message_clear(&m);
    return db_end(db, e);
}

enum err
filing_set_phone(struct db *db, const char *number, enum phone_state state,
    const char *who)
{
    struct reason why = reason_of(REASON_BY_HAND);
    enum err e = db_begin(db);

    if (e)
        return e;
    if (!(e = phone_set_state(db, number, state, who, &why))
        && !(e = phone_doubt_clear(db, number, PHONE_MAY_STOP))
        && !(e = phone_doubt_clear(db, number, PHONE_MAY_BE_WRONG)))
        e = queue_decided(db, number);
    return db_end(db, e);
}
