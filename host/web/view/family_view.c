#include "web/view/family_view.h"

#include "base/clock.h"
#include "store/people/left.h"
#include "store/people/tree.h"
#include "store/thread/thread.h"
#include "text/phone.h"
#include "text/unicode.h"
#include "web/kit/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *
family_phone_words(enum phone_state s)
{
    switch (s) {
    case PHONE_WORKING:
        return "in use";
    case PHONE_FAILING:
        return "fails";
    case PHONE_OPTED_OUT:
        return "asked for no texts";
    case PHONE_PENDING:
        return "to be confirmed";
    case PHONE_WRONG:
        break;
    }
    return "wrong number";
}

const char *
family_phone_said(struct page *p, enum phone_state s, bool tried,
    int64_t arrived)
{
    if (s != PHONE_WORKING)
        return page_tr(p, family_phone_words(s));
    if (!arrived)
        return page_tr(p, tried ? "no report yet" : "not tried yet");
    snprintf(p->time, sizeof(p->time), page_tr(p, "arrived %s"),
        page_day(p, arrived));
    return p->time;
}

const char *
family_phone_badge(enum phone_state s, int64_t arrived)
{
    switch (s) {
    case PHONE_WORKING:
        return arrived ? "good" : "";
    case PHONE_FAILING:
    case PHONE_PENDING:
        return "warn";
    case PHONE_OPTED_OUT:
    case PHONE_WRONG:
        break;
    }
    return "bad";
}

const char *
family_order_name(enum family_order o)
{
    switch (o) {
    case FAMILIES_BY_LABEL:
        return "label";
    case FAMILIES_BY_CHILD:
        return "child";
    case FAMILIES_BY_CLASS:
        break;
    }
    return "class";
}

const char *
family_page_address(const struct family_page *l, enum family_order order,
    int page, char out[PARAMS_ADDRESS])
{
    char number[12];

    snprintf(out, PARAMS_ADDRESS, "/families");
    params_write(out, PARAMS_ADDRESS, "order", family_order_name(order));
    if (page) {
        snprintf(number, sizeof(number), "%d", page);
        params_write(out, PARAMS_ADDRESS, "page", number);
    }
    if (*l->words)
        params_write(out, PARAMS_ADDRESS, "q", l->words);
    return out;
}

const char *
family_reads_words(enum guardian_reads r)
{
    switch (r) {
    case READS_SELF:
        return "reads texts";
    case READS_HELPED:
        return "somebody reads for them";
    case READS_CALL:
        return "call instead of texts to many";
    case READS_NOT_SAID:
        break;
    }
    return "not said";
}

const char *
family_hours(const struct guardian *g, bool end, char out[8])
{
    int at = !g ? 0 : end ? g->hours_to : g->hours_from;

    out[0] = '\0';
    if (g && g->hours_from != g->hours_to)
        snprintf(out, 8, "%02d:%02d", at / 60 % 24, at % 60);
    return out;
}

bool
family_consent_is_old(const struct guardian *g)
{
    return g->consent_at && clock_now() - g->consent_at > 365 * DAY;
}

const char *
family_path(int64_t id, char *out)
{
    snprintf(out, 40, "/families/%lld", (long long)id);
    return out;
}

/* Room for one more of an array that only grows here; NULL: out of memory. */
static void *
grow(void *array, int n, size_t bytes)
{
    return realloc(array, ((size_t)n + 1) * bytes);
}

static void
keep_child(void *user, const struct child *c)
{
    struct family_view *v = user;
    struct child *more = grow(v->children, v->n_children, sizeof(*more));

    if (!more)
        return;
    v->children = more;
    v->children[v->n_children++] = *c;
}

static void
keep_guardian(void *user, const struct guardian *g)
{
    struct family_view *v = user;
    struct view_guardian *more = grow(v->guardians, v->n_guardians,
        sizeof(*more));

    if (!more)
        return;
    v->guardians = more;
    memset(&more[v->n_guardians], 0, sizeof(*more));
    more[v->n_guardians++].guardian = *g;
}

static void
keep_group(void *user, const struct family_group *g)
{
    struct family_view *v = user;

    if (v->n_groups < VIEW_GROUPS_MAX)
        v->groups[v->n_groups++] = *g;
}

static void
keep_merge(void *user, const struct family_merged *m)
{
    struct family_view *v = user;

    if (v->n_merges < VIEW_MERGES_MAX)
        v->merges[v->n_merges++] = *m;
}

static void
keep_leader(void *user, const struct tree_family *f)
{
    struct family_view *v = user;

    if (f->id == v->family.id && v->n_represents < VIEW_GROUPS_MAX)
        memcpy(v->represents[v->n_represents++], f->class_name,
            sizeof(f->class_name));
}

bool
family_represents(const struct family_view *v, const char *class_name)
{
    for (int i = 0; i < v->n_represents; i++)
        if (!strcmp(v->represents[i], class_name))
            return true;
    return false;
}

bool
merge_is_twin(const struct merge_view *v, const struct child *c)
{
    char *a = NULL, *b = NULL;
    bool same = false;

    for (int i = 0; !same && i < v->into.n_children; i++) {
        const struct child *o = &v->into.children[i];

        if (o->id == c->id)
            same = true;
        else if (!strcmp(o->class_name, c->class_name)
            && !unicode_fold(o->name, &a) && !unicode_fold(c->name, &b))
            same = !strcmp(a, b);
        free(a);
        free(b);
        a = b = NULL;
    }
    return same;
}

static void
keep_phone(void *user, const struct people_phone *p)
{
    struct view_guardian *g = user;

    if (g->n_phones < VIEW_PHONES_MAX)
        g->phones[g->n_phones++].phone = *p;
}

struct sharing {
    struct view_phone *phone;
    int64_t family;
};

static void
keep_also(void *user, const struct known_person *p)
{
    struct sharing *s = user;

    if (p->family != s->family && s->phone->n_also < VIEW_ALSO_MAX)
        s->phone->also[s->phone->n_also++] = *p;
}

static enum err
read_phones(struct web *w, struct family_view *v, struct view_guardian *g,
    bool walled)
{
    enum err e = guardian_phones(w->db, g->guardian.id, keep_phone, g);

    for (int i = 0; i < g->n_phones && !e; i++) {
        struct view_phone *p = &g->phones[i];
        struct sharing s = { p, v->family.id };
        char shown[PHONE_MAX];

        e = known_doubtful(w->db, p->phone.number, &p->doubtful);
        if (!e && !walled)      /* they are other families */
            e = known_holders(w->db, p->phone.number, keep_also, &s);

        phone_show(g->phones[i].phone.number, v->country, shown);
        snprintf(g->phones[i].shown, sizeof(g->phones[i].shown), "%s", shown);
    }
    return e;
}

static enum err
read_thread(struct db *db, int64_t family, int64_t *thread)
{
    struct query q = query_start(db,
        "SELECT id FROM thread WHERE family = :family");

    query_int(&q, ":family", family);
    if (query_row(&q))
        *thread = query_get_int(&q, 0);
    return query_end(&q);
}

enum err
family_view_read(struct web *w, const struct request *q, int64_t id,
    struct family_view *out)
{
    enum err e;

    memset(out, 0, sizeof(*out));
    memcpy(out->country, q->rules->config.school.country, sizeof(out->country));
    if ((e = family_get(w->db, id, &out->family))
        || (e = read_thread(w->db, out->family.id, &out->thread))
        || (e = family_children(w->db, out->family.id, keep_child, out))
        || (e = family_left(w->db, out->family.id, keep_child, out))
        || (e = family_guardians(w->db, out->family.id, keep_guardian, out))
        || (e = group_list(w->db, out->family.id, keep_group, out))
        || (e = family_merges(w->db, out->family.id, keep_merge, out))
        || (e = tree_representatives(w->db, NULL, keep_leader, out)))
        return e;
    for (int i = 0; i < out->n_guardians && !e; i++)
        e = read_phones(w, out, &out->guardians[i], q->caller.walled);
    return e;
}

static void
add_child(void *user, const struct child *c)
{
    struct family_line *l = user;
    size_t n = strlen(l->children);

    if (!n) {
        snprintf(l->child, sizeof(l->child), "%s", c->name);
        snprintf(l->child_class, sizeof(l->child_class), "%s", c->class_name);
    }
    snprintf(l->children + n, sizeof(l->children) - n, "%s%.60s %.20s",
        n ? ", " : "", c->name, c->class_name);
}

enum err
family_lines_read(struct db *db, struct family_line *lines, int n)
{
    enum err e = OK;

    for (int i = 0; !e && i < n; i++) {
        struct family_line *l = &lines[i];

        l->children[0] = l->child[0] = l->child_class[0] = '\0';
        l->thread = 0;
        if (!(e = family_children(db, l->family.id, add_child, l)))
            e = read_thread(db, l->family.id, &l->thread);
    }
    return e;
}

enum family_order
family_order_read(const char *name)
{
    for (int i = FAMILIES_BY_LABEL; name && i <= FAMILIES_BY_CLASS; i++)
        if (!strcmp(name, family_order_name((enum family_order)i)))
            return (enum family_order)i;
    return FAMILIES_BY_CHILD;
}

const char *
family_title(const struct family_view *v, char out[200])
{
    struct family_line l = { .family = v->family };

    for (int i = 0; i < v->n_children; i++)
        if (!v->children[i].left_at)
            add_child(&l, &v->children[i]);
    snprintf(out, 200, "%s", *l.children ? l.children : v->family.label);
    return out;
}

static void
keep_message(void *user, const struct message *m)
{
    struct family_view *v = user;
    struct message *more = grow(v->messages, v->n_messages, sizeof(*more));

    if (!more)
        return;
    v->messages = more;
    more[v->n_messages] = *m;
    if ((more[v->n_messages].body = strdup(m->body ? m->body : "")))
        v->n_messages++;
}

enum err
family_view_messages(struct web *w, struct family_view *v)
{
    return v->thread ? thread_messages(w->db, v->thread, 0, 100000,
        keep_message, v) : OK;
}

void
family_view_clear(struct family_view *v)
{
    for (int i = 0; i < v->n_messages; i++)
        message_clear(&v->messages[i]);
    free(v->messages);
    free(v->children);
    free(v->guardians);
    memset(v, 0, sizeof(*v));
}
