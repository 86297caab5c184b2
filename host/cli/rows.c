#include "cli/rows.h"

#include "cli/show.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Whom it is about, and its kind. */
static void
show_about(const json_t *m)
{
    const char *child = show_text(m, "child"), *tone = show_text(m, "tone");
    char line[300];

    snprintf(line, sizeof(line), "%s%s%s%s", *child ? "about " : "", child,
        *child && *tone ? ": " : "", tone);
    if (*line)
        show_wrapped(line, 4);
}

/* Where a message comes from or went, when, and how it fares. */
void
rows_message(const json_t *m)
{
    bool in = !strcmp(show_text(m, "direction"), "in");
    bool call = !strcmp(show_text(m, "kind"), "missed_call");

    printf("%s %lld  %s  ", in ? "<-" : "->", show_int(m, "id"),
        show_time(show_text(m, "at")));
    show_plain(show_text(m, "number"));
    if (!in)
        printf("  %s", show_text(m, "state"));
    if (*show_text(m, "tray"))
        printf("  [%s]", show_text(m, "tray"));
    if (*show_text(m, "reason")) {
        fputs(": ", stdout);
        show_plain(show_text(m, "reason"));
    }
    putchar('\n');
    show_about(m);
    show_wrapped(call ? "(missed call)" : *show_text(m, "text")
        ? show_text(m, "text") : "(empty message)", 4);
}

void
rows_people(const json_t *j)
{
    json_t *one, *phone;
    size_t i, k;

    json_array_foreach(json_object_get(j, "children"), i, one) {
        printf("  child     ");
        show_plain(show_text(one, "name"));
        if (*show_text(one, "class")) {
            fputs(", ", stdout);
            show_plain(show_text(one, "class"));
        }
        putchar('\n');
    }
    json_array_foreach(json_object_get(j, "guardians"), i, one) {
        printf("  guardian  ");
        show_plain(show_text(one, "name"));
        if (*show_text(one, "relation")) {
            fputs(", ", stdout);
            show_plain(show_text(one, "relation"));
        }
        json_array_foreach(json_object_get(one, "phones"), k, phone) {
            printf("%s", k ? ", " : "  ");
            show_plain(show_text(phone, "number"));
            if (strcmp(show_text(phone, "state"), "working"))
                printf(" (%s)", show_text(phone, "state"));
            else if (*show_text(phone, "arrived"))
                printf(" (arrived %.10s)", show_text(phone, "arrived"));
            else
                printf(" (%s)", json_is_true(json_object_get(phone, "tried"))
                        ? "no report yet" : "not tried yet");
        }
        putchar('\n');
    }
}

/* "Musa Mutua 4B, Ochieng 2A"; static. */
static const char *
children_of(const json_t *j)
{
    const json_t *list = json_object_get(j, "children");
    static char line[400];
    size_t i, n = 0;
    json_t *one;

    if (!json_is_array(list))
        return show_text(j, "children");
    line[0] = '\0';
    json_array_foreach((json_t *)list, i, one) {
        if (n >= sizeof(line) - 1)
            break;
        n += (size_t)snprintf(line + n, sizeof(line) - n, "%s%s%s%s",
            n ? ", " : "", show_text(one, "name"),
            *show_text(one, "class") ? " " : "", show_text(one, "class"));
    }
    return line;
}

const char *
rows_who(const json_t *j)
{
    static const char *const else_names[] = { "label", "family", "who",
        "number" };
    const char *who = children_of(j);

    for (size_t i = 0; !*who && i < sizeof(else_names) / sizeof(*else_names);
         i++)
        who = show_text(j, else_names[i]);
    return who;
}

void
rows_named(const json_t *j)
{
    const char *family = show_text(j, "label");

    if (!*family)
        family = show_text(j, "family");
    show_plain(rows_who(j));
    if (*family && *children_of(j)) {
        fputs(" \xc2\xb7 ", stdout);
        show_plain(family);
    }
}
