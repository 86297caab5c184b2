/* cmd_tls.c - the certificate of the encrypted page. */
#include "cli/client.h"
#include "cli/show.h"

#include <stdio.h>
#include <string.h>

static void
show_tls(const json_t *j)
{
    if (!json_is_object(j)) {
        puts("The page is not encrypted: the log says why.");
        return;
    }
    if (show_int(j, "port"))
        printf("port         %lld\n", show_int(j, "port"));
    printf("fingerprint  %s\n", show_text(j, "fingerprint"));
    printf("valid until  %s\n", show_time(show_text(j, "until")));
    printf("made by      %s\n", json_is_true(json_object_get(j, "own"))
        ? "this computer" : "others (web.tls)");
    fputs("names        ", stdout);
    show_rest(show_text(j, "names"), 13);
}

int
cmd_tls(const struct cli *c)
{
    bool renew = c->count == 1 && !strcmp(c->args[0], "renew");
    json_t *j;
    int code;

    if (c->count > 1 || (c->count && !renew && strcmp(c->args[0], "show") != 0))
        return cli_usage("usage: notehome tls [show | renew]");
    code = renew ? client_post(c, "tls/renew", NULL, &j)
                 : client_get(c, "tls", &j);
    if (code || client_print_json(c, j))
        return code;
    show_tls(j);
    json_decref(j);
    return code;
}
