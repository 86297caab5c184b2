/* talk_whose.c - whose number is this: what its panel shows. Declared in
 * talk.h. */
#include "settings/rules.h"
#include "web/kit/inside.h"
#include "web/view/talk.h"

#include <stdio.h>
#include <string.h>

struct reading {
    struct web *w;
    struct page_whose *p;
    enum err error;
};

static void
add_child(void *user, const struct child *c)
{
    struct page_candidate *to = user;
    size_t n = strlen(to->children);
    const char *name = c->name;

    snprintf(to->children + n, sizeof(to->children) - n, "%s%.60s",
        n ? ", " : "", name);
}

static void
add_old(void *user, const struct people_phone *phone)
{
    struct page_whose *p = user;
    const struct guardian *of = &p->guardians[p->n_guardians - 1];
    struct page_old *o = &p->old[p->n_old];

    if (p->n_old == PAGE_GUARDIANS || (phone->state != PHONE_WORKING
            && phone->state != PHONE_FAILING))
        return;
    memcpy(o->guardian, of->name, sizeof(o->guardian));
    memcpy(o->number, phone->number, sizeof(o->number));
    p->n_old++;
}

static void
add_guardian(void *user, const struct guardian *g)
{
    struct reading *r = user;
    enum err e;

    if (r->p->n_guardians == PAGE_GUARDIANS)
        return;
    r->p->guardians[r->p->n_guardians++] = *g;
    if ((e = guardian_phones(r->w->db, g->id, add_old, r->p)))
        r->error = e;
}

/* The family that was chosen, or the only one that comes to mind. */
static enum err
read_family(struct web *w, const struct request *q,
    struct page_conversation *c)
{
    struct page_whose *p = &c->whose;
    struct reading r = { w, p, OK };
    int64_t id = params_int(&q->form, "family", INT64_MAX, 0);
    enum err e;

    if (!id)
        id = params_int(&q->query, "family", INT64_MAX, 0);
    if (!id && c->n_candidates == 1 && c->candidates[0].suggested)
        id = c->candidates[0].family.id;
    if (!id)
        return OK;
    if ((e = family_get(w->db, id, &p->family.family)))
        return e == ERR_NOT_FOUND ? OK : e;
    id = p->family.family.id;
    if ((e = family_children(w->db, id, add_child, &p->family))
        || (e = family_guardians(w->db, id, add_guardian, &r)))
        return e;
    return r.error;
}

static void
keep_sender(void *user, const struct sender *s)
{
    struct page_conversation *c = user;

    if (c->n_senders < PAGE_SENDERS)
        c->senders[c->n_senders++] = *s;
}

enum err
talk_whose(struct web *w, const struct request *q,
    struct page_conversation *c)
{
    struct sender s;
    enum err e;

    c->typed = q->method == METHOD_POST ? &q->form : NULL;
    if (c->thread.family)
        return sender_list(w->db, c->thread.family, keep_sender, c);
    if (c->thread.tray != MAPPING_UNKNOWN && c->thread.tray != MAPPING_NOTICES)
        return OK;
    e = *c->thread.number ? sender_of(w->db, c->thread.number, &s)
                          : ERR_NOT_FOUND;
    if (!e)
        keep_sender(c, &s);
    else if (e != ERR_NOT_FOUND)
        return e;
    c->asks_whose = q->caller.role >= ROLE_STAFF && *c->thread.number
        && (c->thread.tray == MAPPING_UNKNOWN || c->n_senders);
    return c->asks_whose ? read_family(w, q, c) : OK;
}
