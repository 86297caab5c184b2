/* talk_list.c - the list of threads and its filters. */
#include "web/view/talk.h"

#include "store/thread/desk.h"
#include "web/kit/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { A_PAGE = 50, CLASSES = 60 };

static void
keep_thread(void *user, const struct thread *t)
{
    struct page_list *l = user;

    if (l->count <= A_PAGE)
        l->threads[l->count++] = *t;
}

static void
keep_class(void *user, const char *name, int children)
{
    struct page_list *l = user;

    (void)children;
    if (l->n_classes < CLASSES)
        snprintf(l->classes[l->n_classes++], sizeof(l->classes[0]), "%s",
            name);
}

/* False: no such view for this caller. */
static bool
read_view(const struct request *q, struct page_list *l,
    struct thread_filter *f)
{
    const char *view = params_get(&q->query, "view");
    const char *class_name = params_get(&q->query, "class");
    enum mapping_tray tray = MAPPING_NO_TRAY;

    snprintf(l->view, sizeof(l->view), "%s", view ? view : "");
    snprintf(l->class_name, sizeof(l->class_name), "%s",
        class_name ? class_name : "");
    if (!strcmp(l->view, "unread"))
        f->unread = true;
    else if (!strcmp(l->view, "waiting"))
        f->waiting = true;
    else if (!strcmp(l->view, "mine")) {
        if (!(f->assigned = q->caller.staff))
            return false;
    } else if (*l->view && mapping_tray_parse(l->view, &tray))
        return false;
    if (tray == MAPPING_SAFEGUARDING && !caller_sees_all(&q->caller))
        return false;
    l->tray = (int)tray;
    f->tray = (int)tray;
    f->class_name = tray ? "" : l->class_name;
    if (*l->view)
        params_write(l->keep, sizeof(l->keep), "view", l->view);
    if (*l->class_name && !tray)
        params_write(l->keep, sizeof(l->keep), "class", l->class_name);
    return true;
}

/* The last thread read only says that there is another page. */
static void
name_next(struct page_list *l)
{
    const struct thread *last;
    size_t n;

    if (l->count <= A_PAGE)
        return;
    l->count = A_PAGE;
    last = &l->threads[A_PAGE - 1];
    n = (size_t)snprintf(l->next, sizeof(l->next), "/inbox%s", l->keep);
    snprintf(l->next + n, sizeof(l->next) - n, "%cbefore=%lld&id=%lld",
        *l->keep ? '&' : '?', (long long)last->last_at, (long long)last->id);
}

enum err
talk_list(struct web *w, const struct request *q, struct page_list *out)
{
    struct thread_filter f = { .limit = A_PAGE + 1 };
    enum err e;

    f.before_at = params_int(&q->query, "before", INT64_MAX, 0);
    f.before_id = params_int(&q->query, "id", INT64_MAX, 0);
    if (!read_view(q, out, &f))
        return ERR_NOT_FOUND;
    out->threads = calloc(A_PAGE + 1, sizeof(*out->threads));
    out->classes = calloc(CLASSES, sizeof(*out->classes));
    if (!out->threads || !out->classes)
        return ERR_MEMORY;
    if ((e = thread_list(w->db, &f, keep_thread, out))
        || (e = desk_classes(w->db, keep_class, out))
        || (e = overview_read(w->db, &out->counts)))
        return e;
    name_next(out);
    return OK;
}

void
talk_list_clear(struct page_list *l)
{
    free(l->threads);
    free(l->classes);
}
