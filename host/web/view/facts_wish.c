/* facts_wish.c - what a form or an address says of a sheet of facts. Declared
 * in facts_view.h. */
#include "web/view/facts_view.h"

#include "web/view/import_view.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct facts_choice facts_choices[] = {
    { "child", "Child's whole name" }, { "child_first", "Child's first name" },
    { "child_last", "Child's last name" }, { "class", "Class" },
    { "section", "Section of the class" },
    { "child_id", "Child's number at school" },
    { "missing", "Missing work" }, { "mark", "Mark" },
    { "date", "Next date" }, { "subject", "Subject" },
    { "away", "Days away" }, { "none", "Not used" }, { NULL, NULL },
};

/* Of the reasons the first is kept. */
struct reading {
    const struct params *p;
    struct facts_wish *out;
    struct reason why;
};

static void
refuse(struct reading *r, struct reason why)
{
    if (!reason_given(&r->why))
        r->why = why;
}

/* The value of that name; what does not fit is refused and left empty. */
static void
take(struct reading *r, const char *name, char *to, size_t room)
{
    const char *value = params_get(r->p, name);
    size_t n = 0;

    for (; value && *value && n + 1 < room; value++)
        if (*value != '\r')     /* a browser ended its lines with CR LF */
            to[n++] = *value;
    if (value && *value) {
        refuse(r, reason_of(REASON_THIS_TOO_LONG));
        n = 0;
    }
    to[n] = '\0';
}

static void
add_line(struct reading *r, char *to, size_t room, const char *before,
    const char *value)
{
    struct reason why = { 0 };

    if (said_line(to, room, before, value, &why))
        refuse(r, why);
}

/* Which marks mean away: those shown that are ticked, and no other. One on two
 * lines cannot be said; unless it is ticked, it means nothing anyway. */
static void
read_marks(struct reading *r)
{
    const struct params *p = r->p;

    for (int i = 0; i < p->count; i++) {
        bool away = false;

        if (strncmp(p->item[i].name, "mark", 4) != 0
            || !isdigit((unsigned char)p->item[i].name[4]))
            continue;
        for (int k = 0; k < p->count; k++)
            away |= !strcmp(p->item[k].name, "away")
                && !strcmp(p->item[k].value, p->item[i].value);
        if (away || !strpbrk(p->item[i].value, "\r\n"))
            add_line(r, r->out->map, sizeof(r->out->map),
                away ? "mark==" : "mark!=", p->item[i].value);
    }
}

/* Row 7 of "pick7"; 0: it is another field. */
static int64_t
row_of(const char *name)
{
    int64_t row = 0;

    return !strncmp(name, "pick", 4) && params_digits(name + 4, 999999, &row)
        ? row : 0;
}

/* Whether the form has a choice for that row: what was chosen before counts no
 * more. */
static bool
asked_now(const struct params *p, long row)
{
    for (int i = 0; row && i < p->count; i++)
        if (row_of(p->item[i].name) == row)
            return true;
    return false;
}

static void
add_choice(struct reading *r, const char *before, const char *value)
{
    if (said_line(r->out->pick, sizeof(r->out->pick), before, value, NULL))
        refuse(r, reason_of(REASON_FACT_CHOICES));
}

/* The lines of "pick", then the rows of the form. */
static void
read_choices(struct reading *r)
{
    const char *at = params_get(r->p, "pick");
    char line[80], row[40];

    for (; at && *at; at += strspn(at, "\r\n")) {
        size_t n = strcspn(at, "\r\n");

        snprintf(line, sizeof(line), "%.*s", (int)n, at);
        if (n >= sizeof(line))
            refuse(r, reason_of(REASON_THIS_TOO_LONG));
        else if (!asked_now(r->p, strtol(line, NULL, 10)))
            add_choice(r, "", line);
        at += n;
    }
    for (int i = 0; i < r->p->count; i++) {
        int64_t of = row_of(r->p->item[i].name);

        snprintf(row, sizeof(row), "%" PRId64 "=", of);
        if (of && *r->p->item[i].value)
            add_choice(r, row, r->p->item[i].value);
    }
}

enum err
facts_wish_read(const struct params *p, struct facts_wish *out,
    struct reason *why)
{
    struct reading r = { .p = p, .out = out };

    memset(out, 0, sizeof(*out));
    take(&r, "map", out->map, sizeof(out->map) - 1);
    if (*out->map && out->map[strlen(out->map) - 1] != '\n')
        strcat(out->map, "\n");
    take(&r, "template", out->template_, sizeof(out->template_));
    take(&r, "text", out->text, sizeof(out->text));
    take(&r, "ask", out->ask, sizeof(out->ask));
    if (said_columns(p, out->map, sizeof(out->map), why))
        refuse(&r, *why);
    read_marks(&r);
    read_choices(&r);
    *why = r.why;
    return reason_given(&r.why) ? ERR_INPUT : OK;
}
