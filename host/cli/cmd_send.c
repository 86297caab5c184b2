/* cmd_send.c - writing, and what is done with a message afterwards. */
#include "cli/client.h"
#include "cli/show.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
set(json_t *j, const char *name, const char *text)
{
    if (text)
        json_object_set_new(j, name, json_string(text));
}

/* "12", "Amina Ali", or several with commas between. */
static json_t *
read_children(const char *typed)
{
    json_t *list = json_array();
    char *names = strdup(typed), *rest = names, *one, *end;
    long long id;

    while (rest && (one = strsep(&rest, ","))) {
        one += strspn(one, " ");
        id = strtoll(one, &end, 10);
        json_array_append_new(list, *one && !*end ? json_integer(id)
                                                  : json_string(one));
    }
    free(names);
    return list;
}

static int
count_ways(const struct cli *c)
{
    return (c->to != NULL) + (c->thread != NULL) + (c->family != NULL)
        + (c->class_name != NULL) + c->all;
}

int
cmd_send(const struct cli *c)
{
    json_t *body, *j, *id;
    long long family = 0, thread = 0;
    int code;
    size_t i;

    if (count_ways(c) != 1 && (count_ways(c) || !c->child))
        return cli_usage("say to whom: one of --to NUMBER, --thread ID,"
            " --family ID, --class NAME, --all; or --child, for the child's"
            " family.");
    if (!c->text || !*c->text)
        return cli_usage("say what: --text TEXT.");
    if (c->family && !cli_number(c->family, "a family", &family))
        return EXIT_USAGE;
    if (c->thread && !cli_number(c->thread, "a conversation", &thread))
        return EXIT_USAGE;
    body = json_object();
    set(body, "to", c->to);
    set(body, "class", c->class_name);
    set(body, "text", c->text);
    set(body, "ask", c->ask);
    set(body, "priority", c->priority);
    set(body, "tone", c->kind);
    set(body, "at", c->at);
    set(body, "expires", c->expires);
    if (c->child)
        json_object_set_new(body, "child", read_children(c->child));
    if (family)
        json_object_set_new(body, "family", json_integer(family));
    if (thread)
        json_object_set_new(body, "thread", json_integer(thread));
    if (c->all)
        json_object_set_new(body, "all", json_true());
    if (c->sure)
        json_object_set_new(body, "sure", json_true());
    if (c->none)
        json_object_set_new(body, "no_answer", json_true());
    if (c->representatives)
        json_object_set_new(body, "representatives", json_true());
    if ((code = client_post(c, "messages", body, &j))
        || client_print_json(c, j))
        return code;
    json_array_foreach(json_object_get(j, "ids"), i, id)
        printf("%lld\n", (long long)json_integer_value(id));
    if (show_int(j, "skipped"))
        fprintf(stderr, "notehome: %s left out: opted out, or not usable.\n",
            show_count(j, "skipped", "phone", "phones"));
    json_decref(j);
    return code;
}

/* POST about the thing that args[0] numbers. */
static int
act(const struct cli *c, const char *thing, const char *what, json_t *body,
    const char *done)
{
    char path[80];
    long long id;
    json_t *j;
    int code;

    if (!cli_number(c->args[0], "what to act on", &id)) {
        json_decref(body);
        return EXIT_USAGE;
    }
    snprintf(path, sizeof(path), "%s/%lld/%s", thing, id, what);
    if ((code = client_post(c, path, body, &j)) || client_print_json(c, j))
        return code;
    puts(done);
    json_decref(j);
    return code;
}

/* Several of them in one step, all or none. */
static int
act_many(const struct cli *c, const char *path, json_t *body, const char *done)
{
    json_t *ids = json_array(), *j;
    long long id;
    int code = EXIT_DONE;

    for (int i = 0; !code && i < c->count; i++)
        if (cli_number(c->args[i], "what to act on", &id))
            json_array_append_new(ids, json_integer(id));
        else
            code = EXIT_USAGE;
    json_object_set_new(body, "messages", ids);
    if (code) {
        json_decref(body);
        return code;
    }
    if ((code = client_post(c, path, body, &j)) || client_print_json(c, j))
        return code;
    printf("%s %s.\n", done, show_count(j, strcmp(path, "messages/file")
        ? "unfiled" : "filed", "text", "texts"));
    json_decref(j);
    return code;
}

int
cmd_file(const struct cli *c)
{
    long long family;

    if (!c->family)
        return cli_usage("into whose thread? --family ID");
    if (!cli_number(c->family, "a family", &family))
        return EXIT_USAGE;
    if (c->count > 1)
        return act_many(c, "messages/file", json_pack("{s:I}", "family",
            (json_int_t)family), "Filed together:");
    return act(c, "messages", "file", json_pack("{s:I}", "family",
        (json_int_t)family), "Filed. (Undo: notehome unfile)");
}

int
cmd_decide(const struct cli *c)
{
    return act(c, "messages", "decide", json_pack("{s:s}", "decision",
        c->args[1]), "Decided.");
}

int
cmd_unfile(const struct cli *c)
{
    if (c->count > 1)
        return act_many(c, "messages/unfile", json_object(), "Put back:");
    return act(c, "messages", "unfile", NULL, "Put back.");
}

int
cmd_also(const struct cli *c)
{
    bool off = c->count == 2;
    long long family;

    if (off && strcmp(c->args[1], "off") != 0)
        return cli_usage("also MESSAGE --family ID, or with off behind");
    if (!c->family)
        return cli_usage("about which family too? --family ID");
    if (!cli_number(c->family, "a family", &family))
        return EXIT_USAGE;
    return act(c, "messages", "also", json_pack("{s:I, s:b}", "family",
        (json_int_t)family, "on", !off), off ? "In its own thread alone."
                                             : "It stands in both threads.");
}

int
cmd_ease(const struct cli *c)
{
    bool off = c->count == 2;

    if (off && strcmp(c->args[1], "off") != 0)
        return cli_usage("ease MESSAGE, or ease MESSAGE off");
    return act(c, "messages", "ease", json_pack("{s:b}", "ease", !off),
        off ? "It cannot wait after all." : "It waits like the others now."
              " (Undo: notehome ease MESSAGE off)");
}

/* The same with each of the first n, which are threads; none where one of them
 * is no number. */
static int
each(const struct cli *c, int n, const char *what, json_t *body,
    const char *done)
{
    char path[80];
    long long id;
    json_t *j;
    int code = 0;

    for (int i = 0; i < n && !code; i++)
        if (!cli_number(c->args[i], "a thread", &id))
            code = EXIT_USAGE;
    for (int i = 0; i < n && !code; i++) {
        snprintf(path, sizeof(path), "threads/%lld/%s",
            strtoll(c->args[i], NULL, 10), what);
        if (!(code = client_post(c, path, json_incref(body), &j))
            && !client_print_json(c, j))
            json_decref(j);
    }
    json_decref(body);
    if (!code && !c->json)
        puts(done);
    return code;
}

int
cmd_seen(const struct cli *c)
{
    return each(c, c->count, "seen", NULL, "Marked as read.");
}

int
cmd_close(const struct cli *c)
{
    return each(c, c->count, "close", json_object(),
        "Closed. The next message opens it again.");
}

int
cmd_assign(const struct cli *c)
{
    const char *name = c->args[c->count - 1];
    bool nobody = !strcmp(name, "anybody");

    return each(c, c->count - 1, "assign", json_pack("{s:s}", "staff",
        nobody ? "" : name), nobody ? "Anybody answers." : "Given to them.");
}

int
cmd_cancel(const struct cli *c)
{
    return act(c, "messages", "cancel", NULL, "Cancelled.");
}

int
cmd_resend(const struct cli *c)
{
    char path[80];
    long long id;
    json_t *j;
    int code;

    if (!cli_number(c->args[0], "a message", &id))
        return EXIT_USAGE;
    snprintf(path, sizeof(path), "messages/%lld/resend", id);
    if ((code = client_post(c, path, NULL, &j)) || client_print_json(c, j))
        return code;
    printf("%lld\n", (long long)json_integer_value(
        json_array_get(json_object_get(j, "ids"), 0)));
    json_decref(j);
    return code;
}
