/* cmd_alert.c - alerts on staff's own phones. */
#include "cli/client.h"
#include "cli/show.h"

#include <stdio.h>
#include <string.h>

static void
show_person(const json_t *p)
{
    const char *phone = show_text(p, "phone");
    const json_t *classes = json_object_get(p, "classes"), *one;
    size_t i;

    show_cell(show_text(p, "name"), 20);
    printf("  %s: %s", *phone ? phone : "-", show_text(p, "state"));
    printf("; at once %s", show_text(p, "at_once"));
    if (*show_text(p, "digest"))
        printf("; each day %s", show_text(p, "digest"));
    if (*show_text(p, "quiet"))
        printf("; quiet %s", show_text(p, "quiet"));
    json_array_foreach(classes, i, one) {
        fputs(i ? ", " : "; classes ", stdout);
        show_plain(json_string_value(one));
    }
    puts(json_is_true(json_object_get(p, "answers")) ? "; may answer" : "");
}

static int
list(const struct cli *c)
{
    json_t *j, *p;
    int code = client_get(c, "alerts", &j);
    size_t i;

    if (code || client_print_json(c, j))
        return code;
    json_array_foreach(j, i, p)
        show_person(p);
    json_decref(j);
    return code;
}

/* "yes" and "no" of answers as JSON has them; another word is refused there. */
static void
read_answers(json_t *body)
{
    const char *said = json_string_value(json_object_get(body, "answers"));

    if (said && (!strcmp(said, "yes") || !strcmp(said, "no")))
        json_object_set_new(body, "answers", json_boolean(*said == 'y'));
}

static int
post(const struct cli *c, const char *what, json_t *body)
{
    char path[600];
    json_t *j;
    int code;

    snprintf(path, sizeof(path), "alerts/%s%s", client_escape(c->args[0]),
        what);
    code = client_post(c, path, body, &j);
    if (code || client_print_json(c, j))
        return code;
    show_person(j);
    json_decref(j);
    return code;
}

int
cmd_alert(const struct cli *c)
{
    json_t *body;
    int wrong;

    if (!c->count)
        return list(c);
    if (c->count == 2 && !strcmp(c->args[1], "code"))
        return post(c, "/code", NULL);
    if (c->count == 3 && !strcmp(c->args[1], "prove"))
        return post(c, "/prove", json_pack("{s:s}", "code", c->args[2]));
    if (c->count == 1)
        return cli_usage("usage: notehome alert NAME phone=N at_once=urgent"
            " digest=16:30 ..., NAME code, or NAME prove CODE");
    body = json_object();
    if ((wrong = client_pairs(c, 1, body))) {
        json_decref(body);
        return cli_usage("\"%s\" is not NAME=VALUE, as at_once=urgent.",
            c->args[wrong]);
    }
    read_answers(body);
    return post(c, "", body);
}
