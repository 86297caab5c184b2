/* talk_list.c - the list of threads and its filters. */
#include "web/view/talk.h"

#include "store/thread/desk.h"
#include "store/thread/wall.h"
#include "text/unicode.h"
#include "web/kit/inside.h"
#include "web/view/account_view.h"

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

static void
keep_staff(void *user, const struct profile *s)
{
    struct page_staff *to = user;
    char does[ACCOUNT_DOES];

    if (to->n < PAGE_STAFF && s->role >= ROLE_STAFF) {
        to->one[to->n].id = s->staff;
        snprintf(to->one[to->n].name, sizeof(to->one[0].name), "%s", s->name);
        unicode_copy(account_does(s, does), to->one[to->n].does,
            sizeof(to->one[0].does));
        to->n++;
    }
}

enum err
page_staff_read(struct db *db, struct page_staff *out)
{
    out->n = 0;
    return profile_list(db, keep_staff, out);
}

/* A list as the query names it; without a name it is who waits. */
struct view {
    char name[16], class_name[40];
    bool teaches;               /* without a class it is the reader's own */
    struct thread_filter filter;    /* borrows class_name */
};

/* False: no such view for this caller. */
static bool
read_view(const struct request *q, struct view *v)
{
    const char *name = params_get(&q->query, "view");
    const char *class_name = params_get(&q->query, "class");
    struct thread_filter *f = &v->filter;
    enum mapping_tray tray = MAPPING_NO_TRAY;

    snprintf(v->name, sizeof(v->name), "%s",
        name && *name ? name : "waiting");
    snprintf(v->class_name, sizeof(v->class_name), "%s",
        class_name ? class_name : "");
    *f = (struct thread_filter){ .unread = !strcmp(v->name, "unread"),
        .waiting = !strcmp(v->name, "waiting") };
    f->calm = f->waiting;       /* what cannot wait stands above it */
    if (!strcmp(v->name, "mine"))
        f->assigned = q->caller.staff;
    else if (!f->unread && !f->waiting && strcmp(v->name, "all") != 0
        && mapping_tray_parse(v->name, &tray))
        return false;
    f->tray = (int)tray;
    f->hides_money = !caller_sees_tray(&q->caller, MAPPING_MONEY);
    f->class_name = tray ? "" : v->class_name;
    v->teaches = q->caller.teaches && (f->waiting || f->unread);
    f->mine = v->teaches && !class_name ? q->caller.staff : 0;
    if (q->caller.walled) {
        v->teaches = false;     /* there are no others to choose */
        f->mine = q->caller.staff;
        f->class_name = "";
        return !tray;
    }
    return tray == MAPPING_SAFEGUARDING ? caller_sees_all(&q->caller)
        : f->assigned || strcmp(v->name, "mine") != 0;
}

static void
write_view(const struct view *v, char *to, size_t room)
{
    params_write(to, room, "view", v->name);
    if (*v->filter.class_name || (v->teaches && !v->filter.mine))
        params_write(to, room, "class", v->filter.class_name);
}

struct now {
    struct thread *rows;
    int count;
};

static void
keep_now(void *user, const struct thread *t)
{
    struct now *n = user;

    if (n->count < TALK_NOW)
        n->rows[n->count++] = *t;
}

enum err
talk_now(struct web *w, const struct request *q, struct thread **out,
    int *count)
{
    struct thread_filter f = { .now = true, .limit = TALK_NOW,
        .sees_all = caller_sees_all(&q->caller),
        .mine = caller_wall(&q->caller) };
    struct now n = { calloc(TALK_NOW, sizeof(*n.rows)), 0 };
    enum err e = n.rows ? thread_list(w->db, &f, keep_now, &n) : ERR_MEMORY;

    *out = n.rows;
    *count = n.count;
    return e;
}

/* The last thread read only says that there is another page. */
static void
name_next(struct page_list *l)
{
    const struct thread *last;
    bool waits = !strcmp(l->view, "waiting");
    size_t n;

    if (l->count <= A_PAGE)
        return;
    l->count = A_PAGE;
    last = &l->threads[A_PAGE - 1];
    n = (size_t)snprintf(l->next, sizeof(l->next), "/inbox%s", l->keep);
    snprintf(l->next + n, sizeof(l->next) - n, "&after=%lld&id=%lld",
        (long long)(waits ? last->waiting : last->last_at),
        (long long)last->id);
}

/* Behind a wall the counts are those of the own families. */
static enum err
count_own(struct web *w, const struct request *q, struct page_list *out)
{
    struct wall_news n = { 0 };
    enum err e = wall_news(w->db, q->caller.staff, &n);

    memset(&out->counts, 0, sizeof(out->counts));
    out->counts.unread = n.unread;
    out->counts.families_wait = n.waiting;
    out->n_classes = 0;
    return e;
}

enum err
talk_list(struct web *w, const struct request *q, struct page_list *out)
{
    struct view v;
    enum err e;

    if (!read_view(q, &v))
        return ERR_NOT_FOUND;
    v.filter.limit = A_PAGE + 1;
    v.filter.after_at = params_int(&q->query, "after", INT64_MAX, 0);
    v.filter.after_id = params_int(&q->query, "id", INT64_MAX, 0);
    out->tray = v.filter.tray;
    snprintf(out->view, sizeof(out->view), "%s", v.name);
    snprintf(out->class_name, sizeof(out->class_name), "%s", v.class_name);
    write_view(&v, out->keep, sizeof(out->keep));
    out->teaches = v.teaches;
    out->mine = v.filter.mine != 0;
    out->threads = calloc(A_PAGE + 1, sizeof(*out->threads));
    out->classes = calloc(CLASSES, sizeof(*out->classes));
    if (!out->threads || !out->classes)
        return ERR_MEMORY;
    if ((e = thread_list(w->db, &v.filter, keep_thread, out))
        || (v.filter.calm && (e = talk_now(w, q, &out->now, &out->n_now)))
        || (v.teaches && (e = thread_count_mine(w->db, q->caller.staff,
            &out->mine_wait)))
        || (e = desk_classes(w->db, keep_class, out))
        || (e = overview_read(w->db, &out->counts)))
        return e;
    if (q->caller.walled && (e = count_own(w, q, out)))
        return e;
    name_next(out);
    out->many = !out->here && out->count > 1
        && q->caller.role >= ROLE_STAFF && out->tray != MAPPING_SAFEGUARDING;
    return out->many ? page_staff_read(w->db, &out->staff) : OK;
}

void
talk_list_clear(struct page_list *l)
{
    free(l->threads);
    free(l->now);
    free(l->classes);
}

/* --- one after the other -------------------------------------------------- */

void
talk_from(const struct request *q, char *to, size_t room)
{
    const char *name = params_get(&q->query, "view");
    struct view v;

    *to = '\0';
    if (name && *name && strcmp(name, "all") != 0 && read_view(q, &v))
        write_view(&v, to, room);
}

struct next {
    int64_t not_this, id;       /* 0: none yet */
};

static void
keep_next(void *user, const struct thread *t)
{
    struct next *n = user;

    if (!n->id && t->id != n->not_this)
        n->id = t->id;
}

/* What cannot wait comes before what does. */
static enum err
next_now(struct web *w, const struct request *q, struct next *n)
{
    struct thread_filter f = { .now = true, .limit = 2,
        .sees_all = caller_sees_all(&q->caller),
        .mine = caller_wall(&q->caller) };

    return thread_list(w->db, &f, keep_next, n);
}

enum err
talk_next(struct web *w, const struct request *q, const struct thread *t,
    int64_t *id)
{
    struct next n = { t->id, 0 };
    struct view v;
    enum err e;

    *id = 0;
    if (!read_view(q, &v))
        return ERR_NOT_FOUND;
    if (v.filter.calm && ((e = next_now(w, q, &n)) || n.id)) {
        *id = n.id;
        return e;
    }
    v.filter.limit = 2;
    v.filter.after_at = v.filter.waiting ? t->waiting : t->last_at;
    v.filter.after_id = t->id;
    if ((e = thread_list(w->db, &v.filter, keep_next, &n)))
        return e;
    v.filter.after_id = 0;      /* who was left out on the way here */
    if (!n.id && (e = thread_list(w->db, &v.filter, keep_next, &n)))
        return e;
    *id = n.id;
    return OK;
}
