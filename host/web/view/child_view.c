#include "web/view/child_view.h"

#include "base/clock.h"
#include "store/figures/figures.h"
#include "store/thread/about.h"
#include "text/clean.h"
#include "web/kit/inside.h"
#include "web/view/plan_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
keep_family(void *user, int64_t family)
{
    struct child_view *v = user;

    if (v->n_families < CHILD_FAMILIES)
        v->family_ids[v->n_families++] = family;
}

static void
keep_message(void *user, const struct message *m)
{
    struct child_view *v = user;
    struct message *to = &v->messages[v->n_messages];

    *to = *m;
    if (!(to->body = strdup(m->body)))
        v->failed = true;
    else
        v->n_messages++;
}

static void
keep_line(void *user, const struct sentence *s)
{
    struct child_view *v = user;

    if (v->n_lines < CHILD_LINES)
        v->lines[v->n_lines++] = *s;
}

static void
keep_absence(void *user, const struct absence *a)
{
    struct child_view *v = user;

    if (v->n_absences < CHILD_ABSENCES)
        v->absences[v->n_absences++] = *a;
}

static void
keep_counts(void *user, const struct praise_child *c)
{
    struct child_view *v = user;

    if (c->child == v->child.id) {
        v->praise = c->praise;
        v->concern = c->concern;
    }
}

/* What home answered to a text that asked. */
static enum err
read_answers(struct db *db, struct child_view *v)
{
    enum err e = OK;

    for (int i = 0; !e && i < v->n_messages; i++) {
        struct message *m = &v->messages[i];

        if (m->direction == MESSAGE_OUT && m->question)
            e = about_answer(db, m->question, v->child.id, m->answer,
                sizeof(m->answer));
    }
    return e;
}

static enum err
read_said(struct web *w, struct child_view *v)
{
    enum err e;

    if (!(v->messages = calloc(CHILD_MESSAGES, sizeof(*v->messages))))
        return ERR_MEMORY;
    if ((e = about_messages(w->db, v->child.id, CHILD_MESSAGES, keep_message,
             v))
        || (e = sentence_unsaid(w->db, v->child.id, CHILD_LINES, keep_line,
                v))
        || (e = absence_of_child(w->db, v->child.id, CHILD_ABSENCES,
                keep_absence, v))
        || (e = read_answers(w->db, v)) || (e = term_read(w->db, &v->term)))
        return e;
    return praise_each(w->db, v->child.class_name, v->term.began,
        figures_monday(clock_now(), 0), keep_counts, v);
}

static void
keep_plan(void *user, const struct plan *p)
{
    struct child_view *v = user;

    if (!p->closed)
        v->plan = *p;
}

static enum err
read_plan(struct web *w, const struct request *q, struct child_view *v)
{
    enum err e = plan_view_may(w, q, v->child.id, &v->sees_plan);

    return e || !v->sees_plan ? e
        : plan_list(w->db, v->child.id, 1, keep_plan, v);
}

enum err
child_view_read(struct web *w, const struct request *q, struct child_view *out)
{
    enum err e;

    out->may_write = q->caller.role >= ROLE_STAFF;
    if ((e = child_get(w->db, q->id, &out->child))
        || (e = child_families(w->db, q->id, keep_family, out)))
        return e;
    name_first(out->child.name, out->first, sizeof(out->first));
    for (int i = 0; !e && i < out->n_families; i++)
        e = family_view_read(w, q, out->family_ids[i], &out->families[i]);
    if (!e && !(e = read_said(w, out)) && !(e = read_plan(w, q, out)))
        e = behaviour_about_read(w->db, q, out->child.id, &out->term,
            &out->events);
    return e ? e : out->failed ? ERR_MEMORY : OK;
}

void
child_view_clear(struct child_view *v)
{
    for (int i = 0; i < v->n_messages; i++)
        message_clear(&v->messages[i]);
    free(v->messages);
    for (int i = 0; i < v->n_families; i++)
        family_view_clear(&v->families[i]);
}
