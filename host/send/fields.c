#include "send/fields.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum field { FIELD_NONE, FIELD_CHILD, FIELD_GUARDIAN, FIELD_CLASS,
    FIELD_SCHOOL };

static const struct {
    const char *name;
    enum field field;
} names[] = {
    { "child", FIELD_CHILD }, { "guardian", FIELD_GUARDIAN },
    { "class", FIELD_CLASS }, { "school", FIELD_SCHOOL },
};

/* "{word}" or "{word|fallback}" at p; its parts point into the text. */
struct field_place {
    const char *word, *fallback;
    size_t word_bytes, fallback_bytes, bytes;
};

static bool
find_place(const char *p, struct field_place *out)
{
    const char *end = strpbrk(p + 1, "{}\n");
    const char *bar;

    if (!end || *end != '}')
        return false;
    bar = memchr(p, '|', (size_t)(end - p));
    out->word = p + 1;
    out->word_bytes = (size_t)((bar ? bar : end) - p - 1);
    out->fallback = bar ? bar + 1 : NULL;
    out->fallback_bytes = bar ? (size_t)(end - bar - 1) : 0;
    out->bytes = (size_t)(end - p) + 1;
    return true;
}

static bool
is_word(const struct field_place *at, const char *name)
{
    return strlen(name) == at->word_bytes
        && !memcmp(name, at->word, at->word_bytes);
}

static enum field
field_of(const struct field_place *at)
{
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (is_word(at, names[i].name))
            return names[i].field;
    return FIELD_NONE;
}

/* Which of the further fields it is; -1: none. */
static int
more_of(const struct field_place *at, const char *const *more, int n)
{
    for (int i = 0; i < n; i++)
        if (is_word(at, more[i]))
            return i;
    return -1;
}

bool
fields_used(const char *text)
{
    struct field_place at;

    for (const char *p = text; (p = strchr(p, '{')); p++)
        if (find_place(p, &at) && field_of(&at) != FIELD_NONE)
            return true;
    return false;
}

bool
fields_unknown(const char *text, char *out, size_t room)
{
    return fields_unknown_but(text, NULL, 0, out, room);
}

bool
fields_hole(const char *text, const struct fields *f)
{
    struct field_place at;

    for (const char *p = text; (p = strchr(p, '{')); p++) {
        int i = find_place(p, &at) && field_of(&at) == FIELD_NONE
            ? more_of(&at, f->names, f->n_more) : -1;

        if (i >= 0 && !*f->values[i] && !at.fallback)
            return true;
    }
    return false;
}

bool
fields_unknown_but(const char *text, const char *const *more, int n,
    char *out, size_t room)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
                                  "ABCDEFGHIJKLMNOPQRSTUVWXYZ_";
    struct field_place at;

    for (const char *p = text; (p = strchr(p, '{')); p++)
        if (find_place(p, &at) && field_of(&at) == FIELD_NONE
            && more_of(&at, more, n) < 0 && at.word_bytes
            && strspn(at.word, letters) >= at.word_bytes) {
            snprintf(out, room, "%.*s", (int)at.word_bytes, at.word);
            return true;
        }
    return false;
}

/* What stands for the field; *n its bytes. */
static const char *
value_of(enum field field, const struct field_place *at, const struct fields *f,
    size_t *n)
{
    const char *value = NULL, *usual = "";

    switch (field) {
    case FIELD_CHILD:
        value = f->child;
        usual = f->nameless ? f->nameless : "your child";
        break;
    case FIELD_GUARDIAN:
        value = f->guardian;
        usual = "parent";
        break;
    case FIELD_CLASS:
        value = f->class_name;
        usual = "the class";
        break;
    case FIELD_SCHOOL:
        value = f->school;
        usual = "the school";
        break;
    case FIELD_NONE:
        break;
    }
    if ((!value || !*value) && at->fallback) {
        *n = at->fallback_bytes;
        return at->fallback;
    }
    if (!value || !*value)
        value = usual;
    *n = strlen(value);
    return value;
}

static const char *
more_value(int i, const struct field_place *at, const struct fields *f,
    size_t *n)
{
    *n = *f->values[i] ? strlen(f->values[i]) : at->fallback_bytes;
    return *f->values[i] ? f->values[i] : at->fallback;
}

enum err
fields_fill(const char *text, const struct fields *f, char **out)
{
    size_t bytes = 0;
    char *made = NULL;
    FILE *to = open_memstream(&made, &bytes);
    struct field_place at;
    bool bad;

    if (!to)
        return ERR_MEMORY;
    for (const char *p = text; *p;) {
        bool place = *p == '{' && find_place(p, &at);
        enum field field = place ? field_of(&at) : FIELD_NONE;
        int more = place && field == FIELD_NONE
            ? more_of(&at, f->names, f->n_more) : -1;

        if (field != FIELD_NONE || more >= 0) {
            size_t n;
            const char *value = more >= 0 ? more_value(more, &at, f, &n)
                                          : value_of(field, &at, f, &n);

            fwrite(value, 1, n, to);
            p += at.bytes;
        } else
            putc(*p++, to);
    }
    bad = ferror(to) != 0;
    if (fclose(to) || bad) {
        free(made);
        return ERR_MEMORY;
    }
    *out = made;
    return OK;
}
