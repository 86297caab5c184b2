/* cmd_week.c - the week's round: a sentence about each child of a class. */
#include "cli/client.h"
#include "cli/show.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
show_classes(const json_t *j)
{
    json_t *all = json_object_get(j, "classes"), *one;
    size_t i;

    json_array_foreach(all, i, one) {
        show_cell(show_text(one, "class"), 10);
        printf(" %s without a sentence, %lld without praise this term\n",
            show_count(one, "without", "child", "children"),
            show_int(one, "unpraised"));
    }
    if (!json_array_size(all))
        puts("There is no class yet.");
}

static void
show_child(const json_t *one)
{
    char line[800];

    show_cell(show_text(one, "id"), 5);
    putchar(' ');
    show_cell(show_text(one, "child"), 26);
    printf(" %s", show_int(one, "praise") ? "" : "no praise this term");
    if (*show_text(one, "last_at"))
        printf("%slast %s", show_int(one, "praise") ? "" : "; ",
            show_time(show_text(one, "last_at")));
    putchar('\n');
    snprintf(line, sizeof(line), "%s%s%s", show_text(one, "line"),
        *show_text(one, "line") && *show_text(one, "others") ? " / " : "",
        show_text(one, "others"));
    if (*line)
        show_wrapped(line, 6);
}

static void
show_class(const json_t *j)
{
    json_t *one;
    size_t i;

    printf("Class ");
    show_plain(show_text(j, "class"));
    printf(": %lld of praise to %lld of concern this term; %zu texts go %s\n",
        show_int(j, "praise"), show_int(j, "concern"),
        json_array_size(json_object_get(j, "texts")),
        show_time(show_text(j, "goes")));
    json_array_foreach(json_object_get(j, "children"), i, one)
        show_child(one);
}

/* NAME=VALUE of the term. */
static int
set_term(const struct cli *c)
{
    json_t *body = json_object(), *j;
    int code;

    for (int i = 1; i < c->count; i++) {
        const char *sign = strchr(c->args[i], '=');
        char *name = sign ? strndup(c->args[i], (size_t)(sign - c->args[i]))
                          : NULL;

        if (!name) {
            json_decref(body);
            return cli_usage("\"%s\" is not NAME=VALUE, as"
                " term_from=2026-09-01.", c->args[i]);
        }
        json_object_set_new(body, name, json_string(sign + 1));
        free(name);
    }
    if ((code = client_post(c, "week/term", body, &j))
        || client_print_json(c, j))
        return code;
    printf("The next round goes %s.\n", show_time(show_text(j, "goes")));
    json_decref(j);
    return code;
}

static int
send_now(const struct cli *c)
{
    json_t *j;
    int code = client_post(c, "week/send", json_pack("{s:s}", "class",
        c->args[0]), &j);

    if (code || client_print_json(c, j))
        return code;
    printf("%s about %s.\n", show_count(j, "texts", "text", "texts"),
        show_count(j, "children", "child", "children"));
    if (show_int(j, "left"))
        fprintf(stderr, "notehome: no text reaches the families of %s:"
            " visit, or write a letter.\n",
            show_count(j, "left", "child", "children"));
    json_decref(j);
    return code;
}

static int
keep_line(const struct cli *c)
{
    char *end;
    long long id = strtoll(c->args[1], &end, 10);
    json_t *body = json_pack("{s:s, s:s, s:o}", "class",
        *c->args[1] && !*end ? "" : c->args[0], "text", c->args[2], "child",
        *c->args[1] && !*end ? json_integer(id) : json_string(c->args[1]));
    json_t *j;
    int code;

    if (c->kind)
        json_object_set_new(body, "tone", json_string(c->kind));
    if ((code = client_post(c, "week", body, &j)) || client_print_json(c, j))
        return code;
    puts(*c->args[2] ? "Kept." : "Taken back.");
    json_decref(j);
    return code;
}

int
cmd_week(const struct cli *c)
{
    const char *first = c->count ? c->args[0] : "";
    char path[CLIENT_PATH];
    json_t *j;
    int code;

    if (!strcmp(first, "set") && c->count > 1)
        return set_term(c);
    if (c->count == 2 && !strcmp(c->args[1], "send"))
        return send_now(c);
    if (c->count == 3)
        return keep_line(c);
    if (c->count > 1 || strlen(first) > 100)
        return cli_usage("week, week CLASS, week CLASS CHILD TEXT,"
            " week CLASS send, or week set NAME=VALUE...");
    snprintf(path, sizeof(path), "week?class=%s", client_escape(first));
    if ((code = client_get(c, path, &j)) || client_print_json(c, j))
        return code;
    if (*first)
        show_class(j);
    else
        show_classes(j);
    json_decref(j);
    return code;
}
