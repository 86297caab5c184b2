#include "web/view/behaviour_view.h"

#include "store/people/people.h"
#include "web/view/compose.h"
#include "web/view/talk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- one event ------------------------------------------------------------ */

static void
keep_copy(void *user, const struct behaviour_copy *c)
{
    struct behaviour_one *o = user;
    struct behaviour_phone *to;

    if (o->event.state == BEHAVIOUR_TOLD && *c->number)
        return;                 /* has its text */
    if (!reason_given(&c->waits)) {
        o->parts += c->parts;
        o->goes = true;
    }
    if (o->n == BEHAVIOUR_PHONES)
        return;
    to = &o->phones[o->n++];
    snprintf(to->guardian, sizeof(to->guardian), "%s",
        *c->guardian ? c->guardian : c->number);
    snprintf(to->text, sizeof(to->text), "%s", c->text);
    to->parts = c->parts;
    to->monday = c->monday;
    to->waits = c->waits;
}

enum err
behaviour_one_read(struct db *db, const struct request *q, int64_t id,
    struct behaviour_one *out)
{
    struct send with = { 0 };
    bool told;
    enum err e = behaviour_get(db, id, &out->event);

    out->from = "one";
    if (e)
        return e;
    out->may_write = q->caller.role >= ROLE_STAFF;
    out->may_decide = q->caller.role == ROLE_ADMIN;
    out->may_undo = out->may_decide || (out->may_write
        && !strcmp(out->event.who, q->caller.who));
    told = out->event.state == BEHAVIOUR_TOLD;
    if (out->event.state == BEHAVIOUR_DROPPED || (told && out->event.spoke))
        return OK;
    talk_settings(q, &with);
    e = behaviour_home_look(db, &out->event, &with, keep_copy, out, &out->why);
    if (told)
        out->why = reason_none;
    else if (!e)
        compose_price(db, out->parts, out->price, sizeof(out->price));
    return e == ERR_REFUSED ? OK : e;
}

/* That of the query's "noted", where it is one still. */
static enum err
read_noted(struct db *db, const struct request *q, const char *from,
    struct behaviour_one *out)
{
    int64_t id = params_int(&q->query, "noted", INT64_MAX, 0);
    enum err e = id ? behaviour_one_read(db, q, id, out) : OK;

    out->from = from;
    return e == ERR_NOT_FOUND ? OK : e;
}

/* --- the list ------------------------------------------------------------- */

static void
keep_kind(void *user, const struct behaviour_kind *k)
{
    struct behaviour_list *l = user;

    if (l->n < BEHAVIOUR_KINDS)
        l->kinds[l->n++] = *k;
}

enum err
behaviour_list_read(struct db *db, struct behaviour_list *out)
{
    return behaviour_kinds(db, keep_kind, out);
}

struct sentences {
    struct behaviour_words_view *v;
    const struct behaviour_kind *kind;
};

static void
keep_sentence(void *user, const struct behaviour_words *w)
{
    struct sentences *s = user;

    if (s->v->n < BEHAVIOUR_SENTENCES)
        s->v->rows[s->v->n++] = (struct behaviour_sentence){ *s->kind, *w };
}

enum err
behaviour_words_read(struct db *db, struct behaviour_words_view *out)
{
    struct behaviour_list list = { 0 };
    struct sentences s = { out, NULL };
    enum err e = behaviour_list_read(db, &list);

    for (int i = 0; !e && i < list.n; i++) {
        s.kind = &list.kinds[i];
        e = behaviour_words_of(db, list.kinds[i].id, keep_sentence, &s);
    }
    return e;
}

/* --- a class -------------------------------------------------------------- */

static void
keep_row(void *user, const struct behaviour_child *c)
{
    struct behaviour_view *v = user;
    struct behaviour_child *more;

    if (v->n == v->room) {
        int room = v->room ? 2 * v->room : 64;

        if (!(more = realloc(v->rows, (size_t)room * sizeof(*more)))) {
            v->failed = true;
            return;
        }
        v->rows = more;
        v->room = room;
    }
    v->rows[v->n++] = *c;
    v->good += c->good;
    v->concern += c->concern;
}

static void
keep_wait(void *user, const struct behaviour *b)
{
    struct behaviour_view *v = user;

    if (v->n_waits < BEHAVIOUR_WAITS)
        v->waits[v->n_waits++] = *b;
}

/* Which event the next tap is: as chosen, else the first. */
static void
choose(struct behaviour_view *v, int64_t wanted)
{
    v->chosen = v->list.n ? v->list.kinds[0].id : 0;
    for (int i = 0; i < v->list.n; i++)
        if (v->list.kinds[i].id == wanted)
            v->chosen = wanted;
}

enum err
behaviour_view_read(struct db *db, const struct request *q,
    struct behaviour_view *out)
{
    const char *name = params_get(&q->query, "class");
    enum err e;

    snprintf(out->class_name, sizeof(out->class_name), "%s", name ? name : "");
    out->may_write = q->caller.role >= ROLE_STAFF;
    out->may_decide = q->caller.role == ROLE_ADMIN;
    if ((e = term_read(db, &out->term))
        || (e = class_list_read(db, &out->classes))
        || (e = behaviour_list_read(db, &out->list))
        || (out->may_decide && (e = behaviour_waiting(db, BEHAVIOUR_WAITS,
            keep_wait, out)))
        || !*out->class_name)
        return e;
    choose(out, params_int(&q->query, "event", INT64_MAX, 0));
    out->one.chosen = out->chosen;
    memcpy(out->one.class_name, out->class_name, sizeof(out->class_name));
    if ((e = behaviour_class(db, out->class_name, out->term.began, keep_row,
             out))
        || (e = read_noted(db, q, "class", &out->one)))
        return e;
    return out->failed ? ERR_MEMORY : out->n ? OK : ERR_NOT_FOUND;
}

void
behaviour_view_clear(struct behaviour_view *v)
{
    free(v->rows);
}

/* --- a child -------------------------------------------------------------- */

static void
keep_event(void *user, const struct behaviour *b)
{
    struct behaviour_about *a = user;

    a->rows[a->n++] = *b;
}

enum err
behaviour_about_read(struct db *db, const struct request *q, int64_t child,
    const struct term *term, struct behaviour_about *out)
{
    enum err e;

    if ((e = behaviour_list_read(db, &out->list))
        || (e = behaviour_of_child(db, child, 0, BEHAVIOUR_ROWS, keep_event,
                out))
        || (e = behaviour_totals(db, child, term->began, &out->good,
                &out->concern)))
        return e;
    return read_noted(db, q, "child", &out->one);
}

static void
keep_praise(void *user, const char *name, int times)
{
    struct behaviour_paper *p = user;

    if (p->n == BEHAVIOUR_KINDS)
        return;
    snprintf(p->rows[p->n].name, BEHAVIOUR_NAME, "%s", name);
    p->rows[p->n++].times = times;
}

enum err
behaviour_paper_read(struct db *db, int64_t child, struct behaviour_paper *out)
{
    struct child c;
    enum err e;

    if ((e = child_get(db, child, &c)) || (e = term_read(db, &out->term)))
        return e;
    snprintf(out->child, sizeof(out->child), "%s", c.name);
    snprintf(out->class_name, sizeof(out->class_name), "%s", c.class_name);
    return behaviour_good(db, child, out->term.began, keep_praise, out);
}

/* --- saying --------------------------------------------------------------- */

const char *
behaviour_badge(int good, int concern)
{
    return !good || good < 3 * concern ? "warn" : "good";
}

const char *
behaviour_said(const struct behaviour *b)
{
    switch (b->state) {
    case BEHAVIOUR_ASKED:
        return "a text waits for the head";
    case BEHAVIOUR_TOLD:
        return b->message ? page_state_label(b->sent) : "home was told";
    case BEHAVIOUR_DROPPED:
        return "no text goes";
    case BEHAVIOUR_NOTED:
    case BEHAVIOUR_STATES:
        break;
    }
    return b->spoke ? "told in person" : "home was not told";
}
