/* talk_people.c - who is in a thread: the family with its phones, and the
 * families that a message in it may belong to. */
#include "web/view/talk_own.h"

#include "web/kit/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- the family ----------------------------------------------------------- */

static void
keep_child(void *user, const struct child *child)
{
    struct page_conversation *c = user;
    struct child *more = realloc(c->children,
        ((size_t)c->n_children + 1) * sizeof(*more));

    if (!more)
        return;
    c->children = more;
    c->children[c->n_children++] = *child;
}

struct gathering {
    struct web *w;
    struct page_conversation *c;
    const struct guardian *guardian;
    enum err error;
};

static void
count_one(void *user, int64_t family)
{
    (void)family;
    ++*(int *)user;
}

bool
talk_is_shared(struct db *db, const char *number)
{
    int families = 0;

    return !phone_families(db, number, count_one, &families) && families > 1;
}

static void
keep_phone(void *user, const struct people_phone *from)
{
    struct gathering *g = user;
    struct page_conversation *c = g->c;
    struct page_phone *p = &c->phones[c->n_phones];

    if (c->n_phones >= PAGE_PHONES)
        return;
    *p = (struct page_phone){ .state = from->state };
    snprintf(p->guardian, sizeof(p->guardian), "%s", g->guardian->name);
    snprintf(p->relation, sizeof(p->relation), "%s", g->guardian->relation);
    snprintf(p->language, sizeof(p->language), "%s", g->guardian->language);
    snprintf(p->number, sizeof(p->number), "%s", from->number);
    p->usable = from->state == PHONE_WORKING || from->state == PHONE_FAILING;
    p->answerable = p->usable || from->state == PHONE_PENDING;
    p->refused = from->state == PHONE_OPTED_OUT || from->state == PHONE_WRONG;
    p->asked = from->asked;
    p->doubted = from->doubted;
    p->tried = from->tried;
    p->arrived = from->arrived;
    p->shared = talk_is_shared(g->w->db, p->number);
    for (int i = 0; i < c->n_phones; i++)
        if (!strcmp(c->phones[i].number, p->number))
            p->shared = c->phones[i].shared = true;
    c->n_phones++;
}

static void
keep_guardian(void *user, const struct guardian *from)
{
    struct gathering *g = user;
    int before = g->c->n_phones;
    enum err e;

    g->guardian = from;
    if ((e = guardian_phones(g->w->db, from->id, keep_phone, g)))
        g->error = e;
    else if (g->c->n_phones == before && before < PAGE_PHONES) {
        struct page_phone *p = &g->c->phones[g->c->n_phones++];

        *p = (struct page_phone){ .state = PHONE_PENDING };
        snprintf(p->guardian, sizeof(p->guardian), "%s", from->name);
        snprintf(p->relation, sizeof(p->relation), "%s", from->relation);
    }
}

enum err
talk_read_people(struct web *w, struct page_conversation *c)
{
    struct gathering g = { w, c, NULL, OK };
    enum err e;

    if (!c->thread.family)
        return OK;
    if ((e = family_children(w->db, c->thread.family, keep_child, c))
        || (e = family_guardians(w->db, c->thread.family, keep_guardian, &g)))
        return e;
    return g.error;
}

/* --- where messages may be filed ------------------------------------------ */

static void
add_child_name(void *user, const struct child *child)
{
    struct page_candidate *to = user;
    size_t n = strlen(to->children);

    snprintf(to->children + n, sizeof(to->children) - n, "%s%s%s%s%s",
        n ? ", " : "", child->name, *child->class_name ? " (" : "",
        child->class_name, *child->class_name ? ")" : "");
}

static void
add_candidate(struct web *w, struct page_conversation *c, int64_t family,
    bool suggested)
{
    struct page_candidate *to = &c->candidates[c->n_candidates];

    for (int i = 0; i < c->n_candidates; i++)
        if (c->candidates[i].family.id == family)
            return;
    if (family <= 0 || family == c->thread.family
        || c->n_candidates >= PAGE_CANDIDATES)
        return;
    memset(to, 0, sizeof(*to));
    if (family_get(w->db, family, &to->family)
        || family_children(w->db, to->family.id, add_child_name, to))
        return;
    to->suggested = suggested;
    c->n_candidates++;
}

struct looking {
    struct web *w;
    struct page_conversation *c;
};

static void
on_sharing(void *user, int64_t family)
{
    struct looking *l = user;

    add_candidate(l->w, l->c, family, false);
}

static void
on_found(void *user, const struct family *f)
{
    struct looking *l = user;

    add_candidate(l->w, l->c, f->id, false);
}

enum err
talk_read_candidates(struct web *w, const struct request *q,
    struct page_conversation *c)
{
    const char *find = params_get(&q->query, "find");
    struct looking l = { w, c };
    enum err e = OK;

    if (q->caller.walled)       /* they are other families */
        return OK;
    snprintf(c->find, sizeof(c->find), "%s", find ? find : "");
    for (int i = c->n_messages - 1; i >= 0; i--)
        add_candidate(w, c, c->messages[i].suggested, true);
    if (c->thread.tray)
        e = phone_families(w->db, c->thread.number, on_sharing, &l);
    for (int i = 0; !e && i < c->n_phones; i++)
        if (c->phones[i].shared)
            e = phone_families(w->db, c->phones[i].number, on_sharing, &l);
    if (!e && *c->find)
        e = family_list(w->db, c->find, FAMILIES_BY_CHILD, 8, on_found, &l);
    return e;
}
