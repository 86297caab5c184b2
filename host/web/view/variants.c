#include "web/view/variants.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct wanted {
    int64_t id;
    const char *language;
    struct template found, best;    /* name "": not yet */
};

static void
find_name(void *user, const struct template *t)
{
    struct wanted *w = user;

    if (t->id == w->id)
        w->found = *t;
}

static void
find_language(void *user, const struct template *t)
{
    struct wanted *w = user;

    if (!strcmp(t->name, w->found.name) && !strcmp(t->language, w->language))
        w->best = *t;
}

/* A browser ended its lines with CR LF; the text of a form has LF. */
static void
copy_lines(const char *from, char *to, size_t room)
{
    size_t n = 0;

    for (; *from && n + 1 < room; from++)
        if (*from != '\r')
            to[n++] = *from;
    to[n] = '\0';
}

enum err
variants_use(struct db *db, int64_t id, const char *school_language,
    struct compose *c)
{
    struct wanted *w = calloc(1, sizeof(*w));
    const struct template *t;
    enum err e;

    if (!w)
        return ERR_MEMORY;
    w->id = id;
    w->language = school_language;
    if (!(e = template_list(db, find_name, w)) && *w->found.name
        && !(e = template_list(db, find_language, w))) {
        t = *w->best.name ? &w->best : &w->found;
        copy_lines(t->body, c->text, sizeof(c->text));
        snprintf(c->base, sizeof(c->base), "%s", t->name);
    }
    free(w);
    return e;
}

struct reading {
    struct variants *out;
    const struct compose *c;
    bool same;
};

static void
keep(void *user, const struct template *t)
{
    struct reading *r = user;
    struct variants *v = r->out;
    struct template *to;

    if (v->count == VARIANTS_MAX || strcmp(t->name, r->c->base) != 0)
        return;
    to = &v->one[v->count];
    *to = *t;
    copy_lines(t->body, to->body, sizeof(to->body));
    v->list[v->count++] = (struct send_variant){ to->language, to->body };
    r->same |= !strcmp(to->body, r->c->text);
}

enum err
variants_read(struct db *db, const struct compose *c, struct variants *out)
{
    struct reading r = { out, c, false };
    enum err e;

    memset(out, 0, sizeof(*out));
    if (!*c->base || !*c->text || (e = template_list(db, keep, &r)) == OK) {
        out->changed = out->count && !r.same;
        out->count = r.same ? out->count : 0;
        return OK;
    }
    return e;
}

/* --- for one family ------------------------------------------------------- */

/* The variants of one name go by; the best of them for each language. */
struct offer {
    const char *wanted[VARIANTS_WANTED + 1];    /* the school's behind them */
    int n_wanted, fit[VARIANTS_WANTED + 1];
    struct template best[VARIANTS_WANTED + 1], first;   /* id 0: none */
    struct template *out;
    int room, count;
};

static void
offer_one(struct offer *o, const struct template *t, int from)
{
    for (int i = from; i < o->count; i++)
        if (o->out[i].id == t->id)
            return;
    if (o->count < o->room)
        o->out[o->count++] = *t;
}

/* Offers what was best of the name that ends here. */
static void
offer_name(struct offer *o)
{
    const struct template *school = &o->best[o->n_wanted];
    int from = o->count;

    if (!o->first.id)
        return;
    for (int i = 0; i < o->n_wanted; i++)
        offer_one(o, o->fit[i] ? &o->best[i]
            : school->id ? school : &o->first, from);
    memset(o->fit, 0, sizeof(o->fit));
    memset(o->best, 0, sizeof(o->best));
    o->first.id = 0;
}

static void
weigh(void *user, const struct template *t)
{
    struct offer *o = user;
    int fit;

    if (o->first.id && strcmp(o->first.name, t->name) != 0)
        offer_name(o);
    if (!o->first.id)
        o->first = *t;
    for (int i = 0; i <= o->n_wanted; i++)
        if ((fit = send_fits(t->language, o->wanted[i])) > o->fit[i]) {
            o->fit[i] = fit;
            o->best[i] = *t;
        }
}

enum err
variants_offer(struct db *db, const char *const wanted[], int n_wanted,
    const char *school_language, struct template *out, int room, int *count)
{
    struct offer *o = calloc(1, sizeof(*o));
    enum err e;

    if (!o)
        return ERR_MEMORY;
    while (o->n_wanted < n_wanted && o->n_wanted < VARIANTS_WANTED) {
        o->wanted[o->n_wanted] = wanted[o->n_wanted];
        o->n_wanted++;
    }
    o->wanted[o->n_wanted] = school_language;
    o->out = out;
    o->room = room;
    if (!(e = template_list(db, weigh, o))) {
        offer_name(o);
        *count = o->count;
    }
    free(o);
    return e;
}
