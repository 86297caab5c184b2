#include "lists/csv_table.h"

#include <csv.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct reading {
    enum err (*fn)(void *user, const struct csv_row *row);
    void *user;
    enum err error;
    struct csv_row row;
    size_t at[CSV_COLUMNS_MAX]; /* where each cell begins in text */
    char *text;                 /* owned; the row's cells, a NUL after each */
    size_t used, room;
    long line;                  /* being read */
    bool begun;                 /* row.line is set */
};

static bool
make_room(struct reading *r, size_t more)
{
    size_t room = r->room;
    char *text;

    while (room < r->used + more)
        room = room ? 2 * room : 4096;
    if (room == r->room)
        return true;
    if (!(text = realloc(r->text, room))) {
        r->error = ERR_MEMORY;
        return false;
    }
    r->text = text;
    r->room = room;
    return true;
}

static void
take_cell(void *cell, size_t n, void *user)
{
    struct reading *r = user;

    if (r->error)
        return;
    if (r->row.n == CSV_COLUMNS_MAX) {
        r->row.more |= n > 0;
        return;
    }
    if (!make_room(r, n + 1))
        return;
    r->at[r->row.n++] = r->used;
    if (n)
        memcpy(r->text + r->used, cell, n);
    r->row.nul |= n && memchr(cell, '\0', n);
    r->text[r->used + n] = '\0';
    r->used += n + 1;
}

static void
take_row(int end, void *user)
{
    struct reading *r = user;
    bool empty = true;

    (void)end;
    for (int i = 0; i < r->row.n && !r->error; i++) {
        r->row.cell[i] = r->text + r->at[i];
        empty &= !*r->row.cell[i];
    }
    if (!r->error && (!empty || r->row.nul || r->row.more))
        r->error = r->fn(r->user, &r->row);
    r->row.n = 0;
    r->row.more = r->row.nul = false;
    r->used = 0;
    r->begun = false;
}

/* The end of the line at from, behind its CR LF, LF or CR. */
static size_t
line_end(const char *bytes, size_t n, size_t from)
{
    while (from < n && bytes[from] != '\n' && bytes[from] != '\r')
        from++;
    if (from < n && bytes[from] == '\r' && from + 1 < n
        && bytes[from + 1] == '\n')
        from++;
    return from < n ? from + 1 : n;
}

/* How many bytes at the front are blanks and line ends. */
static size_t
count_blank(const char *bytes, size_t n)
{
    size_t i = 0;

    while (i < n && strchr(" \t\r\n", bytes[i]) && bytes[i])
        i++;
    return i;
}

static enum err
feed(struct reading *r, struct csv_parser *p, const char *bytes, size_t n)
{
    for (size_t at = 0, end; at < n && !r->error; at = end) {
        end = line_end(bytes, n, at);
        r->line++;
        if (!r->begun && count_blank(bytes + at, end - at) < end - at) {
            r->row.line = r->line;
            r->begun = true;
        }
        if (csv_parse(p, bytes + at, end - at, take_cell, take_row, r)
            != end - at)
            return ERR_MEMORY;
    }
    if (r->error)
        return r->error;
    /* Strict for the end alone: a quotation mark still open has swallowed the
     * rest of the file. Elsewhere a stray one is a character like others. */
    if (csv_set_opts(p, CSV_STRICT | CSV_STRICT_FINI)
        || csv_fini(p, take_cell, take_row, r))
        return r->error ? r->error : ERR_CORRUPT;
    return r->error;
}

enum err
csv_read(const char *bytes, size_t n, char delimiter,
    enum err (*fn)(void *user, const struct csv_row *row), void *user,
    long *line)
{
    struct reading r = { .fn = fn, .user = user };
    struct csv_parser p;
    enum err e;

    if (csv_init(&p, 0))
        return ERR_MEMORY;
    csv_set_delim(&p, (unsigned char)delimiter);
    e = feed(&r, &p, bytes, n);
    if (line)
        *line = r.row.line;
    csv_free(&p);
    free(r.text);
    return e;
}
