/* cmd_duties.c - whom of the school a family asks for what. */
#include "cli/client.h"
#include "cli/show.h"

#include <stdio.h>
#include <string.h>

enum { ID_WIDTH = 5, WHAT_WIDTH = 16, WHO_WIDTH = 26 };

static void
show_duties(const json_t *j)
{
    const json_t *all = json_object_get(j, "duties");
    json_t *d;
    size_t i;

    if (!json_array_size(all))
        puts("Nobody is on the list yet. For example:\n"
             "  notehome duties set Fees \"Mrs Otieno\" \"office, 8 to 12\"");
    json_array_foreach(all, i, d) {
        printf("%*lld  ", ID_WIDTH, show_int(d, "id"));
        show_cell(show_text(d, "what"), WHAT_WIDTH);
        fputs("  ", stdout);
        if (*show_text(d, "how")) {
            show_cell(show_text(d, "who"), WHO_WIDTH);
            fputs("  ", stdout);
            show_cut(show_text(d, "how"), show_width() - ID_WIDTH - WHAT_WIDTH
                - WHO_WIDTH - 6);
        } else
            show_cut(show_text(d, "who"), show_width() - ID_WIDTH - WHAT_WIDTH
                - 4);
        putchar('\n');
    }
}

int
cmd_duties(const struct cli *c)
{
    const char *first = c->count ? c->args[0] : "";
    bool sets = !strcmp(first, "set") && c->count >= 3;
    char path[64];
    long long id;
    json_t *j;
    int code;

    if (c->count && !sets && (strcmp(first, "remove") || c->count != 2))
        return cli_usage("duties, duties set WHAT WHO [HOW], or duties remove"
            " ID");
    if (!c->count)
        code = client_get(c, "duties", &j);
    else if (sets)
        code = client_post(c, "duties", json_pack("{s:s, s:s, s:s}", "what",
            c->args[1], "who", c->args[2], "how",
            c->count > 3 ? c->args[3] : ""), &j);
    else if (!cli_number(c->args[1], "a line of the list", &id))
        return EXIT_USAGE;
    else {
        snprintf(path, sizeof(path), "duties/%lld/remove", id);
        code = client_post(c, path, json_object(), &j);
    }
    if (code || client_print_json(c, j))
        return code;
    show_duties(j);
    json_decref(j);
    return code;
}
