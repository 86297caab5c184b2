#include "send/send_alert.h"

#include "base/log.h"
#include "send/send.h"
#include "store/alert/alert_heard.h"
#include "store/people/people.h"

#include <stdlib.h>

enum { AT_ONCE = 20 };

static enum err
check_number(struct db *db, const char *to, struct reason *why)
{
    struct people_phone phone = { .state = PHONE_WORKING };
    enum err e = *to ? phone_get(db, to, &phone)
                     : reason_refuse(why, ERR_REFUSED,
                           reason_of(REASON_ALERT_OTHER_WRITER));

    if (!e && (phone.state == PHONE_OPTED_OUT || phone.state == PHONE_WRONG))
        e = reason_refuse(why, ERR_REFUSED,
            reason_of(REASON_WRITER_TAKES_NONE));
    return e;
}

static enum err
send(struct db *db, const struct alert_answer *a, const struct rules *rules,
    struct reason *why)
{
    struct send s = { .number = a->to, .family = a->family, .text = a->words,
        .author = a->name, .country = rules->config.school.country,
        .language = rules->config.school.language,
        .school = rules->config.school.name, .rules = &rules->queue };
    struct sent sent = { .count = 0 };
    enum err e;

    if (!a->may || !a->family)
        return reason_refuse(why, ERR_REFUSED,
            reason_of(REASON_ALERT_NO_LONGER));
    if ((e = check_number(db, a->to, why)))
        return e;
    e = send_text(db, &s, &sent, why);
    free(sent.ids);
    return e;
}

static bool
is_refusal(enum err e)
{
    return e == ERR_INPUT || e == ERR_REFUSED || e == ERR_NOT_FOUND
        || e == ERR_EXISTS;
}

/* A refusal takes the whole commit back: that it waits for a person is another. */
static enum err
do_answer(struct db *db, const struct alert_answer *a,
    const struct rules *rules)
{
    struct reason why = { 0 };
    enum err e = db_begin(db);

    if (e)
        return e;
    if (!(e = send(db, a, rules, &why)))
        e = alert_answer_sent(db, a);
    if (!is_refusal(e = db_end(db, e)) || (e = db_begin(db)))
        return e;
    log_info("alert", "id=%lld waits for a person", (long long)a->message);
    return db_end(db, alert_answer_held(db, a, &why, &rules->alert));
}

enum err
send_alert_answers(struct db *db, const struct rules *rules)
{
    enum err e = OK;

    for (int i = 0; !e && i < AT_ONCE; i++) {
        struct alert_answer a = { .words = NULL };

        if (!(e = alert_next_answer(db, &a)))
            e = do_answer(db, &a, rules);
        free(a.words);
    }
    return e == ERR_EMPTY ? OK : e;
}
