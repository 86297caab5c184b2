/* page_today.c - what needs a person now, oldest first, and how things are. */
#include "base/clock.h"
#include "base/log.h"
#include "status/status.h"
#include "store/figures/figures.h"
#include "store/figures/term.h"
#include "store/thread/behaviour.h"
#include "web/page/handlers.h"
#include "web/pages/pages.h"
#include "web/view/plan_view.h"
#include "web/view/settings_view.h"
#include "web/view/talk.h"
#include "web/view/tell.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WAITING_MAX = 200, UNREACHED_DAYS = 14, NOTE_DAYS = 7 };

/* What the sentence is about, for people. */
static const char *
subject_label(const char *subject)
{
    static const char *const labels[][2] = { { "modem", "Dongle" },
        { "queue", "Queue" }, { "board", "Power" }, { "clock", "Clock" },
        { "disk", "Disk" }, { "backup", "Backups" },
        { "credit", "Credit" }, { "import", "Import a class list" } };

    for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
        if (!strcmp(subject, labels[i][0]))
            return labels[i][1];
    return subject;
}

static void
keep_word(void *user, enum summary_level level, const char *subject,
    const struct reason *line)
{
    struct today *t = user;

    if (level > t->worst) {
        t->worst = level;
        t->ill = *line;
    }
    if (t->n_words < TODAY_WORDS) {
        t->words[t->n_words].level = level;
        t->words[t->n_words].subject = subject_label(subject);
        t->words[t->n_words++].line = *line;
    }
}

static void
read_words(struct web *w, const struct request *q, struct today *t)
{
    struct summary_facts f;
    enum err e = summary_read(w, q, &f);

    if (e)
        log_warn("web", "today lacks facts: %s", err_text(e));
    t->counts = f.counts;
    summary_say(&f, keep_word, t);
}

/* Whether all that this thread waits for is a call among those to make. */
static bool
waits_for_call(const struct today *t, const struct thread *k)
{
    if (strcmp(k->snippet, MESSAGE_CALL_BODY) != 0)
        return false;
    for (int i = 0; i < t->n_tasks; i++)
        if (t->tasks[i].thread == k->id && k->waiting >= t->tasks[i].at)
            return true;
    return false;
}

static void
keep_waiting(void *user, const struct thread *from)
{
    struct today *t = user;

    if (waits_for_call(t, from))
        return;
    for (int i = 0; i < t->n_mine; i++)
        if (t->waiting[i].id == from->id)
            return;
    if (t->n_waiting < 2 * WAITING_MAX)
        t->waiting[t->n_waiting++] = *from;
}

static int
by_wait(const void *a, const void *b)
{
    const struct thread *x = a, *y = b;

    return (x->waiting > y->waiting) - (x->waiting < y->waiting);
}

/* Those of the reader's own classes first, then all others. */
static enum err
read_waiting(struct web *w, const struct request *q, struct today *t)
{
    struct thread_filter f = { .waiting = true, .calm = true,
        .limit = WAITING_MAX };
    enum err e;

    t->teaches = q->caller.teaches;
    if (t->teaches) {
        f.mine = q->caller.staff;
        if ((e = thread_list(w->db, &f, keep_waiting, t)))
            return e;
        qsort(t->waiting, (size_t)t->n_waiting, sizeof(*t->waiting), by_wait);
        t->n_mine = t->n_waiting;
        f.mine = 0;
    }
    if ((e = thread_list(w->db, &f, keep_waiting, t)))
        return e;
    qsort(t->waiting + t->n_mine, (size_t)(t->n_waiting - t->n_mine),
        sizeof(*t->waiting), by_wait);
    return OK;
}

static void
keep_task(void *user, const struct task *k)
{
    struct today *t = user;

    if (t->n_tasks < TODAY_ROWS)
        t->tasks[t->n_tasks++] = *k;
}

static void
keep_note(void *user, const struct note_for *n)
{
    struct today *t = user;

    t->notes[t->n_notes++] = *n;
}

static void
keep_plan(void *user, const struct plan_due *d)
{
    struct today *t = user;

    t->plans[t->n_plans++] = *d;
}

static void
keep_mend(void *user, const struct mend_number *n)
{
    struct today *t = user;

    t->mend[t->n_mend++] = *n;
}

static void
keep_marked(void *user, const struct message *m)
{
    struct today *t = user;
    struct message *to = &t->marked[t->n_marked];

    *to = *m;
    if ((to->body = strdup(m->body ? m->body : "")))
        t->n_marked++;
}

static void
keep_asked(void *user, const struct phone_doubt *d)
{
    struct today *t = user;

    if (d->kind == PHONE_MAY_STOP && t->n_asked < TODAY_ROWS
        && (d->tray != MAPPING_SAFEGUARDING || t->sees_all))
        t->asked[t->n_asked++] = *d;
}

static void
keep_unreached(void *user, const struct desk_family *f)
{
    struct today *t = user;

    t->unreached[t->n_unreached++] = *f;
}

static void
keep_approval(void *user, const struct batch *b)
{
    struct today *t = user;

    if (b->state == BATCH_WAITS && t->n_approvals < TELL_BATCHES)
        t->approvals[t->n_approvals++] = *b;
}

/* Classes with children left out; the reader's own where there are any. */
static void
keep_class(void *user, const struct praise_class *c)
{
    struct today *t = user;

    if (c->mine && !t->week_mine) {
        t->week_mine = true;
        t->n_week = t->more_week = 0;
    }
    if ((!c->without && !c->unpraised) || c->mine != t->week_mine)
        return;
    if (t->n_week < TODAY_CLASSES)
        t->week[t->n_week++] = *c;
    else
        t->more_week++;
}

static enum err
read_week(struct web *w, const struct request *q, struct today *t)
{
    struct term term;
    enum err e = term_read(w->db, &term);

    return e || !term.runs || q->caller.role < ROLE_STAFF ? e
        : praise_classes(w->db, q->caller.who, term.began,
            figures_monday(clock_now(), 0), keep_class, t);
}

static enum err
read_left(struct web *w, struct today *t)
{
    struct config c;
    enum err e = settings_now(w, &c);

    return e ? e : first_left_read(w->db, &c, &t->left);
}

static enum err
read_today(struct web *w, const struct request *q, struct today *t)
{
    struct task_filter calls;
    enum err e;

    if (!(t->waiting = calloc(2 * WAITING_MAX, sizeof(*t->waiting))))
        return ERR_MEMORY;
    read_words(w, q, t);
    calls = caller_tasks(&q->caller, TODAY_ROWS);
    if ((e = task_list(w->db, &calls, keep_task, t))
        || (e = read_waiting(w, q, t))
        || (q->caller.staff && (e = note_list_for(w->db, q->caller.staff,
            clock_now() - NOTE_DAYS * DAY, TODAY_ROWS, keep_note, t)))
        || (q->caller.role >= ROLE_STAFF && (e = plan_due(w->db,
            q->caller.staff, q->caller.role == ROLE_ADMIN, clock_now(),
            TODAY_ROWS, keep_plan, t)))
        || (e = talk_now(w, q, &t->now, &t->n_now))
        || (t->sees_all && (e = thread_marked(w->db, TODAY_ROWS, keep_marked,
            t)))
        || (e = mend_numbers(w->db, t->sees_all, TODAY_MEND, keep_mend, t))
        || (e = phone_doubts(w->db, 0, TODAY_MEND, keep_asked, t))
        || (e = desk_unreached(w->db, clock_now() - UNREACHED_DAYS * DAY,
            TODAY_ROWS, keep_unreached, t, &t->all_unreached))
        || (e = batch_list(w->db, 50, keep_approval, t))
        || (e = read_week(w, q, t))
        || (q->caller.role == ROLE_ADMIN && ((e = read_left(w, t))
            || (e = behaviour_count_waiting(w->db, &t->concerns)))))
        return e;
    return OK;
}

void
page_today(struct web *w, const struct request *q, struct response *r)
{
    struct today *t = calloc(1, sizeof(*t));
    enum err e = ERR_MEMORY;
    struct page p;

    if (q->caller.walled) {     /* it tells of the whole school */
        free(t);
        reply_redirect(r, "/inbox");
        return;
    }
    if (t) {
        t->sees_all = caller_sees_all(&q->caller);
        e = read_today(w, q, t);
    }
    if (e)
        page_refusal(q, r, reply_status(e), err_text(e));
    else {
        page_start_known(&p, w, q, "Today", (int)t->worst, &t->ill);
        pages_today(&p, t);
        page_finish(&p, r, 200);
    }
    for (int i = 0; t && i < t->n_marked; i++)
        free(t->marked[i].body);
    if (t) {
        free(t->waiting);
        free(t->now);
    }
    free(t);
}
