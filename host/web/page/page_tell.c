/* page_tell.c - writing a text to many, and a look before it goes. */
#include "base/clock.h"
#include "send/week.h"
#include "settings/rules.h"
#include "store/db/once.h"
#include "store/thread/draft.h"
#include "web/page/handlers.h"
#include "web/pages/pages.h"
#include "web/view/account_view.h"
#include "web/view/tell.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { A_MINUTE = 10 };         /* parts of one dongle, where no cap says */

/* --- the form ------------------------------------------------------------- */

static void
keep_class(void *user, const char *name, int children)
{
    struct tell_form *f = user;

    if (f->n_classes < TELL_CLASSES) {
        snprintf(f->classes[f->n_classes].name,
            sizeof(f->classes[0].name), "%s", name);
        f->classes[f->n_classes++].children = children;
    }
}

static void
keep_group(void *user, const struct family_group *g)
{
    struct tell_form *f = user;

    if (g->families && f->n_groups < TELL_GROUPS)
        f->groups[f->n_groups++] = *g;
}

static void
keep_question(void *user, int64_t id, const char *text)
{
    struct tell_form *f = user;

    if (f->n_questions < TELL_QUESTIONS) {
        f->questions[f->n_questions].id = id;
        snprintf(f->questions[f->n_questions++].text,
            sizeof(f->questions[0].text), "%s", text);
    }
}

static void
keep_batch(void *user, const struct batch *b)
{
    struct tell_form *f = user;

    f->batches[f->n_batches++] = *b;
}

static void
keep_template(void *user, const struct template *t)
{
    struct tell_form *f = user;

    if (f->n_templates < PAGE_TEMPLATES)
        f->templates[f->n_templates++] = *t;
}

static void
keep_family(void *user, const struct family *family)
{
    struct tell_form *f = user;

    for (int i = 0; i < f->n_families; i++)
        if (f->families[i].family.id == family->id)
            return;
    if (f->n_families < TELL_FAMILIES)
        f->families[f->n_families++].family = *family;
}

static enum err
read_draft(struct web *w, const struct request *q, struct compose *out)
{
    char *kept = NULL;
    enum err e = draft_get(w->db, q->caller.staff, 0, &kept);

    if (!e)
        compose_load(kept, out);
    free(kept);
    return e;
}

/* The class of the address ("/tell?class=4B") is chosen, where none is yet. */
static void
choose_class(const struct request *q, struct compose *draft)
{
    const char *name = params_get(&q->query, "class");

    if (name && *name && !draft->all && !draft->n_classes
        && !draft->n_families && !draft->n_groups)
        snprintf(draft->classes[draft->n_classes++],
            sizeof(draft->classes[0]), "%s", name);
}

static enum err
read_form(struct web *w, const struct request *q, struct tell_form *f)
{
    const char *find = params_get(&q->query, "find");
    struct family one;
    enum err e;

    snprintf(f->find, sizeof(f->find), "%s", find ? find : "");
    f->nobody = params_flag(&q->query, "nobody");
    if (!(f->templates = calloc(PAGE_TEMPLATES, sizeof(*f->templates))))
        return ERR_MEMORY;
    if ((e = account_signature(w, q, f->signature))
        || (e = read_draft(w, q, &f->draft))
        || (e = desk_classes(w->db, keep_class, f))
        || (e = group_list(w->db, 0, keep_group, f))
        || (e = batch_questions(w->db, TELL_QUESTIONS, keep_question, f))
        || (e = batch_list(w->db, TELL_BATCHES, keep_batch, f))
        || (e = template_list(w->db, keep_template, f)))
        return e;
    choose_class(q, &f->draft);
    for (int i = 0; i < f->draft.n_families; i++)
        if (!family_get(w->db, f->draft.families[i], &one))
            keep_family(f, &one);
    if ((*f->find && (e = family_list(w->db, f->find, FAMILIES_BY_CHILD,
            12, keep_family, f)))
        || (e = family_lines_read(w->db, f->families, f->n_families)))
        return e;
    compose_measure(w->db, f->draft.text, &f->count);
    return variants_read(w->db, &f->draft, &f->variants);
}

void
page_tell(struct web *w, const struct request *q, struct response *r)
{
    struct tell_form *f = calloc(1, sizeof(*f));
    enum err e = f ? read_form(w, q, f) : ERR_MEMORY;
    struct page p;

    if (e)
        page_refusal(q, r, reply_status(e), err_text(e));
    else {
        page_start_writing(&p, w, q, "Tell a class", 0);
        pages_tell(&p, f);
        page_finish(&p, r, 200);
    }
    if (f) {
        compose_count_clear(&f->count);
        free(f->templates);
    }
    free(f);
}

/* Keeps what the form holds; false after answering. */
static bool
keep_typed(struct web *w, const struct request *q, struct response *r,
    struct compose *c)
{
    enum err e;

    compose_read(&q->form, c);
    if ((e = page_draft_keep(w, q, 0, c)))
        page_refusal(q, r, reply_status(e), e == ERR_NOT_FOUND
                ? "Sign in as a person to keep a draft." : err_text(e));
    return !e;
}

void
page_tell_keep(struct web *w, const struct request *q, struct response *r)
{
    struct compose c;

    if (keep_typed(w, q, r, &c))
        reply_redirect(r, "/tell");
}

void
page_tell_draft(struct web *w, const struct request *q, struct response *r)
{
    struct compose_count count;
    struct compose c;
    struct page p;

    if (!keep_typed(w, q, r, &c))
        return;
    compose_measure(w->db, c.text, &count);
    page_start(&p, w, q, "Tell a class");
    pages_count_box(&p, &count);
    page_finish(&p, r, 200);
    compose_count_clear(&count);
}

static bool
is_for_somebody(const struct compose *c)
{
    return c->all || c->n_classes || c->n_groups || c->n_families || c->silent;
}

/* The buttons of the form. */
void
page_tell_write(struct web *w, const struct request *q, struct response *r)
{
    const char *what = params_get(&q->form, "do");
    const char *find = params_get(&q->form, "find");
    struct compose c;
    char path[120] = "/tell", *plain = NULL;
    bool changed;
    enum err e = OK;

    compose_read(&q->form, &c);
    what = what ? what : "look";
    if (!strcmp(what, "template"))
        e = variants_use(w->db, params_int(&q->form, "template", INT64_MAX,
            0), q->rules->config.school.language, &c);
    else if (!strcmp(what, "plain") && !text_plain(c.text, &plain, &changed))
        snprintf(c.text, sizeof(c.text), "%s", plain);
    else if (!strcmp(what, "sign"))
        e = account_sign(w, q, c.text, sizeof(c.text));
    free(plain);
    if (!e)
        e = page_draft_keep(w, q, 0, &c);
    if (!strcmp(what, "look"))
        snprintf(path, sizeof(path), is_for_somebody(&c) ? "/tell/look"
                                                         : "/tell?nobody=1");
    else if (!strcmp(what, "find") && find)
        params_write(path, sizeof(path), "find", find);
    if (e)
        page_refusal(q, r, reply_status(e), err_text(e));
    else
        reply_redirect(r, path);
}

/* --- the look ------------------------------------------------------------- */

static void
keep_copy(struct tell_copy *to, const struct send_copy *c)
{
    free(to->text);
    to->text = strdup(c->text);
    to->parts = c->parts;
    snprintf(to->who, sizeof(to->who), "%s%s%s", c->guardian,
        *c->guardian ? ", " : "", c->number);
}

static void
count_language(struct tell_look *l, const struct send_copy *c)
{
    int i = 0;

    while (i < l->n_languages && strcmp(l->languages[i].code, c->language))
        i++;
    if (i > VARIANTS_MAX)
        return;
    if (i == l->n_languages) {
        snprintf(l->languages[i].code, sizeof(l->languages[i].code), "%s",
            c->language);
        keep_copy(&l->languages[i].copy, c);
        l->n_languages++;
    }
    l->languages[i].phones++;
}

static void
on_copy(void *user, const struct send_copy *c)
{
    struct tell_look *l = user;
    int64_t monday;

    if (!week_monday(l->db, c->number, &monday))
        l->full += monday != 0;
    count_language(l, c);
    if (l->phones < 3)
        keep_copy(&l->first[l->phones], c);
    if (!l->longest.text || strlen(c->text) > strlen(l->longest.text))
        keep_copy(&l->longest, c);
    l->phones++;
    l->parts += c->parts;
}

static void
keep_credit(void *user, const struct overview_sim *s)
{
    struct tell_look *l = user;
    size_t n = strlen(l->credit);

    if (s->working && *s->credit)
        snprintf(l->credit + n, sizeof(l->credit) - n, "%s%s: %s",
            n ? "; " : "", s->name, s->credit);
}

/* The draft, and all that is needed to send it. v lives as long as s. */
static enum err
fill_send(struct web *w, const struct request *q, struct compose *c,
    struct variants *v, struct send *s)
{
    enum err e = read_draft(w, q, c);

    talk_settings(q, s);
    if (e || (e = variants_read(w->db, c, v)))
        return e;
    s->variants = v->list;
    s->n_variants = v->count;
    return OK;
}

static bool
needs_approval(const struct request *q, const struct send *s, int phones)
{
    return send_needs_approval(s, q->rules->config.alone, phones,
        q->caller.role == ROLE_ADMIN);
}

static void
add_costs(struct web *w, const struct request *q, const struct send *s,
    struct tell_look *l)
{
    const struct queue_caps *caps = &q->rules->queue.caps;
    int a_minute = caps->per_minute ? caps->per_minute : A_MINUTE;

    l->minutes = (l->parts + a_minute - 1) / a_minute;
    if (caps->per_day && l->parts > caps->per_day)
        l->over_cap = l->parts - caps->per_day;
    compose_price(w->db, l->parts, l->price, sizeof(l->price));
    l->approval = needs_approval(q, s, l->phones);
    l->at_once = !l->approval && l->phones > SEND_ALONE && send_is_urgent(s);
    if (overview_sims(w->db, keep_credit, l))
        l->credit[0] = '\0';
}

/* A draft in a few letters, to tell whether it is still the same. */
static enum err
digest(const struct compose *c, char out[33])
{
    unsigned char hash[crypto_generichash_BYTES_MIN];
    char *text = compose_keep(c);

    if (!text)
        return ERR_MEMORY;
    crypto_generichash(hash, sizeof(hash), (const unsigned char *)text,
        strlen(text), NULL, 0);
    sodium_bin2hex(out, 33, hash, sizeof(hash));
    free(text);
    return OK;
}

void
page_tell_look(struct web *w, const struct request *q, struct response *r)
{
    const char *classes[COMPOSE_CLASSES];
    struct tell_look l = { .db = w->db };
    struct send s = { 0 };
    struct variants v = { .count = 0 };
    struct compose c;
    struct page p;
    enum err e = fill_send(w, q, &c, &v, &s);

    if (!e)
        e = digest(&c, l.seen);
    if (!e && compose_send(&c, &s, classes, &l.why)
        && (e = send_preview(w->db, &s, on_copy, &l, &l.skipped,
            &l.why)) && reason_given(&l.why))
        e = OK;
    if (e)
        page_refusal(q, r, reply_status(e), err_text(e));
    else {
        add_costs(w, q, &s, &l);
        l.representatives = s.representatives;
        page_start(&p, w, q, "Look before it goes");
        pages_tell_look(&p, &l);
        page_finish(&p, r, 200);
    }
    for (int i = 0; i < 3; i++)
        free(l.first[i].text);
    for (int i = 0; i < l.n_languages; i++)
        free(l.languages[i].copy.text);
    free(l.longest.text);
}

static void
count_copy(void *user, const struct send_copy *c)
{
    (void)c;
    ++*(int *)user;
}

/* Sends what the draft holds. ERR_BUSY: it is another than was looked at. */
static enum err
send_draft(struct web *w, const struct request *q, const char *once,
    struct sent *sent, struct reason *why)
{
    const char *looked = params_get(&q->form, "seen");
    char seen[33] = "";
    const char *classes[COMPOSE_CLASSES];
    struct send s = { .once = once };
    struct variants v = { .count = 0 };
    struct compose c;
    int phones = 0, skipped;
    enum err e = fill_send(w, q, &c, &v, &s);

    if (!e && !(e = digest(&c, seen)) && looked && strcmp(looked, seen) != 0)
        e = ERR_BUSY;
    if (!e && !compose_send(&c, &s, classes, why))
        e = ERR_INPUT;
    if (!e)
        e = send_preview(w->db, &s, count_copy, &phones, &skipped, why);
    s.approval = needs_approval(q, &s, phones);
    s.undo = clock_now() + MINUTE;
    if (!e)
        e = send_text(w->db, &s, sent, why);
    free(sent->ids);
    if (!e && draft_set(w->db, q->caller.staff, 0, ""))
        log_warn("web", "the draft stays");     /* it went anyway */
    return e;
}

void
page_tell_send(struct web *w, const struct request *q, struct response *r)
{
    const char *once = params_get(&q->form, "once");
    struct sent sent = { 0 };
    struct reason why = { 0 };
    char path[64];
    enum err e = once_check(w->db, once, &sent.batch);

    if (!e)
        e = send_draft(w, q, once, &sent, &why);
    if (e == ERR_BUSY)
        page_go(r, "/tell/look", "changed");
    else if (e && e != ERR_EXISTS)      /* sent twice, goes once */
        page_refused(q, r, e, &why);
    else {
        snprintf(path, sizeof(path), "/tell/%lld", (long long)sent.batch);
        reply_redirect(r, path);
    }
}
