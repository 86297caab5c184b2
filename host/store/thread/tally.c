#include "store/thread/tally.h"

#include "base/clock.h"
#include "store/db/audit.h"
#include "store/thread/message.h"
#include "store/thread/thread.h"
#include "text/unicode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The last answer of each phone to each question. */
#define LAST_ANSWERS                                                           \
    "(SELECT i.question, i.number, i.answer FROM message i"                    \
    " WHERE i." MESSAGE_IS_IN " AND i.question IS NOT NULL AND i.id ="         \
    "  (SELECT max(l.id) FROM message l WHERE l.question = i.question"         \
    "   AND l.number = i.number AND l." MESSAGE_IS_IN " AND l.answer <> ''))"

/* --- counting ------------------------------------------------------------- */

/* The phones asked by a question, and those of them that said something which
 * was not counted. */
static enum err
count_others(struct db *db, struct tally *t)
{
    struct query q = query_start(db,
        "SELECT count(DISTINCT m.number), count(DISTINCT iif("
        "  EXISTS (SELECT 1 FROM message i WHERE i.question = :id"
        "   AND i.number = m.number AND i." MESSAGE_IS_IN
        "   AND i.answer = '') AND NOT EXISTS (SELECT 1 FROM message i"
        "   WHERE i.question = :id AND i.number = m.number"
        "   AND i." MESSAGE_IS_IN " AND i.answer <> ''), m.number, NULL))"
        " FROM message m WHERE m.question = :id AND m." MESSAGE_IS_OUT);
    int asked = 0;

    query_int(&q, ":id", t->id);
    if (query_row(&q)) {
        asked = (int)query_get_int(&q, 0);
        t->unclear = (int)query_get_int(&q, 1);
    }
    t->silent = asked - t->unclear;
    for (int i = 0; i < t->options; i++)
        t->silent -= t->count[i];
    if (t->silent < 0)
        t->silent = 0;          /* a phone that was not asked answered */
    return query_end(&q);
}

static enum err
tell(struct db *db, struct tally *t,
    void (*fn)(void *user, const struct tally *t), void *user)
{
    enum err e = t->id ? count_others(db, t) : OK;

    if (!e && t->id)
        fn(user, t);
    return e;
}

enum err
tally_list(struct db *db, int64_t id, int limit,
    void (*fn)(void *user, const struct tally *t), void *user)
{
    struct query q = query_start(db,
        "SELECT q.id, q.at, q.closes, q.text, o.value,"
        " (SELECT count(*) FROM " LAST_ANSWERS " a"
        "  WHERE a.question = q.id AND a.answer = o.value)"
        " FROM (SELECT * FROM question WHERE :id = 0 OR id = :id"
        "  ORDER BY id DESC LIMIT :limit) q, json_each(q.options) o"
        " ORDER BY q.id DESC, o.key");
    struct tally t = { .id = 0 };
    enum err e = OK, ended;

    query_int(&q, ":id", id);
    query_int(&q, ":limit", limit);
    while (!e && query_row(&q)) {
        if (t.id != query_get_int(&q, 0)) {
            e = tell(db, &t, fn, user);
            t = (struct tally){ .id = query_get_int(&q, 0),
                .at = query_get_int(&q, 1), .closes = query_get_int(&q, 2) };
            query_copy_text(&q, 3, t.text, sizeof(t.text));
        }
        if (t.options < QUESTION_OPTIONS_MAX) {
            query_copy_text(&q, 4, t.option[t.options],
                sizeof(t.option[0]));
            t.count[t.options++] = (int)query_get_int(&q, 5);
        }
    }
    ended = query_end(&q);
    if (!e)
        e = ended ? ended : tell(db, &t, fn, user);
    return e;
}

enum err
tally_phones(struct db *db, int64_t question,
    void (*fn)(void *user, const struct tally_phone *p), void *user)
{
    struct query q = query_start(db,
        "SELECT m.number, coalesce(f.label, m.number),"
        " iif(min(t.family) = max(t.family), t.family, 0),"
        " coalesce((SELECT max(i.id) FROM message i WHERE i.question = :id"
        "   AND i.number = m.number AND i." MESSAGE_IS_IN "), max(m.id)),"
        " coalesce((SELECT a.answer FROM " LAST_ANSWERS " a"
        "   WHERE a.question = :id AND a.number = m.number), '') AS counted,"
        " EXISTS (SELECT 1 FROM message i WHERE i.question = :id"
        "   AND i.number = m.number AND i." MESSAGE_IS_IN ") AS said,"
        " iif(min(t.family) = max(t.family), "
        FAMILY_CHILDREN("t.family") ", '') AS children"
        " FROM message m JOIN thread t ON t.id = m.thread"
        " LEFT JOIN family f ON f.id = t.family"
        " WHERE m.question = :id AND m." MESSAGE_IS_OUT
        " GROUP BY m.number"
        " ORDER BY NOT (said AND counted = ''), children = '', children,"
        "  f.label, m.number");
    struct tally_phone p;

    query_int(&q, ":id", question);
    while (query_row(&q)) {
        query_copy_text(&q, 0, p.number, sizeof(p.number));
        query_copy_text(&q, 1, p.label, sizeof(p.label));
        p.family = query_get_int(&q, 2);
        p.message = query_get_int(&q, 3);
        query_copy_text(&q, 4, p.answer, sizeof(p.answer));
        p.unclear = query_get_int(&q, 5) && !*p.answer;
        query_copy_text(&q, 6, p.children, sizeof(p.children));
        fn(user, &p);
    }
    return query_end(&q);
}

/* --- by hand -------------------------------------------------------------- */

/* What staff count. */
struct hand {
    int64_t message, question, thread;
    char number[64];
    char answer[40];            /* as it was; then as it is to be */
};

static enum err
find(struct db *db, struct hand *h)
{
    struct query q = query_start(db,
        "SELECT coalesce(question, 0), thread, number, answer FROM message"
        " WHERE id = :id AND " MESSAGE_IS_IN " AND " MESSAGE_IS_TEXT);
    enum err e;

    query_int(&q, ":id", h->message);
    if (query_row(&q)) {
        h->question = query_get_int(&q, 0);
        h->thread = query_get_int(&q, 1);
        query_copy_text(&q, 2, h->number, sizeof(h->number));
        query_copy_text(&q, 3, h->answer, sizeof(h->answer));
    }
    e = query_end_one(&q);
    return e == ERR_EMPTY ? ERR_NOT_FOUND : e;
}

static void
take_newest(void *user, const struct question *q, int64_t family)
{
    struct hand *h = user;

    (void)family;
    if (!h->question)
        h->question = q->id;
}

/* The option that was meant, into h->answer. */
static enum err
choose(struct db *db, struct hand *h, const char *option)
{
    struct question q;
    char *end;
    long n = strtol(option, &end, 10);
    enum err e = question_get(db, h->question, &q);

    if (e)
        return e;
    for (int i = 0; i < q.options; i++)
        if (strcasecmp(q.option[i], option) == 0
            || (*option && !*end && n == i + 1)) {
            snprintf(h->answer, sizeof(h->answer), "%s", q.option[i]);
            return OK;
        }
    return ERR_INPUT;
}

/* The thread waits for a person as long as a text in it does. */
static enum err
wait_anew(struct db *db, int64_t thread)
{
    struct query q = query_start(db,
        "UPDATE thread SET waiting = coalesce((SELECT min(i.at)"
        "  FROM message i WHERE i.thread = :id AND i." MESSAGE_IS_IN
        "  AND i." MESSAGE_IS_SAID " AND " MESSAGE_WAITS_FOR_US
        "  AND i.id > coalesce("
        "   (SELECT max(o.id) FROM message o WHERE o.thread = :id"
        "    AND o." MESSAGE_IS_OUT " AND o.author <> ''"
        "    AND o.batch IS NULL AND o.holds = 0), 0)), 0) WHERE id = :id");

    query_int(&q, ":id", thread);
    return query_end(&q);
}

static enum err
write_answer(struct db *db, const struct hand *h, bool none, const char *who)
{
    char object[40], detail[80];
    struct query q = query_start(db,
        "UPDATE message SET answer = :answer,"
        " question = iif(:none, NULL, :question) WHERE id = :id");
    enum err e;

    query_text(&q, ":answer", h->answer);
    query_int(&q, ":none", none);
    query_int(&q, ":question", h->question);
    query_int(&q, ":id", h->message);
    if ((e = query_end(&q)) || (e = wait_anew(db, h->thread)))
        return e;
    snprintf(object, sizeof(object), "message %lld", (long long)h->message);
    snprintf(detail, sizeof(detail), "%s", none ? "none" : h->answer);
    return audit_add(db, who, "message.answer", object, detail);
}

enum err
tally_answer(struct db *db, int64_t message, const char *option,
    const char *who)
{
    struct hand h = { .message = message };
    bool none = !*option;
    enum err e = find(db, &h);

    if (!e && !none && !h.question
        && !(e = question_put_to(db, h.number, message, take_newest, &h))
        && !h.question)
        e = ERR_EMPTY;
    h.answer[0] = '\0';
    if (e || (!none && (e = choose(db, &h, option))) || (e = db_begin(db)))
        return e;
    e = write_answer(db, &h, none, who);
    db_touch(db, DB_THREADS);
    return db_end(db, e);
}
