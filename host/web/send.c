#include "web/send.h"

#include "daemon/clock.h"
#include "store/overview.h"
#include "store/people.h"
#include "store/question.h"
#include "text/phone.h"
#include "text/text.h"
#include "web/fields.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_MAX = 8 * 1024, QUESTION_LIFE = 7 };        /* bytes, days */

/* A phone to write to; all text owned. */
struct target {
    char *number, *children, *guardian, *language;
    int64_t family;
};

struct plan {
    struct db *db;
    const struct send *s;
    struct target *targets;
    int count, room, skipped;
    bool many;                  /* a class or everybody: a batch */
    bool failed;                /* out of memory while gathering */
    struct question question;
    struct sent sent;
    char *why;
    size_t why_room;
};

static enum err say(struct plan *p, enum err e, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

static enum err
say(struct plan *p, enum err e, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(p->why, p->why_room, fmt, ap);
    va_end(ap);
    return e;
}

static void
clear_plan(struct plan *p)
{
    for (int i = 0; i < p->count; i++) {
        free(p->targets[i].number);
        free(p->targets[i].children);
        free(p->targets[i].guardian);
        free(p->targets[i].language);
    }
    free(p->targets);
}

/* --- who ------------------------------------------------------------------ */

static void
add_target(struct plan *p, const struct recipient *r)
{
    struct target *t;

    if (p->count == p->room) {
        int room = p->room ? p->room * 2 : 64;

        if (!(t = realloc(p->targets, (size_t)room * sizeof(*t)))) {
            p->failed = true;
            return;
        }
        p->targets = t;
        p->room = room;
    }
    t = &p->targets[p->count++];
    t->number = strdup(r->number);
    t->children = strdup(r->children ? r->children : "");
    t->guardian = strdup(r->guardian ? r->guardian : "");
    t->language = strdup(r->language ? r->language : "");
    t->family = r->family;
    if (!t->number || !t->children || !t->guardian || !t->language)
        p->failed = true;
}

static void
on_recipient(void *user, const struct recipient *r)
{
    add_target(user, r);
}

struct families {
    int64_t first;
    int count;
};

static void
count_family(void *user, int64_t family)
{
    struct families *f = user;

    if (!f->count++)
        f->first = family;
}

/* The number as typed: into its family's thread when it has exactly one. */
static enum err
plan_number(struct plan *p)
{
    struct families f = { 0 };
    struct phone_number number;
    struct recipient r = { .number = number.text };
    enum err e;

    phone_read(p->s->number, p->s->country, &number);
    if (number.kind == PHONE_LETTERS || number.kind == PHONE_WITHHELD)
        return say(p, ERR_INPUT, "\"%.60s\" is no phone number.",
            p->s->number);
    if ((e = phone_families(p->db, number.text, count_family, &f)))
        return e;
    if (f.count == 1)
        r.family = f.first;
    add_target(p, &r);
    return OK;
}

static enum err
plan_people(struct plan *p)
{
    const struct send *s = p->s;
    bool one_class = s->class_name && *s->class_name;
    struct people_target who = {
        .family = s->family,
        .class_name = one_class ? s->class_name : NULL,
        .all = s->all,
    };
    struct family f;
    enum err e;

    p->many = !s->family;
    if (s->family && (e = family_get(p->db, s->family, &f)))
        return say(p, e, e == ERR_NOT_FOUND ? "There is no family %lld."
                                            : "Family %lld cannot be read.",
            (long long)s->family);
    e = people_recipients(p->db, &who, on_recipient, p, &p->skipped);
    if (e == ERR_NOT_FOUND && one_class)
        return say(p, e, "No child is in class \"%.40s\": is that how it is"
            " spelt?", s->class_name);
    if (e || p->count || p->failed)
        return e;
    return p->skipped
        ? say(p, ERR_REFUSED, "Nobody can be reached: every phone there opted"
            " out or is a wrong number.")
        : say(p, ERR_NOT_FOUND, "No phone is known there.");
}

static enum err
plan_targets(struct plan *p)
{
    const struct send *s = p->s;
    int ways = (s->number && *s->number) + (s->family != 0)
        + (s->class_name && *s->class_name) + s->all;
    enum err e;

    if (ways != 1)
        return say(p, ERR_INPUT, "Say to whom: one of a number, a family, a"
            " class, or all.");
    e = s->number && *s->number ? plan_number(p) : plan_people(p);
    return !e && p->failed ? ERR_MEMORY : e;
}

/* --- what ----------------------------------------------------------------- */

struct classes {
    char text[120];
};

static void
add_class(void *user, const struct child *c)
{
    struct classes *k = user;
    size_t used = strlen(k->text);

    if (*c->class_name && !strstr(k->text, c->class_name))
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

    snprintf(n->text + used, sizeof(n->text) - used, "%s%.*s",
        used ? ", " : "", (int)strcspn(c->name, " "), c->name);
}

/* The text for one phone, *out owned by the caller. */
static enum err
write_text(struct plan *p, const struct target *t, char **out)
{
    const struct send *s = p->s;
    struct classes classes = { "" };
    struct names names = { "" };
    struct fields f = { t->children, t->guardian, classes.text, s->school };
    const char *language = *t->language ? t->language : s->language;
    char *filled = NULL, *whole;
    enum err e = OK;

    if (s->class_name && *s->class_name)
        snprintf(classes.text, sizeof(classes.text), "%s", s->class_name);
    else if (t->family)
        e = family_children(p->db, t->family, add_class, &classes);
    if (!e && !*t->children && t->family) {
        e = family_children(p->db, t->family, add_first_name, &names);
        f.child = names.text;
    }
    if (e || (e = fields_fill(s->text, &f, &filled)) || !p->question.id) {
        *out = filled;
        return e;
    }
    if (!(whole = malloc(TEXT_MAX)))
        e = ERR_MEMORY;
    else if ((e = question_text(&p->question, filled, language, whole,
            TEXT_MAX))) {
        free(whole);
        say(p, e, "The text is too long for a question.");
    } else
        *out = whole;
    free(filled);
    return e;
}

static enum err
check_text(struct plan *p)
{
    const struct send *s = p->s;
    char word[40];

    if (!s->text || !*s->text)
        return say(p, ERR_INPUT, "There is no text.");
    if (strlen(s->text) > TEXT_MAX / 2)
        return say(p, ERR_INPUT, "The text is too long.");
    if (s->number && *s->number && !p->targets[0].family
        && fields_used(s->text))
        return say(p, ERR_INPUT, "No family is known for this number, so its"
            " fields, like {child}, cannot be filled in.");
    if (!(s->number && *s->number)
        && fields_unknown(s->text, word, sizeof(word)))
        return say(p, ERR_INPUT, "There is no field {%s}: there are {child},"
            " {guardian}, {class} and {school}.", word);
    return OK;
}

/* --- queueing ------------------------------------------------------------- */

static enum err
queue_one(struct plan *p, const struct target *t)
{
    const struct send *s = p->s;
    char *text = NULL;
    struct queue_request r = {
        .number = t->number,
        .family = t->family,
        .priority = s->priority ? s->priority
            : p->many ? PRIORITY_BULK : PRIORITY_NORMAL,
        .due = s->due,
        .expires = s->expires,
        .question = p->question.id,
        .batch = p->sent.batch,
        .author = s->author,
        .policy = s->policy,
    };
    enum err e = write_text(p, t, &text);

    if (!e) {
        r.text = text;
        e = queue_add(p->db, &r, s->rules, &p->sent.ids[p->sent.count],
            p->why, p->why_room);
    }
    if (!e)
        p->sent.count++;
    free(text);
    return e;
}

static enum err
add_batch(struct plan *p)
{
    const struct send *s = p->s;
    char target[80] = "everybody";

    if (!p->many)
        return OK;
    if (!s->all)
        snprintf(target, sizeof(target), "class %s", s->class_name);
    return overview_batch(p->db, s->author, target, s->text, &p->sent.batch);
}

static enum err
add_question(struct plan *p)
{
    const struct send *s = p->s;
    int64_t from = s->due ? s->due : clock_now();
    enum err e;

    if (!s->ask || !*s->ask)
        return OK;
    e = question_add(p->db, s->text, s->ask, from + QUESTION_LIFE * DAY,
        &p->question);
    if (e == ERR_INPUT)
        return say(p, e, "A question has 2 to 9 short answers, with commas"
            " between them: yes,no.");
    p->sent.question = e ? 0 : p->question.id;
    return e;
}

/* All of it; needs a transaction. One phone of many that cannot be used is
 * skipped, for there is nothing that the writer could do about it. */
static enum err
queue_all(struct plan *p)
{
    enum err e;

    if ((e = add_batch(p)) || (e = add_question(p)))
        return e;
    for (int i = 0; i < p->count; i++) {
        e = queue_one(p, &p->targets[i]);
        if (e == ERR_REFUSED && p->count > 1)
            p->skipped++;
        else if (e)
            return e;
    }
    return p->sent.count ? OK
        : say(p, ERR_REFUSED, "Nobody can be reached: every phone there opted"
            " out or cannot be used.");
}

enum err
send_text(struct db *db, const struct send *s, struct sent *out, char *why,
    size_t room)
{
    struct plan p = { .db = db, .s = s, .why = why, .why_room = room };
    enum err e;

    *why = '\0';
    if (!(e = plan_targets(&p)) && !(e = check_text(&p))
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
    clear_plan(&p);
    return e;
}
