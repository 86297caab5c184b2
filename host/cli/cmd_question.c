/* cmd_question.c - what was answered to questions, and counting by hand. */
#include "cli/client.h"
#include "cli/rows.h"
#include "cli/show.h"

#include <stdio.h>

static void
show_question(const json_t *q)
{
    const json_t *options = json_object_get(q, "options"), *o;
    size_t i;

    printf("%4lld  ", show_int(q, "id"));
    show_plain(show_text(q, "text"));
    fputs("\n      ", stdout);
    json_array_foreach((json_t *)options, i, o) {
        fputs(i ? ", " : "", stdout);
        show_plain(show_text(o, "name"));
        printf(" %lld", show_int(o, "count"));
    }
    printf("; %lld to look at, %lld silent\n", show_int(q, "unclear"),
        show_int(q, "silent"));
}

int
cmd_questions(const struct cli *c)
{
    json_t *j, *q;
    int code = client_get(c, "questions", &j);
    size_t i;

    if (code || client_print_json(c, j))
        return code;
    if (!json_array_size(j))
        puts("Nothing was asked yet: notehome send --ask yes,no");
    json_array_foreach(j, i, q)
        show_question(q);
    json_decref(j);
    return code;
}

/* "8 children: yes 5, no 1; 1 differ, 0 unclear, 1 silent", and each. */
static void
show_children(const json_t *q)
{
    const json_t *all = json_object_get(q, "children"), *c, *o;
    const json_t *by = json_object_get(q, "by_child");
    size_t i;

    printf("      by child: ");
    json_array_foreach(json_object_get(by, "options"), i, o) {
        show_plain(show_text(o, "name"));
        printf(" %lld, ", show_int(o, "count"));
    }
    printf("%lld differ, %lld unclear, %lld silent\n", show_int(by, "differs"),
        show_int(by, "unclear"), show_int(by, "silent"));
    json_array_foreach((json_t *)all, i, c) {
        const char *answer = show_text(c, "answer");

        fputs("      ", stdout);
        show_plain(show_text(c, "class"));
        fputs("  ", stdout);
        show_plain(show_text(c, "name"));
        fputs(": ", stdout);
        show_plain(*answer ? answer : show_text(c, "state"));
        putchar('\n');
    }
}

static void
show_phones(const json_t *q)
{
    const json_t *p;
    size_t i;

    puts("      by phone:");
    json_array_foreach(json_object_get(q, "phones"), i, p) {
        const char *answer = show_text(p, "answer");
        bool unclear = json_is_true(json_object_get(p, "unclear"));

        fputs("      ", stdout);
        rows_named(p);
        fputs(": ", stdout);
        show_plain(*answer ? answer : unclear ? "look at" : "silent");
        if (*answer || unclear)
            printf(" (message %lld)", show_int(p, "message"));
        putchar('\n');
    }
}

int
cmd_question(const struct cli *c)
{
    const char *class_name = c->class_name ? c->class_name : "";
    char path[600];
    long long id;
    json_t *j;
    int code;

    if (!cli_number(c->args[0], "a question", &id))
        return EXIT_USAGE;
    snprintf(path, sizeof(path), "questions/%lld?class=%s", id,
        client_escape(class_name));
    if ((code = client_get(c, path, &j)) || client_print_json(c, j))
        return code;
    show_question(j);
    show_children(j);
    if (!c->class_name)
        show_phones(j);
    json_decref(j);
    return code;
}

int
cmd_answer(const struct cli *c)
{
    char path[80];
    long long id;
    json_t *j;
    int code;

    if (c->none == (c->count == 2))
        return cli_usage("which option? its name, its number, or --none");
    if (!cli_number(c->args[0], "a message", &id))
        return EXIT_USAGE;
    snprintf(path, sizeof(path), "messages/%lld/answer", id);
    code = client_post(c, path, c->none ? json_pack("{s:n}", "option")
        : json_pack("{s:s}", "option", c->args[1]), &j);
    if (code || client_print_json(c, j))
        return code;
    puts(c->none ? "Counted as no answer." : "Counted.");
    json_decref(j);
    return code;
}

int
cmd_remind(const struct cli *c)
{
    char path[80];
    long long id;
    json_t *j;
    int code;

    if (!cli_number(c->args[0], "a question", &id))
        return EXIT_USAGE;
    snprintf(path, sizeof(path), "questions/%lld/remind", id);
    if ((code = client_post(c, path, NULL, &j)) || client_print_json(c, j))
        return code;
    printf("Reminded: %lld\n", show_int(j, "reminded"));
    json_decref(j);
    return code;
}
