/* cmd_words.c - the school's own words. */
#include "cli/client.h"
#include "cli/show.h"

#include <stdio.h>
#include <string.h>

static void
show_list(const json_t *j, const char *name)
{
    const json_t *all = json_object_get(j, name), *one;
    size_t i;

    printf("%s:\n", name);
    json_array_foreach((json_t *)all, i, one) {
        fputs("  ", stdout);
        show_plain(json_string_value(one));
        putchar('\n');
    }
}

int
cmd_words(const struct cli *c)
{
    json_t *j;
    int code;

    if (c->count && c->count != 3)
        return cli_usage("words, or: words harm|stop add|remove \"THE WORDS\"");
    if (c->count && strcmp(c->args[1], "add") != 0
        && strcmp(c->args[1], "remove") != 0)
        return cli_usage("add, or remove?");
    code = c->count
        ? client_post(c, "words", json_pack("{s:s, s:s}", "list", c->args[0],
            c->args[1], c->args[2]), &j)
        : client_get(c, "words", &j);
    if (code || client_print_json(c, j))
        return code;
    show_list(j, "stop");
    show_list(j, "harm");
    json_decref(j);
    return code;
}
