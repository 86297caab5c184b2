#include "lists/blocks.h"

#include "text/unicode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { TITLE_MAX = 40, TITLE_CELLS = 2, PHONE_DIGITS = 6 };

static const char *
cell_of(const struct sheet_row *r, int i)
{
    const char *cell = i < r->n ? r->cell[i] : "";

    return cell + strspn(cell, " \t\r\n");
}

static bool
is_same(const struct sheet_row *a, const struct sheet_row *b)
{
    for (int i = 0; i < a->n || i < b->n; i++)
        if (strcasecmp(cell_of(a, i), cell_of(b, i)) != 0)
            return false;
    return true;
}

static int
count_digits(const char *text)
{
    int n = 0;

    while (*text)
        n += unicode_digit(unicode_next(&text)) >= 0;
    return n;
}

/* "4 East", "Grade Four"; not "Amina", a child without a phone. */
static bool
is_class(const char *title)
{
    struct head h;

    return count_digits(title) > 0
        || (!head_read(title, &h) && h.column.what == WHAT_CLASS);
}

/* "GRADE 4 EAST", or "Class:" and "4 East". False: the row is no title; a row
 * of people has a phone, or more cells. */
static bool
read_title(const struct sheet_row *r, char out[TITLE_MAX])
{
    size_t used = 0;
    int cells = 0;

    *out = '\0';
    for (int i = 0; i < r->n; i++) {
        const char *cell = cell_of(r, i);

        if (!*cell)
            continue;
        if (++cells > TITLE_CELLS || used + strlen(cell) + 2 > TITLE_MAX
            || count_digits(cell) >= PHONE_DIGITS)
            return false;
        used += (size_t)snprintf(out + used, TITLE_MAX - used, "%s%s",
            used ? " " : "", cell);
    }
    return cells > 0 && is_class(out);
}

/* The title of the block whose heads are row i; false: it has none. */
static bool
title_of(const struct sheet *s, int i, int head, char out[TITLE_MAX])
{
    if (i > 0 && !is_same(&s->rows[i - 1], &s->rows[head])
        && read_title(&s->rows[i - 1], out))
        return true;
    *out = '\0';
    return false;
}

/* How many blocks below the first have a title; 0 also where a row has no room
 * for one cell more behind the heads. */
static int
count_titles(const struct sheet *s, int head)
{
    char title[TITLE_MAX];
    int titles = 0;

    for (int i = head + 1; i < s->n; i++) {
        if (s->rows[i].n > s->rows[head].n || s->rows[i].more)
            return 0;
        titles += is_same(&s->rows[i], &s->rows[head])
            && title_of(s, i, head, title);
    }
    return titles;
}

static bool
has_class(const struct columns *c)
{
    for (int i = 0; i < c->n; i++)
        if (c->of[i].what == WHAT_CLASS)
            return true;
    return false;
}

static bool
begins_block(const struct sheet *s, int i, int head)
{
    return i < s->n && is_same(&s->rows[i], &s->rows[head]);
}

/* Takes out the rows that are only titles and heads, and gives the others the
 * title of their block. */
static enum err
join(struct sheet *s, int head)
{
    char title[TITLE_MAX], next[TITLE_MAX] = "";
    int column = s->rows[head].n, to = head + 1;
    enum err e = OK;

    (void)title_of(s, head, head, title);
    for (int i = head + 1, n = s->n; i < n; i++) {
        bool again = begins_block(s, i, head);
        bool above = !again && begins_block(s, i + 1, head)
            && title_of(s, i + 1, head, next);

        if (again)              /* the row before may have been its title */
            memcpy(title, next, sizeof(title));
        if (!above)
            *next = '\0';
        if (again || above) {
            free(s->rows[i].cell);
            s->rows[i] = (struct sheet_row){ .line = s->rows[i].line };
            continue;
        }
        if (!e)
            e = sheet_put(&s->rows[i], column, title);
        s->rows[to++] = s->rows[i];
    }
    s->n = to;
    return e ? e : sheet_put(&s->rows[head], column, "class");
}

enum err
blocks_join(struct sheet *s, const struct columns *c, bool *changed)
{
    *changed = c->head >= 0 && c->sure && !has_class(c)
        && s->rows[c->head].n < SHEET_COLUMNS_MAX
        && count_titles(s, c->head) > 0;
    return *changed ? join(s, c->head) : OK;
}
