/* page_families.c - the list of families, one family, and copies of them. */
#include "store/db/audit.h"
#include "store/people/import.h"
#include "web/page/handlers.h"
#include "web/pages/pages.h"
#include "web/view/family_file.h"
#include "web/view/family_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { A_PAGE = 40, PAGES_MAX = 1000 };

/* The ids on one page of the list. */
struct picked {
    int64_t ids[A_PAGE];
    int skip, count;
    bool more;
};

static void
pick(void *user, const struct family *f)
{
    struct picked *p = user;

    if (p->skip)
        p->skip--;
    else if (p->count < A_PAGE)
        p->ids[p->count++] = f->id;
    else
        p->more = true;
}

static enum err
read_list(struct web *w, const struct request *q, struct family_page *l)
{
    struct picked picked = { .skip = l->page * A_PAGE };
    enum err e = family_list(w->db, l->words, l->order,
        (l->page + 1) * A_PAGE + 1, pick, &picked);

    if (!e && picked.count
        && !(l->families = calloc((size_t)picked.count,
                 sizeof(*l->families))))
        e = ERR_MEMORY;
    for (; l->count < picked.count && !e; l->count++)
        e = family_view_read(w, q, picked.ids[l->count],
            &l->families[l->count]);
    l->more = picked.more;
    return e;
}

void
page_families(struct web *w, const struct request *q, struct response *r)
{
    const char *words = params_get(&q->query, "q");
    struct family_page l = { .words = words ? words : "",
        .order = family_order_read(params_get(&q->query, "order")),
        .page = (int)params_int(&q->query, "page", PAGES_MAX, 0) };
    enum err e = read_list(w, q, &l);
    struct page p;

    if (e)
        page_refusal(q, r, reply_status(e), err_text(e));
    else {
        page_start(&p, w, q, "Families");
        pages_families(&p, &l);
        page_finish(&p, r, 200);
    }
    for (int i = 0; i < l.count; i++)
        family_view_clear(&l.families[i]);
    free(l.families);
}

static void
refuse(const struct request *q, struct response *r, enum err e)
{
    page_refusal(q, r, reply_status(e), e == ERR_NOT_FOUND
            ? "There is no such family." : err_text(e));
}

void
page_family(struct web *w, const struct request *q, struct response *r)
{
    struct request as = *q;
    struct family_view v;
    enum err e;
    char to[40], title[200];
    struct page p;

    if (as.caller.walled)       /* what changes a family is shut */
        as.caller.role = ROLE_READER;
    if ((e = family_view_read(w, &as, q->id, &v)))
        refuse(q, r, e);
    else if (v.family.id != q->id)
        reply_redirect(r, family_path(v.family.id, to));
    else {
        page_start(&p, w, &as, family_title(&v, title));
        pages_family(&p, &v, &reason_none);
        page_finish(&p, r, 200);
    }
    family_view_clear(&v);
}

/* --- copies --------------------------------------------------------------- */

static enum err
note(struct web *w, const struct request *q, const char *action)
{
    char object[40] = "all families";

    if (q->id)
        snprintf(object, sizeof(object), "family %lld", (long long)q->id);
    return audit_add(w->db, q->caller.who, action, object, "");
}

void
page_family_print(struct web *w, const struct request *q, struct response *r)
{
    struct family_view v;
    enum err e = family_view_read(w, q, q->id, &v);
    char title[200];
    struct page p;

    if (e || (e = family_view_messages(w, &v))
        || (e = note(w, q, "family.export")))
        refuse(q, r, e);
    else {
        page_start(&p, w, q, family_title(&v, title));
        pages_family_print(&p, &v);
        page_finish(&p, r, 200);
    }
    family_view_clear(&v);
}

void
page_family_file(struct web *w, const struct request *q, struct response *r)
{
    json_t *j = json_object();
    enum err e = family_file_read(w->db, q->id, q->caller.who, j);

    if (e) {
        json_decref(j);
        refuse(q, r, e);
        return;
    }
    reply_json(r, 200, j);
    snprintf(r->file, sizeof(r->file), "family-%lld.json", (long long)q->id);
}

void
page_families_export(struct web *w, const struct request *q,
    struct response *r)
{
    char *text = NULL;
    enum err e = note(w, q, "people.export");

    if (e || (e = import_export(w->db, &text))) {
        refuse(q, r, e);
        return;
    }
    reply_text(r, 200, "text/csv; charset=utf-8", text);
    snprintf(r->file, sizeof(r->file), "families.csv");
}
