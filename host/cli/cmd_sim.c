/* cmd_sim.c - what is set for one SIM: limits, its end, keeping it alive. */
#include "cli/client.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A value by its look: yes and no, a whole number where one is meant, else
 * text. */
static json_t *
value_of(const char *name, const char *text)
{
    static const char *const texts[] = { "balance_code", "expires", "number",
        "smsc" };
    char *end;
    long n = strtol(text, &end, 10);

    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
        if (!strcmp(name, texts[i]))
            return json_string(text);
    if (!strcmp(text, "yes") || !strcmp(text, "no"))
        return json_boolean(*text == 'y');
    return *text && !*end ? json_integer(n) : json_string(text);
}

int
cmd_sim(const struct cli *c)
{
    char path[600], name[40];
    json_t *body = json_object(), *j;
    int code;

    for (int i = 1; i < c->count; i++) {
        const char *sign = strchr(c->args[i], '=');
        size_t n = sign ? (size_t)(sign - c->args[i]) : 0;

        if (!n || n >= sizeof(name)) {
            json_decref(body);
            return cli_usage("\"%s\" is not NAME=VALUE, as keep_alive=yes.",
                c->args[i]);
        }
        memcpy(name, c->args[i], n);
        name[n] = '\0';
        json_object_set_new(body, name, value_of(name, sign + 1));
    }
    snprintf(path, sizeof(path), "modems/%s/sim", client_escape(c->args[0]));
    if ((code = client_post(c, path, body, &j)) || client_print_json(c, j))
        return code;
    json_decref(j);
    return code;
}
