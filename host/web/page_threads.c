/* page_threads.c - the list of threads, and one thread; both only to read. */
#include "web/page.h"
#include "web/pages.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS_A_PAGE = 50, MESSAGES_A_PAGE = 50 };

const char *
page_tray_title(int tray)
{
    switch ((enum mapping_tray)tray) {
    case MAPPING_NO_TRAY:
        return "Threads";
    case MAPPING_NOTICES:
        return "Notices";
    case MAPPING_UNKNOWN:
        return "Unknown numbers";
    case MAPPING_SHARED:
        return "Shared phones";
    case MAPPING_SAFEGUARDING:
        return "Safeguarding";
    case MAPPING_QUARANTINE:
        break;
    }
    return "Unreadable";
}

static void
keep_thread(void *user, const struct thread *t)
{
    struct page_list *l = user;

    if (l->count <= THREADS_A_PAGE)
        l->threads[l->count++] = *t;
}

/* Which tray and page are asked for. False: no such tray for this caller. */
static bool
read_filter(const struct request *q, struct thread_filter *f)
{
    const char *name = params_get(&q->query, "tray");
    enum mapping_tray tray = MAPPING_NO_TRAY;

    if (name && *name && mapping_tray_parse(name, &tray))
        return false;
    if (tray == MAPPING_SAFEGUARDING && !caller_sees_all(&q->caller))
        return false;
    f->tray = (int)tray;
    f->unread = params_flag(&q->query, "unread");
    f->before_at = params_int(&q->query, "before", INT64_MAX, 0);
    f->before_id = params_int(&q->query, "id", INT64_MAX, 0);
    f->limit = THREADS_A_PAGE + 1;
    return true;
}

/* The last thread read only says that there is another page. */
static void
name_next(struct page_list *l)
{
    const struct thread *last;

    if (l->count <= THREADS_A_PAGE)
        return;
    l->count = THREADS_A_PAGE;
    last = &l->threads[l->count - 1];
    snprintf(l->next, sizeof(l->next), "/inbox?tray=%s%s&before=%lld&id=%lld",
        mapping_tray_name((enum mapping_tray)l->tray),
        l->unread ? "&unread=1" : "", (long long)last->last_at,
        (long long)last->id);
}

void
page_threads(struct web *w, const struct request *q, struct response *r)
{
    struct page_list l = { 0 };
    struct thread_filter f = { 0 };
    struct page p;
    enum err e;

    if (!read_filter(q, &f)) {
        page_refusal(q, r, 404, "There is no such tray.");
        return;
    }
    l.tray = f.tray;
    l.unread = f.unread;
    l.threads = calloc(THREADS_A_PAGE + 1, sizeof(*l.threads));
    e = l.threads ? thread_list(w->db, &f, keep_thread, &l) : ERR_MEMORY;
    if (e)
        page_refusal(q, r, reply_status(e), err_text(e));
    else {
        name_next(&l);
        page_start(&p, w, q, page_tray_title(l.tray));
        pages_threads(&p, &l);
        page_finish(&p, r, 200);
    }
    free(l.threads);
}

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

static void
keep_message(void *user, const struct message *m)
{
    struct page_conversation *c = user;
    struct message *to = &c->messages[c->n_messages];

    if (c->n_messages > MESSAGES_A_PAGE)
        return;
    *to = *m;
    if ((to->body = strdup(m->body ? m->body : "")))
        c->n_messages++;
}

static enum err
read_conversation(struct web *w, const struct request *q,
    struct page_conversation *c)
{
    int64_t before = params_int(&q->query, "before", INT64_MAX, 0);
    enum err e;

    if ((e = thread_get(w->db, q->id, &c->thread)))
        return e;
    if (c->thread.tray == MAPPING_SAFEGUARDING && !caller_sees_all(&q->caller))
        return ERR_NOT_FOUND;
    if (!(c->messages = calloc(MESSAGES_A_PAGE + 1, sizeof(*c->messages))))
        return ERR_MEMORY;
    if (c->thread.family && (e = family_children(w->db, c->thread.family,
            keep_child, c)))
        return e;
    if ((e = thread_messages(w->db, q->id, before, MESSAGES_A_PAGE + 1,
            keep_message, c)))
        return e;
    if (c->n_messages > MESSAGES_A_PAGE) {
        message_clear(&c->messages[0]);
        memmove(&c->messages[0], &c->messages[1],
            MESSAGES_A_PAGE * sizeof(c->messages[0]));
        c->n_messages = MESSAGES_A_PAGE;
        c->older = c->messages[0].id;
    }
    return OK;
}

static void
clear_conversation(struct page_conversation *c)
{
    for (int i = 0; i < c->n_messages; i++)
        message_clear(&c->messages[i]);
    free(c->messages);
    free(c->children);
}

void
page_thread(struct web *w, const struct request *q, struct response *r)
{
    struct page_conversation c = { 0 };
    enum err e = read_conversation(w, q, &c);
    struct page p;

    if (e)
        page_refusal(q, r, reply_status(e), e == ERR_NOT_FOUND
                ? "There is no such thread." : err_text(e));
    else {
        page_start(&p, w, q, c.thread.label);
        pages_thread(&p, &c);
        page_finish(&p, r, 200);
    }
    clear_conversation(&c);
}
