/* talk.c - one thread with everything beside it. */
#include "web/view/talk.h"

#include "settings/rules.h"
#include "store/thread/draft.h"
#include "web/kit/inside.h"
#include "web/view/presence.h"
#include "web/view/variants.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MESSAGES = 50, NOTES = 100 };

/* --- gathering ------------------------------------------------------------ */

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
keep_staff(void *user, const struct staff *s)
{
    struct page_conversation *c = user;

    if (c->n_staff < PAGE_STAFF && s->role >= ROLE_STAFF) {
        c->staff[c->n_staff].id = s->id;
        snprintf(c->staff[c->n_staff].name, sizeof(c->staff[0].name), "%s",
            s->name);
        c->n_staff++;
    }
}

/* --- people --------------------------------------------------------------- */

struct gathering {
    struct web *w;
    struct page_conversation *c;
    const struct guardian *guardian;
    enum err error;
};

static void
count_one(void *user, int64_t family)
{
    (void)family;
    ++*(int *)user;
}

static void
keep_phone(void *user, const struct people_phone *from)
{
    struct gathering *g = user;
    struct page_conversation *c = g->c;
    struct page_phone *p = &c->phones[c->n_phones];
    int families = 0;

    if (c->n_phones >= PAGE_PHONES)
        return;
    *p = (struct page_phone){ .state = from->state };
    snprintf(p->guardian, sizeof(p->guardian), "%s", g->guardian->name);
    snprintf(p->relation, sizeof(p->relation), "%s", g->guardian->relation);
    snprintf(p->language, sizeof(p->language), "%s", g->guardian->language);
    snprintf(p->number, sizeof(p->number), "%s", from->number);
    p->usable = from->state == PHONE_WORKING || from->state == PHONE_FAILING;
    p->answerable = p->usable || from->state == PHONE_PENDING;
    if (phone_families(g->w->db, p->number, count_one, &families))
        families = 1;
    p->shared = families > 1;
    for (int i = 0; i < c->n_phones; i++)
        if (!strcmp(c->phones[i].number, p->number))
            p->shared = c->phones[i].shared = true;
    c->n_phones++;
}

static void
keep_guardian(void *user, const struct guardian *from)
{
    struct gathering *g = user;
    int before = g->c->n_phones;
    enum err e;

    g->guardian = from;
    if ((e = guardian_phones(g->w->db, from->id, keep_phone, g)))
        g->error = e;
    else if (g->c->n_phones == before && before < PAGE_PHONES) {
        struct page_phone *p = &g->c->phones[g->c->n_phones++];

        *p = (struct page_phone){ .state = PHONE_PENDING };
        snprintf(p->guardian, sizeof(p->guardian), "%s", from->name);
        snprintf(p->relation, sizeof(p->relation), "%s", from->relation);
    }
}

static enum err
read_people(struct web *w, struct page_conversation *c)
{
    struct gathering g = { w, c, NULL, OK };
    enum err e;

    if (!c->thread.family)
        return OK;
    if ((e = family_children(w->db, c->thread.family, keep_child, c))
        || (e = family_guardians(w->db, c->thread.family, keep_guardian, &g)))
        return e;
    return g.error;
}

/* --- where messages may be filed ------------------------------------------ */

static void
add_child_name(void *user, const struct child *child)
{
    struct page_candidate *to = user;
    size_t n = strlen(to->children);

    snprintf(to->children + n, sizeof(to->children) - n, "%s%s%s%s%s",
        n ? ", " : "", child->name, *child->class_name ? " (" : "",
        child->class_name, *child->class_name ? ")" : "");
}

static void
add_candidate(struct web *w, struct page_conversation *c, int64_t family,
    bool suggested)
{
    struct page_candidate *to = &c->candidates[c->n_candidates];

    for (int i = 0; i < c->n_candidates; i++)
        if (c->candidates[i].family.id == family)
            return;
    if (family <= 0 || family == c->thread.family
        || c->n_candidates >= PAGE_CANDIDATES)
        return;
    memset(to, 0, sizeof(*to));
    if (family_get(w->db, family, &to->family)
        || family_children(w->db, to->family.id, add_child_name, to))
        return;
    to->suggested = suggested;
    c->n_candidates++;
}

struct looking {
    struct web *w;
    struct page_conversation *c;
};

static void
on_sharing(void *user, int64_t family)
{
    struct looking *l = user;

    add_candidate(l->w, l->c, family, false);
}

static void
on_found(void *user, const struct family *f)
{
    struct looking *l = user;

    add_candidate(l->w, l->c, f->id, false);
}

static enum err
read_candidates(struct web *w, const struct request *q,
    struct page_conversation *c)
{
    const char *find = params_get(&q->query, "find");
    struct looking l = { w, c };
    enum err e = OK;

    snprintf(c->find, sizeof(c->find), "%s", find ? find : "");
    for (int i = c->n_messages - 1; i >= 0; i--)
        add_candidate(w, c, c->messages[i].suggested, true);
    if (c->thread.tray)
        e = phone_families(w->db, c->thread.number, on_sharing, &l);
    for (int i = 0; !e && i < c->n_phones; i++)
        if (c->phones[i].shared)
            e = phone_families(w->db, c->phones[i].number, on_sharing, &l);
    if (!e && *c->find)
        e = family_list(w->db, c->find, 8, on_found, &l);
    return e;
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
    if (t->tray == MAPPING_SAFEGUARDING)
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
    int families = 0;

    if (f->done)
        return;
    f->done = true;
    compose_measure(f->w->db, copy->text, f->count);
    f->count->shared = !phone_families(f->w->db, copy->number, count_one,
        &families) && families > 1;
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
    enum err e;

    if (c->thread.tray)
        return OK;
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
        if (c->phones[i].answerable && !strcmp(c->phones[i].number, to))
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
        || c->thread.tray == MAPPING_SAFEGUARDING;
    if (!c->may_write || !c->can_reply)
        return OK;
    if (q->caller.staff) {
        if ((e = draft_get(w->db, q->caller.staff, c->thread.id, &kept)))
            return e;
        compose_load(kept, &c->draft);
        free(kept);
    }
    if ((e = read_sender(w, c)))
        return e;
    if (!is_offered(c, c->draft.to)
        && (e = talk_answer_to(w->db, &c->thread, c->draft.to)))
        return e;
    if ((e = read_templates(w, q, c))
        || (e = staff_list(w->db, keep_staff, c)))
        return e;
    talk_count(w, q, &c->thread, &c->draft, &c->count);
    return OK;
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
talk_writes(const struct page_conversation *c)
{
    return c->may_write && c->can_reply && talk_reachable(c);
}

/* --- all of it ------------------------------------------------------------ */

enum err
talk_thread(struct web *w, const struct request *q, struct thread *out)
{
    enum err e = thread_get(w->db, q->id, out);

    if (!e && out->tray == MAPPING_SAFEGUARDING
        && !caller_sees_all(&q->caller))
        return ERR_NOT_FOUND;
    return e;
}

static enum err
read_messages(struct web *w, const struct request *q,
    struct page_conversation *c)
{
    int64_t before = params_int(&q->query, "before", INT64_MAX, 0);
    enum err e;

    if (!(c->messages = calloc(MESSAGES + 1, sizeof(*c->messages))))
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
    return OK;
}

enum err
talk_read(struct web *w, const struct request *q,
    struct page_conversation *out)
{
    enum err e;

    if ((e = talk_thread(w, q, &out->thread))
        || (e = read_messages(w, q, out)) || (e = read_people(w, out))
        || (e = read_asked(w, out))
        || (e = phone_doubts(w->db, q->id, PAGE_DOUBTS, keep_doubt, out))
        || (e = note_list(w->db, q->id, keep_note, out))
        || (e = task_list(w->db, q->id, PAGE_TASKS, keep_task, out))
        || (e = read_candidates(w, q, out)) || (e = read_draft(w, q, out)))
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
    free(c->children);
    free(c->notes);
    free(c->templates);
    compose_count_clear(&c->count);
}
