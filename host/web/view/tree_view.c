#include "web/view/tree_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS_MAX = 5000 };

static void
note_without(struct tree_view *v, const char *class_name)
{
    size_t n = strlen(v->without);

    if (v->n_rows && !strcmp(v->rows[v->n_rows - 1].called.class_name,
            class_name))
        return;
    snprintf(v->without + n, sizeof(v->without) - n, "%s%s", n ? ", " : "",
        class_name);
}

static void
keep(void *user, const struct tree_family *caller,
    const struct tree_family *called)
{
    struct tree_view *v = user;
    struct tree_row *more;

    if (v->n_rows == ROWS_MAX || !(more = realloc(v->rows,
            ((size_t)v->n_rows + 1) * sizeof(*more))))
        return;
    v->rows = more;
    if (!caller)
        note_without(v, called->class_name);
    more = &v->rows[v->n_rows++];
    memset(more, 0, sizeof(*more));
    more->called = *called;
    if ((more->called_by = caller != NULL))
        more->caller = *caller;
}

enum err
tree_view_read(struct db *db, const char *class_name, struct tree_view *out)
{
    memset(out, 0, sizeof(*out));
    snprintf(out->class_name, sizeof(out->class_name), "%s",
        class_name ? class_name : "");
    return tree_list(db, *out->class_name ? class_name : NULL, keep, out);
}

void
tree_view_clear(struct tree_view *v)
{
    free(v->rows);
    memset(v, 0, sizeof(*v));
}
