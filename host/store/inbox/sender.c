#include "store/inbox/sender_own.h"

#include "base/clock.h"
#include "mapping/mapping.h"
#include "store/db/audit.h"
#include "store/db/reason_row.h"
#include "store/inbox/confirm.h"
#include "store/people/people.h"
#include "store/queue/queue.h"
#include "store/thread/flood.h"
#include "store/thread/question.h"
#include "store/thread/thread.h"
#include "text/clean.h"
#include "text/phone.h"
#include "text/unicode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The old number may answer for so long. */
#define ASKED_LIFE (7 * DAY)

/* What is being said, and what becomes of it. */
struct saying {
    struct db *db;
    const struct sender_form *form;
    const struct inbox_rules *rules;
    const char *who;
    struct reason *why;
    struct thread from;
    int64_t id, family, guardian, child, question, to;
    bool made;                  /* the guardian */
    int was;                    /* state of the phone before; 0: no row */
    char ask[PHONE_MAX], name[120];
};

static enum err
refuse(const struct saying *s, enum err e, enum reason_code because)
{
    return reason_refuse(s->why, e, reason_of(because));
}

static bool
is_parent(const struct saying *s)
{
    return s->form->kind == SENDER_FAMILY
        || s->form->kind == SENDER_NEW_FAMILY;
}

/* --- what was said -------------------------------------------------------- */

static enum err
check_thread(struct saying *s, int64_t thread)
{
    struct phone_number read;
    struct sender known;
    enum err e = thread_get(s->db, thread, &s->from);

    if (e)
        return e == ERR_NOT_FOUND ? refuse(s, e, REASON_NO_THREAD) : e;
    if (s->from.tray == MAPPING_NOTICES
        && (e = sender_of(s->db, s->from.number, &known)))
        return e != ERR_NOT_FOUND ? e
                                  : refuse(s, ERR_REFUSED,
                                        REASON_SERVICE_NUMBER);
    if (s->from.tray != MAPPING_UNKNOWN && s->from.tray != MAPPING_NOTICES)
        return refuse(s, ERR_REFUSED, REASON_NUMBER_IS_KNOWN);
    phone_read(s->from.number, s->rules->country, &read);
    return read.kind == PHONE_NUMBER ? OK
                                     : refuse(s, ERR_REFUSED,
                                           REASON_NONE_TO_LEARN);
}

/* The number to ask must be one that the family is known to have: a stranger
 * would hear of a guardian, and vouch for the new one. */
static enum err
check_ask(struct saying *s)
{
    struct phone_number read;
    struct people_phone phone = { .state = PHONE_PENDING };
    struct query q;
    bool theirs;
    enum err e;

    if (s->form->proof != SENDER_ASKED)
        return OK;
    phone_read(s->form->ask ? s->form->ask : "", s->rules->country, &read);
    q = query_start(s->db, "SELECT 1 FROM phone p"
        " JOIN guardian_phone gp ON gp.phone = p.id"
        " JOIN family_guardian fg ON fg.guardian = gp.guardian"
        " WHERE p.number = :number AND fg.family = :family LIMIT 1");
    query_text(&q, ":number", read.text);
    query_int(&q, ":family", s->form->family);
    theirs = query_row(&q);
    if ((e = query_end(&q)))
        return e;
    e = phone_get(s->db, read.text, &phone);
    if (e && e != ERR_NOT_FOUND)
        return e;
    if (!theirs || !strcmp(read.text, s->from.number)
        || (phone.state != PHONE_WORKING && phone.state != PHONE_FAILING)
        || phone.doubted)
        return refuse(s, ERR_INPUT, REASON_ASK_WHERE);
    memcpy(s->ask, read.text, sizeof(s->ask));
    return OK;
}

static enum err
check_form(struct saying *s)
{
    const struct sender_form *f = s->form;
    enum reason_code fault;
    enum err e;

    if (f->kind == SENDER_FAMILY && (e = family_check(s->db, f->family)))
        return e == ERR_NOT_FOUND ? refuse(s, e, REASON_NO_SUCH_FAMILY) : e;
    if (f->guardian
        && (e = family_has_guardian(s->db, f->family, f->guardian)))
        return e == ERR_NOT_FOUND ? refuse(s, e, REASON_NOT_ITS_GUARDIAN) : e;
    if (f->kind == SENDER_NEW_FAMILY && f->proof == SENDER_ASKED)
        return refuse(s, ERR_INPUT, REASON_NO_OLD_NUMBER);
    if (clean_line(f->name, s->name, sizeof(s->name), &fault))
        return refuse(s, ERR_INPUT, REASON_NAME_UNUSABLE);
    if (f->kind == SENDER_SUPPLIER && !*s->name)
        return refuse(s, ERR_INPUT, REASON_SAY_WHO);
    return check_ask(s);
}

/* --- people --------------------------------------------------------------- */

struct namesake {
    const char *folded;
    bool found, failed;
};

static void
compare_name(void *user, const struct guardian *g)
{
    struct namesake *n = user;
    char *folded = NULL;

    if (unicode_fold(g->name, &folded))
        n->failed = true;
    else
        n->found |= !strcmp(folded, n->folded);
    free(folded);
}

/* One guardian twice in a family would hear everything twice. */
static enum err
check_namesake(const struct saying *s)
{
    const char *name = s->form->person.name;
    struct namesake n = { 0 };
    char *folded = NULL;
    enum err e = unicode_fold(name ? name : "", &folded);

    if (e)
        return e;
    n.folded = folded;
    e = family_guardians(s->db, s->family, compare_name, &n);
    free(folded);
    if (e || n.failed)
        return e ? e : ERR_MEMORY;
    return !n.found ? OK : refuse(s, ERR_EXISTS, REASON_NAMESAKE);
}

static enum err
add_people(struct saying *s)
{
    const struct sender_form *f = s->form;
    enum err e;

    s->family = f->family;
    s->guardian = f->guardian;
    if (f->kind == SENDER_NEW_FAMILY
        && ((e = family_add(s->db, s->who, &s->family))
            || (e = child_save(s->db, s->family, f->child, f->class_name,
                    s->who, s->why, &s->child))))
        return e;
    if (s->guardian)
        return OK;
    s->made = true;
    if ((e = check_namesake(s)))
        return e;
    return guardian_save(s->db, s->family, &f->person, s->who, s->why,
        &s->guardian);
}

/* Whoever writes says itself whose number it is: that is no proof. What the
 * phone asked for, no texts, outlives it. */
static enum err
learn_number(struct saying *s)
{
    struct people_phone phone = { .state = (enum phone_state)0 };
    struct reason why = reason_of(s->form->proof == SENDER_IN_PERSON
            ? REASON_IN_PERSON : REASON_BY_HAND);
    enum phone_state state = s->form->proof == SENDER_IN_PERSON
        ? PHONE_WORKING : PHONE_PENDING;
    enum err e = phone_get(s->db, s->from.number, &phone);

    if (e && e != ERR_NOT_FOUND)
        return e;
    s->was = (int)phone.state;
    e = guardian_phone_add(s->db, s->guardian, s->from.number,
        s->rules->country, s->who, s->why);
    if ((e && e != ERR_EXISTS) || phone.state == PHONE_OPTED_OUT)
        return e == ERR_EXISTS ? OK : e;
    return phone_set_state(s->db, s->from.number, state, s->who, &why);
}

/* --- what follows --------------------------------------------------------- */

static enum err
move_messages(struct saying *s)
{
    struct reason match = reason_of(is_parent(s) ? REASON_SENDER_IS_THEIRS
                                            : REASON_SENDER_IS_NO_PARENT);
    struct query q = query_start(s->db,
        "INSERT INTO sender_message (sender, message, match, match_code)"
        " SELECT :sender, id, match, match_code FROM message"
        " WHERE thread = :from");
    enum err e;

    reason_add_text(&match, s->who);
    query_int(&q, ":sender", s->id);
    query_int(&q, ":from", s->from.id);
    if ((e = query_end(&q)))
        return e;
    q = query_start(s->db,
        "UPDATE message SET thread = :to, match = iif(" MESSAGE_IS_IN
        ", :match, match), match_code = iif(" MESSAGE_IS_IN
        ", :match_code, match_code) WHERE thread = :from");
    query_int(&q, ":to", s->to);
    query_int(&q, ":from", s->from.id);
    reason_bind(&q, ":match", ":match_code", &match);
    return query_end(&q);
}

/* Whoever wanted somebody else waits for nobody. */
static enum err
hush(struct saying *s)
{
    struct query q = query_start(s->db,
        "UPDATE message SET handled = :now WHERE thread = :to"
        " AND handled = 0");
    enum err e;

    query_int(&q, ":now", clock_now());
    query_int(&q, ":to", s->to);
    if ((e = query_end(&q)))
        return e;
    q = query_start(s->db, "UPDATE task SET done = :now, done_by = :who"
        " WHERE number = :number AND done = 0");
    query_int(&q, ":now", clock_now());
    query_text(&q, ":who", s->who);
    query_text(&q, ":number", s->from.number);
    return query_end(&q);
}

static enum err
move_all(struct saying *s)
{
    bool quiet = s->form->kind == SENDER_MISTAKE;
    int64_t theirs = 0, ours = 0;
    enum err e = is_parent(s) ? thread_of_family(s->db, s->family, &s->to)
        : thread_of_sender(s->db, MAPPING_NOTICES, s->from.number, &s->to);

    if (e || (s->to == s->from.id && !quiet))
        return e;
    if ((e = sender_waiting(s->db, s->to, &theirs))
        || (e = sender_waiting(s->db, s->from.id, &ours))
        || (s->to != s->from.id && (e = move_messages(s)))
        || (e = sender_move_desk(s->db, s->from.id, s->to))
        || (quiet && (e = hush(s)))
        || (e = thread_refresh(s->db, s->from.id))
        || (e = thread_refresh(s->db, s->to))
        || (e = sender_set_waiting(s->db, s->from.id, 0)))
        return e;
    if (quiet)
        return sender_set_waiting(s->db, s->to, 0);
    return sender_set_waiting(s->db, s->to, !ours || (theirs && theirs < ours)
            ? theirs : ours);
}

struct newcomer {
    int64_t id;
    char name[120];
};

static void
find_newcomer(void *user, const struct guardian *g)
{
    struct newcomer *n = user;

    if (g->id == n->id)
        snprintf(n->name, sizeof(n->name), "%s", g->name);
}

/* The old number is asked whether the new one is theirs. */
static enum err
ask_old(struct saying *s)
{
    struct people_phone old = { .id = 0 };
    struct newcomer who = { s->guardian, "" };
    struct question asked = { .id = 0 };
    char shown[PHONE_MAX], text[600], whole[900];
    struct queue_request r = { .number = s->ask, .text = whole,
        .family = s->family, .author = s->who };
    const char *language;
    int64_t id;
    enum err e;

    if (!*s->ask)
        return OK;
    if ((e = phone_get(s->db, s->ask, &old))
        || (e = family_guardians(s->db, s->family, find_newcomer, &who)))
        return e;
    language = *old.language ? old.language : s->rules->language;
    phone_show(s->from.number, s->rules->country, shown);
    confirm_sender(language, s->rules->school, shown, who.name, text,
        sizeof(text));
    if ((e = question_add(s->db, "Is a new number theirs?", "yes,no",
             clock_now() + ASKED_LIFE, &asked))
        || (e = question_text(&asked, text, language, whole, sizeof(whole))))
        return e;
    s->question = asked.id;
    r.question = asked.id;
    return queue_add(s->db, &r, s->rules->queue, &id, s->why);
}

/* --- all of it ------------------------------------------------------------ */

/* What was said of the number before no longer holds. */
static enum err
end_older(const struct saying *s)
{
    struct sender old = { .kind = SENDER_MISTAKE };
    struct query q;
    enum err e = sender_of(s->db, s->from.number, &old);

    if (e)
        return e == ERR_NOT_FOUND ? OK : e;
    if (old.kind == SENDER_MISTAKE && s->form->kind != SENDER_MISTAKE
        && (e = sender_wake(s->db, s->from.id, &old)))
        return e;
    q = query_start(s->db, "UPDATE sender SET undone = :now"
        " WHERE number = :number AND undone = 0");
    query_int(&q, ":now", clock_now());
    query_text(&q, ":number", s->from.number);
    return query_end(&q);
}

static enum err
add_row(struct saying *s)
{
    struct query q = query_start(s->db,
        "INSERT INTO sender (number, at, who, kind, name, thread, family,"
        " guardian, child, made, proof, was) VALUES (:number, :now, :who,"
        " :kind, :name, :thread, nullif(:family, 0), :guardian, :child, :made,"
        " :proof, :was)");

    query_text(&q, ":number", s->from.number);
    query_int(&q, ":now", clock_now());
    query_text(&q, ":who", s->who);
    query_int(&q, ":kind", s->form->kind);
    query_text(&q, ":name", s->name);
    query_int(&q, ":thread", s->from.id);
    query_int(&q, ":family", s->family);
    query_int(&q, ":guardian", s->guardian);
    query_int(&q, ":child", s->child);
    query_int(&q, ":made", s->made);
    query_int(&q, ":proof", is_parent(s) ? s->form->proof : SENDER_UNPROVED);
    query_int(&q, ":was", s->was);
    return query_end_id(&q, &s->id);
}

static enum err
set_question(const struct saying *s)
{
    struct query q = query_start(s->db,
        "UPDATE sender SET question = nullif(:question, 0) WHERE id = :id");

    query_int(&q, ":question", s->question);
    query_int(&q, ":id", s->id);
    return query_end(&q);
}

/* Whoever is to be read is blocked no longer. */
static enum err
end_block(const struct saying *s)
{
    bool blocked;
    enum err e = flood_blocked(s->db, s->from.number, &blocked);

    if (e || !blocked || s->form->kind == SENDER_MISTAKE)
        return e;
    return flood_block(s->db, s->from.number, false, s->who);
}

static enum err
settle(struct saying *s)
{
    struct reason detail = reason_of(REASON_BY_HAND);
    char action[40];
    enum err e;

    if ((e = end_block(s))
        || (is_parent(s) && ((e = add_people(s)) || (e = learn_number(s))))
        || (e = end_older(s)) || (e = add_row(s)) || (e = move_all(s))
        || (e = ask_old(s)) || (e = set_question(s)))
        return e;
    if (is_parent(s))
        detail = reason_number(REASON_FAMILY, s->family);
    snprintf(action, sizeof(action), "sender.%s",
        sender_kind_name(s->form->kind));
    return sender_note(s->db, s->who, action, s->from.number, &detail);
}

enum err
sender_settle(struct db *db, int64_t thread, const struct sender_form *form,
    const struct inbox_rules *rules, const char *who, int64_t *id, int64_t *to,
    struct reason *why)
{
    struct saying s = { .db = db, .form = form, .rules = rules, .who = who,
        .why = why };
    enum err e;

    *why = reason_none;
    if ((e = check_thread(&s, thread)) || (e = check_form(&s))
        || (e = db_begin(db)))
        return e;
    if ((e = db_end(db, settle(&s))))
        return e;
    *id = s.id;
    *to = s.to;
    return OK;
}
