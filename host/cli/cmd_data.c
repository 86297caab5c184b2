/* cmd_data.c - everything about a family, out; and whom no text reaches. */
#include "cli/client.h"
#include "cli/show.h"

#include <stdio.h>
#include <string.h>

static int
export_family(const struct cli *c)
{
    char path[64];
    long long id;
    json_t *j;
    int code;

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

int
cmd_export(const struct cli *c)
{
    char path[600] = "export";
    int code;

    if (!!c->family + !!c->child + c->school != 1)
        return cli_usage("of what? --family ID, --child NAME FILE, or --school"
            " FILE.");
    if (c->family)
        return c->count ? cli_usage("that goes to standard output: no FILE.")
                        : export_family(c);
    if (!c->count)
        return cli_usage("into which file? FILE.zip");
    if (c->child)
        snprintf(path, sizeof(path), "export?child=%s",
            client_escape(c->child));
    if (!(code = client_save(c, path, c->args[0])) && !c->json)
        printf("All of it is in %s. Look through it before you give it away.\n",
            c->args[0]);
    return code;
}

/* Why no text goes to a child's family, by its name in the API. */
static const char *
why_words(const char *why)
{
    static const char *const words[][2] = { { "no_phone", "has no phone" },
        { "unconfirmed", "the number is to be confirmed" },
        { "opted_out", "asked for no texts" },
        { "wrong", "the number is wrong" },
        { "consent", "does not agree to texts" },
        { "call", "wants a call instead" } };

    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (!strcmp(why, words[i][0]))
            return words[i][1];
    return why;
}

int
cmd_unreached(const struct cli *c)
{
    char path[CLIENT_PATH];
    json_t *j, *one;
    size_t i;
    int code;

    if (c->class_name && strlen(c->class_name) > 100)
        return cli_usage("that is no class");
    snprintf(path, sizeof(path), "families/unreached?class=%s",
        client_escape(c->class_name ? c->class_name : ""));
    if ((code = client_get(c, path, &j)) || client_print_json(c, j))
        return code;
    json_array_foreach(j, i, one) {
        show_cell(show_text(one, "class"), 10);
        putchar(' ');
        show_cell(show_text(one, "child"), 28);
        putchar(' ');
        show_plain(show_text(one, "guardians"));
        printf(" (%s)\n", why_words(show_text(one, "why")));
    }
    if (!json_array_size(j))
        puts("Every child has somebody whom a text reaches.");
    json_decref(j);
    return code;
}
