#include "store/people/rejects.h"

#include "text/unicode.h"

#include <stdlib.h>
#include <string.h>

static bool
is_formula(const char *cell)
{
    cell += strspn(cell, " \t\r\n");
    return *cell && strchr("=+-@", *cell);
}

const char *
rejects_undo(const char *cell)
{
    return *cell == '\'' && is_formula(cell + 1) ? cell + 1 : cell;
}

enum err
rejects_open(struct rejects *r, char delimiter)
{
    *r = (struct rejects){ .delimiter = delimiter };
    r->out = open_memstream(&r->text, &r->size);
    return r->out ? OK : ERR_MEMORY;
}

static bool
needs_quotes(const char *cell)
{
    size_t n = strlen(cell);

    return strpbrk(cell, ",;\"\r\n")
        || (n && (strchr(" \t", *cell) || strchr(" \t", cell[n - 1])));
}

void
rejects_cell(FILE *out, const char *cell)
{
    const char *quote = needs_quotes(cell) ? "\"" : "";
    uint32_t c;

    fputs(quote, out);
    if (is_formula(cell))
        fputc('\'', out);
    while ((c = unicode_next(&cell))) {
        char bytes[4] = "";
        size_t n = unicode_put(c, bytes);

        if (c == '"')
            fputc('"', out);
        fwrite(bytes, 1, n, out);
    }
    fputs(quote, out);
}

static void
write_cells(struct rejects *r, const char *const *cells, int n, bool first)
{
    for (int i = 0; i < n; i++) {
        if (i || !first)
            fputc(r->delimiter, r->out);
        rejects_cell(r->out, cells[i]);
    }
}

static enum err
end_row(struct rejects *r)
{
    fputs("\r\n", r->out);
    return ferror(r->out) ? ERR_MEMORY : OK;
}

enum err
rejects_header(struct rejects *r, const char *const *names, int n)
{
    const char *ours[] = { "line", "reason" };

    write_cells(r, names, n, true);
    write_cells(r, ours, 2, false);
    return end_row(r);
}

enum err
rejects_row(struct rejects *r, const char *const *cells, int n, long line,
    const char *reason, const char *const *extra, int n_extra)
{
    char number[24];
    const char *ours[] = { number, reason };

    snprintf(number, sizeof(number), "%ld", line);
    write_cells(r, cells, n, true);
    write_cells(r, ours, 2, false);
    write_cells(r, extra, n_extra, false);
    r->rows++;
    return end_row(r);
}

enum err
rejects_plain(struct rejects *r, const char *const *cells, int n)
{
    write_cells(r, cells, n, true);
    r->rows++;
    return end_row(r);
}

static bool
is_ascii(const char *text)
{
    while (*text && (unsigned char)*text < 0x80)
        text++;
    return !*text;
}

enum err
rejects_close(struct rejects *r, char **text)
{
    int failed = fclose(r->out);
    char *all;

    r->out = NULL;
    if (failed)
        return ERR_MEMORY;
    if (!r->rows)
        all = strdup("");
    else if (is_ascii(r->text))
        all = strdup(r->text);
    else if (asprintf(&all, "\xef\xbb\xbf%s", r->text) < 0)
        all = NULL;
    if (!all)
        return ERR_MEMORY;
    *text = all;
    return OK;
}

void
rejects_clear(struct rejects *r)
{
    if (r->out)
        fclose(r->out);
    free(r->text);
    *r = (struct rejects){ 0 };
}
