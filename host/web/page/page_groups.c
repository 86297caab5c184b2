/* page_groups.c - families under a name of their own, beside the classes. */
#include "web/page/handlers.h"
#include "web/pages/pages.h"
#include "web/view/groups_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char taken[] = "There is a group of that name already.";

static void
keep_group(void *user, const struct family_group *g)
{
    struct groups_view *v = user;

    if (v->n_groups < GROUPS_MAX)
        v->groups[v->n_groups++] = *g;
}

static void
show_all(struct web *w, const struct request *q, struct response *r,
    enum err failed, struct reason why)
{
    struct groups_view v = { .why = why,
        .groups = calloc(GROUPS_MAX, sizeof(*v.groups)) };
    enum err e = v.groups ? group_list(w->db, 0, keep_group, &v)
                          : ERR_MEMORY;
    struct page p;

    if (e)
        page_refusal(q, r, reply_status(e), err_text(e));
    else {
        page_start(&p, w, q, "Groups");
        pages_groups(&p, &v);
        page_finish(&p, r, failed ? reply_status(failed) : 200);
    }
    free(v.groups);
}

void
page_groups(struct web *w, const struct request *q, struct response *r)
{
    show_all(w, q, r, OK, reason_none);
}

static const char *
field(const struct request *q, const char *name)
{
    const char *v = params_get(&q->form, name);

    return v ? v : "";
}

static void
go(struct response *r, int64_t id, const char *done)
{
    char to[40];

    snprintf(to, sizeof(to), "/groups/%lld", (long long)id);
    page_go(r, to, done);
}

void
page_group_add(struct web *w, const struct request *q, struct response *r)
{
    struct reason why = { 0 };
    int64_t id = 0;
    enum err e = group_save(w->db, field(q, "name"), q->caller.who, &why,
        &id);

    if (e)
        show_all(w, q, r, e, e == ERR_EXISTS ? reason_words(taken)
                                             : reason_or_error(&why, e));
    else
        go(r, id, "saved");
}

/* --- one ------------------------------------------------------------------ */

static void
keep_family(void *user, const struct family *f)
{
    struct group_view *v = user;

    if (v->n_families < GROUPS_FAMILIES)
        v->families[v->n_families++].family = *f;
}

static void
keep_found(void *user, const struct family *f)
{
    struct group_view *v = user;

    for (int i = 0; i < v->n_families; i++)
        if (v->families[i].family.id == f->id)
            return;
    if (v->n_found < GROUPS_FOUND)
        v->found[v->n_found++].family = *f;
}

static enum err
read_group(struct web *w, const struct request *q, struct group_view *v)
{
    enum err e = group_get(w->db, q->id, &v->group);

    v->words = params_get(&q->query, "find");
    v->words = v->words ? v->words : "";
    if (e || (e = group_families(w->db, q->id, keep_family, v))
        || (e = family_lines_read(w->db, v->families, v->n_families))
        || !*v->words
        || (e = family_list(w->db, v->words, FAMILIES_BY_CHILD,
            GROUPS_FOUND + v->n_families, keep_found, v)))
        return e;
    return family_lines_read(w->db, v->found, v->n_found);
}

static void
show(struct web *w, const struct request *q, struct response *r,
    enum err failed, struct reason why)
{
    struct group_view v = { .why = why,
        .families = calloc(GROUPS_FAMILIES, sizeof(*v.families)) };
    enum err e = v.families ? read_group(w, q, &v) : ERR_MEMORY;
    struct page p;

    if (e)
        page_refusal(q, r, reply_status(e), e == ERR_NOT_FOUND
                ? "There is no such group." : err_text(e));
    else {
        page_start(&p, w, q, v.group.name);
        pages_group(&p, &v);
        page_finish(&p, r, failed ? reply_status(failed) : 200);
    }
    free(v.families);
}

void
page_group(struct web *w, const struct request *q, struct response *r)
{
    show(w, q, r, OK, reason_none);
}

void
page_group_do(struct web *w, const struct request *q, struct response *r)
{
    struct reason why = { 0 };
    int64_t family = params_int(&q->form, "family", INT64_MAX, 0);
    int64_t id = q->id;
    const char *who = q->caller.who, *done = "saved";
    enum err e = ERR_NOT_FOUND;

    if (!strcmp(q->segment, "name"))
        e = group_save(w->db, field(q, "name"), who, &why, &id);
    else if (!strcmp(q->segment, "in")) {
        e = group_put(w->db, id, family, true, who);
        done = "grouped";
    } else if (!strcmp(q->segment, "out")) {
        e = group_put(w->db, id, family, false, who);
        done = "removed";
    } else if (!strcmp(q->segment, "remove")) {
        if (!(e = group_remove(w->db, id, who))) {
            page_go(r, "/groups", "removed");
            return;
        }
    }
    if (e)
        show(w, q, r, e, e == ERR_EXISTS ? reason_words(taken)
                                         : reason_or_error(&why, e));
    else
        go(r, id, done);
}
