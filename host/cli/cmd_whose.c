/* cmd_whose.c - whose number is this, and what is known of one. */
#include "cli/client.h"
#include "cli/rows.h"
#include "cli/show.h"

#include <stdio.h>
#include <string.h>

static void
set(json_t *j, const char *name, const char *text)
{
    if (text)
        json_object_set_new(j, name, json_string(text));
}

/* false: after saying that it is no number. */
static bool
set_number(json_t *j, const char *name, const char *typed)
{
    long long n;

    if (!typed)
        return true;
    if (!cli_number(typed, name, &n))
        return false;
    json_object_set_new(j, name, json_integer(n));
    return true;
}

static json_t *
write_body(const struct cli *c)
{
    json_t *body = json_object();

    set(body, "is", c->args[1]);
    set(body, "name", c->name);
    set(body, "relation", c->relation);
    set(body, "collect", c->collect);
    set(body, "confirmed", c->ask && !c->confirmed ? "asked" : c->confirmed);
    set(body, "ask", c->ask);
    set(body, "child", c->child);
    set(body, "class", c->class_name);
    if (set_number(body, "family", c->family)
        && set_number(body, "guardian", c->guardian))
        return body;
    json_decref(body);
    return NULL;
}

static void
show(const json_t *j)
{
    const char *proof = show_text(j, "confirmed");

    show_plain(show_text(j, "number"));
    printf(": %s", show_text(j, "is"));
    if (show_int(j, "family"))
        printf(" %lld", show_int(j, "family"));
    if (!strcmp(proof, "asked"))
        printf(", the family's other number was asked");
    else if (show_int(j, "family"))
        printf(!*proof || !strcmp(proof, "no") ? ", not confirmed"
                                               : ", confirmed");
    printf("; its texts are in thread %lld.\n", show_int(j, "thread"));
}

int
cmd_whose(const struct cli *c)
{
    bool undo = !strcmp(c->args[1], "undo");
    bool confirm = !strcmp(c->args[1], "confirm");
    char path[CLIENT_PATH];
    json_t *body = NULL, *j;
    long long id;
    int code;

    if (!cli_number(c->args[0], "a thread", &id))
        return EXIT_USAGE;
    if (undo || confirm)
        snprintf(path, sizeof(path), "threads/%lld/whose/%s?number=%s", id,
            c->args[1], c->to ? client_escape(c->to) : "");
    else if ((body = write_body(c)))
        snprintf(path, sizeof(path), "threads/%lld/whose", id);
    else
        return EXIT_USAGE;
    if ((code = client_post(c, path, body, &j)) || client_print_json(c, j))
        return code;
    if (undo)
        printf("Taken back; its texts are in thread %lld.\n",
            show_int(j, "thread"));
    else
        show(j);
    json_decref(j);
    return code;
}

int
cmd_number(const struct cli *c)
{
    char path[CLIENT_PATH];
    json_t *j, *f;
    int code;
    size_t i;

    snprintf(path, sizeof(path), "number?number=%s",
        client_escape(c->args[0]));
    if ((code = client_get(c, path, &j)) || client_print_json(c, j))
        return code;
    show_plain(show_text(j, "number"));
    if (*show_text(j, "state"))
        printf("  %s", show_text(j, "state"));
    if (!json_is_true(json_object_get(j, "usable")))
        printf("  no phone number: digits are missing, or too many");
    else if (json_is_true(json_object_get(j, "doubtful")))
        printf("  doubtful: no such number is given out there");
    putchar('\n');
    json_array_foreach(json_object_get(j, "families"), i, f) {
        printf("  family %lld  ", show_int(f, "family"));
        show_plain(rows_who(f));
        fputs(" \xc2\xb7 ", stdout);
        show_plain(show_text(f, "name"));
        putchar('\n');
    }
    if (!json_array_size(json_object_get(j, "families")))
        puts("  of nobody");
    json_decref(j);
    return code;
}
