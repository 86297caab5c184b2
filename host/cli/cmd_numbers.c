/* cmd_numbers.c - numbers to mend, and whom to ask. */
#include "cli/client.h"
#include "cli/show.h"

#include <stdio.h>
#include <string.h>

static void
show_number(const json_t *n)
{
    const char *state = show_text(n, "state");
    const json_t *ask = json_object_get(n, "ask"), *a;
    size_t i;

    show_plain(show_text(n, "number"));
    printf("  %s: ", !strcmp(state, "wrong") ? "wrong, suspended"
        : !strcmp(state, "perhaps") ? "may be wrong" : "not reached");
    if (*show_text(n, "children")) {
        show_plain(show_text(n, "children"));
        fputs(" \xc2\xb7 ", stdout);
    }
    show_plain(show_text(n, "guardian"));
    printf(" (family %lld)", show_int(n, "family"));
    if (show_int(n, "message"))
        printf("; notehome decide %lld wrong|right", show_int(n, "message"));
    putchar('\n');
    json_array_foreach((json_t *)ask, i, a) {
        fputs(i ? ", " : "      ask: ", stdout);
        show_plain(show_text(a, "name"));
        putchar(' ');
        show_plain(show_text(a, "number"));
    }
    if (i)
        putchar('\n');
}

int
cmd_numbers(const struct cli *c)
{
    json_t *j, *n;
    int code = client_get(c, "numbers", &j);
    size_t i;

    if (code || client_print_json(c, j))
        return code;
    if (!json_array_size(j))
        puts("No number is to be mended.");
    json_array_foreach(j, i, n)
        show_number(n);
    json_decref(j);
    return code;
}
