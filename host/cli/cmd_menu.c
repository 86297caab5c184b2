/* cmd_menu.c - the operators' menus: what is known of them, and walking through
 * one. */
#include "cli/client.h"
#include "cli/show.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { WALK_TRIES = 240, WALK_PAUSE_MS = 500 };

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
    const struct timespec pause = { 0, WALK_PAUSE_MS * 1000000L };
    char path[64];
    json_t *j;
    int code;

    snprintf(path, sizeof(path), "menu-runs/%lld", run);
    for (int i = 0; i < WALK_TRIES; i++) {
        const char *state;

        if ((code = client_get(c, path, &j)))
            return code;
        state = show_text(j, "state");
        if (strcmp(state, "running") != 0) {
            code = strcmp(state, "done") ? EXIT_REFUSED : EXIT_DONE;
            if (client_print_json(c, j))
                return code;
            show_wrapped(show_text(j, "answer"), 0);
            json_decref(j);
            return code;
        }
        json_decref(j);
        nanosleep(&pause, NULL);
    }
    return cli_failed("no answer within %d s (walk %lld).",
        WALK_TRIES * WALK_PAUSE_MS / 1000, run);
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
