#include "send/behaviour_home.h"

#include "send/absent.h"
#include "send/fields.h"
#include "send/send_own.h"
#include "send/week.h"
#include "store/db/reason_row.h"
#include "store/figures/figures.h"
#include "store/people/people.h"
#include "store/queue/batch.h"
#include "store/thread/about.h"
#include "store/thread/absence.h"
#include "text/clean.h"
#include "text/parts.h"
#include "text/text.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FAMILIES = 12 };

struct telling {
    struct db *db;
    struct behaviour event;
    struct send send;
    struct send_plan plan;
    struct behaviour_words words[BEHAVIOUR_LANGUAGES];
    struct send_variant variants[BEHAVIOUR_LANGUAGES];
    int n;                      /* of both */
    const char *fallback;       /* what no variant serves for */
    int64_t families[FAMILIES];
    char first[80];             /* the child's first name */
    struct reason *why;
};

/* --- whom, and with which words ------------------------------------------- */

static void
keep_family(void *user, int64_t family)
{
    struct telling *t = user;

    if (t->send.n_families < FAMILIES)
        t->families[t->send.n_families++] = family;
}

static void
keep_words(void *user, const struct behaviour_words *w)
{
    struct telling *t = user;

    if (t->n == BEHAVIOUR_LANGUAGES)
        return;
    t->words[t->n] = *w;
    t->variants[t->n] = (struct send_variant){ t->words[t->n].language,
        t->words[t->n].body };
    t->n++;
}

/* The words in the school's language, else the first. */
static enum err
read_words(struct telling *t)
{
    int best = 0;
    enum err e = behaviour_words_of(t->db, t->event.kind, keep_words, t);

    if (e)
        return e;
    if (!t->n)
        return reason_refuse(t->why, ERR_REFUSED,
            reason_of(REASON_EVENT_NO_WORDS));
    t->fallback = t->variants[0].text;
    for (int i = 0; i < t->n; i++) {
        int fit = send_fits(t->variants[i].language, t->send.language);

        if (fit > best) {
            best = fit;
            t->fallback = t->variants[i].text;
        }
    }
    return OK;
}

/* Makes *out, which close_() frees. */
static enum err
open_(struct db *db, const struct behaviour *b, const struct send *with,
    struct reason *why, struct telling **out)
{
    struct telling *t = calloc(1, sizeof(*t));
    enum err e;

    *why = reason_none;
    if (!t)
        return ERR_MEMORY;
    *out = t;
    t->db = db;
    t->event = *b;
    t->send = *with;
    t->send.families = t->families;
    t->send.n_families = 0;
    t->send.variants = t->variants;
    t->why = why;
    t->plan = (struct send_plan){ .db = db, .s = &t->send, .why = why };
    name_first(b->child_name, t->first, sizeof(t->first));
    if (b->left)
        return reason_refuse(why, ERR_REFUSED, reason_of(REASON_EVENT_LEFT));
    if ((e = read_words(t))
        || (e = child_families(db, b->child, keep_family, t)))
        return e;
    t->send.n_variants = t->n;
    e = t->send.n_families ? send_find(&t->plan) : ERR_NOT_FOUND;
    return e == ERR_REFUSED || e == ERR_NOT_FOUND
        ? reason_refuse(why, ERR_REFUSED, reason_of(REASON_EVENT_NOBODY)) : e;
}

static void
close_(struct telling *t)
{
    if (t)
        send_clear(&t->plan);
    free(t);
}

/* --- one phone ------------------------------------------------------------ */

/* The text for this phone, *out owned by the caller. */
static enum err
write_text(struct telling *t, const struct send_target *to, char **out)
{
    struct fields f = { .child = t->first, .guardian = to->guardian,
        .class_name = t->event.class_name, .school = t->send.school };

    t->send.text = t->fallback;
    return fields_fill(send_text_for(&t->send, to->language).text, &f, out);
}

/* Reads the text as it would go; c->text is owned by the caller. */
static enum err
look(struct telling *t, const struct send_target *to, struct behaviour_copy *c,
    char **clean)
{
    struct send_phone phone = { 0 };
    struct parts_size size = { 0 };
    char *text = NULL;
    enum err e = write_text(t, to, &text);

    *c = (struct behaviour_copy){ to->number, to->guardian, "", 0, 0,
        reason_none };
    if (e)
        return e;
    t->send.text = text;        /* what it names is looked for in it */
    e = send_look_at(&t->plan, to, &phone);
    t->send.text = NULL;
    if (e == ERR_REFUSED || (!e && phone.nameless)) {
        c->waits = reason_text(REASON_CHILD_TO_DOUBTED, to->number);
        e = OK;
    }
    if (!e)
        e = week_monday(t->db, to->number, &c->monday);
    if (!e && !(e = text_clean(text, clean)))
        e = parts_measure(*clean, PARTS_WIDTH_8, &size);
    free(text);
    if (e == ERR_INPUT)
        c->waits = reason_of(REASON_NOT_SHOWN);
    else if (size.parts > QUEUE_PARTS_MAX)
        c->waits = reason_of(REASON_OVER_TEN);
    c->parts = size.parts;
    c->text = *clean ? *clean : "";
    return e == ERR_INPUT ? OK : e;
}

struct calling {
    void (*fn)(void *user, const struct behaviour_copy *c);
    void *user;
    int64_t guardian;
};

static void
show_call(void *user, const struct guardian *g)
{
    const struct calling *c = user;
    const struct behaviour_copy copy = { "", g->name, "", 0, false,
        reason_of(REASON_EVENT_CALL) };

    if (g->id == c->guardian)
        c->fn(c->user, &copy);
}

/* Whom no text goes to because they want a call. The list of texts to many has
 * one row a day for all events, so that one done call would hide the next. */
static enum err
show_calls(const struct telling *t,
    void (*fn)(void *user, const struct behaviour_copy *c), void *user)
{
    enum err e = OK;

    for (int i = 0; !e && i < t->plan.n_calls; i++) {
        struct calling c = { fn, user, t->plan.calls[i].guardian };

        e = family_guardians(t->db, t->plan.calls[i].family, show_call, &c);
    }
    return e;
}

enum err
behaviour_home_look(struct db *db, const struct behaviour *b,
    const struct send *with,
    void (*fn)(void *user, const struct behaviour_copy *c), void *user,
    struct reason *why)
{
    struct telling *t = NULL;
    struct behaviour_copy c;
    enum err e = open_(db, b, with, why, &t);

    for (int i = 0; !e && i < t->plan.count; i++) {
        char *clean = NULL;

        if (!(e = look(t, &t->plan.targets[i], &c, &clean)))
            fn(user, &c);
        free(clean);
    }
    if (!e || e == ERR_REFUSED) {
        enum err calls = show_calls(t, fn, user);

        e = calls ? calls : e;
    }
    close_(t);
    return e;
}

/* --- sending -------------------------------------------------------------- */

/* That of today's events, so that the list of texts to many has one a day. */
static enum err
open_batch(struct telling *t, int64_t *batch)
{
    char day[ABSENCE_DAY];
    struct reason target = reason_text(REASON_EVENTS_OF_DAY,
        absence_day(clock_now(), day));
    struct query q = query_start(t->db,
        "SELECT id FROM batch WHERE target_code = :code AND target = :day"
        " AND state = :going ORDER BY id DESC LIMIT 1");
    enum err e;

    reason_bind(&q, ":day", ":code", &target);
    query_int(&q, ":going", BATCH_GOING);
    *batch = query_row(&q) ? query_get_int(&q, 0) : 0;
    e = query_end(&q);
    return e || *batch ? e
        : batch_add(t->db, t->send.author, &target, "", batch);
}

/* *first: the first message, also after others; *texts: one more. */
static enum err
queue_one(struct telling *t, const struct send_target *to, int64_t batch,
    const struct behaviour_copy *c, int64_t *first, int *texts)
{
    enum tone tone = t->event.good ? TONE_PRAISE : TONE_CONCERN;
    struct queue_request q = { .number = to->number, .family = to->family,
        .text = c->text, .priority = PRIORITY_BULK, .batch = batch,
        .author = t->send.author, .due = send_due(&t->send, to,
            c->monday) };
    int64_t id = 0;
    enum err e = queue_add(t->db, &q, t->send.rules, &id, t->why);

    if (e == ERR_REFUSED || e == ERR_INPUT)
        return OK;              /* not this phone */
    if (!e && !*first)
        *first = id;
    *texts += !e;
    for (int i = 0; !e && i < to->n_also; i++)
        e = batch_also(t->db, id, to->also[i]);
    if (!e)
        e = tone_set(t->db, id, tone);
    return e ? e : about_add(t->db, id, *first, t->event.child, tone);
}

static enum err
queue_all(struct telling *t, int *texts, int64_t *first)
{
    int64_t batch = 0;
    enum err e = open_batch(t, &batch);

    for (int i = 0; !e && i < t->plan.count; i++) {
        const struct send_target *to = &t->plan.targets[i];
        struct behaviour_copy c;
        char *clean = NULL;

        if (!(e = look(t, to, &c, &clean)) && !reason_given(&c.waits))
            e = queue_one(t, to, batch, &c, first, texts);
        free(clean);
    }
    if (e || *first)
        return e;
    return reason_refuse(t->why, ERR_REFUSED, reason_of(REASON_EVENT_NOBODY));
}

/* Its texts, and the move that follows. */
static enum err
send_home(struct db *db, const struct behaviour *b, const struct send *with,
    int *texts, struct reason *why)
{
    assert(db_inside(db));
    struct telling *t = NULL;
    int64_t first = 0;
    enum err e = open_(db, b, with, why, &t);

    if (!e && !(e = queue_all(t, texts, &first)))
        e = behaviour_move(db, b->id, BEHAVIOUR_TOLD, first, with->author);
    close_(t);
    return e;
}

/* What follows from the state that it is in. */
static enum err
tell(struct db *db, int64_t id, const struct send *with, int *texts,
    struct reason *why)
{
    struct behaviour b;
    enum err e = behaviour_get(db, id, &b);

    if (e)
        return e;
    switch (b.state) {
    case BEHAVIOUR_TOLD:
    case BEHAVIOUR_ASKED:
        return ERR_EXISTS;
    case BEHAVIOUR_DROPPED:
    case BEHAVIOUR_STATES:
        return reason_refuse(why, ERR_REFUSED,
            reason_of(REASON_EVENT_DROPPED));
    case BEHAVIOUR_NOTED:
        break;
    }
    if (b.good)
        return send_home(db, &b, with, texts, why);
    return b.left
        ? reason_refuse(why, ERR_REFUSED, reason_of(REASON_EVENT_LEFT))
        : behaviour_move(db, id, BEHAVIOUR_ASKED, 0, with->author);
}

enum err
behaviour_home_tell(struct db *db, int64_t id, const struct send *with,
    int *texts, struct reason *why)
{
    enum err e = db_begin(db);

    *texts = 0;
    *why = reason_none;
    return e ? e : db_end(db, tell(db, id, with, texts, why));
}

static enum err
decide(struct db *db, int64_t id, bool goes, const struct send *with,
    int *texts, struct reason *why)
{
    struct behaviour b;
    enum err e = behaviour_get(db, id, &b);

    if (e)
        return e;
    if (b.state == (goes ? BEHAVIOUR_TOLD : BEHAVIOUR_DROPPED))
        return ERR_EXISTS;
    if (b.state != BEHAVIOUR_ASKED)
        return reason_refuse(why, ERR_REFUSED,
            reason_of(REASON_EVENT_NOT_ASKED));
    return goes ? send_home(db, &b, with, texts, why)
                : behaviour_move(db, id, BEHAVIOUR_DROPPED, 0, with->author);
}

enum err
behaviour_home_decide(struct db *db, int64_t id, bool goes,
    const struct send *with, int *texts, struct reason *why)
{
    enum err e = db_begin(db);

    *texts = 0;
    *why = reason_none;
    return e ? e : db_end(db, decide(db, id, goes, with, texts, why));
}

/* --- noting, undoing ------------------------------------------------------ */

enum err
behaviour_home_note(struct db *db, int64_t child, int64_t kind,
    const struct send *with, int64_t *id, struct reason *why)
{
    enum err e = absent_check_day(with, why);

    return e ? e : behaviour_add(db, child, kind, with->author, id);
}

static enum err
undo(struct db *db, int64_t id, const char *who, bool all, bool *went,
    struct reason *why)
{
    int64_t message = 0;
    struct behaviour b;
    enum err e = behaviour_get(db, id, &b);

    if (e)
        return e;
    if (!all && strcmp(b.who, who) != 0)
        return reason_refuse(why, ERR_REFUSED,
            reason_of(REASON_EVENT_NOT_YOURS));
    do {
        if (!(e = behaviour_text(db, id, &message)) && message)
            e = queue_cancel(db, message, who);
    } while (!e && message);
    if (e || (e = behaviour_went(db, id, went)))
        return e;
    return behaviour_remove(db, id, who);
}

enum err
behaviour_home_undo(struct db *db, int64_t id, const char *who, bool all,
    bool *went, struct reason *why)
{
    enum err e = db_begin(db);

    *went = false;
    *why = reason_none;
    return e ? e : db_end(db, undo(db, id, who, all, went, why));
}

/* --- the list ------------------------------------------------------------- */

enum err
behaviour_home_set(struct db *db, const char *name, const bool *good,
    const char *language, const char *body, const char *who,
    struct reason *why)
{
    char word[40];
    enum err e;

    *why = reason_none;
    if (fields_unknown(body, word, sizeof(word)))
        return reason_refuse(why, ERR_INPUT, reason_text(REASON_NO_FIELD,
            word));
    e = behaviour_kind_set(db, name, good, language, body, who);
    if (e == ERR_INPUT)
        return reason_refuse(why, e, reason_of(REASON_EVENT_WORDS));
    if (e == ERR_REFUSED)
        return reason_refuse(why, e, reason_of(REASON_EVENT_KIND));
    if (e == ERR_EXISTS)
        return reason_refuse(why, ERR_REFUSED, reason_number(REASON_EVENT_FULL,
            BEHAVIOUR_KINDS));
    return e;
}
