/* facts.c - one text about several children of a family, made of what is known
 * of each (mail merge). Declared in send_own.h. */
#include "send/send_own.h"

#include "base/clock.h"
#include "send/fields.h"
#include "send/week.h"
#include "store/figures/figures.h"
#include "text/clean.h"
#include "text/parts.h"
#include "text/text.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FACTS_ROOM = 4096 };

struct telling {
    struct send_plan *p;
    const struct send_target *t;
    int64_t seen[2 * ABOUT_MAX]; /* children whose facts were told */
    int n;
    enum err e;
    enum err (*fn)(struct telling *a, struct send_fact *k,
        const struct child *c);
    char text[FACTS_ROOM];
    char names[300];            /* "Amina, Juma" */
    int64_t message;
    const struct reason *why;   /* the phone is skipped */
};

static bool
was_seen(struct telling *a, int64_t child)
{
    for (int i = 0; i < a->n; i++)
        if (a->seen[i] == child)
            return true;
    if (a->n < 2 * ABOUT_MAX)
        a->seen[a->n++] = child;
    return false;
}

/* A child of two families who share the phone is told once. */
static void
on_child(void *user, const struct child *c)
{
    struct telling *a = user;
    struct send_facts *f = a->p->s->facts;

    if (a->e || was_seen(a, c->id))
        return;
    for (int i = 0; !a->e && i < f->n; i++)
        if (f->one[i].child == c->id)
            a->e = a->fn(a, &f->one[i], c);
}

static enum err
each(struct telling *a)
{
    const struct send_target *t = a->t;
    enum err e = family_children(a->p->db, t->family, on_child, a);

    for (int i = 0; !e && i < t->n_also; i++)
        e = family_children(a->p->db, t->also[i], on_child, a);
    return e ? e : a->e;
}

static struct fields
fields_of(const struct telling *a, const struct send_fact *k,
    const struct child *c, char first[120])
{
    const struct send *s = a->p->s;

    name_first(c->name, first, 120);
    return (struct fields){ .child = first, .guardian = a->t->guardian,
        .class_name = c->class_name, .school = s->school,
        .names = s->facts->names, .values = k->values,
        .n_more = s->facts->n_names };
}

/* Why no phone tells it, as far as is known; the first reason stays. */
static void
note_why(struct send_fact *k, const struct reason *why)
{
    if (!reason_given(&k->why))
        k->why = *why;
}

/* The text for the phone's language; NULL: it would have a hole. */
static const char *
words_for(const struct telling *a, const struct fields *f)
{
    const char *text = send_text_for(a->p->s, a->t->language).text;

    return fields_hole(text, f) ? NULL : text;
}

static enum err
say(struct telling *a, struct send_fact *k, const struct child *c)
{
    char first[120], *filled = NULL;
    struct fields f = fields_of(a, k, c, first);
    const char *text = words_for(a, &f);
    size_t n = strlen(a->text);
    enum err e;

    if (!text) {
        note_why(k, &(struct reason){ .code = REASON_FACT_HOLE });
        return OK;
    }
    if ((e = fields_fill(text, &f, &filled)))
        return e;
    if (n + strlen(filled) + 2 > sizeof(a->text))
        e = reason_refuse(a->p->why, ERR_REFUSED, reason_of(REASON_OVER_TEN));
    else
        snprintf(a->text + n, sizeof(a->text) - n, "%s%s", n ? " " : "",
            filled);
    free(filled);
    return e;
}

static enum err
add_name(struct telling *a, struct send_fact *k, const struct child *c)
{
    size_t n = strlen(a->names);
    char first[120];

    (void)k;
    name_first(c->name, first, sizeof(first));
    if (n + strlen(first) + 3 <= sizeof(a->names))
        snprintf(a->names + n, sizeof(a->names) - n, "%s%s", n ? ", " : "",
            first);
    return OK;
}

/* Said once, with all of their names. */
static enum err
say_together(struct telling *a, char **out)
{
    const struct send *s = a->p->s;
    struct fields f = { .child = a->names, .guardian = a->t->guardian,
        .class_name = s->class_name, .school = s->school };

    if (!*a->names)
        return reason_refuse(a->p->why, ERR_REFUSED,
            reason_of(REASON_NOBODY_REACHED));
    return fields_fill(send_text_for(s, a->t->language).text, &f, out);
}

enum err
send_facts_text(struct send_plan *p, const struct send_target *t, char **out)
{
    bool together = p->s->facts->together;
    struct telling a = { .p = p, .t = t, .fn = together ? add_name : say };
    enum err e = each(&a);

    if (e)
        return e;
    if (together)
        return say_together(&a, out);
    if (!*a.text)
        return reason_refuse(p->why, ERR_REFUSED,
            reason_of(a.n ? REASON_FACT_HOLE : REASON_NOBODY_REACHED));
    return (*out = strdup(a.text)) ? OK : ERR_MEMORY;
}

enum err
send_facts_measure(struct send_plan *p, const char *text)
{
    struct parts_size size = { 0 };
    char *clean = NULL;
    enum err e = text_clean(text, &clean);

    if (!e)
        e = parts_measure(clean, PARTS_WIDTH_8, &size);
    free(clean);
    if (e == ERR_INPUT)
        return reason_refuse(p->why, ERR_REFUSED,
            reason_of(REASON_LETTERS_NOT_SHOWN));
    return e || size.parts <= QUEUE_PARTS_MAX ? e
        : reason_refuse(p->why, ERR_REFUSED, reason_of(REASON_OVER_TEN));
}

static enum err
miss(struct telling *a, struct send_fact *k, const struct child *c)
{
    (void)c;
    note_why(k, a->why);
    return OK;
}

enum err
send_facts_skip(struct send_plan *p, const struct send_target *t,
    const struct reason *why)
{
    struct telling a = { .p = p, .t = t, .fn = miss, .why = why };

    return each(&a);
}

static enum err
show(struct telling *a, struct send_fact *k, const struct child *c)
{
    char first[120];
    struct fields f = fields_of(a, k, c, first);

    if (!k->message && words_for(a, &f))
        k->message = -1;
    return OK;
}

enum err
send_facts_show(struct send_plan *p, const struct send_target *t)
{
    struct telling a = { .p = p, .t = t, .fn = show };

    return each(&a);
}

static enum err
note(struct telling *a, struct send_fact *k, const struct child *c)
{
    char first[120];
    struct fields f = fields_of(a, k, c, first);

    if (!words_for(a, &f))
        return OK;
    if (k->message <= 0)
        k->message = a->message;
    return a->p->s->facts->together ? OK
        : about_add(a->p->db, a->message, k->message, c->id, a->p->s->tone);
}

enum err
send_facts_about(struct send_plan *p, const struct send_target *t,
    int64_t message)
{
    assert(db_inside(p->db));
    struct telling a = { .p = p, .t = t, .fn = note, .message = message };

    return each(&a);
}

enum err
send_facts_due(struct send_plan *p, const struct send_target *t, int64_t *due)
{
    int64_t monday = 0;
    enum err e = send_is_urgent(p->s) ? OK
        : week_monday(p->db, t->number, &monday);

    if (!e && *due < monday)
        *due = send_due(p->s, t, monday);
    return e;
}
