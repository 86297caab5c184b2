/* import_shared.c - what a class list brings that somebody should look at: a
 * number that families share, and rows that say the same. */
#include "store/people/import_own.h"

#include "text/unicode.h"

#include <stdlib.h>
#include <string.h>

/* --- numbers that families share ------------------------------------------ */

/* One guardian of a number that guardians of several families have. */
struct holder {
    char number[64], name[120];
};

struct holders {
    struct holder *all;         /* owned; by number */
    size_t n;
};

static enum err
read_holders(struct db *db, struct holders *out)
{
    struct query q = query_start(db, "SELECT p.number, g.name FROM phone p"
        " JOIN guardian_phone gp ON gp.phone = p.id"
        " JOIN guardian g ON g.id = gp.guardian WHERE p.id IN"
        " (SELECT o.phone FROM guardian_phone o JOIN family_guardian fg"
        " ON fg.guardian = o.guardian GROUP BY o.phone"
        " HAVING count(DISTINCT fg.family) > 1) ORDER BY p.number, g.id");
    enum err e = OK;

    while (!e && query_row(&q)) {
        struct holder *more = out->n % 256 ? out->all
            : realloc(out->all, (out->n + 256) * sizeof(*more));

        if (!more) {
            e = ERR_MEMORY;
            break;
        }
        out->all = more;
        query_copy_text(&q, 0, more[out->n].number, sizeof(more->number));
        query_copy_text(&q, 1, more[out->n].name, sizeof(more->name));
        out->n++;
    }
    return e ? ((void)!query_end(&q), e) : query_end(&q);
}

static int
compare(const void *a, const void *b)
{
    const struct holder *x = a, *y = b;

    return strcmp(x->number, y->number);
}

/* The others who have the number, as "Ann, Juma"; "" when there are none. */
static void
name_others(const struct holders *h, const struct holder *found,
    const char *guardian, char *out, size_t room)
{
    const struct holder *end = h->all + h->n;
    size_t n = 0;

    *out = '\0';
    while (found > h->all && !compare(found - 1, found))
        found--;
    for (const struct holder *first = found; found < end
         && !compare(found, first); found++) {
        if (!strcmp(found->name, guardian))
            continue;
        if (n)
            n += unicode_copy(", ", out + n, room - n);
        n += unicode_copy(found->name, out + n, room - n);
    }
}

static void
add_shared(const struct list_file *l, const struct list_row *row,
    const struct row_number *number, const char *with,
    struct import_result *r)
{
    struct import_shared *to = &r->shared[r->n_shared++];

    to->row = l->sheet.rows[row->source].line;
    unicode_copy(number->raw, to->phone, sizeof(to->phone));
    unicode_copy(row->row->guardian, to->guardian, sizeof(to->guardian));
    unicode_copy(with, to->with, sizeof(to->with));
}

/* Only rows that bring something: what is known was told before. */
static void
tell_row(const struct list_file *l, const struct list_row *row,
    const struct holders *h, struct import_result *r)
{
    for (int k = 0; row->row && row->did.changes && k < row->row->n_numbers
         && r->n_shared < IMPORT_DOUBTS_MAX; k++) {
        struct holder key = { 0 };
        const struct holder *found;
        char with[160];

        unicode_copy(row->row->numbers[k].number, key.number,
            sizeof(key.number));
        found = bsearch(&key, h->all, h->n, sizeof(key), compare);
        if (!found)
            continue;
        name_others(h, found, row->row->guardian, with, sizeof(with));
        if (*with)
            add_shared(l, row, &row->row->numbers[k], with, r);
    }
}

enum err
import_tell_shared(struct import *im)
{
    const struct list_file *l = &im->file;
    struct import_result *r = im->result;
    struct holders h = { NULL, 0 };
    enum err e = read_holders(im->db, &h);

    if (!e && !(r->shared = calloc(IMPORT_DOUBTS_MAX, sizeof(*r->shared))))
        e = ERR_MEMORY;
    for (int i = 0; i < l->n && h.n && !e; i++)
        tell_row(l, &l->rows[i], &h, r);
    free(h.all);
    return e;
}

/* --- rows that say the same ----------------------------------------------- */

static int
compare_rows(const void *a, const void *b)
{
    const struct list_row *x = *(const struct list_row *const *)a;
    const struct list_row *y = *(const struct list_row *const *)b;
    int d = (x->did.child > y->did.child) - (x->did.child < y->did.child);

    if (!d)
        d = strcmp(x->row->guardian_folded, y->row->guardian_folded);
    return d ? d : (x->source > y->source) - (x->source < y->source);
}

static bool
is_same(const struct list_row *a, const struct list_row *b)
{
    return a->source != b->source && a->did.child == b->did.child
        && !strcmp(a->row->guardian_folded, b->row->guardian_folded);
}

static enum err
add_twice(const struct list_file *l, const struct list_row *before,
    const struct list_row *row, struct import_result *r)
{
    struct import_twice *to, *more = realloc(r->twice,
        ((size_t)r->n_twice + 1) * sizeof(*more));

    if (!more)
        return ERR_MEMORY;
    r->twice = more;
    to = &more[r->n_twice++];
    *to = (struct import_twice){ .row = l->sheet.rows[row->source].line,
        .before = l->sheet.rows[before->source].line };
    unicode_copy(list_child(row), to->child, sizeof(to->child));
    unicode_copy(list_class(row), to->class_name, sizeof(to->class_name));
    unicode_copy(row->row->guardian, to->guardian, sizeof(to->guardian));
    return OK;
}

enum err
import_tell_twice(struct import *im)
{
    const struct list_file *l = &im->file;
    const struct list_row **rows = malloc(((size_t)l->n + 1) * sizeof(*rows));
    size_t n = 0;
    enum err e = rows ? OK : ERR_MEMORY;

    for (int i = 0; i < l->n && !e; i++)
        if (l->rows[i].row && !l->rows[i].why && l->rows[i].did.child)
            rows[n++] = &l->rows[i];
    if (n)
        qsort(rows, n, sizeof(const struct list_row *), compare_rows);
    for (size_t i = 1; i < n && !e && im->result->n_twice < IMPORT_DOUBTS_MAX;
         i++)
        if (is_same(rows[i - 1], rows[i]))
            e = add_twice(l, rows[i - 1], rows[i], im->result);
    free(rows);
    return e;
}
