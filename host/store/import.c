#include "store/import.h"

#include "daemon/log.h"
#include "store/audit.h"
#include "store/clean.h"
#include "store/csv_table.h"
#include "store/people.h"
#include "store/rejects.h"

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

struct import {
    struct db *db;
    const char *country;
    struct import_result *result;
    struct people_list list;
    struct rejects rejects;
    bool header_read;
    int header_cells;
    int column[CSV_COLUMNS_MAX]; /* of columns[], NOBODYS or OURS */
    char *why;
    size_t room;
};

__attribute__((format(printf, 2, 3)))
static enum err
refuse(struct import *im, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    vsnprintf(im->why, im->room, fmt, args);
    va_end(args);
    return ERR_INPUT;
}

/* --- the header ---------------------------------------------------------- */

static void
name_ignored(struct import_result *r, const char *name)
{
    size_t used = strlen(r->ignored);

    if (*name && used + strlen(name) + 3 < sizeof(r->ignored))
        snprintf(r->ignored + used, sizeof(r->ignored) - used, "%s%s",
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
check_header(struct import *im, const int seen[COLUMNS])
{
    char missing[80] = "";

    for (int i = 0; i < COLUMNS; i++) {
        size_t used = strlen(missing);

        if (seen[i] > 1)
            return refuse(im, "the first row names the column \"%s\" twice",
                columns[i].name);
        if (columns[i].needed && !seen[i])
            snprintf(missing + used, sizeof(missing) - used, "%s\"%s\"",
                used ? ", " : "", columns[i].name);
    }
    if (*missing)
        return refuse(im, "no column is called %s: the first row must name"
            " child, class, guardian and phone, in these words, with commas"
            " or semicolons between", missing);
    return OK;
}

static enum err
read_header(struct import *im, const struct csv_row *row)
{
    const char *kept[CSV_COLUMNS_MAX];
    int seen[COLUMNS] = { 0 }, n = 0;
    char name[64];
    enum err e;

    for (int i = 0; i < row->n; i++) {
        int c = find_column(row->cell[i], name, sizeof(name));

        im->column[i] = c;
        if (c >= 0)
            seen[c]++;
        else if (c == NOBODYS)
            name_ignored(im->result, name);
        if (c != OURS)
            kept[n++] = row->cell[i];
    }
    /* The rejects need two more. */
    if (row->more || n > CSV_COLUMNS_MAX - 2)
        return refuse(im, "the first row has more than %d columns",
            CSV_COLUMNS_MAX - 2);
    im->header_read = true;
    im->header_cells = row->n;
    if ((e = check_header(im, seen)))
        return e;
    return rejects_header(&im->rejects, kept, n);
}

/* --- the rows ------------------------------------------------------------ */

static enum err
reject(struct import *im, const struct csv_row *row, const char *reason)
{
    const char *kept[CSV_COLUMNS_MAX];
    int n = 0, extra = row->n > im->header_cells ? im->header_cells : row->n;

    for (int i = 0; i < im->header_cells; i++)
        if (im->column[i] != OURS)
            kept[n++] = i < row->n ? row->cell[i] : "";
    im->result->rejected++;
    return rejects_row(&im->rejects, kept, n, row->line, reason,
        row->cell + extra, row->n - extra);
}

static bool
has_extra(const struct import *im, const struct csv_row *row)
{
    for (int i = im->header_cells; i < row->n; i++)
        if (*row->cell[i])
            return true;
    return row->more;
}

static enum err
add_row(struct import *im, const struct csv_row *row)
{
    struct people_row p = { 0 };
    bool changed = false;
    char reason[300] = "";
    enum err e;

    if (row->nul)
        return reject(im, row, "has a control character (NUL)");
    if (has_extra(im, row))
        return reject(im, row, "has more cells than the first row: a name"
            " with a comma in it needs quotation marks around it");
    for (int i = 0; i < row->n && i < im->header_cells; i++)
        if (im->column[i] >= 0)
            memcpy((char *)&p + columns[im->column[i]].at,
                &(const char *){ rejects_undo(row->cell[i]) },
                sizeof(const char *));
    e = people_add_listed(im->db, &p, im->country, &im->list, &changed,
        reason, sizeof(reason));
    if (e == ERR_INPUT)
        return reject(im, row, reason);
    if (!e && changed)
        im->result->added++;
    else if (!e)
        im->result->unchanged++;
    return e;
}

static enum err
take(void *user, const struct csv_row *row)
{
    struct import *im = user;

    if (!im->header_read)
        return read_header(im, row);
    if (++im->result->rows > IMPORT_ROWS_MAX)
        return refuse(im, "the file has more than %d rows: import it in"
            " pieces", IMPORT_ROWS_MAX);
    return add_row(im, row);
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
check_file(struct import *im, const char *bytes, size_t n)
{
    if (n > IMPORT_BYTES_MAX)
        return refuse(im, "the file is larger than %d MB",
            IMPORT_BYTES_MAX / 1024 / 1024);
    if (n >= 4 && (memcmp(bytes, "PK\3\4", 4) == 0
            || memcmp(bytes, "\xd0\xcf\x11\xe0", 4) == 0))
        return refuse(im, "this is a spreadsheet, not CSV: save it as"
            " \"CSV UTF-8\"");
    if (n >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0
            || memcmp(bytes, "\xfe\xff", 2) == 0))
        return refuse(im, "the file is UTF-16: save it as \"CSV UTF-8\"");
    return OK;
}

static enum err
read_file(struct import *im, const char *bytes, size_t n)
{
    char delimiter = '\0';
    long line = 0;
    enum err e = check_file(im, bytes, n);

    if (e)
        return e;
    skip_marks(&bytes, &n, &delimiter);
    if (!delimiter)
        delimiter = find_delimiter(bytes, n);
    if ((e = rejects_open(&im->rejects, delimiter)))
        return e;
    e = csv_read(bytes, n, delimiter, take, im, &line);
    if (e == ERR_CORRUPT)
        return refuse(im, "a quotation mark in the row that begins on line"
            " %ld is never closed, so what follows cannot be told apart",
            line);
    if (!e && !im->header_read)
        return refuse(im, "the file is empty");
    return e;
}

static void
count(struct import_result *r, const struct people_list *list)
{
    r->families = list->families;
    r->children = list->children;
    r->guardians = list->guardians;
    r->phones = list->phones;
}

static enum err
note(struct db *db, const char *who, const struct import_result *r)
{
    char object[40], detail[100];

    snprintf(object, sizeof(object), "list of %d rows", r->rows);
    snprintf(detail, sizeof(detail), "added %d, unchanged %d, rejected %d",
        r->added, r->unchanged, r->rejected);
    log_info("import", "rows=%d added=%d unchanged=%d rejected=%d", r->rows,
        r->added, r->unchanged, r->rejected);
    return audit_add(db, who, "people.import", object, detail);
}

enum err
import_csv(struct db *db, const char *bytes, size_t n, const char *country,
    bool dry_run, const char *who, struct import_result *out, char *why,
    size_t room)
{
    struct import im = { .db = db, .country = country, .result = out,
        .why = why, .room = room };
    enum err e;

    memset(out, 0, sizeof(*out));
    if ((e = db_begin(db)))
        return e;
    e = read_file(&im, bytes, n);
    count(out, &im.list);
    if (!e)
        e = rejects_close(&im.rejects, &out->rejects);
    if (!e && !dry_run)
        e = note(db, who, out);
    if (e || dry_run)
        db_rollback(db);
    else
        e = db_commit(db);
    rejects_clear(&im.rejects);
    people_list_clear(&im.list);
    if (e)
        import_clear(out);
    return e;
}

void
import_clear(struct import_result *r)
{
    free(r->rejects);
    memset(r, 0, sizeof(*r));
}
