/* page_family_edit.c - a family mended by staff: one form a thing, each ends on
 * the family's page. */
#include "settings/rules.h"
#include "store/inbox/filing_decide.h"
#include "store/inbox/reading.h"
#include "store/people/left.h"
#include "store/people/tree.h"
#include "store/thread/thread.h"
#include "web/page/handlers.h"
#include "web/pages/pages.h"
#include "web/view/backups_view.h"
#include "web/view/family_view.h"

#include <stdio.h>
#include <string.h>

enum { MEMBERS_MAX = 32 };

/* One form sent to a family's page. */
struct deed {
    struct web *w;
    const struct request *q;
    struct reason why;
    char country[3];
    int64_t guardian, child, phone; /* 0: none named */
    int64_t thread;             /* where it ends, not 0: on that page */
};

static const char *
field(const struct deed *d, const char *name)
{
    const char *v = params_get(&d->q->form, name);

    return v ? v : "";
}

static enum err
do_name(struct deed *d)
{
    enum err e = family_rename(d->w->db, d->q->id, field(d, "name"),
        d->q->caller.who);

    if (e == ERR_INPUT)
        d->why = reason_words("That name cannot be used.");
    return e;
}

static enum err
do_child(struct deed *d)
{
    return child_save(d->w->db, d->q->id, field(d, "name"), field(d, "class"),
        d->q->caller.who, &d->why, &d->child);
}

static enum err
do_child_remove(struct deed *d)
{
    return child_remove(d->w->db, d->q->id, d->child, d->q->caller.who);
}

/* "07:00" into minutes; nothing typed is 0. */
static enum err
read_minutes(struct deed *d, const char *name, int *out)
{
    const char *typed = field(d, name);
    int hour = 0, minute = 0;
    char more;

    if (*typed && (sscanf(typed, "%2d:%2d%c", &hour, &minute, &more) != 2
            || hour > 23 || minute > 59 || hour < 0 || minute < 0))
        return reason_refuse(&d->why, ERR_INPUT, reason_of(REASON_TIME_AS));
    *out = 60 * hour + minute;
    return OK;
}

static enum err
read_guardian(struct deed *d, const char *name, struct guardian_form *out)
{
    enum err e;

    *out = (struct guardian_form){ .name = field(d, name),
        .relation = field(d, "relation"), .language = field(d, "language"),
        .consent = field(d, "consent"),
        .agreed_again = params_flag(&d->q->form, "again") };
    if (!(e = read_minutes(d, "from", &out->hours_from)))
        e = read_minutes(d, "until", &out->hours_to);
    if (!e && !*field(d, "from") != !*field(d, "until"))
        return reason_refuse(&d->why, ERR_INPUT, reason_of(REASON_BOTH_HOURS));
    if (e || (e = collect_parse(field(d, "collect"), &out->collect)))
        return e;
    return reads_parse(field(d, "reads"), &out->reads);
}

static enum err
do_child_leave(struct deed *d)
{
    return child_leave(d->w->db, d->q->id, d->child, true, d->q->caller.who);
}

static enum err
do_child_return(struct deed *d)
{
    return child_leave(d->w->db, d->q->id, d->child, false,
        d->q->caller.who);
}

static enum err
add_number(struct deed *d)
{
    enum err e = guardian_phone_add(d->w->db, d->guardian,
        field(d, "number"), d->country, d->q->caller.who, &d->why);

    return e;
}

/* A new guardian may come with a number: both or none. */
static enum err
do_guardian(struct deed *d)
{
    struct guardian_form g;
    bool fresh = !d->guardian;
    enum err e = read_guardian(d, "name", &g);

    if (e || (e = db_begin(d->w->db)))
        return e;
    if (!(e = guardian_save(d->w->db, d->q->id, &g, d->q->caller.who, &d->why,
             &d->guardian))
        && fresh && *field(d, "number"))
        e = add_number(d);
    return db_end(d->w->db, e);
}

static enum err
do_guardian_ask(struct deed *d)
{
    return reading_ask(d->w->db, d->q->id, d->guardian, &d->q->rules->inbox,
        d->q->caller.who, &d->why);
}

static enum err
do_guardian_remove(struct deed *d)
{
    return guardian_remove(d->w->db, d->q->id, d->guardian,
        d->q->caller.who);
}

static enum err
do_represent(struct deed *d)
{
    return tree_set(d->w->db, field(d, "class"), d->q->id,
        !params_flag(&d->q->form, "off"), d->q->caller.who);
}

static enum err
do_phone(struct deed *d)
{
    return add_number(d);
}

static enum err
do_phone_remove(struct deed *d)
{
    return guardian_phone_remove(d->w->db, d->guardian, d->phone,
        d->q->caller.who);
}

static enum err
do_phone_first(struct deed *d)
{
    return guardian_phone_first(d->w->db, d->guardian, d->phone,
        d->q->caller.who);
}

struct finding {
    int64_t id;
    char number[64];
};

static void
find_number(void *user, const struct people_phone *p)
{
    struct finding *f = user;

    if (p->id == f->id)
        snprintf(f->number, sizeof(f->number), "%s", p->number);
}

/* Staff confirm a number, or say what they heard about it. */
static enum err
do_phone_state(struct deed *d)
{
    static const enum phone_state states[] = { PHONE_WORKING, PHONE_OPTED_OUT,
        PHONE_WRONG, PHONE_PENDING };
    struct finding f = { .id = d->phone };
    const char *wanted = field(d, "state");
    enum err e = guardian_phones(d->w->db, d->guardian, find_number, &f);

    if (e || !*f.number)
        return e ? e : ERR_NOT_FOUND;
    for (size_t i = 0; i < sizeof(states) / sizeof(*states); i++)
        if (!strcmp(wanted, phone_state_name(states[i])))
            return filing_set_phone(d->w->db, f.number, states[i],
                d->q->caller.who);
    return reason_refuse(&d->why, ERR_INPUT,
        reason_words("Choose a state for the phone."));
}

static enum err
do_write(struct deed *d)
{
    return page_family_thread(d->w->db, d->q->id, &d->thread);
}

static const struct {
    const char *name;
    enum err (*run)(struct deed *d);
    bool of_guardian;           /* needs one of this family */
    const char *done;
} deeds[] = {
    { "name", do_name, false, "saved" },
    { "child", do_child, false, "saved" },
    { "child-remove", do_child_remove, false, "removed" },
    { "child-leave", do_child_leave, false, "saved" },
    { "child-return", do_child_return, false, "saved" },
    { "guardian", do_guardian, false, "saved" },
    { "guardian-ask", do_guardian_ask, true, "sent" },
    { "guardian-remove", do_guardian_remove, true, "removed" },
    { "phone", do_phone, true, "saved" },
    { "phone-remove", do_phone_remove, true, "removed" },
    { "phone-first", do_phone_first, true, "saved" },
    { "phone-state", do_phone_state, true, "saved" },
    { "represent", do_represent, false, "saved" },
    { "write", do_write, false, "" },
};

/* The family's page once more, with what was wrong. */
static void
show_again(struct web *w, const struct request *q, struct response *r,
    enum err e, struct reason why)
{
    struct family_view v;
    char title[200];
    struct page p;

    if (e == ERR_NOT_FOUND || family_view_read(w, q, q->id, &v)) {
        page_refusal(q, r, 404, "That is not there any more: go back and"
                                " reload the page.");
        return;
    }
    page_start(&p, w, q, family_title(&v, title));
    why = reason_or_error(&why, e);
    pages_family(&p, &v, &why);
    page_finish(&p, r, reply_status(e));
    family_view_clear(&v);
}

static void
answer(const struct deed *d, struct response *r, enum err e, const char *done)
{
    char to[48];

    if (e)
        show_again(d->w, d->q, r, e, d->why);
    else if (d->thread) {
        snprintf(to, sizeof(to), "/threads/%lld#compose",
            (long long)d->thread);
        reply_redirect(r, to);
    } else
        page_go(r, family_path(d->q->id, to), done);
}

void
page_family_do(struct web *w, const struct request *q, struct response *r)
{
    struct deed d = { .w = w, .q = q };
    enum err e = OK;

    memcpy(d.country, q->rules->config.school.country, sizeof(d.country));
    d.child = params_int(&q->form, "child", INT64_MAX, 0);
    d.guardian = params_int(&q->form, "guardian", INT64_MAX, 0);
    d.phone = params_int(&q->form, "phone", INT64_MAX, 0);
    for (size_t i = 0; i < sizeof(deeds) / sizeof(*deeds); i++) {
        if (strcmp(q->segment, deeds[i].name) != 0)
            continue;
        if (deeds[i].of_guardian)
            e = family_has_guardian(w->db, q->id, d.guardian);
        answer(&d, r, e ? e : deeds[i].run(&d), deeds[i].done);
        return;
    }
    page_refusal(q, r, 404, "There is no such page.");
}

/* --- a new family --------------------------------------------------------- */

void
page_family_new(struct web *w, const struct request *q, struct response *r)
{
    struct page p;

    page_start(&p, w, q, "New family");
    pages_family_new(&p, &q->form, &reason_none, NULL);
    page_finish(&p, r, 200);
}

/* While somebody types: what is known already of it. */
void
page_family_check(struct web *w, const struct request *q, struct response *r)
{
    struct known_view k;
    struct page p;
    enum err e = known_view_read(w->db, q->rules->config.school.country,
        &q->query, &k);

    if (e) {
        page_refusal(q, r, reply_status(e), err_text(e));
        return;
    }
    page_start(&p, w, q, "New family");
    pages_family_new(&p, &q->query, &reason_none, &k);
    page_finish(&p, r, 200);
}

/* One child twice would hear everything twice: staff say that it is another. */
static enum err
check_twice(struct deed *d, struct known_view *k)
{
    enum err e = known_view_read(d->w->db, d->country, &d->q->form, k);

    if (e == ERR_INPUT)
        return OK;              /* what adds it says why */
    if (e || !k->n_children || params_flag(&d->q->form, "anyway"))
        return e;
    return reason_refuse(&d->why, ERR_EXISTS, reason_words("This child is known"
        " already: look below, and say whether it is another."));
}

/* Child, guardian and phone, all or nothing. */
static enum err
add_all(struct deed *d, int64_t *id)
{
    struct guardian_form g;
    const char *who = d->q->caller.who;
    enum err e = read_guardian(d, "guardian", &g);

    if (e || (e = db_begin(d->w->db)))
        return e;
    if (!(e = family_add(d->w->db, who, id))
        && !(e = child_save(d->w->db, *id, field(d, "child"),
                 field(d, "class"), who, &d->why, &d->child))
        && !(e = guardian_save(d->w->db, *id, &g, who, &d->why,
                 &d->guardian)))
        e = add_number(d);
    return db_end(d->w->db, e);
}

void
page_family_add(struct web *w, const struct request *q, struct response *r)
{
    char to[40];
    struct deed d = { .w = w, .q = q };
    struct page p;
    struct known_view k = { .n_children = 0 };
    int64_t id = 0;
    enum err e;

    memcpy(d.country, q->rules->config.school.country, sizeof(d.country));
    if (!(e = check_twice(&d, &k)) && !(e = add_all(&d, &id))) {
        page_go(r, family_path(id, to), "added");
        return;
    }
    page_start(&p, w, q, "New family");
    d.why = reason_or_error(&d.why, e);
    pages_family_new(&p, &q->form, &d.why, &k);
    page_finish(&p, r, reply_status(e));
}

/* --- merge, split, erase -------------------------------------------------- */

void
page_family_merge(struct web *w, const struct request *q, struct response *r)
{
    int64_t into = params_int(&q->form, "into", INT64_MAX, 0);
    char to[40];
    enum err e = into == q->id ? ERR_REFUSED
                               : family_merge(w->db, q->id, into,
                                     q->caller.who);

    if (e)
        show_again(w, q, r, e == ERR_NOT_FOUND ? ERR_INPUT : e,
            reason_words(e == ERR_REFUSED ? "That is this same family."
                : e == ERR_NOT_FOUND ? "There is no family with that number."
                                     : ""));
    else
        page_go(r, family_path(into, to), "merged");
}

/* The ids behind the start of names: 12 of "child-12"; their count. */
static int
read_ids(const struct request *q, const char *start, int64_t out[MEMBERS_MAX])
{
    size_t bytes = strlen(start);
    int n = 0;

    for (int i = 0; i < q->form.count && n < MEMBERS_MAX; i++)
        if (!strncmp(q->form.item[i].name, start, bytes)
            && params_digits(q->form.item[i].name + bytes, INT64_MAX, &out[n]))
            n++;
    return n;
}

void
page_family_split(struct web *w, const struct request *q, struct response *r)
{
    int64_t children[MEMBERS_MAX], guardians[MEMBERS_MAX], id = 0;
    int n = read_ids(q, "child-", children);
    int m = read_ids(q, "guardian-", guardians);
    char to[40];
    enum err e = family_split(w->db, q->id, children, n, guardians, m,
        params_flag(&q->form, "share"), q->caller.who, &id);

    if (e)
        show_again(w, q, r, e, reason_words(e == ERR_INPUT
                ? "Tick who goes into the new family." : ""));
    else
        page_go(r, family_path(id, to), "split");
}

static void
ask_erase(struct web *w, const struct request *q, struct response *r,
    bool again, int status, const char *why)
{
    struct backups_hold hold = { 0 };
    struct family_view v;
    struct page p;
    enum err e = family_view_read(w, q, q->id, &v);

    if (!e && q->rules)
        e = backups_hold_read(w->db, &q->rules->config, &hold);
    if (e)
        page_refusal(q, r, reply_status(e), "There is no such family.");
    else {
        page_start(&p, w, q, "Erase a family");
        pages_family_erase(&p, &v, &hold, again, why);
        page_finish(&p, r, status);
    }
    family_view_clear(&v);
}

void
page_family_erase(struct web *w, const struct request *q, struct response *r)
{
    ask_erase(w, q, r, false, 200, "");
}

void
page_family_erase_do(struct web *w, const struct request *q,
    struct response *r)
{
    const char *sure = params_get(&q->form, "sure");
    enum err e;

    if (!sure || strcmp(sure, "erase") != 0) {
        ask_erase(w, q, r, true, 200, "");
        return;
    }
    e = family_erase(w->db, q->id, q->caller.who);
    if (e == ERR_BUSY)
        ask_erase(w, q, r, true, 409, "A text to this family is being sent"
            " right now: try again in a minute.");
    else if (e)
        page_refusal(q, r, reply_status(e), e == ERR_NOT_FOUND
                ? "There is no such family." : err_text(e));
    else
        page_go(r, "/families", "erased");
}
