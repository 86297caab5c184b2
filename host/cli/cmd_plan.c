/* cmd_plan.c - the plan of a child: steps, what became of them, conversations;
 * and what of all plans is due. */
#include "cli/client.h"
#include "cli/show.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- showing -------------------------------------------------------------- */

static void
show_step(const json_t *s)
{
    printf("  %lld  ", show_int(s, "id"));
    show_plain(show_text(s, "how"));
    printf(" by %s, ", show_text(s, "by"));
    show_plain(show_text(s, "who"));
    if (json_is_true(json_object_get(s, "gone")))
        fputs(" (account closed)", stdout);
    printf(": %s", show_text(s, "state"));
    if (*show_text(s, "tried")) {
        printf(", %s, ", show_time(show_text(s, "tried")));
        show_plain(show_text(s, "tried_by"));
    }
    if (*show_text(s, "answered"))
        printf("; message %lld came %s", show_int(s, "answer"),
            show_time(show_text(s, "answered")));
    putchar('\n');
    show_wrapped(show_text(s, "words"), 6);
}

static void
show_talk(const json_t *t)
{
    static const char *const fields[] = { "listen", "agree", "do", "review" };

    printf("  conversation of %s, ", show_text(t, "day"));
    show_plain(show_text(t, "who"));
    putchar('\n');
    for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
        if (*show_text(t, fields[i])) {
            printf("    %s:\n", fields[i]);
            show_wrapped(show_text(t, fields[i]), 6);
        }
}

static void
show_plan(const json_t *p)
{
    bool closed = *show_text(p, "closed") != '\0';
    json_t *one;
    size_t i;

    printf(closed ? "Closed %s" : "Plan, looked at again on %s by ", closed
        ? show_time(show_text(p, "closed")) : show_text(p, "review"));
    if (!closed)
        show_plain(*show_text(p, "lead") ? show_text(p, "lead")
                                         : "the head");
    putchar('\n');
    show_wrapped(show_text(p, "aim"), 2);
    if (closed) {
        fputs("  outcome: ", stdout);
        show_plain(*show_text(p, "outcome") ? show_text(p, "outcome")
            : "another plan was open when two rows became one");
        putchar('\n');
    }
    json_array_foreach(json_object_get(p, "steps"), i, one)
        show_step(one);
    json_array_foreach(json_object_get(p, "conversations"), i, one)
        show_talk(one);
}

static int
show_child(const struct cli *c, int code, json_t *j)
{
    json_t *one;
    size_t i;

    if (code || client_print_json(c, j))
        return code;
    show_plain(show_text(j, "child"));
    fputs(", ", stdout);
    show_plain(show_text(j, "class"));
    putchar('\n');
    if (json_is_null(json_object_get(j, "plan")))
        puts("No open plan.");
    else
        show_plan(json_object_get(j, "plan"));
    json_array_foreach(json_object_get(j, "earlier"), i, one)
        show_plan(one);
    json_decref(j);
    return code;
}

static int
show_all(const struct cli *c)
{
    json_t *j, *one;
    size_t i;
    int code;

    if ((code = client_get(c, "plans", &j)) || client_print_json(c, j))
        return code;
    json_array_foreach(json_object_get(j, "due"), i, one) {
        show_plain(show_text(one, "child"));
        printf(": %s", show_text(one, "why"));
        if (*show_text(one, "before"))
            printf(" (%s)", show_text(one, "before"));
        fputs(": ", stdout);
        show_plain(show_text(one, "words"));
        fputs(", ", stdout);
        show_plain(*show_text(one, "who") ? show_text(one, "who")
                                          : "the head");
        printf(", by %s\n", show_text(one, "by"));
    }
    if (!json_array_size(json_object_get(j, "due")))
        puts("Nothing of a plan is due.");
    json_array_foreach(json_object_get(j, "open"), i, one) {
        printf("%lld  ", show_int(one, "child_id"));
        show_plain(show_text(one, "child"));
        printf(", %s, review %s: ", show_text(one, "class"),
            show_text(one, "review"));
        show_plain(show_text(one, "aim"));
        putchar('\n');
    }
    json_decref(j);
    return code;
}

/* --- doing ---------------------------------------------------------------- */

/* The child's number, typed or by its name. An exit code. */
static int
find_child(const struct cli *c, long long *id)
{
    const char *typed = c->args[0];
    char path[CLIENT_PATH];
    json_t *j;
    int code;

    if (strspn(typed, "0123456789") == strlen(typed))
        return cli_number(typed, "a child", id) ? EXIT_DONE : EXIT_USAGE;
    snprintf(path, sizeof(path), "children?q=%s", client_escape(typed));
    if ((code = client_get(c, path, &j)))
        return code;
    if (json_array_size(j) == 1)
        *id = show_int(json_array_get(j, 0), "id");
    else
        code = cli_usage("%zu children are found by \"%s\": say the number"
            " (notehome child WORDS).", json_array_size(j), typed);
    json_decref(j);
    return code;
}

/* What may stand behind CHILD: the members of the body in the order of the
 * words, '#' a number, '?' and all behind it may be missing. */
static const struct {
    const char *what;
    const char *members[6];
} changes[] = {
    { "start", { "aim", "review", "?lead" } },
    { "step", { "how", "by", "who", "words" } },
    { "move", { "#step", "by", "?who" } },
    { "remove", { "#step" } },
    { "tried", { "#step", "result", "?#message" } },
    { "talk", { "day", "listen", "agree", "do", "review" } },
    { "close", { "outcome" } },
    { "aim", { "aim" } }, { "review", { "review" } }, { "lead", { "lead" } },
};

/* The body of that change; NULL after saying what is wrong. */
static json_t *
body_of(const struct cli *c, size_t k)
{
    json_t *j = json_object();
    bool may_lack = false, lacks = false;
    int i = 2;

    for (const char *const *m = changes[k].members; *m; m++, i++) {
        const char *name = *m;
        long long n;

        may_lack |= *name == '?';
        name += *name == '?';
        if (i >= c->count && may_lack)
            return j;
        if ((lacks = i >= c->count))
            break;
        if (*name != '#')
            json_object_set_new(j, name, json_string(c->args[i]));
        else if (cli_number(c->args[i], name + 1, &n))
            json_object_set_new(j, name + 1, json_integer(n));
        else {
            json_decref(j);
            return NULL;
        }
    }
    if (!lacks && i == c->count)
        return j;
    json_decref(j);
    cli_usage("see \"plan\" in notehome(1) for the words of \"%s\".",
        changes[k].what);
    return NULL;
}

static int
change(const struct cli *c, long long child, size_t k)
{
    const char *what = changes[k].what;
    json_t *body = body_of(c, k), *j = NULL;
    char path[80];
    int code;

    if (!body)
        return EXIT_USAGE;
    if (!strcmp(what, "aim") || !strcmp(what, "review")
        || !strcmp(what, "lead"))
        what = "change";
    if (!strcmp(what, "start"))
        snprintf(path, sizeof(path), "children/%lld/plan", child);
    else
        snprintf(path, sizeof(path), "children/%lld/plan/%s", child, what);
    code = client_post(c, path, body, &j);
    return show_child(c, code, j);
}

int
cmd_plan(const struct cli *c)
{
    long long child = 0;
    char path[80];
    json_t *j = NULL;
    int code;

    if (!c->count)
        return show_all(c);
    if ((code = find_child(c, &child)))
        return code;
    if (c->count == 1) {
        snprintf(path, sizeof(path), "children/%lld/plan", child);
        code = client_get(c, path, &j);
        return show_child(c, code, j);
    }
    for (size_t k = 0; k < sizeof(changes) / sizeof(*changes); k++)
        if (!strcmp(changes[k].what, c->args[1]))
            return change(c, child, k);
    return cli_usage("plan CHILD start|step|move|remove|tried|talk|close|aim|"
        "review|lead ...");
}
