/* cmd_menu.c - the operators' menus: what is known of them, and walking through
 * one. */
#include "cli/client.h"
#include "cli/show.h"
#include "cli/wait.h"

#include <stdio.h>
#include <string.h>

enum { WALK_SECONDS = 120 };

static int
list(const struct cli *c)
{
    json_t *j, *m;
    int code = client_get(c, "menus", &j);
    size_t i;

    if (code || client_print_json(c, j))
        return code;
    if (!json_array_size(j))
        puts("No menu is known. See notehome(1), \"menus set\".");
    json_array_foreach(j, i, m) {
        printf("%4lld  %-6s %-8s checked %s  ", show_int(m, "id"),
            show_text(m, "network"), show_text(m, "kind"),
            show_text(m, "checked"));
        show_plain(show_text(m, "name"));
        putchar('\n');
        show_wrapped(show_text(m, "steps"), 6);
    }
    json_decref(j);
    return code;
}

static int
set(const struct cli *c)
{
    json_t *j;
    int code;

    if (c->count != 2 || !c->network || !c->kind || !c->steps)
        return cli_usage("usage: notehome menus set NAME --network 63902"
            " --kind balance|bundles|buy --steps '*144#; Balance = 1'"
            " [--reads WORDS]");
    code = client_post(c, "menus", json_pack("{s:s, s:s, s:s, s:s, s:s}",
        "name", c->args[1], "network", c->network, "kind", c->kind, "steps",
        c->steps, "reads", c->reads ? c->reads : ""), &j);
    if (code || client_print_json(c, j))
        return code;
    json_decref(j);
    return code;
}

static int
forget(const struct cli *c)
{
    char path[64];
    long long id;
    json_t *j;
    int code;

    if (c->count != 2)
        return cli_usage("usage: notehome menus remove ID");
    if (!cli_number(c->args[1], "a menu", &id))
        return EXIT_USAGE;
    snprintf(path, sizeof(path), "menus/%lld/remove", id);
    if ((code = client_post(c, path, NULL, &j)) || client_print_json(c, j))
        return code;
    json_decref(j);
    return code;
}

int
cmd_menus(const struct cli *c)
{
    if (!c->count)
        return list(c);
    if (!strcmp(c->args[0], "set"))
        return set(c);
    if (!strcmp(c->args[0], "remove"))
        return forget(c);
    return cli_usage("menus set NAME, menus remove ID, or menus alone.");
}

int
cmd_menu_wait(const struct cli *c, long long run)
{
    char path[64];

    snprintf(path, sizeof(path), "menu-runs/%lld", run);
    return wait_for(c, path, WALK_SECONDS, "the walk failed.",
        "no end of the walk yet.");
}

int
cmd_menu(const struct cli *c)
{
    char path[600];
    long long run;
    json_t *j;
    int code;

    snprintf(path, sizeof(path), "modems/%s/menu", client_escape(c->args[0]));
    if ((code = client_post(c, path, json_pack("{s:s, s:b}", "name",
             c->args[1], "sure", c->yes), &j)))
        return code;
    run = show_int(j, "run");
    json_decref(j);
    return cmd_menu_wait(c, run);
}
