/* cmd_guardian.c - what is known of a guardian, and whom to call. */
#include "cli/client.h"
#include "cli/show.h"

#include <stdio.h>
#include <string.h>

int
cmd_guardian(const struct cli *c)
{
    long long family, id = 0;
    bool ask = c->count == 3 && !strcmp(c->args[2], "ask");
    char path[80], name[24];
    json_t *body, *j;
    int code;

    if (!cli_number(c->args[0], "a family", &family)
        || (strcmp(c->args[1], "new") != 0
            && !cli_number(c->args[1], "a guardian", &id)))
        return EXIT_USAGE;
    body = json_object();
    if (id)
        json_object_set_new(body, "guardian", json_integer(id));
    for (int i = 2; i < c->count && !ask; i++) {
        size_t n = strcspn(c->args[i], "=");

        if (!c->args[i][n] || n >= sizeof(name)) {
            json_decref(body);
            return cli_usage("say NAME=VALUE, as reads=call.");
        }
        snprintf(name, sizeof(name), "%.*s", (int)n, c->args[i]);
        json_object_set_new(body, name, json_string(c->args[i] + n + 1));
    }
    snprintf(path, sizeof(path), "families/%lld/guardian%s", family,
        ask ? "/ask" : "");
    if ((code = client_post(c, path, body, &j)) || client_print_json(c, j))
        return code;
    puts(ask ? "Asked." : "Saved.");
    json_decref(j);
    return code;
}

int
cmd_calls(const struct cli *c)
{
    char path[80];
    long long id;
    json_t *j, *one;
    int code;
    size_t i;

    if (!cli_number(c->args[0], "a text to many", &id))
        return EXIT_USAGE;
    snprintf(path, sizeof(path), "batches/%lld/calls", id);
    if ((code = client_get(c, path, &j)) || client_print_json(c, j))
        return code;
    if (!json_array_size(j))
        puts("Nobody is to be called for it.");
    json_array_foreach(j, i, one) {
        printf("[%s] ", *show_text(one, "done") ? "x" : " ");
        show_plain(show_text(one, "number"));
        fputs("  ", stdout);
        show_plain(show_text(one, "children"));
        fputs(" \xc2\xb7 ", stdout);
        show_plain(show_text(one, "name"));
        putchar('\n');
    }
    json_decref(j);
    return code;
}
