/* page_merge.c - two entries that are one family: the other one is looked for,
 * looked at beside this one, and joined; and the way back. */
#include "web/page/handlers.h"
#include "web/pages/pages.h"
#include "web/view/family_view.h"

#include <stdlib.h>

static void
keep_found(void *user, const struct family *f)
{
    struct merge_view *v = user;

    if (f->id != v->from.family.id && v->n_found < MERGE_FOUND)
        v->found[v->n_found++].family = *f;
}

static enum err
count_messages(struct db *db, int64_t thread, int64_t *out)
{
    struct query q = query_start(db,
        "SELECT count(*) FROM message WHERE thread = :thread");

    query_int(&q, ":thread", thread);
    if (query_row(&q))
        *out = query_get_int(&q, 0);
    return query_end_one(&q);
}

static enum err
read_merge(struct web *w, const struct request *q, struct merge_view *v)
{
    int64_t with = params_int(&q->query, "with", INT64_MAX, 0);
    const char *words = params_get(&q->query, "find");
    enum err e = family_view_read(w, q, q->id, &v->from);

    v->words = words ? words : "";
    if (e || (e = count_messages(w->db, v->from.thread, &v->from_messages)))
        return e;
    if (*v->words)
        e = family_list(w->db, v->words, FAMILIES_BY_CHILD, MERGE_FOUND + 1,
            keep_found, v);
    if (!e)
        e = family_lines_read(w->db, v->found, v->n_found);
    if (e || !with)
        return e;
    if ((e = family_view_read(w, q, with, &v->into)))
        return e;
    v->chosen = v->into.family.id != v->from.family.id;
    return count_messages(w->db, v->into.thread, &v->into_messages);
}

void
page_merge(struct web *w, const struct request *q, struct response *r)
{
    struct merge_view *v = calloc(1, sizeof(*v));
    enum err e = v ? read_merge(w, q, v) : ERR_MEMORY;
    struct page p;

    if (e)
        page_refusal(q, r, reply_status(e), e == ERR_NOT_FOUND
                ? "There is no such family." : err_text(e));
    else {
        page_start(&p, w, q, "Merge two families");
        pages_merge(&p, v);
        page_finish(&p, r, 200);
    }
    if (v) {
        family_view_clear(&v->from);
        family_view_clear(&v->into);
    }
    free(v);
}

void
page_unmerge(struct web *w, const struct request *q, struct response *r)
{
    int64_t back = 0;
    char to[40];
    enum err e = family_unmerge(w->db, params_int(&q->form, "merge",
        INT64_MAX, 0), q->caller.who, &back);

    if (e)
        page_refusal(q, r, reply_status(e), e == ERR_NOT_FOUND
                ? "That merge cannot be taken back any more: it was already, or"
                  " the family was merged again or erased." : err_text(e));
    else
        page_go(r, family_path(back, to), "unmerged");
}
