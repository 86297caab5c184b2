#include "store/inbox/filing.h"

#include "base/clock.h"
#include "base/log.h"
#include "store/alert/alert_heard.h"
#include "store/db/reason_row.h"
#include "mapping/money_notice.h"
#include "mapping/passed_on.h"
#include "store/inbox/filing_facts.h"
#include "store/inbox/sender.h"
#include "store/inbox/watch.h"
#include "store/sims/sim_credit.h"
#include "store/sims/sim_life.h"
#include "store/thread/absence.h"
#include "store/thread/flood.h"
#include "store/thread/task.h"
#include "store/thread/thread.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/* --- for staff ------------------------------------------------------------ */

static const struct mapping_question *
question_of(const struct facts *f, const struct mapping_answer *a)
{
    for (int i = 0; i < f->in.question_count; i++)
        if (f->asked[i].id == a->question)
            return &f->asked[i];
    return NULL;
}

/* Why staff should look at what was not counted. */
static void
note_likely(struct message *m, const struct mapping_question *q, int option)
{
    struct reason look = reason_of(!option ? REASON_MAY_BE_ABOUT_QUESTION
            : q->closed ? REASON_MAY_ANSWER_CLOSED : REASON_MAY_ANSWER);
    char asked[CLOCK_TEXT];

    if (option)
        reason_add_text(&look, q->options[option - 1]);
    if (option && q->closed) {
        clock_text(q->asked, asked);
        asked[strcspn(asked, "T ")] = '\0';    /* the day */
        reason_add_text(&look, asked);
    }
    reason_join(&m->reason, &look);
}

/* With a question and no answer the text is to be looked at. */
static void
note_answer(struct message *m, const struct facts *f, const struct mapping *d)
{
    const struct mapping_question *q = question_of(f, &d->answer);

    m->question = 0;
    m->answer[0] = 0;
    if (!q)
        return;
    m->question = q->id;
    if (d->answer.ask_staff)
        note_likely(m, q, d->answer.option);
    else
        snprintf(m->answer, sizeof(m->answer), "%s",
            q->options[d->answer.option - 1]);
}

static enum reason_code
action_reason(enum mapping_action action)
{
    switch (action) {
    case MAPPING_OPT_OUT:
        return REASON_ASKS_NO_MORE;
    case MAPPING_OPT_IN:
        return REASON_ASKS_AGAIN;
    case MAPPING_STOP_ASK_STAFF:
        return REASON_SEEMS_NO_MORE;
    case MAPPING_START_ASK_STAFF:
        return REASON_SEEMS_AGAIN;
    case MAPPING_WRONG_ASK_STAFF:
        return REASON_MAY_BE_WRONG_NUMBER;
    case MAPPING_WRONG_NUMBER:
        return REASON_SAYS_WRONG_NUMBER;
    case MAPPING_NO_ACTION:
        break;
    }
    return REASON_WORDS;
}

/* What is to be done with a text beside putting it into its place. */
struct judged {
    enum mapping_action action;
    struct alert_heard heard;
};

static void
add_reason(struct message *m, enum reason_code code)
{
    struct reason r = reason_of(code);

    reason_join(&m->reason, &r);
}

/* --- on behalf of a number ------------------------------------------------ */

/* A network's "please call 0712345678", or its word of a picture: it is that
 * number's, and nothing else that it says counts. Of money it is none. */
static bool
take_passed_on(struct message *m, struct filing_about *about,
    const struct inbox_rules *rules)
{
    char number[PHONE_MAX];

    if ((about->sender != PHONE_LETTERS && about->sender != PHONE_SHORT)
        || about->data || about->undecodable || !m->body
        || money_notice(m->body)
        || !(passed_on_picture(m->body)
                ? passed_on_number(m->body, rules->country, number)
                : passed_on_call(m->body, rules->country, number)))
        return false;
    snprintf(m->number, sizeof(m->number), "%s", number);
    about->sender = PHONE_NUMBER;
    about->picture = passed_on_picture(m->body);
    if (about->picture)
        m->kind = MESSAGE_NOTICE;       /* a line to see, not to answer */
    return true;
}

/* Whoever asks for a call gets one, at the number that the text gives. */
static enum err
note_call(struct db *db, const struct message *m, const struct facts *f,
    const struct inbox_rules *rules)
{
    char number[PHONE_MAX];

    if (!f->asks_call || m->kind != MESSAGE_TEXT || !*m->number
        || f->in.kind != PHONE_NUMBER)
        return OK;
    return task_ask(db, m->id,
        passed_on_number(m->body, rules->country, number) ? number
                                                          : m->number);
}

/* --- deciding ------------------------------------------------------------- */

/* Names and texts that mapping cannot read must not keep a message away. */
static enum err
decide(const struct facts *f, struct mapping *out)
{
    enum err e = mapping_decide(&f->in, out);

    if (e != ERR_INPUT)
        return e;
    *out = (struct mapping){ .tray = MAPPING_UNKNOWN,
        .reason = reason_of(REASON_NOT_COMPARED) };
    return OK;
}

static enum err
place(struct db *db, struct message *m, const struct mapping *d,
    enum mapping_known known)
{
    enum err e;

    m->tray = d->tray;
    m->family = d->tray ? 0 : d->family;
    m->suggested = d->suggestion;
    if (d->tray == MAPPING_SAFEGUARDING && d->family)
        m->suggested = d->family;
    m->match = d->reason;
    m->concern = d->concern;
    if (m->kind != MESSAGE_MISSED_CALL)
        m->urgent = d->urgent;  /* of a call others know (inbox_call()) */
    if (d->tray == MAPPING_NOTICES && m->kind == MESSAGE_TEXT
        && known != MAPPING_SUPPLIER)
        m->kind = MESSAGE_NOTICE;
    if (m->family)
        return thread_of_family(db, m->family, &m->thread);
    if ((e = thread_of_sender(db, m->tray, m->number, &m->thread)))
        return e;
    return d->tray == MAPPING_NOTICES && known == MAPPING_NOBODY
            && m->kind == MESSAGE_NOTICE && m->body && money_notice(m->body)
        ? thread_tells_money(db, m->thread) : OK;
}

/* What staff's own phones send never goes into a family's thread as it is. An
 * answer asks nothing else: neither STOP nor a question is in it. */
static enum err
hear_staff(struct db *db, const struct message *m,
    const struct filing_about *about, const struct facts *f,
    struct mapping *d, struct alert_heard *heard)
{
    struct alert_text t = { .number = m->number, .text = f->in.text,
        .parents = f->in.family_count > 0,
        .harm = d->tray == MAPPING_SAFEGUARDING,
        .incomplete = about->incomplete };
    enum err e;

    if (about->data || about->undecodable || m->kind == MESSAGE_NOTICE)
        return OK;
    if ((e = alert_hear(db, &t, heard)) || !heard->staff)
        return e;
    d->tray = MAPPING_STAFF;
    d->family = d->suggestion = 0;
    d->reason = heard->why;
    d->answer = (struct mapping_answer){ 0 };
    if (heard->alert || heard->refused)
        d->action = MAPPING_NO_ACTION;
    return OK;
}

/* Fills in m and says in *action what to do once it is stored. */
static enum err
judge(struct db *db, struct message *m, const struct filing_about *about,
    const struct inbox_rules *rules, struct facts *f, struct judged *out)
{
    struct mapping d = { 0 };
    enum err e;

    if ((e = facts_gather(db, m, about, rules, f)) || (e = decide(f, &d))
        || (rules->alert
            && (e = hear_staff(db, m, about, f, &d, &out->heard)))
        || (e = place(db, m, &d, f->in.known)))
        return e;
    if (about->doubtful)
        add_reason(m, REASON_LETTERS_DOUBTFUL);
    if (about->flash)
        add_reason(m, REASON_FLASH_TEXT);
    note_answer(m, f, &d);
    f->asks_call = d.asks_call;
    out->action = d.action;
    if (d.action)
        add_reason(m, action_reason(d.action));
    return OK;
}

/* Whoever wanted somebody else calls nobody, and neither does a blocked
 * number. */
enum hushed { NOT_HUSHED, HUSHED_MISTAKE, HUSHED_BLOCK };

static enum err
find_hushed(struct db *db, const struct message *m, const struct facts *f,
    enum hushed *out)
{
    bool blocked = false;
    enum err e = flood_blocked(db, m->number, &blocked);

    *out = blocked ? HUSHED_BLOCK
        : m->tray == MAPPING_NOTICES && f->in.known == MAPPING_MISTAKE
        ? HUSHED_MISTAKE : NOT_HUSHED;
    return e;
}

/* Of a blocked number this text alone: what came before the block still
 * waits. */
static enum err
hush(struct db *db, const struct message *m, bool blocked)
{
    struct query q = query_start(db,
        "UPDATE task SET done = :now, done_by = 'notehome' WHERE done = 0"
        " AND iif(:blocked, message = :id, number = :number)");
    enum err e;

    query_int(&q, ":now", clock_now());
    query_int(&q, ":blocked", blocked);
    query_int(&q, ":id", m->id);
    query_text(&q, ":number", m->number);
    if ((e = query_end(&q)) || blocked)
        return e ? e : thread_settled(db, m);
    return query_on(db, "UPDATE thread SET waiting = 0 WHERE id = :id",
        m->thread);
}

static bool
is_plain(enum mapping_action action)
{
    return action == MAPPING_NO_ACTION || action == MAPPING_OPT_IN;
}

/* What follows from a text once it is stored. */
static enum err
carry_out(struct db *db, struct message *m, const struct facts *f,
    const struct judged *j, enum hushed hushed,
    const struct inbox_rules *rules)
{
    enum err e;

    if (hushed)
        return hush(db, m, hushed == HUSHED_BLOCK);
    if (j->heard.alert || j->heard.refused)
        return alert_heard(db, &j->heard, m, rules->alert);
    e = filing_act(db, m, f, j->action, rules);
    return e ? e : sender_heard(db, m->id, is_plain(j->action));
}

enum err
filing_add(struct db *db, struct message *m, const struct filing_about *air,
    const struct inbox_rules *rules)
{
    assert(db_inside(db));
    struct filing_about about = *air;
    struct facts f = { 0 };
    struct judged j = { .action = MAPPING_NO_ACTION };
    enum hushed hushed = NOT_HUSHED;
    bool passed = take_passed_on(m, &about, rules), proof = false;
    enum err e = judge(db, m, &about, rules, &f, &j);

    m->direction = MESSAGE_IN;
    m->state = MESSAGE_RECEIVED;
    if (!e && m->kind == MESSAGE_NOTICE)
        e = sim_life_heard(db, m->sim, m->number, m->body, &proof);
    if (!e)
        e = find_hushed(db, m, &f, &hushed);
    if (proof || hushed || j.heard.alert)
        m->handled = m->at;     /* nobody needs to read it */
    if (!e && !(e = message_add(db, m)) && !(e = absence_heard(db, m))) {
        log_info("filing", "id=%lld kind=%s tray=%s answer=%d action=%d",
            (long long)m->id, message_kind_name(m->kind),
            mapping_tray_name((enum mapping_tray)m->tray), *m->answer != '\0',
            j.action);
        if (!passed || hushed)
            e = carry_out(db, m, &f, &j, hushed, rules);
        if (!e && !hushed && !j.heard.alert)
            e = note_call(db, m, &f, rules);
        if (!e && m->kind == MESSAGE_NOTICE && !passed && !proof
            && !f.in.known)
            e = sim_credit_notice(db, m->sim, m->body);
    }
    facts_clear(&f);
    return e;
}

/* --- once more ------------------------------------------------------------ */

/* Whether staff moved it, and when they saw it. */
static enum err
read_before(struct db *db, int64_t id, bool *moved, int64_t *handled)
{
    struct query q = query_start(db,
        "SELECT moved_from IS NOT NULL, handled FROM message WHERE id = :id");

    query_int(&q, ":id", id);
    if (query_row(&q)) {
        *moved = query_get_int(&q, 0) != 0;
        *handled = query_get_int(&q, 1);
    }
    return query_end_one(&q);
}

static enum err
replace(struct db *db, const struct message *m, int64_t old_thread)
{
    struct query q = query_start(db,
        "UPDATE message SET thread = :thread, kind = :kind, match = :match,"
        " match_code = :match_code, reason = :reason,"
        " reason_code = :reason_code, suggested = nullif(:suggested, 0),"
        " question = nullif(:question, 0), answer = :answer,"
        " concern = :concern, urgent = :urgent, handled = :handled"
        " WHERE id = :id");
    enum err e;

    query_int(&q, ":thread", m->thread);
    query_int(&q, ":kind", m->kind);
    reason_bind(&q, ":match", ":match_code", &m->match);
    reason_bind(&q, ":reason", ":reason_code", &m->reason);
    query_int(&q, ":suggested", m->suggested);
    query_int(&q, ":question", m->question);
    query_text(&q, ":answer", m->answer);
    query_int(&q, ":concern", m->concern);
    query_int(&q, ":urgent", m->urgent);
    query_int(&q, ":handled", m->handled);
    query_int(&q, ":id", m->id);
    if ((e = query_end_changed(&q)) || (e = thread_refresh(db, old_thread)))
        return e;
    if (m->thread != old_thread && ((e = thread_refresh(db, m->thread))
            || (m->tray == MAPPING_SAFEGUARDING
                && (e = filing_unsay(db, m->id, old_thread)))))
        return e;
    return watch_came(db, m->id);
}

/* An answer waits for nobody; what is none any more does, unless a person has
 * written to the family since. */
static enum err
wait_again(struct db *db, const struct message *m)
{
    struct query q;
    enum err e = query_on(db, "UPDATE message SET settled = 0 WHERE id = :id",
        m->id);

    if (e)
        return e;
    q = query_start(db,
        "UPDATE thread SET waiting = iif(waiting > 0, min(waiting, :at), :at)"
        " WHERE id = :thread AND NOT EXISTS (SELECT 1 FROM message o"
        "  WHERE o.thread = :thread AND o.id > :id AND o." MESSAGE_IS_OUT
        "  AND o.author <> '' AND o.batch IS NULL AND o.holds = 0)");
    query_int(&q, ":at", m->at);
    query_int(&q, ":thread", m->thread);
    query_int(&q, ":id", m->id);
    return query_end(&q);
}

enum err
filing_again(struct db *db, int64_t message, const char *body,
    const struct filing_about *air, const struct inbox_rules *rules)
{
    assert(db_inside(db));
    struct facts f = { 0 };
    struct message m = { 0 };
    struct filing_about late = *air;
    struct judged j = { .action = MAPPING_NO_ACTION };
    enum hushed hushed = NOT_HUSHED;
    int64_t old_thread, seen = 0;
    bool moved = false, passed, counted, answers = false;
    enum err e;

    if ((e = alert_is_answer(db, message, &answers)) || answers)
        return e;               /* it is with the family: as it was then */
    if ((e = read_before(db, message, &moved, &seen))
        || (e = message_set_body(db, message, body))
        || (e = message_get(db, message, &m)) || moved)
        goto out;
    old_thread = m.thread;
    counted = *m.answer != '\0';
    m.reason = (struct reason){ 0 };
    /* its writer was told that it did not go: so it never does */
    late.incomplete = true;
    passed = take_passed_on(&m, &late, rules);
    if ((e = judge(db, &m, &late, rules, &f, &j))
        || (e = find_hushed(db, &m, &f, &hushed)))
        goto out;
    j.heard.refused = false;
    if (hushed)
        m.handled = seen;       /* more of it is nothing to read either */
    if (!(e = replace(db, &m, old_thread))
        && !(counted && !*m.answer && (e = wait_again(db, &m)))
        && (!passed || hushed))
        e = carry_out(db, &m, &f, &j, hushed, rules);
    if (!e && !hushed && !j.heard.alert)
        e = note_call(db, &m, &f, rules);
out:
    facts_clear(&f);
    message_clear(&m);
    return e;
}
