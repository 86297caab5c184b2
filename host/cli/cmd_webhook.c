/* cmd_webhook.c - programs elsewhere that are told of messages. */
#include "cli/client.h"
#include "cli/show.h"

#include <stdio.h>
#include <string.h>

static void
show_one(const json_t *w)
{
    long long waiting = show_int(w, "waiting"), lost = show_int(w, "lost");

    printf("%4lld  ", show_int(w, "id"));
    show_plain(show_text(w, "url"));
    if (json_is_true(json_object_get(w, "asleep")))
        fputs("\n      sleeps since a restore: notehome webhook try ID",
            stdout);
    else if (*show_text(w, "failing")) {
        printf("\n      takes nothing since %s",
            show_time(show_text(w, "failing")));
        if (show_int(w, "answer"))
            printf(": HTTP status %lld", show_int(w, "answer"));
        else
            fputs(": nobody answers", stdout);
        if (*show_text(w, "next"))
            printf("; tried again at %s", show_time(show_text(w, "next")));
    } else if (*show_text(w, "taken"))
        printf("\n      took the last at %s", show_time(show_text(w, "taken")));
    else
        fputs("\n      took nothing yet", stdout);
    if (waiting)
        printf("; %lld %s", waiting, waiting == 1 ? "waits" : "wait");
    if (lost)
        printf("; %lld were too many to keep", lost);
    putchar('\n');
}

static int
list(const struct cli *c)
{
    json_t *j, *w;
    int code = client_get(c, "webhooks", &j);
    size_t i;

    if (code || client_print_json(c, j))
        return code;
    if (!json_array_size(j))
        puts("No program is told of messages: notehome webhook add URL");
    json_array_foreach(j, i, w)
        show_one(w);
    json_decref(j);
    return code;
}

static int
add(const struct cli *c)
{
    json_t *j;
    int code = client_post(c, "webhooks", json_pack("{s:s}", "url",
        c->args[1]), &j);

    if (code || client_print_json(c, j))
        return code;
    puts(show_text(j, "secret"));
    fprintf(stderr, "notehome: webhook %lld; its calls are signed with this:"
        " keep it now, it is not shown again.\n", show_int(j, "id"));
    json_decref(j);
    return code;
}

int
cmd_webhook(const struct cli *c)
{
    bool try = c->count == 2 && !strcmp(c->args[0], "try");
    char path[64];
    long long id;
    json_t *j;
    int code;

    if (!c->count)
        return list(c);
    if (c->count == 2 && !strcmp(c->args[0], "add"))
        return add(c);
    if (!try && (c->count != 2 || strcmp(c->args[0], "remove")))
        return cli_usage("usage: notehome webhook [add URL | remove ID | try"
            " ID]");
    if (!cli_number(c->args[1], "a webhook", &id))
        return EXIT_USAGE;
    snprintf(path, sizeof(path), "webhooks/%lld/%s", id, c->args[0]);
    if ((code = client_post(c, path, json_object(), &j))
        || client_print_json(c, j))
        return code;
    puts(try ? "A trial is on its way: notehome webhook tells whether it was"
        " taken." : "Removed.");
    json_decref(j);
    return code;
}
