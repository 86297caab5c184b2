/* columns_title.c - the class of a list that has no column for it, from what
 * stands above its heads: "Class: 4B", "Grade 4 East". Declared in
 * columns_own.h. */
#include "lists/columns_own.h"

#include "text/unicode.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { CLASS_LONGEST = 24, CLASS_WORDS = 4 };

static bool
is_class_word(const char *text)
{
    struct head h;

    return !head_read(text, &h) && h.column.what == WHAT_CLASS;
}

/* The title of a list, not the name of a class. */
static bool
is_about_a_list(const char *text)
{
    static const char *const words[] = { "list", "register", "roll", "term",
        "orodha", "trim", "school", "shule", "cole", "escola", "escuela",
        "okul", "teacher", "مدرسة", "كشف", "قائمة" };

    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (strcasestr(text, words[i]))
            return true;
    return false;
}

/* Whether it may be the name of a class as it stands: short, and no year. */
static bool
may_be_class(const char *text)
{
    const char *at = text, *word;
    size_t n;
    int words = 0, digits = 0;

    if (!*text || strlen(text) > CLASS_LONGEST || is_about_a_list(text))
        return false;
    while (unicode_word(&at, &word, &n))
        words++;
    for (at = text; *at;)
        digits += unicode_digit(unicode_next(&at)) >= 0;
    return words > 0 && words <= CLASS_WORDS && digits <= 2;
}

/* The next cell of the row that has something in it; "". */
static const char *
next_cell(const struct sheet_row *r, int i)
{
    for (i++; i < r->n; i++)
        if (r->cell[i][strspn(r->cell[i], " ")])
            return r->cell[i] + strspn(r->cell[i], " ");
    return "";
}

/* What cell i says of the class, trimmed into out; false: nothing. */
static bool
read_title(const struct sheet_row *r, int i, char out[CLASS_LONGEST + 1])
{
    const char *text = r->cell[i] + strspn(r->cell[i], " ");
    const char *colon = strchr(text, ':'), *value = text;
    char before[64];
    size_t n;

    n = colon ? (size_t)(colon - text) + 1 : sizeof(before);
    unicode_copy(text, before, n < sizeof(before) ? n : sizeof(before));
    if (colon)
        value = colon + 1 + strspn(colon + 1, " ");
    else if (!strpbrk(text, " 0123456789"))
        value = "";             /* "Class" beside "4B" */
    if (!is_class_word(before) || is_about_a_list(before))
        return false;
    if (!*value)
        value = next_cell(r, i);
    if (!may_be_class(value))
        return false;
    snprintf(out, CLASS_LONGEST + 1, "%s", value);
    for (n = strlen(out); n && isspace((unsigned char)out[n - 1]);)
        out[--n] = '\0';
    return true;
}

void
columns_class_of_title(const struct sheet *s, struct columns *c)
{
    char found[CLASS_LONGEST + 1] = "", here[CLASS_LONGEST + 1];

    if (!c->sure || columns_has(c, WHO_CHILD, WHAT_CLASS))
        return;
    for (int row = 0; row < c->head; row++)
        for (int i = 0; i < s->rows[row].n; i++) {
            if (!read_title(&s->rows[row], i, here))
                continue;
            if (*found && strcmp(found, here) != 0)
                return;         /* several: a person says which */
            memcpy(found, here, sizeof(found));
        }
    snprintf(c->class_name, sizeof(c->class_name), "%s", found);
}
