/* cmd_child.c - a child with what was said of it; good news from home. */
#include "cli/client.h"
#include "cli/show.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
show_guardian(const json_t *g)
{
    const char *collect = show_text(g, "collect");
    json_t *phone;
    size_t i;

    fputs("  ", stdout);
    show_plain(show_text(g, "name"));
    if (*show_text(g, "relation")) {
        fputs(", ", stdout);
        show_plain(show_text(g, "relation"));
    }
    if (*collect)
        printf(" (%s collect)", !strcmp(collect, "yes") ? "may" : "may not");
    json_array_foreach(json_object_get(g, "phones"), i, phone)
        printf(" %s", show_text(phone, "number"));
    putchar('\n');
}

static void
show_said(const json_t *m)
{
    bool in = !strcmp(show_text(m, "direction"), "in");

    printf("%s  %s\n", show_time(show_text(m, "at")), in
        ? "good news from home" : *show_text(m, "tone") ? show_text(m, "tone")
                                                        : "text");
    show_wrapped(show_text(m, "text"), 4);
    if (!in && *show_text(m, "answer")) {
        fputs("    answer: ", stdout);
        show_plain(show_text(m, "answer"));
        putchar('\n');
    }
}

/* Whose number nobody knows is found by its name. */
static int
show_found(const struct cli *c)
{
    json_t *j, *one;
    char path[CLIENT_PATH];
    size_t i;
    int code;

    snprintf(path, sizeof(path), "children?q=%s", client_escape(c->args[0]));
    if ((code = client_get(c, path, &j)) || client_print_json(c, j))
        return code;
    if (!json_array_size(j))
        puts("No child is found by these words.");
    json_array_foreach(j, i, one) {
        printf("%lld  ", show_int(one, "id"));
        show_plain(show_text(one, "child"));
        printf("  ");
        show_plain(show_text(one, "class"));
        printf("  ");
        show_plain(show_text(one, "family"));
        putchar('\n');
    }
    json_decref(j);
    return code;
}

int
cmd_child(const struct cli *c)
{
    json_t *j, *one, *g;
    char path[64];
    long long id;
    size_t i, k;
    int code;

    if (strspn(c->args[0], "0123456789") != strlen(c->args[0]))
        return show_found(c);
    if (!cli_number(c->args[0], "a child", &id))
        return EXIT_USAGE;
    snprintf(path, sizeof(path), "children/%lld", id);
    if ((code = client_get(c, path, &j)) || client_print_json(c, j))
        return code;
    show_plain(show_text(j, "child"));
    fputs(", ", stdout);
    show_plain(show_text(j, "class"));
    printf(": %lld of praise to %lld of concern this term\n",
        show_int(j, "praise"), show_int(j, "concern"));
    json_array_foreach(json_object_get(j, "families"), i, one)
        json_array_foreach(json_object_get(one, "guardians"), k, g)
            show_guardian(g);
    json_array_foreach(json_object_get(j, "sentences"), i, one) {
        puts(json_is_true(json_object_get(one, "waits"))
            ? "waits for the week's round" : "no phone got it");
        show_wrapped(show_text(one, "text"), 4);
    }
    if (json_array_size(json_object_get(j, "events")))
        printf("events: %lld good to %lld of concern this term\n",
            show_int(j, "events_good"), show_int(j, "events_concern"));
    json_array_foreach(json_object_get(j, "events"), i, one) {
        printf("  %s  ", show_time(show_text(one, "at")));
        show_plain(show_text(one, "event"));
        printf(" (%s)\n", show_text(one, "home"));
    }
    json_array_foreach(json_object_get(j, "messages"), i, one)
        show_said(one);
    json_decref(j);
    return code;
}

int
cmd_good(const struct cli *c)
{
    char path[64], *end;
    long long id, child;
    json_t *j, *named;
    int code;

    if (!cli_number(c->args[0], "a message", &id))
        return EXIT_USAGE;
    child = c->count > 1 ? strtoll(c->args[1], &end, 10) : 0;
    if (c->none)
        named = json_null();
    else if (c->count < 2)
        return cli_usage("about whom? good MESSAGE CHILD, or --none");
    else
        named = *c->args[1] && !*end ? json_integer(child)
                                     : json_string(c->args[1]);
    snprintf(path, sizeof(path), "messages/%lld/good", id);
    if ((code = client_post(c, path, json_pack("{s:o}", "child", named), &j))
        || client_print_json(c, j))
        return code;
    puts(c->none ? "No good news." : "Noted as good news from home.");
    json_decref(j);
    return code;
}
