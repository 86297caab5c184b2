#include "store/people/list_file.h"

#include "store/people/csv_table.h"
#include "store/people/rejects.h"
#include "text/clean.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    bool needed;
    size_t at;                  /* in struct people_row */
} columns[] = {
#define COLUMN(name, needed)                                                  \
    { #name, needed, offsetof(struct people_row, name) }
    COLUMN(child, true),
    { "class", true, offsetof(struct people_row, class_name) },
    COLUMN(guardian, true),
    COLUMN(phone, true),
    COLUMN(child_id, false),
    COLUMN(family, false),
    COLUMN(relation, false),
    COLUMN(phone2, false),
    COLUMN(language, false),
    COLUMN(consent, false),
#undef COLUMN
};
enum { COLUMNS = sizeof(columns) / sizeof(*columns), NOBODYS = -1, OURS = -2 };

struct reading {
    struct list_file *list;
    const char *country;
    bool header_read;
    int column[CSV_COLUMNS_MAX]; /* of columns[], NOBODYS or OURS */
    char *why;
    size_t room;
};

__attribute__((format(printf, 2, 3)))
static enum err
refuse(const struct reading *f, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    vsnprintf(f->why, f->room, fmt, args);
    va_end(args);
    return ERR_INPUT;
}

/* The cells as one block: the pointers, then the text they point to. */
static enum err
keep_cells(const struct csv_row *from, struct list_row *to)
{
    size_t bytes = (size_t)from->n * sizeof(*to->cell);
    char *text;

    for (int i = 0; i < from->n; i++)
        bytes += strlen(from->cell[i]) + 1;
    if (!(to->cell = malloc(bytes ? bytes : 1)))
        return ERR_MEMORY;
    text = (char *)(to->cell + from->n);
    for (int i = 0; i < from->n; i++) {
        size_t n = strlen(from->cell[i]) + 1;

        to->cell[i] = memcpy(text, from->cell[i], n);
        text += n;
    }
    to->n = from->n;
    to->line = from->line;
    return OK;
}

/* --- the header ---------------------------------------------------------- */

static void
name_ignored(struct list_file *l, const char *name)
{
    size_t used = strlen(l->ignored);

    if (*name && used + strlen(name) + 3 < sizeof(l->ignored))
        snprintf(l->ignored + used, sizeof(l->ignored) - used, "%s%s",
            used ? ", " : "", name);
}

/* Which column a header cell names; name gets it as compared. */
static int
find_column(const char *cell, char *name, size_t room)
{
    const char *fault;

    if (clean_line(cell, name, room, &fault))
        snprintf(name, room, "?");
    for (char *c = name; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    for (int i = 0; i < COLUMNS; i++)
        if (strcmp(name, columns[i].name) == 0)
            return i;
    return strcmp(name, "line") == 0 || strcmp(name, "reason") == 0 ? OURS
                                                                    : NOBODYS;
}

static enum err
check_header(const struct reading *f, const int seen[COLUMNS])
{
    char missing[80] = "";

    for (int i = 0; i < COLUMNS; i++) {
        size_t used = strlen(missing);

        if (seen[i] > 1)
            return refuse(f, "the first row names the column \"%s\" twice",
                columns[i].name);
        if (columns[i].needed && !seen[i])
            snprintf(missing + used, sizeof(missing) - used, "%s\"%s\"",
                used ? ", " : "", columns[i].name);
    }
    if (*missing)
        return refuse(f, "no column is called %s: the first row must name"
            " child, class, guardian and phone, in these words, with commas"
            " or semicolons between", missing);
    return OK;
}

static enum err
read_header(struct reading *f, const struct csv_row *row)
{
    int seen[COLUMNS] = { 0 }, n = 0;
    char name[64];
    enum err e;

    for (int i = 0; i < row->n; i++) {
        int c = find_column(row->cell[i], name, sizeof(name));

        f->column[i] = c;
        if (c >= 0)
            seen[c]++;
        else if (c == NOBODYS)
            name_ignored(f->list, name);
        f->list->ours[i] = c == OURS;
        n += c != OURS;
    }
    /* The rejects need two more. */
    if (row->more || n > CSV_COLUMNS_MAX - 2)
        return refuse(f, "the first row has more than %d columns",
            CSV_COLUMNS_MAX - 2);
    f->header_read = true;
    if ((e = check_header(f, seen)))
        return e;
    return keep_cells(row, &f->list->header);
}

/* --- the rows ------------------------------------------------------------ */

static bool
has_extra(const struct reading *f, const struct csv_row *row)
{
    for (int i = f->list->header.n; i < row->n; i++)
        if (*row->cell[i])
            return true;
    return row->more;
}

/* What the row says about people; ERR_INPUT: reason (room bytes) says why it
 * cannot be taken. */
static enum err
understand(const struct reading *f, const struct csv_row *row, struct row *out,
    char *reason, size_t room)
{
    struct people_row p = { 0 };
    const char *fault = NULL;

    if (row->nul)
        fault = "has a control character (NUL)";
    else if (has_extra(f, row))
        fault = "has more cells than the first row: a name with a comma in it"
            " needs quotation marks around it";
    if (fault) {
        snprintf(reason, room, "%s", fault);
        return ERR_INPUT;
    }
    for (int i = 0; i < row->n && i < f->list->header.n; i++)
        if (f->column[i] >= 0)
            memcpy((char *)&p + columns[f->column[i]].at,
                &(const char *){ rejects_undo(row->cell[i]) },
                sizeof(const char *));
    return row_read(&p, f->country, out, reason, room);
}

static enum err
add_row(const struct reading *f, const struct csv_row *row)
{
    struct list_row *to = &f->list->rows[f->list->n];
    char reason[300] = "";
    enum err e;

    *to = (struct list_row){ .cell = NULL };
    f->list->n++;
    if ((e = keep_cells(row, to)))
        return e;
    if (!(to->row = calloc(1, sizeof(*to->row))))
        return ERR_MEMORY;
    if ((e = understand(f, row, to->row, reason, sizeof(reason)))) {
        row_clear(to->row);
        free(to->row);
        to->row = NULL;
    }
    return e == ERR_INPUT ? list_refuse(to, reason) : e;
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
take(void *user, const struct csv_row *row)
{
    struct reading *f = user;
    enum err e;

    if (!f->header_read)
        return read_header(f, row);
    if (f->list->n == IMPORT_ROWS_MAX)
        return refuse(f, "the file has more than %d rows: import it in"
            " pieces", IMPORT_ROWS_MAX);
    e = make_room(f->list);
    return e ? e : add_row(f, row);
}

/* --- the file ------------------------------------------------------------ */

/* Takes off a byte order mark and a spreadsheet's "sep=;" line. */
static void
skip_marks(const char **bytes, size_t *n, char *delimiter)
{
    size_t skip = 0;

    if (*n >= 3 && memcmp(*bytes, "\xef\xbb\xbf", 3) == 0)
        skip = 3;
    *bytes += skip;
    *n -= skip;
    if (*n < 6 || memcmp(*bytes, "sep=", 4) != 0
        || !strchr(",;", (*bytes)[4])
        || ((*bytes)[5] != '\r' && (*bytes)[5] != '\n'))
        return;
    *delimiter = (*bytes)[4];
    *bytes += 5;
    *n -= 5;
}

/* The one that the first line with anything in it has more of. */
static char
find_delimiter(const char *bytes, size_t n)
{
    size_t at = 0;
    int commas = 0, semicolons = 0;
    bool quoted = false;

    while (at < n && strchr("\r\n \t", bytes[at]))
        at++;
    for (; at < n && (quoted || !strchr("\r\n", bytes[at])); at++) {
        quoted ^= bytes[at] == '"';
        commas += !quoted && bytes[at] == ',';
        semicolons += !quoted && bytes[at] == ';';
    }
    return semicolons > commas ? ';' : ',';
}

static enum err
check_file(const struct reading *f, const char *bytes, size_t n)
{
    if (n > IMPORT_BYTES_MAX)
        return refuse(f, "the file is larger than %d MB",
            IMPORT_BYTES_MAX / 1024 / 1024);
    if (n >= 4 && (memcmp(bytes, "PK\3\4", 4) == 0
            || memcmp(bytes, "\xd0\xcf\x11\xe0", 4) == 0))
        return refuse(f, "this is a spreadsheet, not CSV: save it as"
            " \"CSV UTF-8\"");
    if (n >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0
            || memcmp(bytes, "\xfe\xff", 2) == 0))
        return refuse(f, "the file is UTF-16: save it as \"CSV UTF-8\"");
    return OK;
}

enum err
list_read(const char *bytes, size_t n, const char *country,
    struct list_file *out, char *why, size_t room)
{
    struct reading f = { .list = out, .country = country, .why = why,
        .room = room };
    long line = 0;
    enum err e;

    memset(out, 0, sizeof(*out));
    if ((e = check_file(&f, bytes, n)))
        return e;
    skip_marks(&bytes, &n, &out->delimiter);
    if (!out->delimiter)
        out->delimiter = find_delimiter(bytes, n);
    e = csv_read(bytes, n, out->delimiter, take, &f, &line);
    if (e == ERR_CORRUPT)
        return refuse(&f, "a quotation mark in the row that begins on line"
            " %ld is never closed, so what follows cannot be told apart",
            line);
    if (!e && !f.header_read)
        return refuse(&f, "the file is empty");
    return e;
}

enum err
list_refuse(struct list_row *row, const char *reason)
{
    row->reason = strdup(reason);
    return row->reason ? OK : ERR_MEMORY;
}

/* --- the rejects ---------------------------------------------------------- */

/* The cells under the file's own columns; their count. */
static int
own_cells(const struct list_file *l, const struct list_row *row,
    const char **out)
{
    int n = 0;

    for (int i = 0; i < l->header.n; i++)
        if (!l->ours[i])
            out[n++] = i < row->n ? row->cell[i] : "";
    return n;
}

static enum err
write_rejects(const struct list_file *l, struct rejects *r)
{
    const char *kept[CSV_COLUMNS_MAX];
    enum err e = rejects_header(r, kept, own_cells(l, &l->header, kept));

    for (int i = 0; i < l->n && !e; i++) {
        const struct list_row *row = &l->rows[i];
        int extra = row->n > l->header.n ? l->header.n : row->n;

        if (row->reason)
            e = rejects_row(r, kept, own_cells(l, row, kept), row->line,
                row->reason, (const char *const *)row->cell + extra,
                row->n - extra);
    }
    return e;
}

enum err
list_rejects(const struct list_file *l, char **text)
{
    struct rejects r = { 0 };
    enum err e = rejects_open(&r, l->delimiter);

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
        free(l->rows[i].reason);
        free(l->rows[i].cell);
    }
    free(l->rows);
    free(l->header.cell);
    memset(l, 0, sizeof(*l));
}
