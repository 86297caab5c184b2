/* cmd_behaviour.c - events of children: the tap, the text home, the list. */
#include "cli/client.h"
#include "cli/show.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- showing -------------------------------------------------------------- */

static void
show_list(const json_t *list)
{
    const char *language;
    json_t *one, *text;
    size_t i;

    json_array_foreach(list, i, one) {
        show_cell(show_text(one, "id"), 4);
        putchar(' ');
        show_cell(show_text(one, "event"), 26);
        puts(json_is_true(json_object_get(one, "good")) ? " good"
                                                        : " concern");
        json_object_foreach(json_object_get(one, "texts"), language, text) {
            printf("     %s: ", language);
            show_plain(json_string_value(text));
            putchar('\n');
        }
    }
    if (!json_array_size(list))
        puts("The list of events is empty.");
}

static void
show_waiting(const json_t *list)
{
    json_t *one;
    size_t i;

    if (json_array_size(list))
        puts("Concerns that wait for an admin (events send ID, or drop ID):");
    json_array_foreach(list, i, one) {
        show_cell(show_text(one, "id"), 4);
        putchar(' ');
        show_cell(show_text(one, "child"), 26);
        putchar(' ');
        show_plain(show_text(one, "event"));
        printf(", by ");
        show_plain(show_text(one, "who"));
        puts(*show_text(one, "told_in_person") ? ", told in person"
                                               : ", not told in person");
    }
}

static int
show_class(const struct cli *c, const char *class_name)
{
    char path[CLIENT_PATH];
    json_t *j, *one;
    size_t i;
    int code;

    snprintf(path, sizeof(path), "behaviour?class=%s",
        client_escape(class_name));
    if ((code = client_get(c, path, &j)) || client_print_json(c, j))
        return code;
    if (!*class_name)
        show_list(json_object_get(j, "list"));
    else
        printf("Class %s: %lld good to %lld of concern this term\n",
            show_text(j, "class"), show_int(j, "good"),
            show_int(j, "concern"));
    json_array_foreach(json_object_get(j, "children"), i, one) {
        show_cell(show_text(one, "id"), 5);
        putchar(' ');
        show_cell(show_text(one, "child"), 26);
        printf(" %lld : %lld", show_int(one, "good"),
            show_int(one, "concern"));
        if (*show_text(one, "last")) {
            printf("  last %s, ", show_time(show_text(one, "last_at")));
            show_plain(show_text(one, "last"));
        }
        putchar('\n');
    }
    show_waiting(json_object_get(j, "waiting"));
    json_decref(j);
    return code;
}

/* What became of one event, and what home reads or would read. */
static void
show_one(const json_t *j)
{
    const char *home = show_text(j, "home");
    json_t *one;
    size_t i;

    printf("Event %lld: ", show_int(j, "id"));
    show_plain(show_text(j, "child"));
    fputs(", ", stdout);
    show_plain(show_text(j, "event"));
    puts(!strcmp(home, "told") ? ". Home is told."
        : !strcmp(home, "asked") ? ". A text waits for an admin."
        : !strcmp(home, "dropped") ? ". No text goes." : ". Noted.");
    json_array_foreach(json_object_get(j, "texts"), i, one) {
        fputs("  ", stdout);
        show_plain(show_text(one, "guardian"));
        if (!*show_text(one, "text"))
            fputs(": ", stdout);
        else
            printf(" (%s%s): ", show_count(one, "parts", "part", "parts"),
                json_is_true(json_object_get(one, "monday"))
                    ? ", on Monday: three texts this week already" : "");
        show_plain(*show_text(one, "waits") ? show_text(one, "waits")
                                            : show_text(one, "text"));
        putchar('\n');
    }
    if (!strcmp(home, "noted") && !json_is_true(json_object_get(j, "good")))
        printf("  Have you told them yourself? events spoke %lld. A text waits"
            " for an admin: events tell %lld.\n", show_int(j, "id"),
            show_int(j, "id"));
    if (*show_text(j, "why"))
        printf("  %s\n", show_text(j, "why"));
    if (show_int(j, "queued"))
        printf("  %s on the way.\n", show_count(j, "queued", "text",
            "texts"));
}

/* --- doing ---------------------------------------------------------------- */

static int
post(const struct cli *c, const char *path, json_t *body)
{
    json_t *j;
    int code = client_post(c, path, body, &j);

    if (code || client_print_json(c, j))
        return code;
    if (json_is_array(j))
        show_list(j);
    else if (json_object_get(j, "event"))
        show_one(j);
    else
        puts(json_is_true(json_object_get(j, "went"))
            ? "Taken back, but home has its text already: write to them."
            : "Taken back.");
    json_decref(j);
    return code;
}

int
cmd_event(const struct cli *c)
{
    const char *args[2] = { c->args[0], c->args[1] };
    json_t *named[2];

    for (int i = 0; i < 2; i++) {
        char *end;
        long long id = strtoll(args[i], &end, 10);

        named[i] = *args[i] && !*end ? json_integer(id)
                                     : json_string(args[i]);
    }
    return post(c, "behaviour", json_pack("{s:o, s:o, s:s, s:b}", "child",
        named[0], "event", named[1], "class", c->class_name ? c->class_name
        : "", "tell", c->tell));
}

/* One of the words that go with an event's number. */
static int
act(const struct cli *c, const char *what)
{
    bool goes = !strcmp(what, "send");
    char path[64];
    long long id;

    if (!cli_number(c->args[1], "an event", &id))
        return EXIT_USAGE;
    if (goes || !strcmp(what, "drop")) {
        snprintf(path, sizeof(path), "behaviour/%lld/decide", id);
        return post(c, path, json_pack("{s:b}", "send", goes));
    }
    snprintf(path, sizeof(path), "behaviour/%lld", id);
    return post(c, path, json_pack("{s:s}", "do", what));
}

static int
change_list(const struct cli *c)
{
    bool remove = !strcmp(c->args[0], "remove");
    const char *kind = remove ? "" : c->args[2];

    if (remove)
        return post(c, "behaviour/list", json_pack("{s:s, s:b, s:s}", "event",
            c->args[1], "remove", true, "language", c->count > 2 ? c->args[2]
            : ""));
    if (strcmp(kind, "good") != 0 && strcmp(kind, "concern") != 0)
        return cli_usage("\"%s\" is neither good nor concern.", kind);
    return post(c, "behaviour/list", json_pack("{s:s, s:b, s:s, s:s}", "event",
        c->args[1], "good", !strcmp(kind, "good"), "language", c->args[3],
        "text", c->args[4]));
}

int
cmd_events(const struct cli *c)
{
    static const char *const acts[] = { "tell", "spoke", "undo", "send",
        "drop" };
    const char *first = c->count ? c->args[0] : "";

    if (c->count == 2)
        for (size_t i = 0; i < sizeof(acts) / sizeof(*acts); i++)
            if (!strcmp(first, acts[i]))
                return act(c, first);
    if ((c->count == 5 && !strcmp(first, "set"))
        || ((c->count == 2 || c->count == 3) && !strcmp(first, "remove")))
        return change_list(c);
    if (c->count > 1 || strlen(first) > 100)
        return cli_usage("events, events CLASS, events tell|spoke|undo|send|"
            "drop ID, events set EVENT good|concern LANGUAGE TEXT, or"
            " events remove EVENT [LANGUAGE]");
    return show_class(c, first);
}
