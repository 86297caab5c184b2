#include "store/alert/alert_heard.h"

#include "base/clock.h"
#include "base/log.h"
#include "mapping/mapping.h"
#include "store/alert/alert_own.h"
#include "store/db/reason_row.h"
#include "store/db/setting.h"
#include "store/staff/staff.h"
#include "store/thread/thread.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Texts to one phone in an hour that say that something did not go; wrong codes
 * from one in a day, after which it may be somebody who guesses. */
enum { REFUSALS_AN_HOUR = 6, WRONG_CODES = 3 };
#define REFUSAL_LIFE (4 * HOUR)

struct writer {
    int64_t staff;              /* 0: it is nobody's phone */
    char name[64];
    bool may_answer;
    bool guesses;
};

struct found {
    int64_t alert;              /* 0: no alert had such a code */
    char code[ALERT_CODE], number[64];
    int64_t expires;
    enum alert_state state;
    bool waits;                 /* the family still does */
    const char *words;          /* behind the code, in the text */
};

static enum err
find_writer(struct db *db, const char *number, struct writer *out)
{
    struct query q = query_start(db,
        "SELECT s.id, s.name, p.answers AND s.role >= :staff_role"
        " FROM alert_person p JOIN staff s ON s.id = p.staff"
        " WHERE p.number = :number AND p.number <> '' AND p.proved > 0"
        " AND s.closed = 0");

    query_text(&q, ":number", number);
    query_int(&q, ":staff_role", ROLE_STAFF);
    if (query_row(&q)) {
        out->staff = query_get_int(&q, 0);
        query_copy_text(&q, 1, out->name, sizeof(out->name));
        out->may_answer = query_get_int(&q, 2) != 0;
    }
    return query_end(&q);
}

/* A sender can be forged, and short codes are few. One that no alert had counts
 * wherever its text is filed: staff's phone may be a parent's too. */
static enum err
find_guesses(struct db *db, const char *number, bool *guesses)
{
    struct query q = query_start(db,
        "SELECT body FROM message WHERE number = :number AND at > :since"
        " AND " MESSAGE_IS_IN " AND " MESSAGE_IS_TEXT " AND match_code NOT IN"
        " (:answers, :late, :again, :incomplete, :overtaken, :not, :no_words,"
        "  :guessed)");
    char code[ALERT_CODE];
    int wrong = 0;

    query_text(&q, ":number", number);
    query_int(&q, ":since", clock_now() - DAY);
    query_int(&q, ":answers", REASON_ALERT_ANSWERS);
    query_int(&q, ":late", REASON_ALERT_LATE);
    query_int(&q, ":again", REASON_ALERT_AGAIN);
    query_int(&q, ":incomplete", REASON_ALERT_INCOMPLETE);
    query_int(&q, ":overtaken", REASON_ALERT_OVERTAKEN);
    query_int(&q, ":not", REASON_ALERT_MAY_NOT);
    query_int(&q, ":no_words", REASON_ALERT_NO_WORDS);
    query_int(&q, ":guessed", REASON_ALERT_GUESSED);
    while (wrong < WRONG_CODES && query_row(&q))
        wrong += alert_code_like(query_get_text(&q, 0), code);
    *guesses = wrong >= WRONG_CODES;
    return query_end(&q);
}

/* The newest of the writer's alerts whose code begins the text. */
static enum err
find_alert(struct db *db, int64_t staff, const char *text, struct found *out)
{
    struct query q = query_start(db,
        "SELECT a.id, a.code, a.number, a.expires, a.state,"
        " t.waiting > 0 AND t.waiting <= a.since AND t.family IS NOT NULL"
        "  AND " ALERT_SEES("a.staff", "t.family")
        " FROM alert a JOIN thread t ON t.id = a.thread"
        " WHERE a.staff = :staff AND a.told > :old AND a.code <> ''"
        " ORDER BY a.told DESC, a.id DESC");
    const char *rest;

    query_int(&q, ":staff", staff);
    query_int(&q, ":old", clock_now() - ALERT_CODE_MEMORY);
    while (!out->alert && query_row(&q)) {
        if (!alert_code_begins(text, query_get_text(&q, 1), &rest))
            continue;
        *out = (struct found){ .alert = query_get_int(&q, 0),
            .expires = query_get_int(&q, 3),
            .state = (enum alert_state)query_get_int(&q, 4),
            .waits = query_get_int(&q, 5) != 0, .words = rest };
        query_copy_text(&q, 1, out->code, sizeof(out->code));
        query_copy_text(&q, 2, out->number, sizeof(out->number));
    }
    return query_end(&q);
}

static void
say(struct alert_heard *out, enum reason_code code, const char *name,
    const char *what)
{
    out->why = reason_text(code, name);
    reason_add_text(&out->why, what);
    snprintf(out->code, sizeof(out->code), "%.7s", what);
}

static void
refuse(struct alert_heard *out, enum alert_not why)
{
    out->refused = true;
    out->not_sent = why;
}

/* A text that begins with a code of its writer. */
static void
judge(const struct alert_text *t, const struct writer *w,
    const struct found *f, struct alert_heard *out)
{
    out->staff = !t->harm;
    if (t->harm || t->incomplete) {
        say(out, REASON_ALERT_INCOMPLETE, w->name, f->code);
        refuse(out, ALERT_NOT_SENT);
    } else if (strcmp(f->number, t->number) != 0)
        say(out, REASON_ALERT_FORGED, w->name, f->code);
    else if (f->state != ALERT_OPEN) {
        say(out, REASON_ALERT_AGAIN, w->name, f->code);
        refuse(out, ALERT_NOT_TWICE);
    } else if (f->expires <= clock_now()) {
        say(out, REASON_ALERT_LATE, w->name, f->code);
        refuse(out, ALERT_NOT_LATE);
    } else if (!w->may_answer) {
        say(out, REASON_ALERT_MAY_NOT, w->name, f->code);
        refuse(out, ALERT_NOT_SENT);
    } else if (w->guesses) {
        say(out, REASON_ALERT_GUESSED, w->name, f->code);
        refuse(out, ALERT_NOT_SENT);
    } else if (!f->waits) {
        say(out, REASON_ALERT_OVERTAKEN, w->name, f->code);
        refuse(out, ALERT_NOT_ALONE);
    } else if (!*f->words) {
        say(out, REASON_ALERT_NO_WORDS, w->name, f->code);
        refuse(out, ALERT_NOT_SENT);
    } else {
        say(out, REASON_ALERT_ANSWERS, w->name, f->code);
        out->alert = f->alert;
    }
}

/* Somebody else's code that still opens something; *name whose. */
static enum err
find_owner(struct db *db, const char *code, char name[64])
{
    struct query q = query_start(db,
        "SELECT s.name FROM alert a JOIN staff s ON s.id = a.staff"
        " WHERE a.code = :code AND a.expires > :now LIMIT 1");

    query_text(&q, ":code", code);
    query_int(&q, ":now", clock_now());
    *name = '\0';
    if (query_row(&q))
        query_copy_text(&q, 0, name, 64);
    return query_end(&q);
}

static enum err
hear_stranger(struct db *db, const struct alert_text *t,
    struct alert_heard *out)
{
    char code[ALERT_CODE], name[64];
    enum err e;

    if (t->parents || t->harm || !t->text || !alert_code_like(t->text, code))
        return OK;
    if ((e = find_owner(db, code, name)) || !*name)
        return e;
    say(out, REASON_ALERT_FORGED, name, code);
    out->staff = true;
    return OK;
}

enum err
alert_hear(struct db *db, const struct alert_text *t, struct alert_heard *out)
{
    struct writer w = { .staff = 0 };
    struct found f = { .alert = 0 };
    char code[ALERT_CODE];
    enum err e = find_writer(db, t->number, &w);

    *out = (struct alert_heard){ .staff = false };
    if (e)
        return e;
    if (!w.staff)
        return hear_stranger(db, t, out);
    if (t->text && (e = find_alert(db, w.staff, t->text, &f)))
        return e;
    if (f.alert) {
        if ((e = find_guesses(db, t->number, &w.guesses)))
            return e;
        judge(t, &w, &f, out);
        return OK;
    }
    if (t->harm || t->parents)
        return OK;              /* without a code it is the parent's */
    out->staff = true;
    if (t->text && w.may_answer && alert_code_like(t->text, code)) {
        say(out, REASON_ALERT_UNKNOWN_CODE, w.name, code);
        refuse(out, ALERT_NOT_SENT);
    } else
        out->why = reason_text(REASON_ALERT_NO_CODE, w.name);
    return OK;
}

/* --- and doing it --------------------------------------------------------- */

static enum err
count_texts(struct db *db, const char *number, int *count)
{
    struct query q = query_start(db,
        "SELECT count(*) FROM (SELECT m.at FROM message m"
        "  JOIN thread t ON t.id = m.thread WHERE m.number = :number"
        "  AND t.tray = :tray AND m." MESSAGE_IS_OUT " AND NOT EXISTS"
        "   (SELECT 1 FROM alert a WHERE a.text = m.id)"
        "  ORDER BY m.id DESC LIMIT 20) WHERE at > :since");

    query_text(&q, ":number", number);
    query_int(&q, ":tray", MAPPING_STAFF);
    query_int(&q, ":since", clock_now() - HOUR);
    if (query_row(&q))
        *count = (int)query_get_int(&q, 0);
    return query_end(&q);
}

/* Who thinks that the family knows must hear that it does not. */
static enum err
tell_refused(struct db *db, const char *number, enum alert_not why,
    const char *code, const struct alert_rules *rules)
{
    char text[ALERT_SAY];
    int64_t id;
    int count = 0;
    enum err e = count_texts(db, number, &count);

    if (e || count >= REFUSALS_AN_HOUR)
        return e;
    alert_say_not(rules->language, why, code, text, sizeof(text));
    e = alert_text_to(db, number, text, PRIORITY_NORMAL, REFUSAL_LIFE,
        rules->queue, &id, NULL);
    if (e == ERR_INPUT || e == ERR_REFUSED) {
        log_warn("alert", "a phone takes no texts");
        return OK;
    }
    return e;
}

static enum err
set_state(struct db *db, int64_t alert, enum alert_state from,
    enum alert_state to, int64_t message)
{
    struct query q = query_start(db,
        "UPDATE alert SET state = :to, answer = :message"
        " WHERE id = :alert AND state = :from");

    query_int(&q, ":to", to);
    query_int(&q, ":from", from);
    query_int(&q, ":message", message);
    query_int(&q, ":alert", alert);
    return query_end_changed(&q);
}

enum err
alert_heard(struct db *db, const struct alert_heard *h,
    const struct message *m, const struct alert_rules *rules)
{
    assert(db_inside(db));
    enum err e;

    if (h->refused)
        return tell_refused(db, m->number, h->not_sent, h->code, rules);
    if (!h->alert)
        return OK;
    e = set_state(db, h->alert, ALERT_OPEN, ALERT_TO_SEND, m->id);
    return e ? e : thread_settled(db, m);
}

enum err
alert_is_answer(struct db *db, int64_t message, bool *is)
{
    struct query q = query_start(db,
        "SELECT 1 FROM alert WHERE answer = :message AND answer > 0");

    query_int(&q, ":message", message);
    *is = query_row(&q);
    return query_end(&q);
}

/* --- on its way ----------------------------------------------------------- */

/* Whose message the alert a told of, while that phone is the family's and the
 * last that wrote or rang: mother's answer is not father's. */
#define WRITER                                                                 \
    "coalesce((SELECT w.number FROM message w WHERE w.id = a.message"          \
    " AND w.thread = a.thread AND EXISTS (SELECT 1 FROM phone f"               \
    "  JOIN guardian_phone gp ON gp.phone = f.id JOIN family_guardian fg"      \
    "  ON fg.guardian = gp.guardian WHERE f.number = w.number"                 \
    "  AND fg.family = t.family) AND NOT EXISTS (SELECT 1 FROM message l"      \
    "  WHERE l.thread = a.thread AND l.id > w.id AND l." MESSAGE_IS_IN         \
    "  AND l." MESSAGE_IS_SAID " AND l.number NOT IN ('', w.number))), '')"

enum err
alert_next_answer(struct db *db, struct alert_answer *out)
{
    struct query q = query_start(db,
        "SELECT a.id, a.answer, a.thread, coalesce(t.family, 0), a.message,"
        " s.name, a.number, a.code, s.closed = 0 AND p.answers AND"
        " p.number = a.number AND s.role >= :staff_role AND t.waiting > 0"
        " AND t.waiting <= a.since, m.body, " WRITER " FROM alert a"
        " JOIN thread t ON t.id = a.thread JOIN staff s ON s.id = a.staff"
        " JOIN message m ON m.id = a.answer"
        " LEFT JOIN alert_person p ON p.staff = a.staff"
        " WHERE a." ALERT_IS_TO_SEND " ORDER BY a.id LIMIT 1");
    const char *words = "", *body;

    query_int(&q, ":staff_role", ROLE_STAFF);
    if (query_row(&q)) {
        *out = (struct alert_answer){ .alert = query_get_int(&q, 0),
            .message = query_get_int(&q, 1), .thread = query_get_int(&q, 2),
            .family = query_get_int(&q, 3), .upto = query_get_int(&q, 4),
            .may = query_get_int(&q, 8) != 0 };
        query_copy_text(&q, 5, out->name, sizeof(out->name));
        query_copy_text(&q, 6, out->number, sizeof(out->number));
        query_copy_text(&q, 7, out->code, sizeof(out->code));
        query_copy_text(&q, 10, out->to, sizeof(out->to));
        body = query_get_text(&q, 9);
        if (!alert_code_begins(body, out->code, &words))
            words = "";
        if (!(out->words = strdup(words)))
            return (void)!query_end(&q), ERR_MEMORY;
    }
    return query_end_one(&q);
}

enum err
alert_answer_sent(struct db *db, const struct alert_answer *a)
{
    assert(db_inside(db));
    struct query q;
    enum err e = set_state(db, a->alert, ALERT_TO_SEND, ALERT_SENT,
        a->message);

    if (e || (e = thread_seen(db, a->thread, a->upto, a->name)))
        return e;
    q = query_start(db,
        "UPDATE thread SET waiting = coalesce((SELECT min(m.at)"
        "  FROM message m WHERE m.thread = thread.id AND m.id > :upto"
        "  AND m." MESSAGE_IS_IN " AND m." MESSAGE_IS_SAID
        "  AND " MESSAGE_WAITS_FOR_US "), 0) WHERE id = :thread");
    query_int(&q, ":upto", a->upto);
    query_int(&q, ":thread", a->thread);
    return query_end(&q);
}

/* Back among what waits for a person, with the reason. */
static enum err
put_back(struct db *db, const struct alert_answer *a, const struct reason *why)
{
    struct reason held = reason_of(REASON_ALERT_HELD);
    struct message m = { .id = 0 };
    struct query q;
    enum err e = message_get(db, a->message, &m);

    if (!e) {
        reason_add_reason(&held, why);
        reason_join(&m.reason, &held);
        q = query_start(db,
            "UPDATE message SET handled = 0, reason = :reason,"
            " reason_code = :reason_code WHERE id = :id");
        reason_bind(&q, ":reason", ":reason_code", &m.reason);
        query_int(&q, ":id", m.id);
        e = query_end_changed(&q);
    }
    if (!e && !(e = thread_refresh(db, m.thread))) {
        q = query_start(db, "UPDATE thread SET waiting = :at"
            " WHERE id = :thread AND waiting = 0");
        query_int(&q, ":at", m.at);
        query_int(&q, ":thread", m.thread);
        e = query_end(&q);
    }
    message_clear(&m);
    return e;
}

enum err
alert_answer_held(struct db *db, const struct alert_answer *a,
    const struct reason *why, const struct alert_rules *rules)
{
    assert(db_inside(db));
    enum err e = set_state(db, a->alert, ALERT_TO_SEND, ALERT_HELD,
        a->message);

    if (e || (e = put_back(db, a, why)))
        return e;
    db_touch(db, DB_THREADS);
    return tell_refused(db, a->number, ALERT_NOT_SENT, a->code, rules);
}

/* --- after a restore ------------------------------------------------------ */

static enum err
hold_answers(struct db *db)
{
    struct reason why = reason_of(REASON_ALERT_NO_LONGER);
    struct alert_answer a = { .words = NULL };
    enum err e;

    while (!(e = alert_next_answer(db, &a))) {
        if (!(e = set_state(db, a.alert, ALERT_TO_SEND, ALERT_HELD,
                  a.message)))
            e = put_back(db, &a, &why);
        free(a.words);
        a.words = NULL;
        if (e)
            break;
    }
    free(a.words);
    return e == ERR_EMPTY ? OK : e;
}

enum err
alert_restored(struct db *db)
{
    int64_t then = clock_now() + ALERT_CODE_LIFE;
    char from[24];
    struct query q;
    enum err e = db_begin(db);

    if (e)
        return e;
    snprintf(from, sizeof(from), "%lld", (long long)then);
    q = query_start(db, "UPDATE alert SET expires = 0 WHERE code <> ''");
    if (!(e = query_end(&q)) && !(e = hold_answers(db)))
        e = setting_set(db, ALERT_CODES_FROM, from);
    return db_end(db, e);
}
