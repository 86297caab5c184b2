#include "store/db/schema_same.h"

#include "text/unicode.h"

#include <ctype.h>
#include <string.h>

/* Behind white space and comments. */
static const char *
skip(const char *s)
{
    const char *was;

    do {
        was = s;
        while (isspace((unsigned char)*s))
            s++;
        if (s[0] == '-' && s[1] == '-')
            s += strcspn(s, "\n");
        else if (s[0] == '/' && s[1] == '*')
            s = strstr(s + 2, "*/") ? strstr(s + 2, "*/") + 2 : s + strlen(s);
    } while (s != was);
    return s;
}

/* The next letter, where what skip() passes is one blank; '\0' at the end.
 * *quote: what ends the quotes that it stands in, '\0' outside. */
static char
next_letter(const char **at, char *quote)
{
    const char *s = *at;

    if (!*quote && skip(s) != s) {
        *at = skip(s);
        return **at ? ' ' : '\0';
    }
    if (*quote)
        *quote = (char)(*s == *quote ? '\0' : *quote);
    else if (*s == '[')
        *quote = ']';
    else if (*s == '\'' || *s == '"' || *s == '`')
        *quote = *s;
    *at += *s != '\0';
    return *s;
}

bool
schema_sql_same(const char *a, const char *b)
{
    char in_a = '\0', in_b = '\0', x;

    do {
        x = next_letter(&a, &in_a);
        if (x != next_letter(&b, &in_b))
            return false;
    } while (x);
    return true;
}

/* The tables that FTS5 makes by itself, which another SQLite may shape anew. */
static bool
is_shadow(const char *name)
{
    return !strncmp(name, "message_words_", strlen("message_words_"));
}

static const char *
column(sqlite3_stmt *st, int n)
{
    const char *text = (const char *)sqlite3_column_text(st, n);

    return text ? text : "";
}

static bool
is_same(sqlite3_stmt *a, sqlite3_stmt *b)
{
    for (int i = 0; i < 3; i++)
        if (strcmp(column(a, i), column(b, i)) != 0)
            return false;
    return is_shadow(column(a, 0)) || schema_sql_same(column(a, 3),
        column(b, 3));
}

static sqlite3_stmt *
prepare(struct conn *c)
{
    sqlite3_stmt *st = NULL;

    return sqlite3_prepare_v2(c->h, "SELECT name, type, tbl_name, sql"
        " FROM sqlite_schema ORDER BY name, type, tbl_name", -1, &st, NULL)
        == SQLITE_OK ? st : NULL;
}

/* Row by row, both in order of their names. */
static enum err
compare(sqlite3_stmt *theirs, sqlite3_stmt *ours, char name[SCHEMA_NAME])
{
    for (;;) {
        int rc = sqlite3_step(theirs), own = sqlite3_step(ours);
        bool row = rc == SQLITE_ROW, own_row = own == SQLITE_ROW;

        if (own != SQLITE_ROW && own != SQLITE_DONE)
            return ERR_MEMORY;
        if (rc != SQLITE_ROW && rc != SQLITE_DONE)
            return ERR_CORRUPT;
        if (!row && !own_row)
            return OK;
        if (row && own_row && is_same(theirs, ours))
            continue;
        /* Of two that are not the same the first by name stands alone. */
        unicode_copy(!own_row || (row && strcmp(column(theirs, 0),
                column(ours, 0)) <= 0) ? column(theirs, 0) : column(ours, 0),
            name, SCHEMA_NAME);
        return ERR_CORRUPT;
    }
}

enum err
schema_same(struct conn *c, int64_t steps, char name[SCHEMA_NAME])
{
    sqlite3_stmt *theirs = NULL, *ours = NULL;
    struct conn fresh = { 0 };
    enum err e = conn_open(&fresh, ":memory:", true);

    for (int n = 1; !e && n <= steps && n <= schema_latest(); n++)
        e = conn_exec(&fresh, schema_step(n));
    if (!e) {
        theirs = prepare(c);
        ours = prepare(&fresh);
        e = !ours ? ERR_MEMORY : !theirs ? ERR_CORRUPT
            : compare(theirs, ours, name);
    }
    sqlite3_finalize(theirs);
    sqlite3_finalize(ours);
    conn_close(&fresh);
    return e;
}
