/* import_tell.c - what a class list was taken for: columns, rows, and numbers
 * to check. */
#include "store/people/import_own.h"

#include "text/unicode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A row of the file counts once, whatever its guardians. */
void
import_count(const struct import *im, struct import_result *r)
{
    const struct list_file *l = &im->file;

    for (int i = 0, end; i < l->n; i = end) {
        bool changed = false, refused = false;

        for (end = i; end < l->n && l->rows[end].source == l->rows[i].source;
             end++) {
            changed |= l->rows[end].did.changes != 0;
            refused |= l->rows[end].why != NULL;
        }
        if (refused)
            r->rejected++;
        else if (changed)
            r->added++;
        else
            r->unchanged++;
    }
}

static void
add_ignored(struct import_result *r, const char *title)
{
    size_t used = strlen(r->ignored);

    if (*title && *title != '#'
        && used + strlen(title) + 3 < sizeof(r->ignored))
        snprintf(r->ignored + used, sizeof(r->ignored) - used, "%s%s",
            used ? ", " : "", title);
}

/* What each column was taken for, with what stands in it. */
enum err
import_tell_columns(const struct list_file *l, struct import_result *r)
{
    const struct columns *c = &l->columns;

    r->sure = c->sure;
    r->skipped = c->head > 0 ? c->head : 0;
    r->other_sheets = l->sheet.others;
    r->rows_there = l->sheet.n - (c->head + 1);
    snprintf(r->sheet, sizeof(r->sheet), "%s", l->sheet.name);
    snprintf(r->class_name, sizeof(r->class_name), "%s", c->class_name);
    if (!(r->columns = calloc((size_t)c->n + 1, sizeof(*r->columns))))
        return ERR_MEMORY;
    for (int i = 0; i < c->n; i++) {
        struct import_column *to = &r->columns[r->n_columns];

        if (c->ours[i])
            continue;
        r->n_columns++;
        to->number = i + 1;
        columns_title(&l->sheet, c, i, to->title, sizeof(to->title));
        to->is = column_name(c->of[i]);
        if (!c->of[i].what)
            add_ignored(r, to->title);
        for (int k = 0; k < IMPORT_SAMPLES; k++) {
            int at = c->head + 1 + k;

            if (at < l->sheet.n && i < l->sheet.rows[at].n)
                unicode_copy(l->sheet.rows[at].cell[i], to->sample[k],
                    sizeof(to->sample[k]));
        }
    }
    return OK;
}

/* A row of the file once, as in the rejects. */
static enum err
tell_reasons(const struct list_file *l, struct import_result *r)
{
    int last = -1;

    if (!(r->reasons = calloc(IMPORT_REASONS, sizeof(*r->reasons))))
        return ERR_MEMORY;
    for (int i = 0; i < l->n && r->n_reasons < IMPORT_REASONS; i++) {
        const struct list_row *row = &l->rows[i];

        if (!row->why || row->source == last)
            continue;
        last = row->source;
        r->reasons[r->n_reasons++] = *row->why;
    }
    return OK;
}

static void
add_doubt(struct import_result *r, long line, const char *phone, bool words)
{
    struct import_doubt *d = &r->doubts[r->n_doubts];

    r->doubtful++;
    if (r->n_doubts == IMPORT_DOUBTS_MAX)
        return;
    *d = (struct import_doubt){ .row = line, .words = words };
    unicode_copy(phone, d->phone, sizeof(d->phone));
    r->n_doubts++;
}

/* Words are of a row of the file, whatever its guardians. */
static enum err
tell_doubts(const struct list_file *l, struct import_result *r)
{
    int told = -1;

    if (!(r->doubts = calloc(IMPORT_DOUBTS_MAX, sizeof(*r->doubts))))
        return ERR_MEMORY;
    for (int i = 0; i < l->n; i++) {
        const struct row *row = l->rows[i].row;
        int source = l->rows[i].source;
        long line = l->sheet.rows[source].line;

        for (int k = 0; row && k < row->n_numbers; k++)
            if (row->numbers[k].doubtful)
                add_doubt(r, line, row->numbers[k].raw, false);
        if (row && *row->no_number && told != source) {
            add_doubt(r, line, row->no_number, true);
            told = source;
        }
    }
    return OK;
}

enum err
import_tell(struct import *im)
{
    struct import_result *r = im->result;
    enum err e = tell_doubts(&im->file, r);

    r->families = im->list.families;
    r->children = im->list.children;
    r->guardians = im->list.guardians;
    r->phones = im->list.phones;
    import_count(im, r);
    if (e || (e = tell_reasons(&im->file, r)) || (e = import_tell_names(im))
        || (e = import_tell_alike(r)) || (e = import_tell_shared(im))
        || (e = import_tell_twice(im)))
        return e;
    return import_tell_twins(im);
}
