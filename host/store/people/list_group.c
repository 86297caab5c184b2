/* list_group.c - which rows of a list belong together: whoever writes one of
 * them must write them all, or a phone that two families share looks for a
 * while like that of one. */
#include "store/people/list_file.h"

#include <stdlib.h>
#include <string.h>

/* What a row is known by: its kind, then the words. */
enum kind { BY_PHONE, BY_FAMILY, BY_CHILD, BY_NAMES };
enum { KEYS_MAX = 3 + ROW_NUMBERS };    /* of one row */
struct key {
    enum kind kind;
    const char *words[3];
    int row;
};

static int
compare_words(const struct key *a, const struct key *b)
{
    int d = (a->kind > b->kind) - (a->kind < b->kind);

    for (int i = 0; !d && i < 3 && a->words[i]; i++)
        d = strcmp(a->words[i], b->words[i]);
    return d;
}

static int
compare(const void *a, const void *b)
{
    const struct key *x = a, *y = b;
    int d = compare_words(x, y);

    return d ? d : (x->row > y->row) - (x->row < y->row);
}

static size_t
add_keys(const struct row *r, int at, struct key *to)
{
    size_t n = 0;

    for (int i = 0; i < r->n_numbers; i++)
        to[n++] = (struct key){ BY_PHONE, { r->numbers[i].number }, at };
    if (*r->family)
        to[n++] = (struct key){ BY_FAMILY, { r->family }, at };
    if (*r->child_id)
        to[n++] = (struct key){ BY_CHILD, { r->child_id }, at };
    to[n++] = (struct key){ BY_NAMES,
        { r->child_folded, r->class_name, r->guardian_folded }, at };
    return n;
}

static int
first_of(struct list_row *rows, int i)
{
    while (rows[i].group != i)
        i = rows[i].group = rows[rows[i].group].group;
    return i;
}

static void
join(struct list_row *rows, int a, int b)
{
    a = first_of(rows, a);
    b = first_of(rows, b);
    if (a < b)
        rows[b].group = a;
    else
        rows[a].group = b;
}

enum err
list_group(struct list_file *l)
{
    struct key *keys = malloc(((size_t)l->n * KEYS_MAX + 1) * sizeof(*keys));
    size_t n = 0;

    if (!keys)
        return ERR_MEMORY;
    for (int i = 0; i < l->n; i++) {
        l->rows[i].group = i;
        if (l->rows[i].row)
            n += add_keys(l->rows[i].row, i, keys + n);
    }
    qsort(keys, n, sizeof(*keys), compare);
    for (size_t i = 1; i < n; i++)
        if (compare_words(&keys[i - 1], &keys[i]) == 0)
            join(l->rows, keys[i - 1].row, keys[i].row);
    for (int i = 1; i < l->n; i++)
        if (l->rows[i].source == l->rows[i - 1].source)
            join(l->rows, i - 1, i);
    for (int i = 0; i < l->n; i++)
        l->rows[i].group = first_of(l->rows, i);
    free(keys);
    return OK;
}
