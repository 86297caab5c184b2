#include "web/variants.h"

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
