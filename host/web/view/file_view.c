#include "web/view/file_view.h"

#include "web/kit/inside.h"

#include <stdio.h>
#include <string.h>

static enum err
add_row(struct web *w, const struct request *q, const char *chosen,
    struct file_view *v)
{
    struct request one = *q;
    struct thread t;
    int64_t upto;
    int before = v->n;
    enum err e;

    if (!params_pair(chosen, &one.id, &upto))
        return ERR_NOT_FOUND;
    for (int i = 0; i < v->n_rows; i++)
        if (v->rows[i].thread.id == one.id)
            return OK;          /* ticked twice */
    if (v->n_rows >= FILE_ROWS)
        return ERR_INPUT;
    if ((e = talk_thread(w, &one, &t)))
        return e;
    if (t.tray != MAPPING_UNKNOWN && t.tray != MAPPING_SHARED)
        return ERR_NOT_FOUND;
    if ((e = filing_came(w->db, t.id, upto, v->ids, &v->n)))
        return e;
    v->rows[v->n_rows].thread = t;
    v->rows[v->n_rows].upto = upto;
    v->rows[v->n_rows].texts = v->n - before;
    v->n_rows++;
    return OK;
}

enum err
file_view_read(struct web *w, const struct request *q, struct file_view *out)
{
    const char *find = params_get(&q->form, "find");
    enum err e = OK;

    memset(out, 0, sizeof(*out));
    out->find = find ? find : "";
    for (int i = 0; !e && i < q->form.count; i++)
        if (!strcmp(q->form.item[i].name, "thread"))
            e = add_row(w, q, q->form.item[i].value, out);
    return e;
}

/* --- where to ------------------------------------------------------------- */

struct looking {
    struct web *w;
    struct file_view *v;
    enum err error;
};

static void
add_name(void *user, const struct child *child)
{
    struct page_candidate *to = user;
    size_t n = strlen(to->children);

    snprintf(to->children + n, sizeof(to->children) - n, "%s%s%s%s",
        n ? ", " : "", child->name, *child->class_name ? " " : "",
        child->class_name);
}

static void
add_family(struct looking *l, int64_t family, bool suggested)
{
    struct file_view *v = l->v;
    struct page_candidate *to = &v->families[v->n_families];

    for (int i = 0; i < v->n_families; i++)
        if (v->families[i].family.id == family)
            return;
    if (l->error || family <= 0 || v->n_families >= FILE_FAMILIES)
        return;
    memset(to, 0, sizeof(*to));
    if ((l->error = family_get(l->w->db, family, &to->family))
        || (l->error = family_children(l->w->db, family, add_name, to)))
        return;
    to->suggested = suggested;
    v->n_families++;
}

static void
on_sharing(void *user, int64_t family)
{
    add_family(user, family, false);
}

static void
on_found(void *user, const struct family *f)
{
    add_family(user, f->id, false);
}

enum err
file_view_families(struct web *w, struct file_view *v)
{
    struct looking l = { w, v, OK };
    enum err e = OK;

    for (int i = 0; i < v->n && !l.error; i++) {
        struct message m = { 0 };

        if (!(e = message_get(w->db, v->ids[i], &m)))
            add_family(&l, m.suggested, true);
        message_clear(&m);
        if (e)
            return e;
    }
    for (int i = 0; !e && i < v->n_rows; i++)
        e = phone_families(w->db, v->rows[i].thread.number, on_sharing, &l);
    if (!e && *v->find)
        e = family_list(w->db, v->find, FAMILIES_BY_CHILD, 8, on_found, &l);
    return e ? e : l.error;
}
