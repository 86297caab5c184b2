/* send_who.c - whom a text goes to, each phone once. */
#include "send/send_own.h"

#include "base/clock.h"
#include "store/people/group.h"
#include "store/people/people.h"
#include "store/people/tree.h"
#include "store/queue/batch.h"
#include "store/thread/desk.h"
#include "text/phone.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
clear_target(struct send_target *t)
{
    free(t->number);
    free(t->children);
    free(t->guardian);
    free(t->language);
    free(t->also);
}

void
send_clear(struct send_plan *p)
{
    for (int i = 0; i < p->count; i++)
        clear_target(&p->targets[i]);
    free(p->targets);
    free(p->calls);
}

bool
send_to_number(const struct send *s)
{
    return s->number && *s->number;
}

bool
send_lists(const char *list, const char *name)
{
    size_t n = strlen(name);

    while (*list) {
        if (!strncmp(list, name, n) && (!list[n] || list[n] == ','))
            return true;
        list += strcspn(list, ",");
        list += strspn(list, ", ");
    }
    return false;
}

/* "Amina" and "Juma, Amina" are "Amina, Juma". */
static void
join_children(struct send_plan *p, struct send_target *t, const char *more)
{
    size_t room = strlen(t->children) + strlen(more) + 3, n;
    char *all = malloc(room), *name;

    if (!all) {
        p->failed = true;
        return;
    }
    strcpy(all, t->children);
    for (const char *at = more; *at; at += n + strspn(at + n, ", ")) {
        n = strcspn(at, ",");
        if (!(name = strndup(at, n))) {
            p->failed = true;
            break;
        }
        if (!send_lists(all, name)) {
            if (*all)
                strcat(all, ", ");
            strcat(all, name);
        }
        free(name);
    }
    free(t->children);
    t->children = all;
}

static struct send_target *
find_target(struct send_plan *p, const char *number)
{
    for (int i = 0; i < p->count; i++)
        if (!strcmp(p->targets[i].number, number))
            return &p->targets[i];
    return NULL;
}

static void
add_also(struct send_plan *p, struct send_target *t, int64_t family)
{
    int64_t *more;

    if (!family || family == t->family)
        return;
    for (int i = 0; i < t->n_also; i++)
        if (t->also[i] == family)
            return;
    if (!(more = realloc(t->also, (size_t)(t->n_also + 1) * sizeof(*more)))) {
        p->failed = true;
        return;
    }
    t->also = more;
    t->also[t->n_also++] = family;
}

static void
add_families(struct send_plan *p, struct send_target *t,
    const struct recipient *r)
{
    add_also(p, t, r->family);
    for (int i = 0; i < r->n_also; i++)
        add_also(p, t, r->also[i]);
}

static void
add_target(struct send_plan *p, const struct recipient *r)
{
    struct send_target *t = find_target(p, r->number);

    if (t) {
        join_children(p, t, r->children ? r->children : "");
        add_families(p, t, r);
        return;
    }
    if (p->count == p->room) {
        int room = p->room ? p->room * 2 : 64;

        if (!(t = realloc(p->targets, (size_t)room * sizeof(*t)))) {
            p->failed = true;
            return;
        }
        p->targets = t;
        p->room = room;
    }
    t = &p->targets[p->count];
    *t = (struct send_target){ .family = r->family,
        .hours_from = r->hours_from, .hours_to = r->hours_to };
    t->number = strdup(r->number);
    t->children = strdup(r->children ? r->children : "");
    t->guardian = strdup(r->guardian ? r->guardian : "");
    t->language = strdup(r->language ? r->language : "");
    add_families(p, t, r);
    if (t->number && t->children && t->guardian && t->language)
        p->count++;
    else {
        clear_target(t);
        p->failed = true;
    }
}

static void
on_recipient(void *user, const struct recipient *r)
{
    struct send_plan *p = user;

    for (int i = 0; i < p->s->n_except; i++)
        if (!strcmp(p->s->except[i], r->number))
            return;
    add_target(p, r);
}

/* --- one ------------------------------------------------------------------ */

struct families {
    int64_t first;
    int count;
};

static void
count_family(void *user, int64_t family)
{
    struct families *f = user;

    if (!f->count++)
        f->first = family;
}

struct wanted {
    struct send_plan *plan;
    const char *number;
    bool found;
};

static void
on_wanted(void *user, const struct recipient *r)
{
    struct wanted *w = user;

    if (strcmp(r->number, w->number) != 0)
        return;
    w->found = true;
    add_target(w->plan, r);
}

/* The number as typed: into the thread of the family named, or of its own when
 * it has exactly one. */
static enum err
find_number(struct send_plan *p)
{
    struct families f = { 0 };
    struct phone_number number;
    struct recipient r = { .number = number.text };
    struct wanted w = { .plan = p, .number = number.text };
    struct people_target who = { .family = p->s->family,
        .sure = p->s->sure, .alone = true };
    enum err e;

    phone_read(p->s->number, p->s->country, &number);
    if (number.kind == PHONE_LETTERS || number.kind == PHONE_WITHHELD)
        return reason_refuse(p->why, ERR_INPUT,
            reason_text(REASON_NO_PHONE_THIS, p->s->number));
    if (p->s->family) {
        if ((e = people_recipients(p->db, &who, on_wanted, &w, NULL)))
            return e;
        r.family = p->s->family;
    } else if ((e = phone_families(p->db, number.text, count_family, &f)))
        return e;
    else if (f.count == 1)
        r.family = f.first;
    if (!p->count)
        add_target(p, &r);
    return OK;
}

/* --- many ----------------------------------------------------------------- */

static void
on_call(void *user, int64_t guardian, int64_t family)
{
    struct send_plan *p = user;
    struct send_call *more;

    for (int i = 0; i < p->n_calls; i++)
        if (p->calls[i].guardian == guardian)
            return;
    more = realloc(p->calls, (size_t)(p->n_calls + 1) * sizeof(*more));
    if (!more) {
        p->failed = true;
        return;
    }
    p->calls = more;
    p->calls[p->n_calls++] = (struct send_call){ guardian, family };
}

/* Whose phones get the text, and who is called instead. */
static enum err
gather(struct send_plan *p, const struct people_target *who)
{
    int skipped = 0;
    enum err e = people_recipients(p->db, who, on_recipient, p, &skipped);

    p->skipped += skipped;
    return e ? e : people_to_call(p->db, who, on_call, p);
}

static enum err
find_class(struct send_plan *p, const char *name)
{
    struct people_target who = { .class_name = name, .sure = p->s->sure };
    enum err e = gather(p, &who);

    return e != ERR_NOT_FOUND ? e
        : reason_refuse(p->why, e, reason_text(REASON_NO_CHILD_IN_CLASS, name));
}

static enum err
find_family(struct send_plan *p, int64_t id)
{
    struct people_target who = { .family = id, .sure = p->s->sure,
        .alone = !p->many };
    struct family f;
    enum err e = family_get(p->db, id, &f);

    if (e)
        return reason_refuse(p->why, e, reason_number(e == ERR_NOT_FOUND
            ? REASON_NO_FAMILY_NUMBER : REASON_FAMILY_NOT_READ, id));
    return gather(p, &who);
}

struct members {
    struct send_plan *plan;
    enum err e;
};

static void
on_member(void *user, const struct family *f)
{
    struct members *m = user;

    if (!m->e)
        m->e = find_family(m->plan, f->id);
}

static enum err
find_group(struct send_plan *p, int64_t id)
{
    struct members m = { p, OK };
    struct family_group g;
    enum err e = group_get(p->db, id, &g);

    if (e)
        return reason_refuse(p->why, e, reason_of(e == ERR_NOT_FOUND
            ? REASON_GROUP_GONE : REASON_GROUP_NOT_READ));
    return (e = group_families(p->db, id, on_member, &m)) ? e : m.e;
}

static void
on_there(void *user, const struct recipient *r)
{
    struct wanted *w = user;

    w->found |= !strcmp(r->number, w->number);
}

/* Who wants a call by now gets that; whom no text may go to is passed over. */
static enum err
call_or_skip(struct send_plan *p, const char *number, int64_t family)
{
    struct people_target who = { .family = family, .alone = true };
    struct wanted w = { .plan = p, .number = number };
    enum err e = people_recipients(p->db, &who, on_there, &w, NULL);

    who.alone = false;
    p->skipped++;
    return e || !w.found ? e : people_to_call(p->db, &who, on_call, p);
}

/* As whom the family has: in the guardian's language and hours, also where
 * another phone of the guardian comes first by now. A number that never was a
 * family's is asked as it was. */
static void
on_silent(void *user, const char *number, int64_t family)
{
    struct send_plan *p = user;
    struct recipient bare = { .number = number };
    struct people_target who = { .family = family, .sure = p->s->sure };
    struct wanted w = { .plan = p, .number = number };
    enum err e;

    if (!family) {
        add_target(p, &bare);
        return;
    }
    e = people_recipients(p->db, &who, on_wanted, &w, NULL);
    if (!e && !w.found) {
        who.sure = false;
        who.number = number;
        e = people_recipients(p->db, &who, on_wanted, &w, NULL);
    }
    if (!e && !w.found)
        e = call_or_skip(p, number, family);
    p->failed |= e != OK;
}

struct leaders {
    struct send_plan *plan;
    int count;
    enum err e;
};

static void
on_leader(void *user, const struct tree_family *f)
{
    struct leaders *l = user;

    l->count++;
    if (!l->e)
        l->e = find_family(l->plan, f->id);
}

static enum err
find_leaders(struct send_plan *p, const char *class_name)
{
    struct leaders l = { p, 0, OK };
    enum err e = tree_representatives(p->db, class_name, on_leader, &l);

    if (e || l.e)
        return e ? e : l.e;
    return l.count ? OK : reason_refuse(p->why, ERR_REFUSED,
        reason_text(REASON_NO_LEADER_YET, class_name));
}

static void
on_class(void *user, const char *name, int children)
{
    struct leaders *l = user;

    (void)children;
    if (!l->e && *name)
        l->e = find_leaders(l->plan, name);
}

/* Instead of the classes those who represent them. */
static enum err
find_representatives(struct send_plan *p)
{
    const struct send *s = p->s;
    struct leaders l = { p, 0, OK };
    enum err e = OK;

    if (s->all)
        return (e = desk_classes(p->db, on_class, &l)) ? e : l.e;
    if (s->class_name && *s->class_name)
        return find_leaders(p, s->class_name);
    if (!s->n_classes)
        return reason_refuse(p->why, ERR_INPUT,
            reason_of(REASON_LEADERS_OF_WHICH));
    for (int i = 0; !e && i < s->n_classes; i++)
        e = find_leaders(p, s->classes[i]);
    return e;
}

static enum err
find_lists(struct send_plan *p)
{
    const struct send *s = p->s;
    enum err e = OK;

    for (int i = 0; !e && i < s->n_classes; i++)
        e = find_class(p, s->classes[i]);
    for (int i = 0; !e && i < s->n_groups; i++)
        e = find_group(p, s->groups[i]);
    for (int i = 0; !e && i < s->n_families; i++)
        e = find_family(p, s->families[i]);
    if (!e && (s->silent || s->remind))
        e = batch_silent(p->db, s->remind ? s->remind : s->silent, on_silent,
            p);
    return e;
}

static enum err
find_people(struct send_plan *p)
{
    const struct send *s = p->s;
    struct people_target all = { .all = true, .sure = p->s->sure };
    enum err e;

    p->many = !s->family;
    if (s->family)
        e = find_family(p, s->family);
    else if (s->representatives)
        e = find_representatives(p);
    else if (s->all)
        e = gather(p, &all);
    else if (s->class_name && *s->class_name)
        e = find_class(p, s->class_name);
    else
        e = find_lists(p);
    if (e || p->count || p->failed)
        return e;
    if (s->remind && !p->skipped)
        return reason_refuse(p->why, ERR_NOT_FOUND,
            reason_of(REASON_NOBODY_SILENT));
    return p->skipped
        ? reason_refuse(p->why, ERR_REFUSED, reason_of(REASON_NOBODY_TO_REACH))
        : reason_refuse(p->why, ERR_NOT_FOUND,
            reason_of(REASON_NO_PHONE_THERE));
}

/* What is asked once more: an answer to a closed question would not count. */
static enum err
find_question(struct send_plan *p)
{
    enum err e = question_get(p->db,
        p->s->remind ? p->s->remind : p->s->question, &p->question);

    return !e && p->question.closes <= clock_now()
        ? reason_refuse(p->why, ERR_REFUSED, reason_of(REASON_QUESTION_CLOSED))
        : e;
}

enum err
send_find(struct send_plan *p)
{
    enum err e = send_to_child(p);
    const struct send *s = p->s;
    bool lists = s->n_classes || s->n_groups || s->n_families
        || s->silent || s->remind;
    int ways = (send_to_number(s) || s->family != 0)
        + (s->class_name && *s->class_name) + s->all + lists;

    if (e)
        return e;
    if (ways != 1)
        return reason_refuse(p->why, ERR_INPUT, reason_of(REASON_TO_WHOM));
    if (s->n_about && (s->all || lists || (s->class_name && *s->class_name)))
        return reason_refuse(p->why, ERR_INPUT, reason_of(REASON_ABOUT_MANY));
    if ((s->remind || s->question) && (e = find_question(p)))
        return e;
    e = send_to_number(s) ? find_number(p) : find_people(p);
    return e ? e : p->failed ? ERR_MEMORY : send_about(p);
}
