/* cmd_concern.c - what tells of harm, or may: decided, or handed to those named
 * for it. */
#include "cli/client.h"
#include "cli/show.h"

#include <stdio.h>
#include <string.h>

int
cmd_concerns(const struct cli *c)
{
    json_t *j, *m;
    int code = client_get(c, "concerns", &j);
    size_t i;

    if (code || client_print_json(c, j))
        return code;
    if (!json_array_size(j))
        puts("No text is marked.");
    json_array_foreach(j, i, m) {
        printf("%lld  ", show_int(m, "id"));
        show_plain(show_text(m, "number"));
        fputs(": ", stdout);
        show_plain(show_text(m, "text"));
        putchar('\n');
    }
    json_decref(j);
    return code;
}

int
cmd_concern(const struct cli *c)
{
    bool yes = !strcmp(c->args[1], "yes");
    char path[80];
    long long id;
    json_t *j;
    int code;

    if (!yes && strcmp(c->args[1], "no") != 0)
        return cli_usage("is it a safeguarding matter? yes, or no");
    if (!cli_number(c->args[0], "a message", &id))
        return EXIT_USAGE;
    snprintf(path, sizeof(path), "messages/%lld/concern", id);
    code = client_post(c, path, json_pack("{s:b}", "matter", yes), &j);
    if (code || client_print_json(c, j))
        return code;
    puts(yes ? "Handed to the safeguarding staff." : "Marked no more.");
    json_decref(j);
    return code;
}

int
cmd_hand(const struct cli *c)
{
    bool thread = c->count == 2;
    char path[80];
    long long id;
    json_t *j;
    int code;

    if (thread && strcmp(c->args[0], "thread") != 0)
        return cli_usage("a message, or a thread: hand thread 12");
    if (!cli_number(c->args[thread], "what to hand over", &id))
        return EXIT_USAGE;
    snprintf(path, sizeof(path), "%s/%lld/hand",
        thread ? "threads" : "messages", id);
    if ((code = client_post(c, path, NULL, &j)) || client_print_json(c, j))
        return code;
    printf("Handed over: %lld. The safeguarding staff alone see it now.\n",
        show_int(j, "handed"));
    json_decref(j);
    return code;
}
