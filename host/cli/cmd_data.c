/* cmd_data.c - everything about a family, out. */
#include "cli/client.h"

#include <stdio.h>

int
cmd_export(const struct cli *c)
{
    char path[64];
    long long id;
    json_t *j;
    int code;

    if (!c->family)
        return cli_usage("of which family? --family ID");
    if (!cli_number(c->family, "a family", &id))
        return EXIT_USAGE;
    snprintf(path, sizeof(path), "families/%lld/export", id);
    if ((code = client_get(c, path, &j)))
        return code;
    json_dumpf(j, stdout, JSON_INDENT(2));
    putchar('\n');
    json_decref(j);
    return code;
}
