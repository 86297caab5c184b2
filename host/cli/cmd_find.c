/* cmd_find.c - finding: families, and all that one box finds. */
#include "cli/client.h"
#include "cli/rows.h"
#include "cli/show.h"

#include <stdio.h>
#include <string.h>

enum { COUNTED = 1000 };        /* more are not counted */

/* The words that were typed, as one. Valid until the next call. */
static const char *
words_of(const struct cli *c)
{
    static char words[400];

    words[0] = '\0';
    for (int i = 0; i < c->count; i++)
        snprintf(words + strlen(words), sizeof(words) - strlen(words), "%s%s",
            i ? " " : "", c->args[i]);
    return words;
}

static void
show_families(const json_t *list)
{
    json_t *f;
    size_t i;

    json_array_foreach(list, i, f) {
        printf("%lld  ", show_int(f, "id"));
        rows_named(f);
        if (show_int(f, "thread"))
            printf("  (thread %lld)", show_int(f, "thread"));
        putchar('\n');
        rows_people(f);
    }
}

int
cmd_families(const struct cli *c)
{
    char path[600];
    json_t *j;
    int code;

    snprintf(path, sizeof(path), "families?order=class&q=%s",
        client_escape(words_of(c)));
    if ((code = client_get(c, path, &j)) || client_print_json(c, j))
        return code;
    if (!json_array_size(j))
        puts(c->count ? "No such family." : "No families yet: import a list.");
    show_families(j);
    json_decref(j);
    return code;
}

/* Appends one more thing that is asked for; NULL: it is not. */
static void
ask_for(char *path, size_t room, const char *name, const char *value)
{
    size_t n = strlen(path);

    if (value)
        snprintf(path + n, room - n, "%c%s=%s", strchr(path, '?') ? '&' : '?',
            name, client_escape(value));
}

static const char *
more_than(long long n)
{
    return n < COUNTED ? "" : " or more";
}

static void
show_found(const json_t *j)
{
    const json_t *families = json_object_get(j, "families"), *s;
    size_t i;

    if (*show_text(j, "class"))
        printf("class %s: %s; notehome send --class tells it\n",
            show_text(j, "class"),
            show_count(j, "class_children", "child", "children"));
    if (*show_text(j, "day"))
        printf("day %s: %s%s; notehome search --from %s --until %s\n",
            show_text(j, "day"),
            show_count(j, "day_messages", "message", "messages"),
            more_than(show_int(j, "day_messages")), show_text(j, "day"),
            show_text(j, "day"));
    if (json_array_size(families))
        printf("%s:\n", show_count(j, "families_found", "family", "families"));
    show_families(families);
    if ((size_t)show_int(j, "families_found") > json_array_size(families))
        puts("... the others: notehome families WORDS");
    json_array_foreach(json_object_get(j, "senders"), i, s) {
        printf("%s", i ? "" : "other numbers:\n");
        printf("thread %lld  ", show_int(s, "id"));
        show_plain(rows_who(s));
        printf("  [%s]\n", show_text(s, "tray"));
    }
}

static void
show_messages(const json_t *j)
{
    const json_t *list = json_object_get(j, "messages");
    long long all = show_int(j, "messages_found");
    json_t *m;
    size_t i;

    if (all > (long long)json_array_size(list))
        printf("%lld messages%s, the newest %zu of them:\n", all,
            more_than(all), json_array_size(list));
    else if (all)
        printf("%s:\n", show_count(j, "messages_found", "message", "messages"));
    json_array_foreach((json_t *)list, i, m) {
        rows_named(m);
        printf("  (thread %lld)\n", show_int(m, "thread"));
        rows_message(m);
    }
}

/* Nothing: what else can be tried. */
static void
show_tries(const json_t *j)
{
    const json_t *tries = json_object_get(j, "tries"), *t;
    size_t i;

    if (json_array_size(json_object_get(j, "families"))
        || json_array_size(json_object_get(j, "senders"))
        || json_array_size(json_object_get(j, "messages"))
        || *show_text(j, "class") || *show_text(j, "day"))
        return;
    puts("Nothing was found. Fewer words, a part of a name, the end of a"
        " number,\n"
        "a class or a day find more.");
    json_array_foreach((json_t *)tries, i, t) {
        fputs(json_is_true(json_object_get(t, "spelt")) ? "did you mean: "
            : "one word alone is found: ", stdout);
        show_plain(show_text(t, "q"));
        putchar('\n');
    }
}

int
cmd_search(const struct cli *c)
{
    char path[3 * CLIENT_PATH];
    json_t *j;
    int code;

    if (!c->count && !c->class_name && !c->family && !c->from && !c->until)
        return cli_usage("what is looked for? notehome search WORDS");
    snprintf(path, sizeof(path), "%s", c->json ? "search" : "find");
    if (c->count)
        ask_for(path, sizeof(path), "q", words_of(c));
    ask_for(path, sizeof(path), "class", c->class_name);
    ask_for(path, sizeof(path), "family", c->family);
    ask_for(path, sizeof(path), "from", c->from);
    ask_for(path, sizeof(path), "until", c->until);
    if ((code = client_get(c, path, &j)) || client_print_json(c, j))
        return code;
    show_found(j);
    show_messages(j);
    show_tries(j);
    json_decref(j);
    return code;
}
