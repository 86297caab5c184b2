/* talk.c - one thread with everything beside it. */
#include "web/view/talk.h"

#include "settings/rules.h"
#include "store/thread/draft.h"
#include "store/thread/flood.h"
#include "store/thread/wall.h"
#include "web/kit/inside.h"
#include "web/view/account_view.h"
#include "web/view/presence.h"
#include "web/view/talk_own.h"
#include "web/view/variants.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MESSAGES = 50, NOTES = 100, AFTER = 10 };

/* --- gathering ------------------------------------------------------------ */

static void
keep_message(void *user, const struct message *m)
{
    struct page_conversation *c = user;
    struct message *to = &c->messages[c->n_messages];

    if (c->n_messages > MESSAGES)
        return;
    *to = *m;
    if ((to->body = strdup(m->body ? m->body : "")))
        c->n_messages++;
}

static void
keep_note(void *user, const struct note *n)
{
    struct page_conversation *c = user;
    struct note *more;

    if (c->n_notes >= NOTES || !(more = realloc(c->notes,
            ((size_t)c->n_notes + 1) * sizeof(*more))))
        return;
    c->notes = more;
    c->notes[c->n_notes++] = *n;
}

static void
keep_task(void *user, const struct task *t)
{
    struct page_conversation *c = user;

    if (c->n_tasks < PAGE_TASKS)
        c->tasks[c->n_tasks++] = *t;
}

static void
keep_doubt(void *user, const struct phone_doubt *d)
{
    struct page_conversation *c = user;

    c->doubts[c->n_doubts++] = *d;
}

static void
keep_about(void *user, const struct alert_about *a)
{
    struct page_conversation *c = user;

    if (c->n_about < PAGE_ABOUT)
        c->about[c->n_about++] = *a;
}

/* --- the draft ------------------------------------------------------------ */

void
talk_settings(const struct request *q, struct send *s)
{
    const struct config *c = &q->rules->config;

    s->author = q->caller.who;
    s->country = c->school.country;
    s->language = c->school.language;
    s->school = c->school.name;
    s->rules = &q->rules->queue;
}

void
talk_address(const struct thread *t, const struct compose *c, struct send *s)
{
    s->family = t->family;
    if (t->tray == MAPPING_SAFEGUARDING || t->tray == MAPPING_STAFF)
        s->thread = t->id;      /* the family's thread is for everybody */
    if (t->tray)
        s->number = t->number;
    else if (*c->to && strcmp(c->to, "all") != 0)
        s->number = c->to;
}

struct first_copy {
    struct compose_count *count;
    struct web *w;
    bool done;
};

static void
on_copy(void *user, const struct send_copy *copy)
{
    struct first_copy *f = user;

    if (f->done)
        return;
    f->done = true;
    compose_measure(f->w->db, copy->text, f->count);
    f->count->shared = talk_is_shared(f->w->db, copy->number);
}

void
talk_count(struct web *w, const struct request *q, const struct thread *t,
    const struct compose *c, struct compose_count *out)
{
    const char *classes[COMPOSE_CLASSES];
    struct first_copy first = { out, w, false };
    struct send s = { 0 };
    struct reason why = { 0 };
    int skipped;

    memset(out, 0, sizeof(*out));
    out->empty = !*c->text;
    if (out->empty)
        return;
    talk_settings(q, &s);
    if (compose_send(c, &s, classes, &why)) {
        talk_address(t, c, &s);
        if (send_preview(w->db, &s, on_copy, &first, &skipped, &why)
            && !reason_given(&why))
            why = reason_words("This cannot be counted now.");
    }
    if (!first.done)
        compose_measure(w->db, c->text, out);
    if (reason_given(&why))
        out->bad = why;
}

/* Whether a number may be answered: not one that asked for no texts, or that
 * somebody called wrong. */
static enum err
takes_texts(struct db *db, const char *number, bool *takes)
{
    struct people_phone phone = { .state = PHONE_WORKING };
    enum err e = phone_get(db, number, &phone);

    *takes = phone.state != PHONE_OPTED_OUT && phone.state != PHONE_WRONG;
    return e == ERR_NOT_FOUND ? OK : e;
}

enum err
talk_answer_to(struct db *db, const struct thread *t, char to[64])
{
    bool takes = true;
    enum err e = thread_last_sender(db, t->id, to);

    if (!e && !*to)
        snprintf(to, 64, "all");
    else if (!e && !(e = takes_texts(db, to, &takes)) && !takes)
        to[0] = '\0';
    return e;
}

static enum err
read_sender(struct web *w, struct page_conversation *c)
{
    bool takes = true;
    enum err e;

    if (c->thread.tray) {
        e = takes_texts(w->db, c->thread.number, &takes);
        c->refused = !takes;
        return e;
    }
    if ((e = thread_last_sender(w->db, c->thread.id, c->wrote))
        || (*c->wrote
            && (e = takes_texts(w->db, c->wrote, &c->wrote_takes))))
        return e;
    for (int i = 0; i < c->n_phones; i++)
        c->wrote_here |= !strcmp(c->phones[i].number, c->wrote);
    return OK;
}

/* Whether the draft names somebody whom the page offers. */
static bool
is_offered(const struct page_conversation *c, const char *to)
{
    if (!strcmp(to, "all") || (c->wrote_takes && !strcmp(to, c->wrote)))
        return true;
    for (int i = 0; i < c->n_phones; i++)
        if ((c->phones[i].answerable || c->phones[i].refused)
            && !strcmp(c->phones[i].number, to))
            return true;
    return false;
}

static void
add_language(const char *wanted[], int *n, const char *language)
{
    for (int i = 0; i < *n; i++)
        if (!strcmp(wanted[i], language))
            return;
    if (*n < VARIANTS_WANTED)
        wanted[(*n)++] = language;
}

/* Templates in what this family reads; first what the chosen phone does. */
static enum err
read_templates(struct web *w, const struct request *q,
    struct page_conversation *c)
{
    const char *wanted[VARIANTS_WANTED];
    const char *usual = q->rules->config.school.language;
    int n = 0;

    for (int chosen = 1; chosen >= 0; chosen--)
        for (int i = 0; i < c->n_phones; i++) {
            const struct page_phone *p = &c->phones[i];

            if (p->usable && (!chosen || !strcmp(p->number, c->draft.to)))
                add_language(wanted, &n, *p->language ? p->language : usual);
        }
    if (!n)
        add_language(wanted, &n, usual);
    if (!(c->templates = calloc(PAGE_TEMPLATES, sizeof(*c->templates))))
        return ERR_MEMORY;
    return variants_offer(w->db, wanted, n, usual, c->templates,
        PAGE_TEMPLATES, &c->n_templates);
}

/* The questions that texts here were held against, the newest texts' first. */
static enum err
read_asked(struct web *w, struct page_conversation *c)
{
    enum err e = OK;

    for (int i = c->n_messages - 1; i >= 0 && !e; i--) {
        const struct message *m = &c->messages[i];

        if (m->direction == MESSAGE_IN && m->question
            && c->n_asked < PAGE_ASKED && !page_asked(c, m))
            e = question_get(w->db, m->question, &c->asked[c->n_asked++]);
    }
    return e;
}

/* Whether a tray's sender sends too much. */
static enum err
read_flood(struct web *w, struct page_conversation *c)
{
    enum err e;

    if (!c->thread.tray)
        return OK;
    if ((e = flood_blocked(w->db, c->thread.number, &c->blocked)))
        return e;
    return flood_alike(w->db, c->thread.id, &c->alike);
}

/* A link to write about a child ticks it, and a child who is not of the family
 * any more is ticked no longer. */
static void
begin_about(const struct request *q, struct page_conversation *c)
{
    int64_t wanted = params_int(&q->query, "child", INT64_MAX, 0);
    struct compose *d = &c->draft;
    int n = 0;

    for (int i = 0; i < c->n_children; i++)
        if (c->children[i].id == wanted && !*d->text && !d->n_about)
            d->about[d->n_about++] = wanted;
    for (int i = 0; i < d->n_about; i++)
        for (int k = 0; k < c->n_children; k++)
            if (c->children[k].id == d->about[i])
                d->about[n++] = d->about[i];
    d->n_about = n;
}

/* In the language of the phone that it would go to. */
static enum err
read_hold(struct web *w, const struct request *q, struct page_conversation *c)
{
    const char *language = q->rules->config.school.language;
    char to[64] = "";
    enum err e = c->thread.tray ? OK : talk_answer_to(w->db, &c->thread, to);

    if (e || (!c->thread.tray && !*to))
        return e;
    for (int i = 0; i < c->n_phones; i++)
        if (!strcmp(c->phones[i].number, to) && *c->phones[i].language)
            language = c->phones[i].language;
    return hold_read(w, q, &c->thread, language, &c->hold);
}

static enum err
read_draft(struct web *w, const struct request *q,
    struct page_conversation *c)
{
    char *kept = NULL;
    enum err e;

    c->may_write = q->caller.role >= ROLE_STAFF;
    c->can_reply = c->thread.tray == MAPPING_NO_TRAY
        || c->thread.tray == MAPPING_UNKNOWN
        || c->thread.tray == MAPPING_SHARED
        || c->thread.tray == MAPPING_SAFEGUARDING
        || c->thread.tray == MAPPING_STAFF
        || (c->thread.tray == MAPPING_NOTICES && c->n_senders
            && c->senders[0].kind == SENDER_SUPPLIER);
    if (!c->may_write || !c->can_reply)
        return OK;
    if (q->caller.staff) {
        if ((e = draft_get(w->db, q->caller.staff, c->thread.id, &kept)))
            return e;
        compose_load(kept, &c->draft);
        free(kept);
    }
    begin_about(q, c);
    if ((e = account_signature(w, q, c->signature))
        || (e = read_sender(w, c)))
        return e;
    if (!is_offered(c, c->draft.to)
        && (e = talk_answer_to(w->db, &c->thread, c->draft.to)))
        return e;
    if (!*c->draft.to && !talk_reachable(c) && c->wrote_here)
        snprintf(c->draft.to, sizeof(c->draft.to), "%s", c->wrote);
    if ((e = read_templates(w, q, c))
        || (e = page_staff_read(w->db, &c->staff)))
        return e;
    talk_count(w, q, &c->thread, &c->draft, &c->count);
    return read_hold(w, q, c);
}

bool
talk_reachable(const struct page_conversation *c)
{
    bool can = c->thread.tray || c->wrote_takes;

    for (int i = 0; i < c->n_phones; i++)
        can |= c->phones[i].answerable;
    return can;
}

bool
talk_refused(const struct page_conversation *c)
{
    for (int i = 0; i < c->n_phones; i++)
        if (c->phones[i].refused)
            return true;
    return c->refused;
}

bool
talk_writes(const struct page_conversation *c)
{
    return c->may_write && c->can_reply
        && (talk_reachable(c) || talk_refused(c));
}

/* --- all of it ------------------------------------------------------------ */

enum err
talk_thread(struct web *w, const struct request *q, struct thread *out)
{
    enum err e = thread_get(w->db, q->id, out);
    bool sees = true;

    if (!e && q->caller.walled)
        e = wall_sees(w->db, q->caller.staff, WALL_A_THREAD, q->id, &sees);
    if (!e && (!sees || !caller_sees_tray(&q->caller, out->tray)))
        return ERR_NOT_FOUND;
    return e;
}

bool
talk_is_open(const struct thread *t)
{
    return t->tray != MAPPING_SAFEGUARDING && t->tray != MAPPING_MONEY;
}

/* What says the same again and again is one row: the last, with their
 * number. */
static void
fold_repeats(struct page_conversation *c)
{
    int n = 0;

    for (int i = 0; i < c->n_messages; i++) {
        struct message *m = &c->messages[i];

        c->same[n] = 1;
        if (n && message_repeats(&c->messages[n - 1], m)) {
            c->same[n - 1]++;
            message_clear(&c->messages[n - 1]);
            c->messages[n - 1] = *m;
        } else
            c->messages[n++] = *m;
    }
    c->n_messages = n;
}

/* The first row may go on before the page. */
static enum err
fold_older(struct db *db, struct page_conversation *c)
{
    int64_t first = 0;
    int count = 0;
    enum err e = thread_repeats(db, &c->messages[0], &count, &first);

    if (!e && count > c->same[0]) {
        c->same[0] = count;
        c->older = first;
    }
    return e;
}

static enum err
read_messages(struct web *w, const struct request *q,
    struct page_conversation *c)
{
    int64_t before = params_int(&q->query, "before", INT64_MAX, 0);
    int64_t at = params_int(&q->query, "at", INT64_MAX, 0);
    const char *marked = params_get(&q->query, "marked");
    enum err e = at ? thread_page_of(w->db, q->id, at, AFTER, &before) : OK;

    if (e)
        return e;
    c->past = before;
    c->at = at;
    c->marked = marked ? marked : "";
    if (!(c->messages = calloc(MESSAGES + 1, sizeof(*c->messages)))
        || !(c->same = calloc(MESSAGES + 1, sizeof(*c->same))))
        return ERR_MEMORY;
    if ((e = thread_messages(w->db, q->id, before, MESSAGES + 1, keep_message,
            c)))
        return e;
    if (c->n_messages > MESSAGES) {
        message_clear(&c->messages[0]);
        memmove(&c->messages[0], &c->messages[1],
            MESSAGES * sizeof(c->messages[0]));
        c->n_messages = MESSAGES;
        c->older = c->messages[0].id;
    }
    fold_repeats(c);
    return c->older ? fold_older(w->db, c) : OK;
}

/* "filed=120.124": the lines of the audit log, as page_file.c says them. */
static enum err
read_filed(struct web *w, const struct request *q, struct page_conversation *c)
{
    int64_t first, last;

    if (q->caller.role < ROLE_STAFF || q->caller.walled
        || !params_pair(params_get(&q->query, "filed"), &first, &last))
        return OK;
    return filing_moved(w->db, q->id, first, last, q->caller.who, c->filed,
        &c->n_filed);
}

enum err
talk_read(struct web *w, const struct request *q,
    struct page_conversation *out)
{
    struct task_filter calls = caller_tasks(&q->caller, PAGE_TASKS);
    struct note_reader reader = caller_reads(&q->caller);
    enum err e;

    calls.thread = q->id;
    if ((e = talk_thread(w, q, &out->thread))
        || (e = read_messages(w, q, out)) || (e = talk_read_people(w, out))
        || (e = read_asked(w, out)) || (e = read_flood(w, out))
        || (e = read_filed(w, q, out))
        || (e = phone_doubts(w->db, q->id, PAGE_DOUBTS, keep_doubt, out))
        || (out->thread.tray == MAPPING_STAFF
            && (e = alert_about(w->db, out->thread.number, PAGE_ABOUT,
                    keep_about, out)))
        || (out->thread.tray == MAPPING_SAFEGUARDING
            && (e = matter_get(w->db, q->id, &out->matter)))
        || (e = note_list(w->db, q->id, &reader, keep_note, out))
        || (e = task_list(w->db, &calls, keep_task, out))
        || (e = talk_read_candidates(w, q, out)) || (e = talk_whose(w, q, out))
        || (e = read_draft(w, q, out)))
        return e;
    presence_other(q->id, q->caller.who, out->presence,
        sizeof(out->presence));
    talk_from(q, out->from, sizeof(out->from));
    if (*out->from)
        snprintf(out->from_view, sizeof(out->from_view), "%s",
            params_get(&q->query, "view"));
    return OK;
}

void
talk_clear(struct page_conversation *c)
{
    for (int i = 0; i < c->n_messages; i++)
        message_clear(&c->messages[i]);
    free(c->messages);
    free(c->same);
    free(c->children);
    free(c->notes);
    free(c->templates);
    compose_count_clear(&c->count);
}
