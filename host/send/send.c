#include "send/send_own.h"

#include "base/clock.h"
#include "send/fields.h"
#include "store/db/audit.h"
#include "store/db/once.h"
#include "store/db/setting.h"
#include "store/people/people.h"
#include "store/queue/batch.h"
#include "text/clean.h"
#include "text/text.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { TEXT_MAX = 8 * 1024, QUESTION_LIFE = 7 };        /* bytes, days */

/* --- what ----------------------------------------------------------------- */

struct classes {
    char text[120];
};

static void
add_class(void *user, const struct child *c)
{
    struct classes *k = user;
    size_t used = strlen(k->text);

    if (*c->class_name && !send_lists(k->text, c->class_name))
        snprintf(k->text + used, sizeof(k->text) - used, "%s%s",
            used ? ", " : "", c->class_name);
}

struct names {
    char text[300];
};

static void
add_first_name(void *user, const struct child *c)
{
    struct names *n = user;
    size_t used = strlen(n->text);
    char first[120];

    name_first(c->name, first, sizeof(first));
    snprintf(n->text + used, sizeof(n->text) - used, "%s%s",
        used ? ", " : "", first);
}

int
send_fits(const char *language, const char *wanted)
{
    size_t n = strcspn(wanted, "-_");

    if (!strcasecmp(language, wanted))
        return 2;
    return n && strlen(language) == n && !strncasecmp(language, wanted, n);
}

bool
send_is_urgent(const struct send *s)
{
    return s->priority ? s->priority == PRIORITY_URGENT
                       : s->tone == TONE_URGENT;
}

struct send_variant
send_text_for(const struct send *s, const char *language)
{
    const char *wanted = *language ? language : s->language;
    struct send_variant best = { "", s->text };
    int fit = 0;

    for (int i = 0; i < s->n_variants; i++)
        if (!fit && !strcmp(s->variants[i].text, s->text))
            best = s->variants[i];      /* what the others fall back to */
        else if (send_fits(s->variants[i].language, wanted) > fit) {
            fit = send_fits(s->variants[i].language, wanted);
            best = s->variants[i];
        }
    return best;
}

int64_t
send_due(const struct send *s, const struct send_target *t, int64_t due)
{
    struct queue_rules theirs = { .quiet_from = t->hours_to,
        .quiet_to = t->hours_from };
    int64_t welcome = t->hours_from == t->hours_to ? 0
        : queue_quiet_until(&theirs, due > clock_now() ? due : clock_now());

    return welcome && (!s->expires || welcome < s->expires) ? welcome : due;
}

static int64_t
due_for(const struct send *s, const struct send_target *t, bool urgent)
{
    int64_t due = s->due > s->undo ? s->due : s->undo;

    return urgent ? due : send_due(s, t, due);
}

/* The text with the fields of one phone filled in, *out owned by the caller. */
static enum err
fill_text(struct send_plan *p, const struct send_target *t,
    const struct send_phone *phone, const char *language, char **out)
{
    const struct send *s = p->s;
    struct classes classes = { "" };
    struct names names = { "" };
    struct fields f = { .child = t->children, .guardian = t->guardian,
        .class_name = classes.text, .school = s->school,
        .nameless = phone->nameless ? send_nameless(language) : NULL };
    enum err e = OK;

    send_about_fields(p, names.text, sizeof(names.text), classes.text,
        sizeof(classes.text));
    if (*names.text)
        f.child = names.text;
    else if (s->class_name && *s->class_name)
        snprintf(classes.text, sizeof(classes.text), "%s", s->class_name);
    else if (t->family)
        e = family_children(p->db, t->family, add_class, &classes);
    if (!e && !*f.child && t->family) {
        e = family_children(p->db, t->family, add_first_name, &names);
        f.child = names.text;
    }
    if (phone->nameless)
        f.child = "";
    return e ? e : fields_fill(send_text_for(s, t->language).text, &f, out);
}

/* The question behind the text. */
static enum err
put_question(struct send_plan *p, const char *language, char **text)
{
    char *whole = malloc(TEXT_MAX);
    enum err e;

    if (!whole)
        return ERR_MEMORY;
    if ((e = question_text(&p->question, *text, language, whole, TEXT_MAX))) {
        free(whole);
        return reason_refuse(p->why, p->s->facts ? ERR_REFUSED : e,
            reason_of(REASON_LONG_FOR_QUESTION));
    }
    free(*text);
    *text = whole;
    return OK;
}

/* The text for one phone, *out owned by the caller. ERR_REFUSED: of facts, this
 * phone gets none. */
static enum err
write_text(struct send_plan *p, const struct send_target *t,
    const struct send_phone *phone, char **out)
{
    const struct send *s = p->s;
    const char *language = *t->language ? t->language : s->language;
    enum err e = s->facts ? send_facts_text(p, t, out)
                          : fill_text(p, t, phone, language, out);

    if (e)
        return e;
    e = p->question.id ? put_question(p, language, out)
                       : send_end(s, language, out);
    if (!e && s->facts)
        e = send_facts_measure(p, *out);
    if (e) {
        free(*out);
        *out = NULL;
    }
    return e;
}

static enum err
check_fields(struct send_plan *p, const char *text)
{
    char word[40];

    const struct send_facts *k = p->s->facts;

    if (send_to_number(p->s) || !fields_unknown_but(text,
            k ? k->names : NULL, k ? k->n_names : 0, word, sizeof(word)))
        return OK;
    return reason_refuse(p->why, ERR_INPUT, reason_text(REASON_NO_FIELD, word));
}

static enum err
check_text(struct send_plan *p)
{
    const struct send *s = p->s;
    enum err e;

    if (!s->text || !*s->text)
        return reason_refuse(p->why, ERR_INPUT, reason_of(REASON_NO_TEXT));
    if (strlen(s->text) > TEXT_MAX / 2)
        return reason_refuse(p->why, ERR_INPUT,
            reason_of(REASON_TEXT_TOO_LONG));
    if (send_to_number(s) && !p->targets[0].family
        && fields_used(s->text))
        return reason_refuse(p->why, ERR_INPUT,
            reason_of(REASON_FIELDS_UNFILLED));
    if (!(e = send_check_ending(p)))
        e = check_fields(p, s->text);
    for (int i = 0; !e && i < s->n_variants; i++)
        e = check_fields(p, s->variants[i].text);
    return e ? e : send_check_unconfirmed(p);
}

/* Who sent what to a phone that had asked for none. */
static enum err
note_forced(struct send_plan *p, int64_t id)
{
    char object[40];

    snprintf(object, sizeof(object), "message %lld", (long long)id);
    return audit_add(p->db, p->s->author, "message.sure", object, "");
}

/* --- queueing ------------------------------------------------------------- */

static enum err
queue_one(struct send_plan *p, const struct send_target *t)
{
    const struct send *s = p->s;
    struct send_phone phone;
    char *text = NULL;
    struct queue_request r = {
        .number = t->number,
        .family = s->thread ? 0 : t->family,
        .thread = s->thread,
        .priority = s->priority ? s->priority
            : send_is_urgent(s) ? PRIORITY_URGENT
            : p->many ? PRIORITY_BULK : PRIORITY_NORMAL,
        .expires = s->expires,
        .question = p->question.id,
        .batch = p->sent.batch,
        .author = s->author,
        .policy = s->policy,
        .holds = s->holds,
    };
    enum err e = send_look_at(p, t, &phone);

    if (!e && !(e = write_text(p, t, &phone, &text))) {
        r.even_if_opted_out = phone.forced;
        r.text = text;
        r.due = due_for(s, t, r.priority == PRIORITY_URGENT);
        if (s->facts)
            e = send_facts_due(p, t, &r.due);
    }
    if (!e) {
        e = queue_add(p->db, &r, s->rules, &p->sent.ids[p->sent.count],
            p->why);
    }
    if (!e && phone.forced)
        e = note_forced(p, p->sent.ids[p->sent.count]);
    for (int i = 0; !e && i < t->n_also; i++)
        e = batch_also(p->db, p->sent.ids[p->sent.count], t->also[i]);
    if (!e && s->tone)
        e = tone_set(p->db, p->sent.ids[p->sent.count], s->tone);
    for (int i = 0; !e && i < p->n_about; i++)
        e = about_add(p->db, p->sent.ids[p->sent.count], p->sent.ids[0],
            p->about[i].id, s->tone);
    if (!e && s->facts)
        e = send_facts_about(p, t, p->sent.ids[p->sent.count]);
    if (!e)
        p->sent.count++;
    free(text);
    return e;
}

static enum err
add_batch(struct send_plan *p)
{
    const struct send *s = p->s;
    struct reason target;

    if (!p->many)
        return OK;
    target = send_target_words(p->db, s);
    return batch_add(p->db, s->author, &target, s->text, &p->sent.batch);
}

/* Who sent it; of a text to many one line, with whom it is for. */
static enum err
note_sent(struct send_plan *p)
{
    struct reason target = reason_none;
    char object[40];

    if (p->many)
        target = send_target_words(p->db, p->s);
    snprintf(object, sizeof(object), "%s %lld", p->many ? "batch" : "message",
        (long long)(p->many ? p->sent.batch : p->sent.ids[0]));
    return audit_add_reason(p->db, p->s->author, "message.send", object,
        &target);
}

static enum err
add_question(struct send_plan *p)
{
    const struct send *s = p->s;
    int64_t from = s->due ? s->due : clock_now();
    enum err e;

    if (s->remind || s->question) {
        p->sent.question = p->question.id;
        return OK;
    }
    if (!s->ask || !*s->ask)
        return OK;
    e = question_add(p->db, s->text, s->ask, from + QUESTION_LIFE * DAY,
        &p->question);
    if (e == ERR_INPUT)
        return reason_refuse(p->why, e, reason_of(REASON_ANSWERS_SHORT));
    p->sent.question = e ? 0 : p->question.id;
    return e;
}

/* What e is for the whole text: one phone of many that cannot be used is
 * skipped, for there is nothing that the writer could do about it. */
static enum err
skip(struct send_plan *p, const struct send_target *t, enum err e)
{
    enum err failed = OK;

    if (e != ERR_REFUSED)
        return e;
    if (p->s->facts && (failed = send_facts_skip(p, t, p->why)))
        return failed;
    if (p->count < 2)
        return e;
    p->skipped++;
    *p->why = reason_none;
    return OK;
}

/* All of it; needs a transaction. */
static enum err
queue_all(struct send_plan *p)
{
    assert(db_inside(p->db));
    enum err e;

    if ((e = add_batch(p)) || (e = add_question(p)))
        return e;
    for (int i = 0; i < p->count; i++) {
        e = queue_one(p, &p->targets[i]);
        if ((e = skip(p, &p->targets[i], e)))
            return e;
    }
    if ((e = once_note(p->db, p->s->once, p->sent.batch)))
        return e;
    if (!p->sent.count)
        return reason_refuse(p->why, ERR_REFUSED,
            reason_of(REASON_NOBODY_REACHED));
    if ((e = note_sent(p)))
        return e;
    for (int i = 0; p->many && i < p->n_calls; i++)
        if ((e = batch_call(p->db, p->sent.batch, p->calls[i].guardian,
                 p->calls[i].family)))
            return e;
    return !p->many ? OK : batch_plan(p->db, p->sent.batch, p->s->approval,
        p->s->undo, p->question.id, p->skipped);
}

enum err
send_text(struct db *db, const struct send *s, struct sent *out,
    struct reason *why)
{
    struct send_plan p = { .db = db, .s = s, .why = why };
    enum err e;

    *why = reason_none;
    *out = (struct sent){ 0 };
    if ((e = once_check(db, s->once, &out->batch)))
        return e;
    if (!(e = send_find(&p)) && !(e = check_text(&p))
        && !(e = send_look_first(&p))
        && !(p.sent.ids = calloc((size_t)p.count, sizeof(*p.sent.ids))))
        e = ERR_MEMORY;
    if (!e && !(e = db_begin(db)))
        e = db_end(db, queue_all(&p));
    if (e)
        free(p.sent.ids);
    else {
        p.sent.skipped = p.skipped;
        *out = p.sent;
    }
    send_clear(&p);
    return e;
}

/* --- looking first -------------------------------------------------------- */

/* The question as it would be, without opening one. */
static enum err
plan_question(struct send_plan *p)
{
    enum err e;

    if (!p->s->ask || !*p->s->ask)
        return OK;
    e = question_options(p->s->ask, &p->question);
    if (e == ERR_INPUT)
        reason_refuse(p->why, e, reason_of(REASON_ANSWERS_SHORT));
    p->question.id = !e;        /* there will be one */
    return e;
}

static enum err
show_copy(struct send_plan *p, const struct send_target *t,
    void (*fn)(void *user, const struct send_copy *c), void *user)
{
    struct send_copy c = { t->number, t->children, t->guardian, NULL,
        t->family, 0, send_text_for(p->s, t->language).language, false };
    struct send_phone phone;
    int64_t due = 0;
    struct parts_size size;
    char *text = NULL, *clean = NULL;
    enum err e = send_look_at(p, t, &phone);

    if (!e)
        e = write_text(p, t, &phone, &text);
    if (!e && (e = text_clean(text, &clean)) == ERR_INPUT)
        reason_refuse(p->why, e, reason_of(REASON_LETTERS_NOT_SHOWN));
    if (!e && p->s->facts && !(e = send_facts_due(p, t, &due)))
        e = send_facts_show(p, t);
    if (!e && !(e = parts_measure(clean, PARTS_WIDTH_8, &size))) {
        c.monday = due != 0;
        c.text = clean;
        c.parts = size.parts;
        fn(user, &c);
    }
    free(text);
    free(clean);
    return e;
}

enum err
send_preview(struct db *db, const struct send *s,
    void (*fn)(void *user, const struct send_copy *c), void *user,
    int *skipped, struct reason *why)
{
    struct send_plan p = { .db = db, .s = s, .why = why };
    enum err e;

    *why = reason_none;
    if (!(e = send_find(&p)) && !(e = check_text(&p)))
        e = plan_question(&p);
    for (int i = 0; !e && i < p.count; i++)
        e = skip(&p, &p.targets[i], show_copy(&p, &p.targets[i], fn, user));
    if (!e)
        *skipped = p.skipped;
    send_clear(&p);
    return e;
}

bool
send_needs_approval(const struct send *s, int alone, int phones, bool head)
{
    enum tone tone = send_is_urgent(s) ? TONE_URGENT : s->tone;

    return phones > SEND_ALONE && !(alone >> tone & 1)
        && !(head && tone == TONE_URGENT);
}
