/* cmd_matter.c - the cards of safeguarding matters. */
#include "cli/client.h"
#include "cli/show.h"

#include <stdio.h>
#include <string.h>

static void
show_matter(const json_t *m)
{
    printf("thread %lld  ", show_int(m, "thread"));
    show_plain(show_text(m, "number"));
    fputs(json_is_true(json_object_get(m, "open")) ? "  open" : "  closed",
        stdout);
    if (*show_text(m, "taken_by")) {
        fputs(", taken by ", stdout);
        show_plain(show_text(m, "taken_by"));
    }
    if (json_is_true(json_object_get(m, "open")))
        printf(", last message %lld", show_int(m, "last"));
    if (*show_text(m, "outcome")) {
        fputs(": ", stdout);
        show_plain(show_text(m, "outcome"));
    }
    putchar('\n');
}

int
cmd_matters(const struct cli *c)
{
    json_t *j, *m;
    int code = client_get(c, "matters", &j);
    size_t i;

    if (code || client_print_json(c, j))
        return code;
    json_array_foreach(j, i, m)
        show_matter(m);
    json_decref(j);
    return code;
}

/* What is asked for; NULL: to look. *bad: it is unusable. */
static json_t *
read_deed(const struct cli *c, bool *bad)
{
    const char *what = c->count > 1 ? c->args[1] : "";
    const char *words = c->count > 2 ? c->args[2] : NULL;
    long long last;

    *bad = false;
    if (!strcmp(what, "close") && c->count > 3) {
        *bad = !cli_number(c->args[3], "a message", &last);
        return *bad ? NULL : json_pack("{s:s, s:I}", "outcome", words, "last",
            (json_int_t)last);
    }
    *bad = c->count > 3;
    if (*bad)
        return NULL;
    if (!strcmp(what, "take") && !words)
        return json_pack("{s:b}", "take", 1);
    if (!strcmp(what, "note") && words)
        return json_pack("{s:s}", "step", words);
    if (!strcmp(what, "close") && words)
        return json_pack("{s:s}", "outcome", words);
    *bad = *what != '\0';
    return NULL;
}

int
cmd_matter(const struct cli *c)
{
    char path[64];
    long long id;
    bool bad;
    json_t *deed, *j, *s;
    size_t i;
    int code;

    if (!cli_number(c->args[0], "a thread", &id))
        return EXIT_USAGE;
    deed = read_deed(c, &bad);
    if (bad)
        return cli_usage("take, note \"WORDS\", or close \"OUTCOME\"");
    snprintf(path, sizeof(path), "threads/%lld/matter", id);
    code = deed ? client_post(c, path, deed, &j) : client_get(c, path, &j);
    if (code || client_print_json(c, j))
        return code;
    show_matter(j);
    json_array_foreach(json_object_get(j, "steps"), i, s) {
        fputs("  ", stdout);
        show_plain(show_text(s, "by"));
        fputs(": ", stdout);
        show_plain(show_text(s, "text"));
        putchar('\n');
    }
    json_decref(j);
    return code;
}
