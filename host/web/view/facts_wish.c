/* facts_wish.c - what a form or an address says of a sheet of facts. Declared
 * in facts_view.h. */
#include "web/view/facts_view.h"

#include "web/view/import_view.h"

#include <ctype.h>
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

/* Adds a line; what holds a line break or does not fit is passed over. */
static void
add_line(char *to, const char *before, const char *value)
{
    size_t n = strlen(to);

    if (!strpbrk(value, "\r\n")
        && n + strlen(before) + strlen(value) + 2 < FACTS_SAID)
        snprintf(to + n, FACTS_SAID - n, "%s%s\n", before, value);
}

static void
take(const struct params *p, const char *name, char *to, size_t room)
{
    const char *value = params_get(p, name);
    size_t n = 0;

    for (; value && *value && n + 1 < room; value++)
        if (*value != '\r')     /* a browser ended its lines with CR LF */
            to[n++] = *value;
    to[n] = '\0';
}

/* Which marks mean away: those shown that are ticked, and no other. */
static void
read_marks(const struct params *p, struct facts_wish *out)
{
    for (int i = 0; i < p->count; i++) {
        bool away = false;

        if (strncmp(p->item[i].name, "mark", 4) != 0
            || !isdigit((unsigned char)p->item[i].name[4]))
            continue;
        for (int k = 0; k < p->count; k++)
            away |= !strcmp(p->item[k].name, "away")
                && !strcmp(p->item[k].value, p->item[i].value);
        add_line(out->map, away ? "mark==" : "mark!=", p->item[i].value);
    }
}

void
facts_wish_read(const struct params *p, struct facts_wish *out)
{
    const char *value;
    char name[40];

    memset(out, 0, sizeof(*out));
    take(p, "map", out->map, sizeof(out->map) - 1);
    take(p, "pick", out->pick, sizeof(out->pick) - 1);
    if (*out->map)
        strcat(out->map, "\n");
    if (*out->pick)
        strcat(out->pick, "\n");
    take(p, "template", out->template_, sizeof(out->template_));
    take(p, "text", out->text, sizeof(out->text));
    take(p, "ask", out->ask, sizeof(out->ask));
    for (int i = 1; i <= IMPORT_COLUMNS_SHOWN; i++) {
        snprintf(name, sizeof(name), "is%d", i);
        if (!(value = params_get(p, name)) || !*value || strlen(value) > 30
            || strchr(value, '='))
            continue;
        snprintf(name, sizeof(name), "=#%d", i);
        if (strlen(out->map) + 60 < FACTS_SAID && !strpbrk(value, "\r\n"))
            sprintf(out->map + strlen(out->map), "%s%s\n", value, name);
    }
    if ((value = params_get(p, "class")) && *value && strlen(value) < 40)
        add_line(out->map, "class==", value);
    read_marks(p, out);
    for (int i = 0; i < p->count; i++)
        if (!strncmp(p->item[i].name, "pick", 4) && p->item[i].name[4]
            && strlen(p->item[i].name) < 12 && *p->item[i].value) {
            snprintf(name, sizeof(name), "%s=", p->item[i].name + 4);
            add_line(out->pick, name, p->item[i].value);
        }
}
