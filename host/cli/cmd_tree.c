/* cmd_tree.c - who calls whom in an emergency. */
#include "cli/client.h"
#include "cli/show.h"

#include <stdio.h>
#include <string.h>

static int
change(const struct cli *c)
{
    bool remove = c->count > 1 && !strcmp(c->args[1], "remove");
    long long family;
    json_t *j;
    int code;

    if (c->count != 3 || (!remove && strcmp(c->args[1], "add") != 0))
        return cli_usage("usage: notehome tree [CLASS [add|remove FAMILY]]");
    if (!cli_number(c->args[2], "a family", &family))
        return EXIT_USAGE;
    code = client_post(c, "tree", json_pack("{s:s, s:I, s:b}", "class",
        c->args[0], "family", (json_int_t)family, "remove", remove), &j);
    if (code || client_print_json(c, j))
        return code;
    json_decref(j);
    return code;
}

/* first and last: "guardian" and "children" of who calls, the other way round
 * of who is called. */
static void
show_family(const char *before, const json_t *f, const char *first,
    const char *last)
{
    fputs(before, stdout);
    show_cell(show_text(f, first), 28);
    putchar(' ');
    show_cell(show_text(f, "number"), 16);
    putchar(' ');
    show_plain(show_text(f, last));
    putchar('\n');
}

int
cmd_tree(const struct cli *c)
{
    long long caller = -1;
    char path[600], last[200] = "";
    json_t *j, *row;
    int code;
    size_t i;

    if (c->count > 1)
        return change(c);
    snprintf(path, sizeof(path), "tree?class=%s",
        c->count ? client_escape(c->args[0]) : "");
    if ((code = client_get(c, path, &j)) || client_print_json(c, j))
        return code;
    json_array_foreach(j, i, row) {
        const json_t *from = json_object_get(row, "caller");
        const char *name = show_text(row, "class");

        if (strcmp(name, last) || show_int(from, "family") != caller) {
            printf("%s%s", i ? "\n" : "", "class ");
            show_plain(name);
            putchar('\n');
            if (json_is_object(from))
                show_family("  ", from, "guardian", "children");
            else
                puts("  nobody represents it yet");
        }
        snprintf(last, sizeof(last), "%s", name);
        caller = show_int(from, "family");
        show_family("      ", json_object_get(row, "calls"), "children",
            "guardian");
    }
    json_decref(j);
    return code;
}
