/* schema_text.h - the tables of a database as SQL that people can read: what
 * there is as SQLite has it, the comments from the steps (schema.h) that made
 * it. For `make schema`, and for the test that holds host/store/schema.sql. */
#ifndef NOTEHOME_SCHEMA_TEXT_H
#define NOTEHOME_SCHEMA_TEXT_H

#include "store/db/db.h"
#include "store/db/schema.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SCHEMA_ADDED = 64, SCHEMA_BESIDE = 41, SCHEMA_WIDTH = 80 };

/* A statement: where its line begins, in which step. */
struct schema_line {
    const char *step, *at;
};

/* --- the comments of the steps -------------------------------------------- */

/* The start of the line before; NULL at the top. */
static const char *
schema_before(const char *top, const char *line)
{
    if (line == top)
        return NULL;
    for (line--; line > top && line[-1] != '\n'; line--)
        continue;
    return line;
}

/* A comment line, but no heading ("-- People ----"). */
static bool
schema_comment(const char *line)
{
    size_t n = strcspn(line, "\n");

    return n > 2 && !strncmp(line, "--", 2) && strncmp(line + n - 3, "---", 3);
}

/* Prints the comment that stands over a statement, if there is one. Of a step's
 * heading ("-- 0005: how ...") the number is left out. */
static void
schema_above(FILE *out, struct schema_line s, const char *indent)
{
    const char *line = schema_before(s.step, s.at), *first = NULL, *end;

    while (line && *line == '\n')
        line = schema_before(s.step, line);
    for (; line && schema_comment(line); line = schema_before(s.step, line))
        first = line;
    for (; first && schema_comment(first); first = end) {
        end = strchr(first, '\n') + 1;
        if (first == s.step)
            fprintf(out, "%s-- %c%.*s", indent, toupper(first[9]),
                (int)(end - first - 10), first + 10);
        else
            fprintf(out, "%s%.*s", indent, (int)(end - first), first);
    }
}

/* Prints words as a comment from a column on, on as many lines as it takes;
 * used: what stands on the first so far. */
static void
schema_wrapped(FILE *out, const char *words, int used)
{
    int n;

    fprintf(out, "%*s--", used < SCHEMA_BESIDE ? SCHEMA_BESIDE - used : 1, "");
    used = used < SCHEMA_BESIDE ? SCHEMA_BESIDE + 2 : used + 3;
    for (; *words; words += n + (words[n] == ' '), used += n + 1) {
        n = (int)strcspn(words, " ");
        if (used + 1 + n > SCHEMA_WIDTH) {
            fprintf(out, "\n%*s--", SCHEMA_BESIDE, "");
            used = SCHEMA_BESIDE + 2;
        }
        fprintf(out, " %.*s", n, words);
    }
}

/* Prints the comment behind an added column, which may go on on more lines. */
static void
schema_beside(FILE *out, const char *semicolon, int used)
{
    const char *at = semicolon + 1 + strspn(semicolon + 1, " ");
    char words[400] = "";

    while (!strncmp(at, "-- ", 3)) {
        size_t n = strcspn(at, "\n"), has = strlen(words);

        snprintf(words + has, sizeof(words) - has, "%s%.*s", has ? " " : "",
            (int)n - 3, at + 3);
        at += n + 1;
        if (*at != ' ')
            break;              /* what begins a line is no part of it */
        at += strspn(at, " ");
    }
    if (*words)
        schema_wrapped(out, words, used);
    fputc('\n', out);
}

/* The next line of the steps after `last` (zeroes: the first) that begins with
 * these n bytes and a blank. */
static bool
schema_next(const char *start, size_t n, struct schema_line last,
    int *step, struct schema_line *out)
{
    const char *line = last.at ? strchr(last.at, '\n') : NULL;

    for (;;) {
        if (!line || !*++line) {
            if (!(last.step = line = schema_step(++*step)))
                return false;
        }
        if (!strncmp(line, start, n) && isspace((unsigned char)line[n])) {
            *out = (struct schema_line){ last.step, line };
            return true;
        }
        line = strchr(line, '\n');
    }
}

/* --- one table ------------------------------------------------------------ */

struct schema_column {
    struct schema_line from;    /* its ALTER TABLE */
    const char *text;           /* n bytes: name, type, ... */
    size_t n;
};

/* SQLite puts an added column behind the others, as ", " and its text: takes it
 * out again. Where it stood; NULL: it is not there (any more). */
static char *
schema_take_out(char *sql, const struct schema_column *c)
{
    for (char *p = sql; (p = strstr(p, ", ")); p++)
        if (!strncmp(p + 2, c->text, c->n) && strchr(",) \n", p[2 + c->n])) {
            memmove(p, p + 2 + c->n, strlen(p + 2 + c->n) + 1);
            return p;
        }
    return NULL;
}

/* How many of the first n bytes there are up to the last that is neither blank
 * nor comment. */
static size_t
schema_code(const char *sql, size_t n)
{
    size_t code = 0;

    for (size_t i = 0; i < n; i++) {
        if (sql[i] == '\'')
            i += strcspn(sql + i + 1, "'") + 1;
        else if (!strncmp(sql + i, "--", 2))
            i += strcspn(sql + i, "\n");
        if (i < n && !isspace((unsigned char)sql[i]))
            code = i + 1;
    }
    return code;
}

/* sql with the added columns on lines of their own. */
static void
schema_table(FILE *out, char *sql, const struct schema_column *c, int count,
    char *place)
{
    size_t at = (size_t)(place - sql), code = schema_code(sql, at), tail = at;
    const char *rest = sql + code;
    bool more = *place == ',';  /* constraints follow */
    const char *after = place + more;

    while (tail > code && isspace((unsigned char)sql[tail - 1]))
        tail--;
    fprintf(out, "%.*s,", (int)code, sql);
    if (!strncmp(rest, "  ", 2))
        rest++;                 /* the comma has its place */
    fprintf(out, "%.*s", tail > code ? (int)(sql + tail - rest) : 0, rest);
    if (more && !strncmp(after, " --", 3)) {    /* of the column before */
        fprintf(out, "%.*s", (int)strcspn(after, "\n"), after);
        after += strcspn(after, "\n");
    }
    fputc('\n', out);
    for (int i = 0; i < count; i++) {
        const char *comma = more || i + 1 < count ? "," : "";

        schema_above(out, c[i].from, "    ");
        schema_beside(out, c[i].text + c[i].n, fprintf(out, "    %.*s%s",
            (int)c[i].n, c[i].text, comma));
    }
    fprintf(out, "%s;\n", after + (more && *after == '\n'));
}

/* --- all of them ---------------------------------------------------------- */

/* A statement with the comment over it. */
static void
schema_statement(FILE *out, const char *type, const char *name,
    const char *given)
{
    struct schema_column added[SCHEMA_ADDED];
    struct schema_line line = { NULL, NULL };
    char *sql = strdup(given), *place = NULL, *p, alter[100];
    size_t n = (size_t)(strstr(given, name) - given) + strlen(name);
    int step = 0, count = 0;

    if (schema_next(given, n, line, &step, &line))
        schema_above(out, line, "");
    snprintf(alter, sizeof(alter), "ALTER TABLE %s ADD COLUMN", name);
    n = strlen(alter);
    line = (struct schema_line){ NULL, NULL };
    step = strcmp(type, "table") ? schema_latest() : 0;
    while (count < SCHEMA_ADDED && schema_next(alter, n, line, &step, &line)) {
        struct schema_column c = { line, line.at + n + 1,
            strcspn(line.at + n + 1, ";") };

        if ((p = schema_take_out(sql, &c))) {
            added[count++] = c;
            place = place ? place : p;
        }
    }
    if (place)
        schema_table(out, sql, added, count, place);
    else
        fprintf(out, "%s;\n", sql);
    free(sql);
}

/* What every table has in common, as the first step says it. */
static void
schema_head(FILE *out)
{
    const char *at = strchr(schema_step(1), '\n') + 1;

    fprintf(out,
        "-- schema.sql - the tables as they stand after step %04d of sql/,\n"
        "-- by name; below each its indexes and triggers. For readers: `make\n"
        "-- schema` makes it, unit/schema holds it, the program does not read\n"
        "-- it. To change the tables, add a step to sql/.\n--\n",
        schema_latest());
    while (schema_comment(at)) {
        int n = (int)strcspn(at, "\n") + 1;

        fprintf(out, "%.*s", n, at);
        at += n;
    }
}

/* The whole schema of db to out. */
static enum err
schema_text(struct db *db, FILE *out)
{
    struct query q = query_start(db,
        "SELECT s.type, s.name, s.sql, s.type = 'table' FROM sqlite_schema s"
        " JOIN pragma_table_list l ON l.name = s.tbl_name"
        " WHERE l.schema = 'main' AND l.type IN ('table', 'virtual')"
        " AND s.sql IS NOT NULL AND s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        " ORDER BY s.tbl_name, s.type <> 'table', s.type, s.rowid");

    schema_head(out);
    while (query_row(&q)) {
        if (query_get_int(&q, 3))
            fputc('\n', out);
        schema_statement(out, query_get_text(&q, 0), query_get_text(&q, 1),
            query_get_text(&q, 2));
    }
    return query_end(&q);
}

#endif
