/* cmd_absent.c - the register: who is not at school today. */
#include "cli/client.h"
#include "cli/show.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int
show_register(const struct cli *c)
{
    char path[CLIENT_PATH];
    json_t *j, *one;
    size_t i;
    int code;

    snprintf(path, sizeof(path), "absent?class=%s", client_escape(c->args[0]));
    if ((code = client_get(c, path, &j)) || client_print_json(c, j))
        return code;
    printf("%s, class ", show_text(j, "day"));
    show_plain(show_text(j, "class"));
    printf(": most children missed %s this term\n",
        show_count(j, "usual", "day", "days"));
    json_array_foreach(json_object_get(j, "children"), i, one) {
        show_cell(show_text(one, "child"), 28);
        printf(" %3lld", show_int(one, "days"));
        if (json_is_true(json_object_get(one, "absent")))
            printf("  absent: %s", *show_text(one, "answer")
                ? show_text(one, "answer")
                : json_is_true(json_object_get(one, "asked")) ? "asked"
                                                              : "no phone");
        putchar('\n');
    }
    json_decref(j);
    return code;
}

int
cmd_absent(const struct cli *c)
{
    json_t *body, *list, *j;
    int code;

    if (strlen(c->args[0]) > 100)
        return cli_usage("that is no class");
    if (c->count == 1)
        return show_register(c);
    list = json_array();
    for (int i = 1; i < c->count; i++) {
        char *end;
        long long id = strtoll(c->args[i], &end, 10);

        json_array_append_new(list, *c->args[i] && !*end ? json_integer(id)
                                                  : json_string(c->args[i]));
    }
    body = json_pack("{s:s, s:o, s:b}", "class", c->args[0], "child", list,
        "came", c->none);
    if ((code = client_post(c, "absent", body, &j)) || client_print_json(c, j))
        return code;
    if (c->none)
        puts("Taken out of today's register.");
    else
        printf("%s.\n", show_count(j, "texts", "text", "texts"));
    if (show_int(j, "left"))
        fprintf(stderr, "notehome: no text reaches the families of %s: call, or"
            " visit.\n", show_count(j, "left", "child", "children"));
    json_decref(j);
    return code;
}
