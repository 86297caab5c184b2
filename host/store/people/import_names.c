/* import_names.c - each child of a class list, and what becomes of it; and the
 * questions that names leave. */
#include "store/people/import_own.h"

#include "text/unicode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *
import_fate_name(enum import_fate f)
{
    static const char *const names[] = { "same", "changed", "new",
        "left_out" };

    return names[f];
}

int
import_change_names(unsigned changes, const char *out[IMPORT_CHANGES])
{
    static const struct {
        enum row_change bit;
        const char *name;
    } all[IMPORT_CHANGES] = {
        { ROW_NEW_CHILD, "child" }, { ROW_NAME, "name" },
        { ROW_CLASS, "class" }, { ROW_RETURNED, "returned" },
        { ROW_NEW_GUARDIAN, "new_guardian" }, { ROW_GUARDIAN, "guardian" },
        { ROW_NUMBER, "number" }, { ROW_KEY, "family" } };
    int n = 0;

    for (int i = 0; i < IMPORT_CHANGES; i++)
        if (changes & all[i].bit)
            out[n++] = all[i].name;
    return n;
}

static enum import_fate
fate_of(unsigned changes)
{
    return changes & ROW_NEW_CHILD ? FATE_NEW
        : changes ? FATE_CHANGED : FATE_SAME;
}

static void
copy(char *out, size_t room, const char *text)
{
    unicode_copy(text, out, room);
}

static void
add_to(struct import_name *to, const struct list_row *row)
{
    if (row->did.changes && !to->changes)
        copy(to->guardian, sizeof(to->guardian), row->row->guardian);
    if (row->did.changes & ROW_CLASS)
        copy(to->was_class, sizeof(to->was_class), row->did.was_class);
    to->changes |= row->did.changes;
    to->phone |= row->row->n_numbers > 0;
    to->fate = fate_of(to->changes);
}

static enum err
add_name(const struct list_file *l, const struct list_row *row,
    struct import_name *to)
{
    *to = (struct import_name){ .row = l->sheet.rows[row->source].line };
    copy(to->child, sizeof(to->child), list_child(row));
    copy(to->class_name, sizeof(to->class_name), list_class(row));
    if (row->why) {
        to->fate = FATE_REFUSED;
        if (!(to->why = malloc(sizeof(*to->why))))
            return ERR_MEMORY;
        *to->why = *row->why;
        return OK;
    }
    add_to(to, row);
    return OK;
}

static int64_t
last_child(const struct list_file *l)
{
    int64_t last = 0;

    for (int i = 0; i < l->n; i++)
        if (l->rows[i].did.child > last)
            last = l->rows[i].did.child;
    return last;
}

char *
import_marks(const struct list_file *l, int64_t *last)
{
    int64_t n = last_child(l);

    if (last)
        *last = n;
    return calloc((size_t)n + 1, 1);
}

enum err
import_tell_names(struct import *im)
{
    const struct list_file *l = &im->file;
    struct import_result *r = im->result;
    int *at = calloc((size_t)last_child(l) + 1, sizeof(*at));
    enum err e = OK;

    if (!at || !(r->names = calloc((size_t)l->n + 1, sizeof(*r->names)))) {
        free(at);
        return ERR_MEMORY;
    }
    for (int i = 0; i < l->n && !e; i++) {
        const struct list_row *row = &l->rows[i];
        int64_t child = row->did.child;

        if (!row->why && at[child]) {
            add_to(&r->names[at[child] - 1], row);
            continue;
        }
        e = add_name(l, row, &r->names[r->n_names++]);
        at[row->why ? 0 : child] = r->n_names;
    }
    free(at);
    for (int i = 0; i < r->n_names; i++) {
        r->fates[r->names[i].fate]++;
        r->without += r->names[i].fate != FATE_REFUSED && !r->names[i].phone;
    }
    return e;
}

/* --- who may be one ------------------------------------------------------- */

static enum err
add_twin(struct import *im, const struct list_row *row, int64_t other)
{
    struct import_result *r = im->result;
    struct import_twin *to, *more = realloc(r->twins,
        ((size_t)r->n_twins + 1) * sizeof(*more));
    struct query q;

    if (!more)
        return ERR_MEMORY;
    r->twins = more;
    to = &more[r->n_twins++];
    *to = (struct import_twin){ .row = im->file.sheet.rows[row->source].line };
    copy(to->child, sizeof(to->child), list_child(row));
    copy(to->class_name, sizeof(to->class_name), list_class(row));
    copy(to->guardian, sizeof(to->guardian), row->row->guardian);
    q = query_start(im->db, "SELECT f.label FROM family_child fc JOIN family f"
        " ON f.id = fc.family WHERE fc.child = :child ORDER BY f.id LIMIT 1");
    query_int(&q, ":child", other);
    if (query_row(&q))
        query_copy_text(&q, 0, to->other, sizeof(to->other));
    return query_end(&q);
}

/* A new child of the list by its name; for looking up who leaves. */
struct newcomer {
    const char *folded;
    const struct list_row *row;
};

static int
compare(const void *a, const void *b)
{
    const struct newcomer *x = a, *y = b;

    return strcmp(x->folded, y->folded);
}

/* Whoever leaves while one of that name is new may have moved up under another
 * guardian and number. */
static enum err
match_left(struct import *im, const struct newcomer *all, size_t n)
{
    struct import_result *r = im->result;
    enum err e = OK;

    for (int i = 0; i < r->n_left && !e; i++) {
        struct newcomer key = { .folded = NULL };
        char *folded = NULL;
        const struct newcomer *found;

        if ((e = unicode_fold(r->left[i].child, &folded)))
            break;
        key.folded = folded;
        found = bsearch(&key, all, n, sizeof(key), compare);
        free(folded);
        if (!found)
            continue;
        r->left[i].comes = true;
        e = add_twin(im, found->row, r->left[i].id);
    }
    return e;
}

enum err
import_tell_twins(struct import *im)
{
    const struct list_file *l = &im->file;
    struct newcomer *all = calloc((size_t)l->n + 1, sizeof(*all));
    size_t n = 0;
    enum err e = all ? OK : ERR_MEMORY;

    for (int i = 0; i < l->n && !e; i++) {
        const struct list_row *row = &l->rows[i];

        if (row->did.twin)
            e = add_twin(im, row, row->did.twin);
        if (row->did.changes & ROW_NEW_CHILD)
            all[n++] = (struct newcomer){ row->row->child_folded, row };
    }
    if (!e && im->wish->turn) {
        qsort(all, n, sizeof(*all), compare);
        e = match_left(im, all, n);
    }
    free(all);
    return e;
}
