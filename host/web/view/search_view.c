#include "web/view/search_view.h"

#include "mapping/mapping.h"
#include "store/thread/desk.h"
#include "text/phone.h"
#include "text/unicode.h"
#include "web/kit/inside.h"
#include "web/kit/when.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reading {
    struct search_view *v;
    enum err e;
};

bool
search_is_narrow(const struct search_view *v)
{
    return *v->class_name || v->only.id || *v->from || *v->until;
}

static void
keep_class(void *user, const char *name, int children)
{
    struct search_view *v = user;

    if (!strcmp(name, v->found_class))
        v->class_children = children;
    if (v->n_classes < SEARCH_CLASSES)
        snprintf(v->classes[v->n_classes++], CLASS_NAME_MAX, "%s", name);
}

static void
keep_family(void *user, const struct family *f)
{
    struct search_view *v = user;

    if (v->n_families < SEARCH_FAMILIES)
        v->families[v->n_families++].family = *f;
    else
        v->more_families = true;
}

static void
keep_sender(void *user, const struct thread *t)
{
    struct search_view *v = user;

    v->senders[v->n_senders++] = *t;
}

/* Of fewer digits than three nearly every number would be. */
static enum err
read_senders(struct web *w, const struct request *q, struct search_view *v)
{
    char digits[32], *folded = NULL;
    enum err e = unicode_fold(v->words, &folded);

    if (e)
        return e;
    phone_digits(folded, digits, sizeof(digits));
    free(folded);
    return strlen(digits) < 3 ? OK
        : thread_senders(w->db, digits, caller_sees_all(&q->caller),
            SEARCH_SENDERS, keep_sender, v);
}

static enum err
read_people(struct web *w, const struct request *q, struct search_view *v)
{
    enum err e = family_list(w->db, v->words, FAMILIES_BY_CLASS, SEARCH_FAMILIES + 1,
        keep_family, v);

    if (!e)
        e = family_lines_read(w->db, v->families, v->n_families);
    return e ? e : read_senders(w, q, v);
}

/* One more than is shown says that there are more. */
static void
keep_hit(void *user, const struct message *m)
{
    struct reading *r = user;
    struct search_hit *h = &r->v->hits[r->v->n_hits];

    if (r->v->n_hits == SEARCH_MESSAGES) {
        r->v->older = h[-1].id;
        return;
    }
    *h = (struct search_hit){ m->id, m->thread, m->at,
        m->direction == MESSAGE_IN, { { .id = m->family }, "" }, m->tray,
        { .n = 0 } };
    if (!r->e)
        r->e = excerpt_read(m->body, r->v->words, &h->excerpt);
    r->v->n_hits++;
}

/* Whose they are, after the messages were read. */
static enum err
name_hits(struct web *w, struct search_view *v)
{
    struct thread t;
    enum err e = OK;

    for (int i = 0; i < v->n_hits && !e; i++) {
        struct family_line *f = &v->hits[i].family;

        if (f->family.id)
            e = family_get(w->db, f->family.id, &f->family);
        else if (!(e = thread_get(w->db, v->hits[i].thread, &t)))
            snprintf(f->family.label, sizeof(f->family.label), "%s", t.label);
        if (!e && f->family.id)
            e = family_lines_read(w->db, f, 1);
    }
    return e;
}

static enum err
read_messages(struct web *w, const struct request *q, struct search_view *v)
{
    struct reading r = { .v = v };
    const struct message_search s = { .words = v->words,
        .class_name = v->class_name, .family = v->only.id,
        .from = when_day(v->from, false), .until = when_day(v->until, true),
        .all = caller_sees_all(&q->caller),
        .hides_money = !caller_sees_tray(&q->caller, MAPPING_MONEY),
        .before = params_int(&q->query, "before", INT64_MAX, 0),
        .limit = SEARCH_MESSAGES + 1 };
    enum err e;

    v->bad_day = (*v->from && !s.from) || (*v->until && !s.until);
    if (v->bad_day)
        return OK;
    e = thread_search(w->db, &s, keep_hit, &r);
    return e || (e = r.e) ? e : name_hits(w, v);
}

static const char *
typed(const struct request *q, const char *name)
{
    const char *value = params_get(&q->query, name);

    return value ? value : "";
}

enum err
search_view_read(struct web *w, const struct request *q,
    struct search_view *out)
{
    int64_t family = params_int(&q->query, "family", INT64_MAX, 0);
    enum err e = OK;

    out->words = typed(q, "q");
    out->class_name = typed(q, "class");
    out->from = typed(q, "from");
    out->until = typed(q, "until");
    if ((family && (e = family_get(w->db, family, &out->only)))
        || (e = class_find(w->db, out->words, out->found_class))
        || (e = desk_classes(w->db, keep_class, out)) || !*out->words)
        return e;
    if (!search_is_narrow(out) && (e = read_people(w, q, out)))
        return e;
    return read_messages(w, q, out);
}
