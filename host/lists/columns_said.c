/* columns_said.c - what a person says of a list's columns, and whether it is
 * enough. Declared in columns.h. */
#include "lists/columns_own.h"

#include "text/clean.h"
#include "text/unicode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

void
columns_title(const struct sheet *s, const struct columns *c, int i, char *out,
    size_t room)
{
    enum reason_code fault;
    const char *cell = c->head < 0
        ? "" : columns_cell(&s->rows[c->head], i);

    if (clean_line(cell, out, room, &fault))
        unicode_copy(cell, out, room);
    if (!*out)
        snprintf(out, room, "#%d", i + 1);
}

const char *
columns_plain_title(const struct sheet *s, const struct columns *c, int i)
{
    const char *own = c->head < 0 ? "" : columns_cell(&s->rows[c->head], i);
    struct column meant;
    struct head head;
    bool ours;

    if (c->of[i].what && (c->said || c->guessed[i] || c->head < 0))
        return column_name(c->of[i]);
    /* a word that is understood, and somebody said that it is not that */
    return c->said && !c->of[i].what && (columns_read_own(own, &meant, &ours)
        || (!head_read(own, &head) && head.column.what)) ? "-" : own;
}

/* A head that no word of ours is in: the row with a name that was said. */
static void
find_said_head(const struct sheet *s, struct columns *c, const char *title)
{
    for (int i = 0; i < s->n && i < HEADS_LOOKED_AT; i++)
        for (int k = 0; k < s->rows[i].n; k++)
            if (strcasecmp(s->rows[i].cell[k], title) == 0) {
                c->head = i;
                c->n = s->rows[i].n;
                return;
            }
}

/* Which column is called so; -1: none. */
static int
find_title(const struct sheet *s, struct columns *c, const char *title)
{
    char here[128];
    char *end;

    if (c->head < 0 && *title != '#')
        find_said_head(s, c, title);
    if (*title == '#') {
        long i = strtol(title + 1, &end, 10);

        if (!*end && i >= 1 && i <= c->n)
            return (int)i - 1;
    }
    for (int i = 0; i < c->n; i++) {
        columns_title(s, c, i, here, sizeof(here));
        if (strcasecmp(here, title) == 0)
            return i;
    }
    return -1;
}

static enum err
map_one(const struct sheet *s, char *line, struct columns *c,
    struct reason *why)
{
    char *title = strchr(line, '=');
    struct column is;
    int i;

    if (!title)
        return reason_refuse(why, ERR_INPUT,
            reason_text(REASON_WRITE_MAP, line));
    *title++ = '\0';
    if (column_parse(line, &is))
        return reason_refuse(why, ERR_INPUT,
            reason_text(REASON_NO_SUCH_COLUMN, line));
    if (*title == '=' && is.what == WHAT_CLASS) {
        columns_take_away(c, is.who, is.what, -1);
        snprintf(c->class_name, sizeof(c->class_name), "%s", title + 1);
        return OK;
    }
    if ((i = find_title(s, c, title)) < 0)
        return reason_refuse(why, ERR_INPUT,
            reason_text(REASON_NO_COLUMN_CALLED, title));
    if (is.what && is.what != WHAT_PHONE)
        columns_take_away(c, is.who, is.what, i);
    if (is.what == WHAT_CLASS)
        *c->class_name = '\0';
    c->of[i] = is;
    c->said = true;
    c->sure |= is.what == WHAT_NAME || is.what == WHAT_FIRST;
    return OK;
}

/* Names in one piece or in several: what was guessed the other way gives
 * way to what was said. */
static enum err
map_lines(const struct sheet *s, char *lines, struct columns *c,
    struct reason *why)
{
    char *save = NULL;
    enum err e = OK;

    for (char *line = strtok_r(lines, "\r\n", &save); line && !e;
         line = strtok_r(NULL, "\r\n", &save)) {
        struct column said;
        size_t n = strcspn(line, "=");
        char name[40];

        snprintf(name, sizeof(name), "%.*s", (int)(n < 39 ? n : 39), line);
        if (!column_parse(name, &said) && said.what == WHAT_NAME) {
            columns_take_away(c, said.who, WHAT_FIRST, -1);
            columns_take_away(c, said.who, WHAT_MIDDLE, -1);
            columns_take_away(c, said.who, WHAT_LAST, -1);
        } else if (!column_parse(name, &said) && (said.what == WHAT_FIRST
                || said.what == WHAT_LAST)) {
            columns_take_away(c, said.who, WHAT_NAME, -1);
        }
        e = map_one(s, line, c, why);
    }
    return e;
}

enum err
columns_map(const struct sheet *s, const char *map, struct columns *c,
    struct reason *why)
{
    char *lines;
    enum err e;

    if (!map || !*map)
        return OK;
    if (!(lines = strdup(map)))
        return ERR_MEMORY;
    e = map_lines(s, lines, c, why);
    free(lines);
    return e;
}

/* --- whether it is enough ------------------------------------------------- */

static void
name_columns(const struct sheet *s, const struct columns *c, char *out,
    size_t room)
{
    size_t used = 0;

    *out = '\0';
    for (int i = 0; i < c->n && used < room - 1; i++) {
        char title[64];

        columns_title(s, c, i, title, sizeof(title));
        used += (size_t)snprintf(out + used, room - used, "%s%s",
            used ? ", " : "", title);
    }
}

enum err
columns_check(const struct sheet *s, const struct columns *c,
    struct reason *why)
{
    char all[160];

    name_columns(s, c, all, sizeof(all));
    if (!columns_has(c, WHO_CHILD, WHAT_NAME)
        && !columns_has(c, WHO_CHILD, WHAT_FIRST)
        && !columns_has(c, WHO_CHILD, WHAT_LAST))
        return reason_refuse(why, ERR_INPUT,
            reason_text(REASON_WHICH_IS_CHILD, all));
    if (!*c->class_name && !columns_has(c, WHO_CHILD, WHAT_CLASS))
        return reason_refuse(why, ERR_INPUT,
            reason_text(REASON_WHICH_IS_CLASS, all));
    if (!columns_has_phone(c))
        return reason_refuse(why, ERR_INPUT,
            reason_text(REASON_WHICH_IS_PHONE, all));
    return OK;
}
