#include "web/kit/catalogue.h"

#include "web/kit/plural.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const uint32_t magic = 0x950412de;

static uint32_t
number_at(const struct catalogue *c, size_t at)
{
    const unsigned char *p = c->bytes + at;

    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16
        | (uint32_t)p[3] << 24;
}

static const char *
text_at(const struct catalogue *c, uint32_t table, uint32_t i)
{
    return (const char *)c->bytes
        + number_at(c, table + (size_t)i * 8 + 4);
}

static uint32_t
length_at(const struct catalogue *c, uint32_t table, uint32_t i)
{
    return number_at(c, table + (size_t)i * 8);
}

/* Whether the table of all texts lies within the file, and they do. */
static bool
table_holds(const struct catalogue *c, uint32_t table)
{
    if (table > c->size || (c->size - table) / 8 < c->count)
        return false;
    for (uint32_t i = 0; i < c->count; i++) {
        size_t n = length_at(c, table, i);
        size_t at = number_at(c, table + (size_t)i * 8 + 4);

        if (at >= c->size || n >= c->size - at || c->bytes[at + n])
            return false;
    }
    return true;
}

static bool
in_order(const struct catalogue *c)
{
    for (uint32_t i = 1; i < c->count; i++)
        if (strcmp(text_at(c, c->from, i - 1), text_at(c, c->from, i)) >= 0)
            return false;
    return true;
}

/* "nplurals=3; plural=n==1 ? 0 : 1;" */
static void
read_plural(struct catalogue *c)
{
    char field[300];
    const char *forms, *which;

    catalogue_field(c, "Plural-Forms", field, sizeof(field));
    c->forms = 2;
    if (!(forms = strstr(field, "nplurals="))
        || !(which = strstr(field, " plural=")))
        return;
    c->forms = atoi(forms + strlen("nplurals="));
    if (c->forms < 1 || c->forms > 16)
        c->forms = 2;
    which += strlen(" plural=");
    snprintf(c->plural, sizeof(c->plural), "%.*s", (int)strcspn(which, ";"),
        which);
}

enum err
catalogue_read(const void *bytes, size_t size, struct catalogue *out)
{
    struct catalogue c = { .bytes = bytes, .size = size };

    if (size < 28 || number_at(&c, 0) != magic || number_at(&c, 4) >> 16)
        return ERR_CORRUPT;
    c.count = number_at(&c, 8);
    c.from = number_at(&c, 12);
    c.to = number_at(&c, 16);
    if (!table_holds(&c, c.from) || !table_holds(&c, c.to) || !in_order(&c))
        return ERR_CORRUPT;
    read_plural(&c);
    *out = c;
    return OK;
}

/* The number of text, or -1. */
static int64_t
place_of(const struct catalogue *c, const char *text)
{
    uint32_t low = 0, high = c->count;

    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        int order = strcmp(text, text_at(c, c->from, mid));

        if (!order)
            return mid;
        if (order < 0)
            high = mid;
        else
            low = mid + 1;
    }
    return -1;
}

const char *
catalogue_find(const struct catalogue *c, const char *text)
{
    int64_t i = c && *text ? place_of(c, text) : -1;
    const char *found = i < 0 ? "" : text_at(c, c->to, (uint32_t)i);

    return *found ? found : text;
}

const char *
catalogue_plural(const struct catalogue *c, const char *one, const char *many,
    int64_t n)
{
    int64_t i = c && *one ? place_of(c, one) : -1, form;
    const char *p, *end;

    if (i < 0)
        return n == 1 ? one : many;
    form = *c->plural ? plural_form(c->plural, n) : n != 1;
    if (form < 0 || form >= c->forms)
        form = 0;
    p = text_at(c, c->to, (uint32_t)i);
    end = p + length_at(c, c->to, (uint32_t)i);
    while (form-- && p < end)
        p += strlen(p) + 1;     /* the forms stand one behind the other */
    return p < end && *p ? p : n == 1 ? one : many;
}

void
catalogue_field(const struct catalogue *c, const char *name, char *out,
    size_t room)
{
    int64_t i = c->count ? place_of(c, "") : -1;
    const char *line = i < 0 ? "" : text_at(c, c->to, (uint32_t)i);
    size_t n = strlen(name);

    out[0] = '\0';
    for (; *line; line += strcspn(line, "\n"), line += *line == '\n')
        if (!strncmp(line, name, n) && line[n] == ':') {
            line += n + 1;
            line += strspn(line, " ");
            snprintf(out, room, "%.*s", (int)strcspn(line, "\n"), line);
            return;
        }
}
