/* import_classes.c - the classes of a list and of the school, and spellings
 * that may be one class. */
#include "store/people/import_own.h"

#include "text/class_fold.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The class of this name, made where it is missing; NULL: there are too many,
 * or no memory. */
static struct import_class *
class_of(struct import_result *r, const char *name)
{
    struct import_class *more;

    for (int i = 0; i < r->n_classes; i++)
        if (!strcmp(r->classes[i].name, name))
            return &r->classes[i];
    if (r->n_classes == IMPORT_CLASSES_MAX)
        return NULL;
    more = realloc(r->classes, ((size_t)r->n_classes + 1) * sizeof(*more));
    if (!more)
        return NULL;
    r->classes = more;
    more = &more[r->n_classes++];
    *more = (struct import_class){ .rows = 0 };
    snprintf(more->name, sizeof(more->name), "%s", name);
    return more;
}

enum err
import_classes(struct import *im, struct db *db, bool after)
{
    struct import_result *r = im->result;
    struct query q = query_start(db, "SELECT class, count(*) FROM child"
        " WHERE " CHILD_HERE " GROUP BY class ORDER BY class"
        " COLLATE classes");

    while (query_row(&q)) {
        struct import_class *c = class_of(r, query_get_text(&q, 0));
        int n = (int)query_get_int(&q, 1);

        if (!after)
            r->children_here += n;
        if (c)
            *(after ? &c->after : &c->before) = n;
    }
    return query_end(&q);
}

enum err
import_count_classes(struct import *im)
{
    char *counted = import_marks(&im->file, NULL);

    if (!counted)
        return ERR_MEMORY;
    for (int i = 0; i < im->file.n; i++) {
        const struct list_row *row = &im->file.rows[i];
        struct import_class *c;

        if (row->why || counted[row->did.child])
            continue;
        counted[row->did.child] = 1;
        if ((c = class_of(im->result, row->row->class_name)))
            c->rows++;
    }
    free(counted);
    return OK;
}

/* --- spellings ------------------------------------------------------------ */

struct spelling {
    char *core;                 /* owned */
    const struct import_class *class_;
};

static int
compare(const void *a, const void *b)
{
    const struct spelling *x = a, *y = b;
    int d = strcmp(x->core, y->core);

    if (!d)
        d = y->class_->after - x->class_->after;
    return d ? d : strcmp(x->class_->name, y->class_->name);
}

static int
by_name(const void *a, const void *b)
{
    const struct import_class *x = a, *y = b;

    return strcmp(x->name, y->name);
}

static enum err
add_alike(struct import_result *r, const struct import_class *small,
    const struct import_class *big)
{
    struct import_alike *to, *more = realloc(r->alike,
        ((size_t)r->n_alike + 1) * sizeof(*more));

    if (!more)
        return ERR_MEMORY;
    r->alike = more;
    to = &more[r->n_alike++];
    *to = (struct import_alike){ .n = small->after, .n_other = big->after };
    memcpy(to->name, small->name, sizeof(to->name));
    memcpy(to->other, big->name, sizeof(to->other));
    return OK;
}

/* Of spellings with one core, each with the one that most children have. */
static enum err
find_alike(struct import_result *r, struct spelling *all, size_t *n)
{
    enum err e = OK;

    for (int i = 0; i < r->n_classes && !e; i++) {
        if (!r->classes[i].after)
            continue;
        all[*n].class_ = &r->classes[i];
        e = class_core(r->classes[i].name, &all[*n].core);
        *n += !e;
    }
    qsort(all, *n, sizeof(*all), compare);
    for (size_t i = 1, first = 0; i < *n && !e; i++) {
        if (strcmp(all[i].core, all[first].core) != 0)
            first = i;
        else
            e = add_alike(r, all[i].class_, all[first].class_);
    }
    return e;
}

enum err
import_tell_alike(struct import_result *r)
{
    struct spelling *all = calloc((size_t)r->n_classes + 1, sizeof(*all));
    size_t n = 0;
    enum err e = all ? OK : ERR_MEMORY;

    if (!e && r->n_classes)
        qsort(r->classes, (size_t)r->n_classes, sizeof(*r->classes), by_name);
    if (!e)
        e = find_alike(r, all, &n);
    for (size_t i = 0; i < n; i++)
        free(all[i].core);
    free(all);
    return e;
}
