/* page_file.c - the texts of several numbers filed in one family at once: how
 * many, then into which; and all put back. */
#include "web/page/handlers.h"
#include "web/pages/pages.h"
#include "web/view/file_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
show(struct web *w, const struct request *q, struct response *r,
    struct file_view *v)
{
    enum err e = file_view_families(w, v);
    struct page p;

    if (e) {
        page_refusal(q, r, reply_status(e), err_text(e));
        return;
    }
    page_start(&p, w, q, "File in one family");
    pages_file_many(&p, v);
    page_finish(&p, r, v->changed ? 409 : 200);
}

static void
file(struct web *w, const struct request *q, struct response *r,
    struct file_view *v, int64_t family)
{
    struct filing_many done;
    char path[120];
    enum err e = filing_move_many(w->db, v->ids, v->n, family, q->caller.who,
        &done);

    if (e) {
        page_refusal(q, r, reply_status(e), e == ERR_NOT_FOUND
                ? "There is no such family." : err_text(e));
        return;
    }
    snprintf(path, sizeof(path), "/threads/%lld?filed=%lld.%lld",
        (long long)done.thread, (long long)done.first, (long long)done.last);
    reply_redirect(r, path);
}

void
page_inbox_file(struct web *w, const struct request *q, struct response *r)
{
    struct file_view *v = calloc(1, sizeof(*v));
    int64_t family = params_int(&q->form, "family", INT64_MAX, 0);
    int64_t texts = params_int(&q->form, "texts", INT64_MAX, 0);
    enum err e = v ? file_view_read(w, q, v) : ERR_MEMORY;

    if (e)
        page_refusal(q, r, reply_status(e), e == ERR_NOT_FOUND
            ? "Only texts of unknown and shared numbers are filed together."
            : e == ERR_INPUT ? "These are too many at once: choose fewer."
                             : err_text(e));
    else if (!v->n_rows)
        page_go(r, "/inbox?view=unknown", "nonechosen");
    else if (family && texts == v->n && v->n)
        file(w, q, r, v, family);
    else {
        v->changed = family != 0;
        show(w, q, r, v);
    }
    free(v);
}

void
page_inbox_unfile(struct web *w, const struct request *q, struct response *r)
{
    int64_t *ids = calloc(FILING_MANY, sizeof(*ids)), bad;
    struct message m = { 0 };
    char path[64] = "/inbox";
    int n = 0;
    enum err e = ids ? OK : ERR_MEMORY;

    for (int i = 0; !e && i < q->form.count; i++)
        if (!strcmp(q->form.item[i].name, "message") && n < FILING_MANY
            && params_digits(q->form.item[i].value, INT64_MAX, &ids[n]))
            n++;
    if (!e && n)
        e = filing_undo_many(w->db, ids, n, q->caller.who, &bad);
    if (e)
        page_refusal(q, r, reply_status(e), e == ERR_REFUSED
                || e == ERR_NOT_FOUND
            ? "One of them was moved on meanwhile. Nothing was changed: put"
              " them back one by one." : err_text(e));
    else {
        if (n && !message_get(w->db, ids[0], &m))
            snprintf(path, sizeof(path), "/threads/%lld", (long long)m.thread);
        page_go(r, path, n ? "unfiled" : "");
    }
    message_clear(&m);
    free(ids);
}
