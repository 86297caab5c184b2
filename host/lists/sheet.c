#include "lists/sheet.h"

#include "lists/csv_table.h"
#include "lists/encoding.h"
#include "lists/vcard.h"
#include "lists/xlsx.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINES_WEIGHED = 20 };    /* they tell the delimiter */

/* --- rows ----------------------------------------------------------------- */

static enum err
make_room(struct sheet *s)
{
    int room = s->room ? 2 * s->room : 256;
    struct sheet_row *more;

    if (s->n == SHEET_ROWS_MAX)
        return ERR_INPUT;
    if (s->n < s->room)
        return OK;
    if (!(more = realloc(s->rows, (size_t)room * sizeof(*more))))
        return ERR_MEMORY;
    s->rows = more;
    s->room = room;
    return OK;
}

/* The cells as one block: the pointers, then the text they point to. */
static enum err
keep_cells(const char *const *cells, int n, struct sheet_row *to)
{
    size_t bytes = (size_t)n * sizeof(*to->cell);
    char *text;

    for (int i = 0; i < n; i++)
        bytes += strlen(cells[i]) + 1;
    if (!(to->cell = malloc(bytes ? bytes : 1)))
        return ERR_MEMORY;
    text = (char *)(to->cell + n);
    for (int i = 0; i < n; i++) {
        size_t length = strlen(cells[i]) + 1;

        to->cell[i] = memcpy(text, cells[i], length);
        text += length;
    }
    to->n = n;
    return OK;
}

static bool
is_blank(const char *const *cells, int n)
{
    for (int i = 0; i < n; i++)
        if (cells[i][strspn(cells[i], " \t\r\n")])
            return false;
    return true;
}

enum err
sheet_add(struct sheet *s, long line, const char *const *cells, int n,
    bool more, bool nul)
{
    struct sheet_row row = { .line = line, .more = more, .nul = nul };
    enum err e;

    if (!more && !nul && is_blank(cells, n))
        return OK;
    if ((e = make_room(s)) || (e = keep_cells(cells, n, &row)))
        return e;
    s->rows[s->n++] = row;
    return OK;
}

/* The row of a line; s->n: there is none from it on. */
static int
find_line(const struct sheet *s, long line)
{
    int low = 0, high = s->n;

    while (low < high) {
        int middle = (low + high) / 2;

        if (s->rows[middle].line < line)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

enum err
sheet_put(struct sheet_row *r, int column, const char *value)
{
    const char *cells[SHEET_COLUMNS_MAX];
    struct sheet_row filled = *r;
    enum err e;

    for (int i = 0; i < SHEET_COLUMNS_MAX; i++)
        cells[i] = i < r->n ? r->cell[i] : "";
    cells[column] = value;
    if ((e = keep_cells(cells, column < r->n ? r->n : column + 1, &filled)))
        return e;
    free(r->cell);
    *r = filled;
    return OK;
}

enum err
sheet_spread(struct sheet *s, long from, long to, int column)
{
    int first = find_line(s, from);
    enum err e = OK;

    if (first == s->n || s->rows[first].line != from
        || column >= s->rows[first].n)
        return OK;
    for (int i = first + 1; i < s->n && s->rows[i].line <= to && !e; i++)
        if (column >= s->rows[i].n || !*s->rows[i].cell[column])
            e = sheet_put(&s->rows[i], column, s->rows[first].cell[column]);
    return e;
}

void
sheet_clear(struct sheet *s)
{
    for (int i = 0; i < s->n; i++)
        free(s->rows[i].cell);
    free(s->rows);
    memset(s, 0, sizeof(*s));
}

/* --- text ----------------------------------------------------------------- */

/* A spreadsheet's "sep=;" line; how many bytes it has. */
static size_t
skip_sep(const char *text, size_t n, char *delimiter)
{
    if (n < 6 || memcmp(text, "sep=", 4) != 0 || !strchr(",;\t|", text[4])
        || (text[5] != '\r' && text[5] != '\n'))
        return 0;
    *delimiter = text[4];
    return 5;
}

/* How often c stands outside quotation marks in the line at *at, which moves
 * behind it. */
static int
count_in_line(const char *text, size_t n, size_t *at, char c)
{
    bool quoted = false;
    int count = 0;

    for (; *at < n && (quoted || !strchr("\r\n", text[*at])); ++*at) {
        quoted ^= text[*at] == '"';
        count += !quoted && text[*at] == c;
    }
    while (*at < n && text[*at] && strchr("\r\n", text[*at]))
        ++*at;
    return count;
}

/* How well c parts the first lines: those with as many as the one with most
 * have in common, then how many that is. */
static int
weigh(const char *text, size_t n, char c)
{
    int counts[LINES_WEIGHED] = { 0 }, lines = 0, best = 0;
    size_t at = 0;

    while (at < n && strchr("\r\n \t", text[at]))
        at++;
    while (at < n && lines < LINES_WEIGHED)
        counts[lines++] = count_in_line(text, n, &at, c);
    for (int i = 0; i < lines; i++) {
        int alike = 0;

        for (int k = 0; k < lines; k++)
            alike += counts[k] == counts[i];
        if (counts[i] && alike * 100 + counts[i] > best)
            best = alike * 100 + (counts[i] < 100 ? counts[i] : 99);
    }
    return best;
}

static char
find_delimiter(const char *text, size_t n)
{
    char found = ',';
    int best = weigh(text, n, ',');

    for (const char *c = ";\t|"; *c; c++) {
        int here = weigh(text, n, *c);

        if (here > best) {
            best = here;
            found = *c;
        }
    }
    return found;
}

static enum err
take(void *user, const struct csv_row *row)
{
    return sheet_add(user, row->line, row->cell, row->n, row->more, row->nul);
}

static enum err
read_text(const char *text, size_t n, struct sheet *out, struct reason *why)
{
    size_t skip = skip_sep(text, n, &out->delimiter);
    long line = 0;
    enum err e;

    text += skip;
    n -= skip;
    if (!skip)
        out->delimiter = find_delimiter(text, n);
    e = csv_read(text, n, out->delimiter, take, out, &line);
    if (e == ERR_CORRUPT) {
        *why = reason_number(REASON_QUOTE_NOT_CLOSED,
            line);
        return ERR_INPUT;
    }
    return e;
}

/* --- the file ------------------------------------------------------------- */

/* What people have instead of a list: how it begins, and what to do. */
static const struct {
    const char *begins;
    enum reason_code why;
} others[] = {
    { "%PDF", REASON_IS_PDF },
    { "{\\rtf", REASON_IS_DOCUMENT },
    { "<", REASON_IS_WEB_PAGE },
    { "\x89PNG", REASON_IS_PICTURE },
    { "\xff\xd8\xff", REASON_IS_PICTURE },
};

static enum err
refuse_others(const char *bytes, size_t n, struct reason *why)
{
    size_t at = n >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

    while (at < n && strchr(" \t\r\n", bytes[at]) && bytes[at])
        at++;
    for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
        size_t length = strlen(others[i].begins);

        if (n - at >= length
            && memcmp(bytes + at, others[i].begins, length) == 0) {
            *why = reason_of(others[i].why);
            return ERR_INPUT;
        }
    }
    return OK;
}

static enum err
read_shape(const char *bytes, size_t n, struct sheet *out, struct reason *why)
{
    char *text;
    size_t length;
    enum err e;

    if (n >= 4 && memcmp(bytes, "PK\3\4", 4) == 0)
        return xlsx_read(bytes, n, out, why);
    if (n >= 4 && memcmp(bytes, "\xd0\xcf\x11\xe0", 4) == 0) {
        *why = reason_of(REASON_OLD_SPREADSHEET);
        return ERR_INPUT;
    }
    if ((e = refuse_others(bytes, n, why)))
        return e;
    if ((e = encoding_utf8(bytes, n, &text, &length))) {
        if (e == ERR_INPUT)
            *why = reason_of(REASON_UTF16_DAMAGED);
        return e;
    }
    e = vcard_is(text, length) ? vcard_read(text, length, out, why)
                               : read_text(text, length, out, why);
    free(text);
    return e;
}

enum err
sheet_read(const char *bytes, size_t n, struct sheet *out, struct reason *why)
{
    enum err e;

    memset(out, 0, sizeof(*out));
    *why = reason_none;
    if (n > SHEET_BYTES_MAX) {
        *why = reason_number(REASON_FILE_TOO_LARGE,
            SHEET_BYTES_MAX / 1024 / 1024);
        return ERR_INPUT;
    }
    e = read_shape(bytes, n, out, why);
    if (e == ERR_INPUT && !reason_given(why))
        *why = reason_number(REASON_FILE_TOO_LONG,
            SHEET_ROWS_MAX / 1000 * 1000);
    if (!e && !out->n) {
        *why = reason_of(REASON_FILE_EMPTY);
        return ERR_INPUT;
    }
    return e;
}
