#include "store/people/list_file.h"

#include "lists/blocks.h"
#include "store/people/rejects.h"
#include "text/unicode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- the rows ------------------------------------------------------------ */

static bool
has_extra(const struct list_file *l, const struct sheet_row *row)
{
    for (int i = l->columns.n; i < row->n; i++)
        if (*row->cell[i])
            return true;
    return row->more;
}

/* What is wrong with the row before it is understood; REASON_WORDS: nothing. */
static enum reason_code
fault_of(const struct list_file *l, const struct sheet_row *row)
{
    if (row->nul)
        return REASON_HAS_NUL;
    if (has_extra(l, row))
        return REASON_MORE_CELLS;
    return REASON_WORDS;
}

/* 4-5 typed for a class is the 4th of May to a spreadsheet, which keeps the day
 * as a number: days since 1900. */
static bool
is_day(const char *class_name)
{
    return strlen(class_name) == 5 && strspn(class_name, "0123456789") == 5
        && *class_name >= '3' && *class_name <= '5';
}

static enum err
understand(const struct listed *in, const char *country, struct row *out,
    struct reason *why)
{
    const struct people_row p = { .child = in->child,
        .class_name = in->class_name, .guardian = in->guardian,
        .phone = in->phone, .child_id = in->child_id, .family = in->family,
        .relation = in->relation, .language = in->language,
        .consent = in->consent, .may_lack_phone = true };

    if (is_day(in->class_name)) {
        *why = reason_text(REASON_CLASS_BECAME_DATE,
            in->class_name);
        return ERR_INPUT;
    }
    return row_read(&p, country, out, why);
}

static enum err
make_room(struct list_file *l)
{
    int room = l->room ? 2 * l->room : 256;
    struct list_row *more;

    if (l->n < l->room)
        return OK;
    if (!(more = realloc(l->rows, (size_t)room * sizeof(*more))))
        return ERR_MEMORY;
    l->rows = more;
    l->room = room;
    return OK;
}

static enum err
refuse(struct list_row *to, const struct listed *in, struct reason why)
{
    if (!(to->refused = calloc(1, sizeof(*to->refused))))
        return ERR_MEMORY;
    unicode_copy(in->child, to->refused->child, sizeof(to->refused->child));
    unicode_copy(in->class_name, to->refused->class_name,
        sizeof(to->refused->class_name));
    unicode_copy(in->child_id, to->refused->child_id,
        sizeof(to->refused->child_id));
    return list_refuse(to, why);
}

const char *
list_child(const struct list_row *row)
{
    return row->row ? row->row->child : row->refused->child;
}

const char *
list_class(const struct list_row *row)
{
    return row->row ? row->row->class_name : row->refused->class_name;
}

/* fault: what is wrong with the row as such; REASON_WORDS: nothing. */
static enum err
add_row(struct list_file *l, int source, const struct listed *in,
    enum reason_code fault, const char *country)
{
    struct list_row *to;
    struct reason why = { 0 };
    enum err e = make_room(l);

    if (e)
        return e;
    to = &l->rows[l->n++];
    *to = (struct list_row){ .source = source };
    if (fault)
        return refuse(to, in, reason_of(fault));
    if (!(to->row = calloc(1, sizeof(*to->row))))
        return ERR_MEMORY;
    if ((e = understand(in, country, to->row, &why))) {
        row_clear(to->row);
        free(to->row);
        to->row = NULL;
        return e == ERR_INPUT ? refuse(to, in, why) : e;
    }
    to->row->source = source + 1;
    to->row->unnamed = in->unnamed;
    unicode_copy(in->no_number, to->row->no_number,
        sizeof(to->row->no_number));
    return OK;
}

static enum err
take(struct list_file *l, const struct import_list *in, int source)
{
    struct listed people[COLUMNS_GUARDIANS];
    const struct sheet_row *row = &l->sheet.rows[source];
    enum reason_code fault = fault_of(l, row);
    int n = columns_row(&l->columns, row, in->language, people);
    enum err e = OK;

    for (int i = 0; i < (fault ? 1 : n) && !e; i++)
        e = add_row(l, source, &people[i], fault, in->country);
    return e;
}

/* --- guardians without a name --------------------------------------------- */

static int
compare(const void *a, const void *b)
{
    const struct row *x = *(struct row *const *)a;
    const struct row *y = *(struct row *const *)b;
    int d = strcmp(x->numbers[0].number, y->numbers[0].number);

    return d ? d : (x->source > y->source) - (x->source < y->source);
}

static enum err
call_like(const struct row *first, struct row *r)
{
    char *folded = strdup(first->guardian_folded);

    if (!folded)
        return ERR_MEMORY;
    free(r->guardian_folded);
    r->guardian_folded = folded;
    snprintf(r->guardian, sizeof(r->guardian), "%s", first->guardian);
    return OK;
}

/* A phone to which no row gives a name: all its children are of one guardian,
 * who is called after the first of them. */
static enum err
name_alike(struct list_file *l)
{
    struct row **rows = malloc(((size_t)l->n + 1) * sizeof(*rows));
    size_t n = 0;
    enum err e = rows ? OK : ERR_MEMORY;

    for (int i = 0; i < l->n && !e; i++)
        if (l->rows[i].row && l->rows[i].row->unnamed
            && l->rows[i].row->n_numbers)
            rows[n++] = l->rows[i].row;
    if (n)
        qsort(rows, n, sizeof(struct row *), compare);
    for (size_t i = 1; i < n && !e; i++)
        if (!strcmp(rows[i]->numbers[0].number, rows[i - 1]->numbers[0].number))
            e = call_like(rows[i - 1], rows[i]);
    free(rows);
    return e;
}

/* --- the file ------------------------------------------------------------ */

/* ="0722123456" is how other programs keep a spreadsheet from taking the 0
 * away. */
static char *
unwrap(char *cell)
{
    size_t n = strlen(cell);

    if (n < 4 || strncmp(cell, "=\"", 2) != 0 || strchr(cell + 2, '"')
        != cell + n - 1)
        return cell;
    cell[n - 1] = '\0';
    return cell + 2;
}

/* What rejects_undo() takes away stood there for a spreadsheet's sake. */
static void
undo_formulas(struct sheet *s)
{
    for (int i = 0; i < s->n; i++)
        for (int k = 0; k < s->rows[i].n; k++)
            s->rows[i].cell[k] = unwrap((char *)rejects_undo(
                s->rows[i].cell[k]));
}

enum err
list_open(const struct import_list *in, struct list_file *out,
    struct reason *why)
{
    bool joined;
    enum err e;

    memset(out, 0, sizeof(*out));
    if ((e = sheet_read(in->bytes, in->n, &out->sheet, why)))
        return e;
    undo_formulas(&out->sheet);
    if ((e = columns_guess(&out->sheet, in->country, &out->columns, why))
        || (e = blocks_join(&out->sheet, &out->columns, &joined)) || !joined)
        return e;
    return columns_guess(&out->sheet, in->country, &out->columns, why);
}

enum err
list_read(const struct import_list *in, const char *map, struct list_file *out,
    struct reason *why)
{
    struct columns *c = &out->columns;
    enum err e;

    if ((e = columns_map(&out->sheet, map, c, why))
        || (e = columns_check(&out->sheet, c, why)))
        return e;
    out->sources = out->sheet.n - (c->head + 1);
    if (out->sources > IMPORT_ROWS_MAX) {
        *why = reason_number(REASON_FILE_TOO_LONG,
            IMPORT_ROWS_MAX);
        return ERR_INPUT;
    }
    for (int i = c->head + 1; i < out->sheet.n && !e; i++)
        e = take(out, in, i);
    return e ? e : name_alike(out);
}

enum err
list_refuse(struct list_row *row, struct reason why)
{
    if (!(row->why = malloc(sizeof(why))))
        return ERR_MEMORY;
    *row->why = why;
    return OK;
}

/* --- the rejects ---------------------------------------------------------- */

/* The file's own columns, and one for the class that all rows have by its title
 * or by what somebody said. */
enum { REJECT_COLUMNS = SHEET_COLUMNS_MAX + 1 };

/* The cells under those; their count. */
static int
own_cells(const struct list_file *l, const struct sheet_row *row,
    const char *out[REJECT_COLUMNS])
{
    int n = 0;

    for (int i = 0; i < l->columns.n; i++)
        if (!l->columns.ours[i])
            out[n++] = i < row->n ? row->cell[i] : "";
    if (*l->columns.class_name)
        out[n++] = l->columns.class_name;
    return n;
}

static enum err
write_titles(const struct list_file *l, struct rejects *r)
{
    const char *title[REJECT_COLUMNS];
    int n = 0;

    for (int i = 0; i < l->columns.n; i++)
        if (!l->columns.ours[i])
            title[n++] = columns_plain_title(&l->sheet, &l->columns, i);
    if (*l->columns.class_name)
        title[n++] = "class";
    return rejects_header(r, title, n);
}

/* A row of the file, however many guardians of it are refused, stands in the
 * rejects once. */
static enum err
write_rejects(const struct list_file *l, struct rejects *r)
{
    const char *kept[REJECT_COLUMNS];
    char said[REASON_SAID];
    int last = -1;
    enum err e = write_titles(l, r);

    for (int i = 0; i < l->n && !e; i++) {
        const struct list_row *row = &l->rows[i];
        const struct sheet_row *from = &l->sheet.rows[row->source];
        int extra = from->n > l->columns.n ? l->columns.n : from->n;

        if (!row->why || row->source == last)
            continue;
        last = row->source;
        e = rejects_row(r, kept, own_cells(l, from, kept), from->line,
            reason_english(row->why, said),
            (const char *const *)from->cell + extra, from->n - extra);
    }
    return e;
}

enum err
list_rejects(const struct list_file *l, char **text)
{
    struct rejects r = { 0 };
    enum err e = rejects_open(&r, l->sheet.delimiter);

    if (!e && !(e = write_rejects(l, &r)))
        e = rejects_close(&r, text);
    rejects_clear(&r);
    return e;
}

void
list_clear(struct list_file *l)
{
    for (int i = 0; i < l->n; i++) {
        if (l->rows[i].row)
            row_clear(l->rows[i].row);
        free(l->rows[i].row);
        free(l->rows[i].why);
        free(l->rows[i].refused);
    }
    free(l->rows);
    sheet_clear(&l->sheet);
    memset(l, 0, sizeof(*l));
}
