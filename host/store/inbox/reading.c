#include "store/inbox/reading.h"

#include "base/clock.h"
#include "store/db/audit.h"
#include "store/inbox/confirm.h"
#include "store/queue/queue.h"
#include "store/thread/question.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define ASKED_LIFE (7 * DAY)

static void
choose_phone(void *user, const struct people_phone *p)
{
    struct people_phone *to = user;

    if (!to->id && p->state != PHONE_OPTED_OUT && p->state != PHONE_WRONG)
        *to = *p;
}

static enum err
note_asked(struct db *db, int64_t guardian, int64_t question, const char *who)
{
    char object[60];
    struct query q = query_start(db,
        "UPDATE guardian SET asked = :question WHERE id = :id");
    enum err e;

    query_int(&q, ":question", question);
    query_int(&q, ":id", guardian);
    if ((e = query_end_changed(&q)))
        return e;
    snprintf(object, sizeof(object), "guardian %lld", (long long)guardian);
    db_touch(db, DB_PEOPLE);
    return audit_add(db, who, "guardian.asked", object, "");
}

static enum err
ask(struct db *db, int64_t family, const struct people_phone *to,
    const struct inbox_rules *rules, const char *who,
    struct reason *why, int64_t *asked)
{
    const char *language = *to->language ? to->language : rules->language;
    char text[300], whole[500];
    struct queue_request r = { .number = to->number, .text = whole,
        .family = family, .author = who };
    struct question q = { .id = 0 };
    int64_t id;
    enum err e = question_add(db, "Can they read our texts?", "yes,no",
        clock_now() + ASKED_LIFE, &q);

    confirm_reading(language, rules->school, text, sizeof(text));
    if (e || (e = question_text(&q, text, language, whole, sizeof(whole))))
        return e;
    r.question = *asked = q.id;
    return queue_add(db, &r, rules->queue, &id, why);
}

enum err
reading_ask(struct db *db, int64_t family, int64_t guardian,
    const struct inbox_rules *rules, const char *who, struct reason *why)
{
    struct people_phone to = { .id = 0 };
    int64_t question = 0;
    enum err e = family_has_guardian(db, family, guardian);

    if (e || (e = guardian_phones(db, guardian, choose_phone, &to)))
        return e;
    if (!to.id)
        return reason_refuse(why, ERR_REFUSED,
            reason_of(REASON_NONE_TAKES_TEXTS));
    if ((e = db_begin(db)))
        return e;
    if (!(e = ask(db, family, &to, rules, who, why, &question)))
        e = note_asked(db, guardian, question, who);
    return db_end(db, e);
}

enum err
reading_heard(struct db *db, const struct message *m)
{
    assert(db_inside(db));
    bool yes = !strcmp(m->answer, "yes");
    char object[60];
    int64_t guardian = 0;
    struct query q = query_start(db,
        "UPDATE guardian SET reads = :reads WHERE asked = :question"
        " RETURNING id");
    enum err e;

    query_int(&q, ":reads", yes ? READS_SELF : READS_CALL);
    query_int(&q, ":question", m->question);
    if (query_row(&q))
        guardian = query_get_int(&q, 0);
    if ((e = query_end(&q)) || !guardian)
        return e;
    snprintf(object, sizeof(object), "guardian %lld", (long long)guardian);
    db_touch(db, DB_PEOPLE);
    return audit_add(db, "notehome", yes ? "guardian.reads" : "guardian.call",
        object, "");
}
