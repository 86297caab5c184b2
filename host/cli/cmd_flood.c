/* cmd_flood.c - too many texts: block a number, set aside what says the
 * same. */
#include "cli/client.h"
#include "cli/show.h"

#include <stdio.h>
#include <string.h>

int
cmd_block(const struct cli *c)
{
    bool off = c->count == 2;
    char path[64];
    long long id;
    json_t *j;
    int code;

    if (off && strcmp(c->args[1], "off") != 0)
        return cli_usage("off, or nothing: block 12 off");
    if (!cli_number(c->args[0], "a thread", &id))
        return EXIT_USAGE;
    snprintf(path, sizeof(path), "threads/%lld/block", id);
    code = client_post(c, path, json_pack("{s:b}", "on", !off), &j);
    if (code || client_print_json(c, j))
        return code;
    puts(off ? "Unblocked." : "Blocked. (Undo: block THREAD off)");
    json_decref(j);
    return code;
}

int
cmd_aside(const struct cli *c)
{
    char path[64];
    long long id;
    json_t *j;
    int code;

    if (!cli_number(c->args[0], "a thread", &id))
        return EXIT_USAGE;
    snprintf(path, sizeof(path), "threads/%lld/aside", id);
    if ((code = client_post(c, path, NULL, &j)) || client_print_json(c, j))
        return code;
    printf("Set aside: %lld\n", show_int(j, "closed"));
    json_decref(j);
    return code;
}
