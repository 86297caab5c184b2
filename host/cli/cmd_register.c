/* cmd_register.c - the register of texts out, and "did we send this?". */
#include "cli/client.h"
#include "cli/show.h"

#include <stdio.h>
#include <string.h>

enum { TEXT_MAX = 8000 };

static void
show_row(const json_t *m)
{
    const char *went = show_text(m, "went"), *author = show_text(m, "author"),
               *to = show_text(m, "to"), *many = show_text(m, "to_many");

    printf("%lld  %s  %s  ", show_int(m, "id"),
        show_time(*went ? went : show_text(m, "at")), show_text(m, "state"));
    show_plain(*author ? author : "(by itself)");
    fputs(" -> ", stdout);
    if (*many && show_int(m, "phones") > 1) {
        show_plain(many);
        printf(", %lld of %lld phones", show_int(m, "phones_left"),
            show_int(m, "phones"));
    } else {
        const char *children = show_text(m, "children");

        show_plain(*children ? children : *to ? to : show_text(m, "number"));
        if (*to && *children) {
            fputs(" \xc2\xb7 ", stdout);
            show_plain(to);
        }
        if (*to) {
            fputs("  ", stdout);
            show_plain(show_text(m, "number"));
        }
    }
    putchar('\n');
    show_wrapped(*show_text(m, "text") ? show_text(m, "text")
        : "(its words were forgotten)", 4);
    if (*show_text(m, "not_ours")) {
        fputs("    not in ours: ", stdout);
        show_plain(show_text(m, "not_ours"));
        putchar('\n');
    }
}

/* The arguments behind "check", or standard input for "-". False: too long. */
static bool
read_text(const struct cli *c, char text[TEXT_MAX + 2])
{
    size_t used = 0;

    if (c->count == 2 && !strcmp(c->args[1], "-"))
        used = fread(text, 1, TEXT_MAX + 1, stdin);
    else
        for (int i = 1; i < c->count && used <= TEXT_MAX; i++)
            used += (size_t)snprintf(text + used, TEXT_MAX + 2 - used, "%s%s",
                i > 1 ? " " : "", c->args[i]);
    text[used <= TEXT_MAX ? used : TEXT_MAX] = '\0';
    return used <= TEXT_MAX;
}

static int
check(const struct cli *c)
{
    char text[TEXT_MAX + 2];
    json_t *body, *j, *one;
    size_t i;
    int code;

    if (!read_text(c, text))
        return cli_usage("that is no text of a phone: it is too long.");
    if (!(body = json_pack("{s:s}", "text", text)))
        return cli_usage("that is no text: it is not UTF-8.");
    if ((code = client_post(c, "register/check", body, &j))
        || client_print_json(c, j))
        return code;
    puts(show_text(j, "words"));
    json_array_foreach(json_object_get(j, "found"), i, one)
        show_row(one);
    if (*show_text(j, "numbers"))
        printf("Our texts come from %s.\n", show_text(j, "numbers"));
    if (*show_text(j, "forgotten_until"))
        printf("Words of texts up to %s were forgotten.\n",
            show_time(show_text(j, "forgotten_until")));
    json_decref(j);
    return code;
}

static void
add(char *path, size_t room, const char *name, const char *value)
{
    size_t used = strlen(path);

    if (value)
        snprintf(path + used, room - used, "%c%s=%s",
            strchr(path, '?') ? '&' : '?', name, client_escape(value));
}

int
cmd_register(const struct cli *c)
{
    char path[3 * CLIENT_PATH];
    json_t *j, *one;
    size_t i;
    int code;

    if (c->count && strcmp(c->args[0], "check") != 0)
        return cli_usage("\"register\", or \"register check TEXT\".");
    if (c->count)
        return c->count > 1 ? check(c)
            : cli_usage("which text? register check TEXT, or - to read it.");
    snprintf(path, sizeof(path), "register%s", c->csv ? "/csv" : "");
    add(path, sizeof(path), "from", c->from);
    add(path, sizeof(path), "until", c->until);
    add(path, sizeof(path), "who", c->who);
    add(path, sizeof(path), "to", c->to);
    add(path, sizeof(path), "class", c->class_name);
    add(path, sizeof(path), "q", c->text);
    if ((code = client_get(c, path, &j)) || client_print_json(c, j))
        return code;
    if (c->csv)
        fputs(show_text(j, "csv"), stdout);
    else if (!json_array_size(j))
        puts("No text fits.");
    json_array_foreach(j, i, one)
        show_row(one);
    json_decref(j);
    return code;
}
